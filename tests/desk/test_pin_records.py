"""A finished task with the PIN is kept: an operation that runs to the platform, and a receipt; never a digit."""

from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.desk.pin_records import DONE, TITLES
from counter_app.domain import chip_errors
from counter_app.domain.errors import ForbiddenOffline
from counter_app.domain.holder import Person
from counter_app.domain.operation import Settlement, Work, WorkState
from tests.desk.at_pin import SEEN, AtDesk, Make
from tests.parts.four_eyes import agree_to_pin
from tests.parts.practice_folder import NOWHERE
from tests.readers.pin_desk import pin_of

OLD, NEW = "314159", "271828"
Somebody = Callable[[], Person]


def work(at: AtDesk) -> list[Work]:
    store, number = at.counter.store(), at.person.holder.number
    return sorted((*store.works_of(number), *store.works_of(number, settled=True)), key=lambda one: one.order)


def test_change_and_reset_are_each_recorded_with_a_receipt_and_reach_the_platform(
    make: Make, somebody: Somebody
) -> None:
    at = make(somebody())
    at.lay_on()
    changed = at.desk.pin_task(at.visit, "change", pin_of(OLD), pin_of(NEW), pin_of(NEW))
    agree_to_pin(at.desk, at.visit, "reset", seen=SEEN)
    reset = at.desk.pin_task(at.visit, "reset", pin_of("161803"), pin_of("161803"), seen=SEEN)
    verified = at.desk.pin_task(at.visit, "verify", pin_of("161803"))
    kept = work(at)
    assert [one.operation.procedure for one in kept] == ["pin-change", "pin-reset"]
    assert [view.receipt for view in (changed, reset, verified)] == [*(one.receipt_number for one in kept), ""]
    assert all(one.operation.changes == {} and not one.operation.urgent for one in kept)
    courier = at.counter.courier()
    while courier.pass_once().more:
        pass
    assert [one.settlement for one in work(at)] == [Settlement.ACCEPTED] * 2
    paper = at.desk.receipt(changed.receipt)
    assert paper.draft.state == DONE, "the chip had done it before anybody was asked"
    assert paper.draft.rows[0].value == TITLES["pin-change"]


def test_no_digit_of_a_pin_is_in_operation_receipt_or_folder(make: Make, somebody: Somebody) -> None:
    at = make(somebody())
    at.lay_on()
    done = at.desk.pin_task(at.visit, "change", pin_of(OLD), pin_of(NEW), pin_of(NEW))
    (kept,) = work(at)
    said = [*kept.operation.facts.values(), *(row.value.zh for row in at.desk.receipt(done.receipt).draft.rows)]
    assert not any(pin in words for pin in (OLD, NEW) for words in said)
    folder = Path(at.counter.folder)
    assert not any(pin.encode() in file.read_bytes() for pin in (OLD, NEW) for file in folder.rglob("*.log"))


def test_without_a_line_a_change_is_done_and_a_reset_or_unblock_is_not(make: Make, somebody: Somebody) -> None:
    at = make(somebody(), f"platform.url={NOWHERE}")
    at.lay_on()
    tasks = {task.id: task for task in at.desk.pin_page(at.visit).tasks}
    assert tasks["change"].lawful
    assert [tasks[name].refused for name in ("reset", "unblock")] == [ForbiddenOffline.happened] * 2
    with pytest.raises(ForbiddenOffline):
        at.desk.pin_task(at.visit, "reset", pin_of(NEW), pin_of(NEW), seen=SEEN)
    at.desk.pin_task(at.visit, "change", pin_of(OLD), pin_of(NEW), pin_of(NEW))
    (kept,) = work(at)
    assert kept.state is WorkState.WAITING


def test_a_task_the_card_refuses_is_not_kept(make: Make, somebody: Somebody) -> None:
    at = make(somebody())
    at.lay_on()
    with pytest.raises(chip_errors.PinWrong):
        at.desk.pin_task(at.visit, "change", pin_of("000000"), pin_of(NEW), pin_of(NEW))
    assert work(at) == []

"""A clerk waits no longer for the holder at the keys: what is told, what is audited, what comes of a late answer."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from counter_app.desk.views import PinView
from counter_app.domain import chip_errors
from counter_app.domain.holder import Person
from tests.desk.at_pin import AtDesk, Make
from tests.parts.processes import wait_until
from tests.readers.key_pad_reader import HangingKeys
from tests.readers.pin_card import TRIES

PRESSED = ("000000", "314159")


@pytest.fixture
def waiting() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


@pytest.fixture
def at(make: Make, somebody: Callable[[], Person]) -> Iterator[AtDesk]:
    """Somebody's card on a reader whose keys hang; in the end they come back."""
    desk = make(somebody(), "province=hainan", pressed=PRESSED, keys=HangingKeys)
    desk.lay_on()
    yield desk
    set_free(desk)


def set_free(at: AtDesk) -> None:
    keys_of(at).free.set()
    wait_until(lambda: not [t for t in threading.enumerate() if t.name == "card-pin"], what="the keys to end")


def keys_of(at: AtDesk) -> HangingKeys:
    assert isinstance(at.line, HangingKeys)
    return at.line


def given_up(at: AtDesk, waiting: ThreadPoolExecutor) -> Future[PinView]:
    asking = waiting.submit(at.desk.pin_task, at.visit, "verify")
    assert keys_of(at).taken.wait(10)
    at.desk.stop_pin()
    wait_until(asking.done, what="the end of waiting")
    return asking


def test_it_is_told_audited_and_the_visit_goes_on(at: AtDesk, waiting: ThreadPoolExecutor) -> None:
    with pytest.raises(chip_errors.PinGivenUp) as told:
        given_up(at, waiting).result()
    assert told.value.what_next.zh == "先别再输；点查询，看还可试几次"
    assert at.told("pin.begun", "pin.unsettled", "pin.late") == {"pin.begun": 1, "pin.unsettled": 1, "pin.late": 0}
    assert at.task("verify").on_keys
    row = at.desk.person(at.visit).pin
    assert row is not None
    assert row.words.zh == "未查询"
    with pytest.raises(chip_errors.PadStillBusy):
        at.desk.ask_pin(at.visit)


def test_a_late_answer_is_noted_and_nothing_else_comes_of_it(at: AtDesk, waiting: ThreadPoolExecutor) -> None:
    given_up(at, waiting)
    set_free(at)
    assert at.told("pin.late", "pin.wrong", "pin.verified") == {"pin.late": 1, "pin.wrong": 0, "pin.verified": 0}
    row = at.desk.person(at.visit).pin
    assert row is not None
    assert row.words.zh == "未查询", "what came late says nothing on the page"
    assert at.counter.store().verify_audit().whole
    row = at.desk.ask_pin(at.visit).pin
    assert row is not None
    assert row.words.zh == f"还可试 {TRIES - 1} 次"
    assert at.desk.pin_task(at.visit, "verify").done is not None
    assert at.told("pin.late") == {"pin.late": 1}


def test_a_late_answer_that_it_was_done_is_kept_with_a_receipt(
    make: Make, somebody: Callable[[], Person], waiting: ThreadPoolExecutor
) -> None:
    """The PIN is another one now: the records say so, and nothing on the page claims it."""
    at = make(somebody(), "province=hainan", pressed=("314159", "271828", "271828"), keys=HangingKeys)
    at.lay_on()
    asking = waiting.submit(at.desk.pin_task, at.visit, "change")
    assert keys_of(at).taken.wait(10)
    at.desk.stop_pin()
    with pytest.raises(chip_errors.PinGivenUp):
        asking.result(10)
    store, number = at.counter.store(), at.person.holder.number
    assert store.works_of(number) == ()
    at.desk.end(at.visit)
    at.desk.card_here(None)  # they have gone
    set_free(at)
    wait_until(lambda: store.works_of(number), what="the late answer to be kept")
    (work,) = store.works_of(number)
    operation = work.operation
    assert (operation.procedure, operation.clerk, operation.facts["entered"]) == ("pin-change", "0317", "keys")
    assert operation.card_number == at.chip.card_number
    assert at.desk.receipt(work.receipt_number).draft.state.zh == "已在卡上办好"
    assert at.told("pin.late", "pin.changed") == {"pin.late": 1, "pin.changed": 0}
    assert store.times("operation.recorded", operation.id) == 1
    assert store.verify_audit().whole

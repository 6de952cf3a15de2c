"""Many at once on one folder: submits, commands, a courier beside them, and a platform that goes and comes back."""

import json
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry, new_operation_id
from counter_app.ports import LineKind
from counter_app.wiring import Counter
from tests.parts import practice_platform
from tests.parts.command import Command, ended
from tests.parts.counting import effective_once, recorded, working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.processes import wait_until
from tests.parts.seen import SEEN

Somebody = Callable[[], Person]


def test_confirm_pressed_ten_times_is_one_operation(folder: Path, somebody: Somebody, platform: Platform) -> None:
    """Ten desks at one seat submit one visit at the same moment, for several people; each sees the one result."""
    people = [somebody() for _ in range(5)]
    with working(folder, f"platform.url={platform.url}") as counter, ThreadPoolExecutor(10) as hands:
        desk = counter.desk()
        desk.sign_in("0317")
        others = [counter.desk() for _ in range(10)]
        for other in others:
            other.sign_in("0317")
        for person in people:
            visit = desk.open_number(person.holder.number).visit_id
            desk.begin(visit, "temporary-loss")
            gate = threading.Barrier(10)
            pressed = [hands.submit(_press, other, visit, gate) for other in others]
            assert len({one.result() for one in pressed}) == 1
            assert isinstance(desk.resume(), OutcomeView)
        counter.courier().pass_once()
        counter.courier().pass_once()
    work = recorded(folder)
    assert len(work) == len(people)
    effective_once(platform, work, [person.holder.number for person in people])


def _press(desk: Desk, visit: str, gate: threading.Barrier) -> str:
    gate.wait(20)
    page = desk.forward(visit)
    assert isinstance(page, OutcomeView)
    return page.receipt.number


def test_commands_and_a_courier_at_once(counter: Command, somebody: Somebody, platform: Platform) -> None:
    """Six commands record while two couriers send: one courier at a time, numbers and trail whole, each report once."""
    people = [somebody() for _ in range(6)]
    given = [json.dumps({"holder": {"number": person.holder.number}}) for person in people]
    couriers = [counter.begin("sync", "--until-empty", "--for", "30") for _ in range(2)]
    commands = [counter.begin("carry-out", "temporary-loss", "--answers", "-", given=text) for text in given]
    said = [ended(one) for one in commands]
    assert [one.status for one in said] == [0] * 6, said
    assert len({one.json["receipt"] for one in said}) == 6
    for one in couriers:
        assert ended(one).status in (0, 1)
    assert replace(counter, inside=True)("sync", "--until-empty", "--for", "30").status == 0
    work = recorded(counter.folder)
    assert {one.json["receipt"] for one in said} == {one.receipt_number for one in work}
    effective_once(platform, work, [person.holder.number for person in people])


def test_the_platform_comes_back_and_everything_goes_within_five_seconds_losses_first(
    counter: Command, somebody: Somebody, roles: dict[str, Person], tmp_path: Path
) -> None:
    """A release and then two loss reports wait; `sync --until-empty` outlasts the platform's absence."""
    lost, people = roles["temporary-both"], [somebody(), somebody()]
    database = tmp_path / "own.db"
    with practice_platform.running(database) as first:
        port, url = first.port, f"platform.url={first.url}"
        with working(counter.folder, url) as there:
            there.courier().pass_once()
            _record(there, lost.holder.number, "release")
            for person in people:
                _record(there, person.holder.number, "temporary-loss")
    sync = Command(counter.folder, (url,)).begin("sync", "--until-empty")
    with working(counter.folder) as watching:
        wait_until(lambda: watching.store().line().kind is LineKind.NO_PLATFORM, seconds=30, what="a try that fails")
        waiting = watching.store().waiting()
        assert (waiting.waiting, waiting.in_flight) == (3, 0), "a failed connect is no try"
        assert waiting.oldest is not None
    with practice_platform.running(database, port=port) as again:
        back = time.monotonic()
        said = ended(sync, seconds=20)
        assert time.monotonic() - back < 5
        assert (said.status, said.json["accepted"], said.json["left"]) == (0, 3, 0)
        order = [row[0] for row in again.rows("SELECT DISTINCT operation_id FROM effect ORDER BY id")]
        work = recorded(counter.folder)
        assert order == [one.operation.id for one in (work[1], work[2], work[0])]
        effective_once(again, work, [lost.holder.number, *(person.holder.number for person in people)])


def _record(counter: Counter, number: str, procedure: str) -> None:
    desk = counter.desk(seat="command-test")
    desk.sign_in("0317")
    visit = desk.open_number(number).visit_id
    desk.begin(visit, procedure)
    desk.answer(visit, SEEN)
    page = desk.forward(visit)
    assert isinstance(page, OutcomeView)
    desk.end(visit)


def test_what_waits_behind_something_refused_ends_the_wait(
    inside: Command, somebody: Somebody, platform: Platform
) -> None:
    """A row of the same card behind a refused one names it, stays, and `--until-empty` does not wait for ever."""
    person = somebody()
    assert person.card is not None
    with working(inside.folder, *inside.sets) as there:
        there.courier().pass_once()
        _record(there, person.holder.number, "temporary-loss")
        there.courier().pass_once()
        platform.change("UPDATE account SET state = 'frozen' WHERE card = ?", person.card.number)
        _record(there, person.holder.number, "release")
        store = there.store()
        first = store.works_of(person.holder.number)[0]
        draft, desk = store.receipt(first.operation.id), there.desk()
        assert draft is not None
        again = replace(first.operation, id=new_operation_id())
        entry = AuditEntry("operation.recorded", again.accepted_at, again.clerk, again.outlet, again.window, again.id)
        store.record(again, draft.draft, entry)
        assert desk.waiting_count().waiting == 2
    begun = time.monotonic()
    sync = inside("sync", "--until-empty")
    assert time.monotonic() - begun < 10
    assert (sync.status, sync.json["left"], sync.json["refused_open"]) == (1, 1, 1)
    box = inside("outbox").json
    assert [(row["state"], row["held_by"]) for row in box["operations"][:2]] == [
        ("refused", None),
        ("waiting", first.operation.id),
    ]
    assert first.receipt_number in inside.words("outbox").out.splitlines()[3]
    with working(inside.folder, *inside.sets) as there:
        desk = there.desk()
        desk.sign_in("0317")
        desk.settle(first.operation.id, "close", "持卡人不再要求")
    after = inside("sync", "--until-empty")
    assert after.json["left"] == 0
    assert inside("outbox").json["operations"][-1]["settlement"] == "accepted"
    assert {row["settlement"] for row in inside("outbox").json["operations"]} >= {"closed", "accepted"}


def test_ctrl_c_ends_the_wait_without_a_trace_and_loses_nothing(counter: Command, somebody: Somebody) -> None:
    away = Command(counter.folder, (f"platform.url={NOWHERE}",))
    assert replace(away, inside=True).carry_out("temporary-loss", somebody().holder.number).status == 0
    with working(counter.folder) as watching:
        before = watching.store().line().next_try
        sync = away.begin("sync", "--until-empty")
        wait_until(lambda: watching.store().line().next_try != before, seconds=30, what="a try of that process")
        sync.send_signal(signal.SIGINT)
        said = ended(sync, seconds=10)
        assert (said.status, said.err) == (130, "")
        assert (said.json["left"], said.json["line"]) == (1, "no_platform")
        assert watching.store().waiting().waiting == 1

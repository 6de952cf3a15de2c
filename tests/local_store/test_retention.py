"""What is past its time is erased: the chain verifies afterwards, and nothing that is not settled is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.keeping import Before, Erased
from counter_app.domain.operation import (
    Operation,
    OperationId,
    Settlement,
    Verdict,
    WorkState,
    new_operation_id,
)
from counter_app.domain.print_job import PrintJob, PrintState, Role
from counter_app.domain.settlement import Step, Way
from counter_app.ports import Store
from counter_app.retention import AT_ONCE, ERASED
from local_store.codec import stamp
from local_store.tables import ERASABLE
from tests.contracts.case_contract import MISSING
from tests.contracts.samples import NOON, answer, draft, entry, number_of, operation, visit
from tests.local_store.raw import opened

DAY = timedelta(days=1)
ENDS = ("waiting", "in_flight", "refused", "accepted", "closed", "withdrawn")


def until(moment: datetime) -> Before:
    """Everything before that moment."""
    return Before(visits=moment, work=moment, cases=moment, trail=moment)


def recorded(store: Store, *, at: datetime, end: str, holder: int = 1) -> Operation:
    """An operation recorded, answered and settled at that moment, as far as `end` says."""
    made = operation(holder=holder, card=holder, at=at)
    store.record(made, draft(f"回执 {made.id}"), entry(at=at, holder=made.holder_number))
    if end == "withdrawn":
        store.withdraw(made.id, "不办了", entry("operation.withdrawn", at=at))
    if end in ("waiting", "withdrawn"):
        return made
    store.hand_over([made.id], at)
    if end == "in_flight":
        return made
    verdict = Verdict.ACCEPTED if end == "accepted" else Verdict.REFUSED
    store.apply(answer(made.id, verdict, at=at), entry("platform.answered", at=at))
    if end == "closed":
        step = Step(made.id, Way.CLOSE, "1205", "已告知本人", at, "0317", "439901", "01", paper=draft())
        store.take_step(step, entry("operation.closed", at=at))
    return made


def whole(store: Store, made: Operation) -> bool:
    """Nothing of that operation and its receipt is gone."""
    kept = store.work(made.id)
    return kept is not None and kept.operation == made and store.receipt(made.id) is not None


def gone(store: Store, made: Operation) -> bool:
    """Nothing personal of it is left, its row is."""
    kept = store.work(made.id)
    assert kept is not None
    one = kept.operation
    left = (one.holder_number, one.holder_name, one.facts, kept.settled_reason)
    return not any((*left, one.card_number, kept.answer, store.receipt(made.id)))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    works=st.lists(st.tuples(st.integers(0, 400), st.sampled_from(ENDS)), min_size=1, max_size=6),
    days=st.integers(1, 400),
    limit=st.sampled_from([1, 3, AT_ONCE]),
)
def test_after_any_run_the_chain_verifies_and_nothing_unsettled_is_gone(
    store: Store, works: list[tuple[int, str]], days: int, limit: int
) -> None:
    """Work of any age in any state, erased in pieces of any size. What earlier examples left is there too."""
    made = [(age, end, recorded(store, at=NOON - age * DAY, end=end)) for age, end in works]
    before = until(NOON - days * DAY)
    while store.erase(before, entry(ERASED), limit=limit).total:
        pass
    assert store.verify_audit().whole
    assert store.past_time(before) == Erased()
    for age, end, one in made:
        settled = end in ("accepted", "closed", "withdrawn")
        assert (gone if settled and age > days else whole)(store, one), (age, end)
    unsettled = store.works(states=[WorkState.WAITING, WorkState.IN_FLIGHT, WorkState.REFUSED])
    assert all(one.operation.holder_number and store.receipt(one.operation.id) for one in unsettled)


def test_no_name_and_number_is_left_in_the_file_of_what_was_erased(store: Store, folder: Path, key: str) -> None:
    """The rows themselves are read: work with receipt, answer and settling, trail, a visit, a notice the platform
    has."""
    long_ago = NOON - 400 * DAY
    for end in ("accepted", "closed", "withdrawn"):
        recorded(store, at=long_ago, end=end)
    store.keep_visit(visit("left", at=long_ago))
    kept = store.keep_case(replace(MISSING, made_at=long_ago), entry("visit.turned_away", at=long_ago))
    store.case_sent(kept.number, entry("case.sent", at=long_ago))
    store.erase(until(NOON - 300 * DAY), entry(ERASED), limit=AT_ONCE)
    with opened(folder, key) as connection:
        left = str([connection.execute(f"SELECT * FROM {table}").fetchall() for table in (*ERASABLE, "visits")])
    assert number_of(1) not in left
    assert "阿依古丽" not in left
    assert MISSING.holder_name not in left
    assert store.verify_audit().whole
    assert store.case(kept.number) is None
    assert store.visits() == ()


def test_what_was_erased_stands_in_the_trail_by_counts(store: Store) -> None:
    """Once; a run that finds nothing leaves no entry."""
    recorded(store, at=NOON - 400 * DAY, end="accepted")
    for _ in range(2):
        store.erase(until(NOON - 300 * DAY), entry(ERASED), limit=AT_ONCE)
    said = store.entries(ERASED, since=NOON - DAY)
    counts = {"visits": "0", "work": "1", "cases": "0", "trail": "2"}
    until_then = dict.fromkeys(("until.work", "until.trail"), stamp(NOON - 300 * DAY))
    assert [one.facts for one in said] == [counts | until_then]


def test_what_an_open_visit_shows_and_a_notice_nobody_has_heard_of_stay(store: Store) -> None:
    """A visit that is younger than its work, and a notice that waits for a line."""
    long_ago = NOON - 400 * DAY
    made = recorded(store, at=long_ago, end="accepted")
    store.keep_visit(visit("open", at=NOON, operation_id=made.id))
    kept = store.keep_case(replace(MISSING, made_at=long_ago), entry("visit.turned_away", at=long_ago))
    store.erase(until(NOON - DAY), entry(ERASED), limit=AT_ONCE)
    assert whole(store, made)
    assert store.case(kept.number) is not None


def test_the_facts_of_unsettled_work_stay_in_the_trail(store: Store) -> None:
    """Its entry is needed for as long as nobody knows how it ends."""
    recorded(store, at=NOON - 400 * DAY, end="refused")
    store.erase(until(NOON - DAY), entry(ERASED), limit=AT_ONCE)
    assert [one.facts for one in store.entries("operation.recorded", since=NOON - 500 * DAY)] == [
        {"holder": number_of(1)}
    ]


def test_work_settled_since_is_young_however_old_it_is(store: Store) -> None:
    """It was refused for a year, and closed yesterday."""
    made = recorded(store, at=NOON - 400 * DAY, end="refused")
    store.settle(OperationId(made.id), Settlement.CLOSED, "已告知", entry("operation.closed", at=NOON - DAY))
    store.erase(until(NOON - 30 * DAY), entry(ERASED), limit=AT_ONCE)
    kept = store.work(made.id)
    assert kept is not None
    assert kept.operation == made


def test_ended_print_jobs_go_and_open_ones_stay_with_the_count_of_copies(store: Store) -> None:
    """A row names nobody; the next copy has the next number all the same."""
    recorded(store, at=NOON, end="accepted")
    again = replace(entry("receipt.reprint_sent", at=NOON), subject="a-receipt")
    jobs = [store.queue_print(print_job(at=NOON), None, again=again) for _ in range(3)]
    assert [job.copy for job in jobs] == [0, 1, 2]
    for job in jobs[:2]:
        assert store.keep_print(replace(job, state=PrintState.DONE, closed=True), was=PrintState.QUEUED)
    assert store.erase(until(NOON + DAY), entry(ERASED, at=NOON + DAY), limit=AT_ONCE).total
    assert [job.id for job in store.print_jobs(closed=True)] == [jobs[2].id]
    assert store.keep_print(replace(jobs[2], state=PrintState.DONE, closed=True), was=PrintState.QUEUED)
    assert not store.keep_print(jobs[2], was=PrintState.DONE), "what is closed stays so"
    recorded(store, at=NOON, end="accepted", holder=2)
    assert store.erase(until(NOON + DAY), entry(ERASED, at=NOON + DAY), limit=AT_ONCE).total
    assert store.print_jobs(closed=True) == []
    assert store.queue_print(replace(print_job(at=NOON), copy=1), None, again=again).copy == 3


def print_job(*, at: datetime) -> PrintJob:
    return PrintJob(
        id=str(new_operation_id()),
        kind="receipt",
        key="a-receipt",
        copy=0,
        role=Role.RECEIPT,
        state=PrintState.QUEUED,
        reason=None,
        spooled="",
        clerk="0317",
        queued_at=at,
        changed_at=at,
    )

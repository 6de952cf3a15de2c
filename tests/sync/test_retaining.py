"""What is past its time goes once a day, by the platform's word of the time: a clock set ahead empties no counter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from counter_app.domain.keeping import Kind, before
from counter_app.domain.operation import Operation, Verdict
from counter_app.domain.province import Province
from counter_app.ports import Store
from counter_app.provinces import load
from counter_app.retention import AT_ONCE, ERASED, Retention
from sync.retaining import DAILY, Retaining
from tests.contracts.samples import answer, draft, entry, operation

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
YEARS = timedelta(days=365 * 20)


@pytest.fixture(scope="module")
def province() -> Province:
    return load("hunan", on=NOW.date())


def settled(store: Store, at: datetime) -> Operation:
    """Accepted by the platform at that moment."""
    made = operation(at=at)
    store.record(made, draft(), entry(at=at))
    store.hand_over([made.id], at)
    store.apply(answer(made.id, Verdict.ACCEPTED, at=at), entry("platform.answered", at=at))
    return made


def gone(store: Store, made: Operation) -> bool:
    work = store.work(made.id)
    assert work is not None
    return not work.operation.holder_number


def retention(store: Store, province: Province, *, now: datetime = NOW) -> Retention:
    return Retention(store, lambda: province, lambda: now, ("439901", "01"))


def test_work_of_four_years_ago_goes_and_that_of_this_year_stays(store: Store, province: Province) -> None:
    old, young = settled(store, NOW - timedelta(days=1500)), settled(store, NOW - timedelta(days=300))
    store.keep_contact(NOW, 0.0)
    due = retention(store, province).due()
    run = retention(store, province).run()
    assert run == due
    assert run.work == 1
    assert (gone(store, old), gone(store, young)) == (True, False)
    assert store.verify_audit().whole


def test_nothing_goes_before_the_platform_was_ever_heard(store: Store, province: Province) -> None:
    old = settled(store, NOW - timedelta(days=1500))
    assert retention(store, province).run().total == 0
    assert not gone(store, old)


def test_a_clock_set_twenty_years_ahead_empties_nothing(store: Store, province: Province) -> None:
    """Before the platform was heard since, and after: its own moment counts."""
    made = settled(store, NOW - timedelta(days=10))
    store.keep_contact(NOW, 0.0)
    assert retention(store, province, now=NOW + YEARS).run().total == 0
    store.keep_contact(NOW + YEARS, -YEARS.total_seconds())
    assert retention(store, province, now=NOW + YEARS).run().total == 0
    assert not gone(store, made)


def test_more_than_fits_in_one_transaction_goes_all_the_same(store: Store, province: Province) -> None:
    for _ in range(AT_ONCE + 3):
        store.note(entry(at=NOW - timedelta(days=1500)))
    store.keep_contact(NOW, 0.0)
    assert retention(store, province).run().trail == AT_ONCE + 3
    told = [one.facts["trail"] for one in store.entries(ERASED, since=NOW - timedelta(days=1))]
    assert told == [str(AT_ONCE), "3"]


def test_it_is_looked_for_once_a_day(store: Store, province: Province) -> None:
    ticks = [0.0]
    daily = Retaining(retention(store, province), ticking=lambda: ticks[0])
    store.keep_contact(NOW, 0.0)
    daily()
    old = settled(store, NOW - timedelta(days=1500))
    ticks[0] = DAILY - 1
    daily()
    assert not gone(store, old)
    ticks[0] = DAILY
    daily()
    assert gone(store, old)


def test_a_notice_that_may_be_taken_up_for_ever_is_kept_for_ever(province: Province) -> None:
    """And never for a shorter time than it may be taken up."""
    days = {one.kind: one.days for one in province.kept_for}
    assert before(province.kept_for, now=NOW, notice_days=0).cases is None
    longer = before(province.kept_for, now=NOW, notice_days=days[Kind.CASES] + 9).cases
    assert longer == NOW - timedelta(days=days[Kind.CASES] + 9)
    assert before(province.kept_for, now=NOW, notice_days=1).cases == NOW - timedelta(days=days[Kind.CASES])

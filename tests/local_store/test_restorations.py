"""After the data were put back to a backup no number is given twice, on paper or on a stick, and the trail's
verification knows the jump for what it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from counter_app.auditing import RESTORED, TAKEN_OVER
from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.backup import Restoration, file_serial_after, serial_after
from counter_app.domain.moments import local
from counter_app.domain.receipt import receipt_number
from counter_app.ports import Store
from local_store.codec import stamp
from local_store.folder import open_or_make
from tests.contracts.case_contract import MISSING
from tests.contracts.samples import NOON, draft, entry, operation
from tests.local_store.raw import opened

DAY = local(NOON).date()
AT = NOON + timedelta(minutes=30)


def _restored(store: Store, *, backup: timedelta = timedelta(0), at: timedelta = timedelta(minutes=30)) -> None:
    back = Restoration(NOON + at, NOON + backup, "0501", asked=False)
    store.keep_restored(back, replace(entry(RESTORED, at=NOON + at), subject=stamp(NOON + backup)))


def _recorded(store: Store, *, after: timedelta = timedelta(minutes=31)) -> str:
    return store.record(operation(at=NOON + after), draft(), entry(at=NOON + after)).number


def test_receipts_and_notices_go_on_beyond_what_may_have_been_given_and_the_chain_stays_whole(store: Store) -> None:
    first = _recorded(store, after=timedelta(0))
    _restored(store)
    beyond = serial_after(AT, DAY)
    assert beyond > 10_000
    assert first.split("-")[3] == "0001"
    assert _recorded(store) == receipt_number("439901", "01", DAY, beyond + 1)
    assert _recorded(store) == receipt_number("439901", "01", DAY, beyond + 2)
    case = store.keep_case(replace(MISSING, made_at=AT), entry("visit.turned_away"))
    assert int(case.number.split("-")[3]) == beyond + 1
    assert store.verify_audit().whole


def test_the_same_backup_put_back_twice_gives_no_number_twice(store: Store) -> None:
    _restored(store)
    given = {_recorded(store) for _ in range(20)}
    _restored(store, at=timedelta(minutes=45))
    assert given.isdisjoint(_recorded(store, after=timedelta(minutes=46)) for _ in range(20))
    assert serial_after(AT + timedelta(minutes=15), DAY) >= serial_after(AT, DAY) + 20
    assert store.verify_audit().whole


def test_the_day_after_counts_from_one_again_and_so_do_days_between_that_had_none(store: Store) -> None:
    _restored(store, at=timedelta(days=1))
    assert int(_recorded(store, after=timedelta(days=1)).split("-")[3]) > 10_000
    assert _recorded(store, after=timedelta(days=2)).split("-")[3] == "0001"
    assert store.verify_audit().whole


def _taken_over(store: Store, *, at: timedelta) -> None:
    back = Restoration(NOON + at, NOON, "", asked=False, taken_over=True)
    store.keep_restored(back, replace(entry(TAKEN_OVER, at=NOON + at), subject=stamp(NOON)))


def test_on_another_machine_later_days_too_go_on_beyond_what_the_one_before_may_give(store: Store) -> None:
    """It may be alive and without a line for weeks; and so may the one that took its place, when a third does."""
    later = (timedelta(hours=1), timedelta(days=1), timedelta(days=30))
    before = [_recorded(store, after=after) for after in later]
    _taken_over(store, at=timedelta(minutes=30))
    second = [_recorded(store, after=after) for after in later]
    assert [int(number.split("-")[3]) for number in second[1:]] == [10_001, 10_001]
    assert [one.taken_over for one in store.restorations()] == [True]
    assert store.verify_audit().whole
    _taken_over(store, at=timedelta(minutes=45))
    third = [_recorded(store, after=after) for after in later]
    assert [int(number.split("-")[3]) for number in third[1:]] == [20_001, 20_001]
    assert len({*before, *second, *third}) == 9
    assert store.verify_audit().whole


def test_a_jump_that_no_restore_explains_is_a_gap(store: Store, folder: Path, key: str) -> None:
    """A restore excuses its own jump and no other."""
    _restored(store)
    _recorded(store)
    number = _recorded(store)
    store.close()
    with opened(folder, key) as connection:
        connection.execute("UPDATE receipts SET serial = serial + 5 WHERE number = ?", (number,))
    again = open_or_make(folder, practice=True).store
    report = again.verify_audit()
    again.close()
    assert not report.whole
    assert report.fault in (AuditFault.WORK, AuditFault.RECEIPTS)


def test_files_of_work_go_on_beyond_what_may_be_on_a_stick(store: Store) -> None:
    """Answers to a file of before the restore are told from those to a later one by their numbers."""
    _recorded(store)
    taken = store.take_out(AT, most=10, most_bytes=1, audit=lambda serial, count: entry("transfer.taken_out"))
    assert taken.serial == 1
    _restored(store)
    _recorded(store)
    again = store.take_out(AT, most=10, most_bytes=1, audit=lambda serial, count: entry("transfer.taken_out"))
    assert again.serial == file_serial_after(AT) + 1


def test_a_restore_stays_to_be_asked_about_until_the_platform_was_asked(store: Store) -> None:
    assert store.restorations() == ()
    _restored(store)
    assert [one.asked for one in store.restorations()] == [False]
    assert store.restorations()[0].backup_made_at == NOON
    store.restoration_asked(AT)
    assert [one.asked for one in store.restorations()] == [True]

"""Tampering with the trail, or with what it tells of, is named at its entry; erasing personal facts is no tampering."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.operation import Verdict
from counter_app.ports import Store
from counter_app.retention import ERASED, UNTIL_TRAIL, UNTIL_WORK
from local_store.codec import stamp
from local_store.tables import ERASABLE
from tests.contracts.samples import NOON, answer, draft, entry, number_of, operation
from tests.local_store.raw import opened

_MOVE = "UPDATE audit SET serial = {} WHERE serial = {}"


@pytest.fixture
def filled(store: Store) -> Store:
    """Entries 1 to 10: odd ones record operations 1, 2, 3, 4, 5, even ones note something with facts."""
    for n in range(1, 6):
        store.record(operation(holder=n, card=n), draft(), entry())
        store.note(entry("person.searched", text=f"4399{n}"))
    return store


@pytest.mark.parametrize(
    ("tampering", "serial", "fault"),
    [
        (["UPDATE audit SET what = 'nothing' WHERE serial = 4"], 4, AuditFault.EDITED),
        (["UPDATE audit SET at = '2026-03-18T04:00:01.000000+00:00' WHERE serial = 1"], 1, AuditFault.EDITED),
        (["UPDATE audit SET clerk = '1002' WHERE serial = 10"], 10, AuditFault.EDITED),
        (["UPDATE audit SET covers = '' WHERE serial = 5"], 5, AuditFault.EDITED),
        (["UPDATE audit SET operation_id = '' WHERE serial = 5"], 5, AuditFault.EDITED),
        (["UPDATE audit SET digest = '00' WHERE serial = 5"], 5, AuditFault.EDITED),
        (["UPDATE audit SET previous = '00' WHERE serial = 5"], 5, AuditFault.DISPLACED),
        (["DELETE FROM audit WHERE serial = 4"], 4, AuditFault.REMOVED),
        (["DELETE FROM audit WHERE serial = 1"], 1, AuditFault.REMOVED),
        (["DELETE FROM audit WHERE serial IN (9, 10)"], 9, AuditFault.CUT),
        (["DELETE FROM audit"], 1, AuditFault.CUT),
        ([_MOVE.format(-5, 5), _MOVE.format(5, 6), _MOVE.format(6, -5)], 5, AuditFault.DISPLACED),
        (["DELETE FROM audit WHERE serial = 4", "UPDATE audit SET serial = 4 WHERE serial = 5"], 4, None),
        (["UPDATE audit SET facts = '{}' WHERE serial = 6"], 6, AuditFault.FACTS),
        (["UPDATE audit SET facts = NULL WHERE serial = 6"], 6, AuditFault.FACTS),
        (["UPDATE audit SET salt = NULL WHERE serial = 6"], 6, AuditFault.FACTS),
        (["UPDATE operations SET holder_name = '别人' WHERE rowid = 2"], 3, AuditFault.WORK),
        (["UPDATE operations SET holder_name = NULL WHERE rowid = 2"], 3, AuditFault.WORK),
        (["UPDATE operations SET clerk = '1002' WHERE rowid = 3"], 5, AuditFault.WORK),
        (["UPDATE operations SET urgent = 0 WHERE rowid = 3"], 5, AuditFault.WORK),
        (["UPDATE receipts SET body = replace(body, '遗失', '找回') || ' ' WHERE serial = 4"], 7, AuditFault.WORK),
        (["UPDATE receipts SET issued_at = '' WHERE serial = 4"], 7, AuditFault.WORK),
        (["UPDATE receipts SET serial = 9 WHERE serial = 5"], 9, AuditFault.WORK),
        (["DELETE FROM receipts WHERE serial = 3"], 5, AuditFault.WORK),
    ],
)
def test_tampering_is_named_at_its_entry(
    filled: Store, folder: Path, key: str, tampering: list[str], serial: int, fault: AuditFault | None
) -> None:
    assert filled.verify_audit().whole
    with opened(folder, key) as connection:
        for sql in tampering:
            assert connection.execute(sql).rowcount > 0
    report = filled.verify_audit()
    assert (report.broken_at, report.chain) == (serial, "439901-01")
    assert fault is None or report.fault == fault
    assert AuditFault(report.fault).words.zh


def test_an_end_cut_off_together_with_its_count_leaves_operations_unnamed(
    filled: Store, folder: Path, key: str
) -> None:
    """Somebody who cuts the trail and sets its head back is found by the operations that are left."""
    with opened(folder, key) as connection:
        connection.execute("DELETE FROM audit WHERE serial > 8")
        connection.execute("UPDATE chains SET length = 8, head = (SELECT link FROM audit WHERE serial = 8)")
    report = filled.verify_audit()
    assert (report.broken_at, report.fault) == (9, AuditFault.UNNAMED)


def test_an_operation_taken_out_with_everything_is_named_by_its_entry(store: Store, folder: Path, key: str) -> None:
    for n in range(1, 4):
        store.record(operation(holder=n, card=n), draft(), entry())
    with opened(folder, key) as connection:
        connection.execute('DELETE FROM outbox WHERE "order" = 2')
        connection.execute("DELETE FROM receipts WHERE serial = 2")
        connection.execute("DELETE FROM operations WHERE rowid = 2")
    report = store.verify_audit()
    assert (report.broken_at, report.fault) == (2, AuditFault.WORK)


def test_a_receipt_number_thrown_away_is_a_gap(store: Store, folder: Path, key: str) -> None:
    """Somebody takes number 2 for a receipt nobody recorded; the gap it leaves is named at the entry after it."""
    store.record(operation(), draft(), entry())
    with opened(folder, key) as connection:
        connection.execute(
            "INSERT INTO receipts SELECT 'x', 'x', outlet, window, day, 2, issued_at, void, body, salt, digest "
            "FROM receipts"
        )
    store.record(operation(), draft(), entry())
    with opened(folder, key) as connection:
        connection.execute("DELETE FROM receipts WHERE number = 'x'")
    report = store.verify_audit()
    assert (report.broken_at, report.fault) == (2, AuditFault.RECEIPTS)


def test_each_window_has_a_chain_of_its_own(filled: Store, folder: Path, key: str) -> None:
    for n in (6, 7):
        filled.record(operation(holder=n, card=n, window="02"), draft(), entry(window="02"))
    with opened(folder, key) as connection:
        connection.execute("UPDATE audit SET what = 'x' WHERE window = '02' AND serial = 2")
    report = filled.verify_audit()
    assert (report.chain, report.broken_at) == ("439901-02", 2)


@pytest.mark.parametrize("only", [None, 4])
def test_erasing_personal_columns_keeps_every_chain(filled: Store, folder: Path, key: str, only: int | None) -> None:
    """All of a row's erasable columns set to NULL when a run says so: nothing personal is left, the chain verifies,
    work goes on.
    """
    done = filled.works()[0].operation.id
    filled.hand_over([done], entry().at)
    filled.apply(answer(done, Verdict.ACCEPTED), entry("platform.answered"))
    with opened(folder, key) as connection:
        for table, columns in ERASABLE.items():
            where = f" WHERE {'audit_id' if table == 'audit_people' else 'rowid'} = {only}" if only else ""
            connection.execute(f"UPDATE {table} SET {', '.join(f'{column} = NULL' for column in columns)}{where}")
        left = str([connection.execute(f"SELECT * FROM {table}").fetchall() for table in ERASABLE])
    assert only or (number_of(1) not in left and "阿依古丽" not in left)
    until = stamp(NOON + timedelta(seconds=1))
    days = {UNTIL_WORK: until, UNTIL_TRAIL: until}
    filled.note(replace(entry(ERASED), facts=days))
    assert filled.verify_audit().whole
    filled.record(operation(), draft(), entry())
    assert filled.verify_audit().whole
    assert len(filled.works()) == 6


def test_a_digest_tells_nothing_without_its_salt(store: Store, folder: Path, key: str) -> None:
    """The same facts have another digest each time, so a list of all numbers does not undo it."""
    for _ in range(2):
        store.note(entry("person.searched", text=number_of(1)))
    with opened(folder, key) as connection:
        digests = [row[0] for row in connection.execute("SELECT digest FROM audit")]
    assert len(set(digests)) == 2

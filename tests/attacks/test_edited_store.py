"""Somebody with the key of the store edits what stands beside the trail: no link covers it, and the trail tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.operation import OperationId, Settlement, Verdict
from counter_app.ports import Store
from local_store.folder import KEY
from tests.contracts.samples import answer, draft, entry, number_of, operation
from tests.local_store.raw import opened
from tests.parts import under_passphrase


@dataclass(frozen=True)
class Edited:
    """A store in which five operations ended in five ways, by the names of their ends."""

    store: Store
    folder: Path
    key: str
    ids: dict[str, str]

    def edit(self, statement: str) -> None:
        """What `statement` says happens to the file; `{end}` stands for an operation."""
        with opened(self.folder, self.key) as connection:
            assert connection.execute(statement.format(**self.ids)).rowcount > 0


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Edited]:
    made = under_passphrase.made(tmp_path)
    store, key = made.store, made.secrets.get(KEY)
    assert key is not None
    ids: dict[str, str] = {}
    for serial, end in enumerate(("waiting", "withdrawn", "accepted", "refused", "closed"), start=1):
        work = operation(holder=serial, card=serial)
        store.record(work, draft(), entry(number=work.holder_number))
        ids[end] = work.id
    store.withdraw(OperationId(ids["withdrawn"]), "不办了", entry("operation.withdrawn"))
    _answer(store, ids["accepted"], Verdict.ACCEPTED)
    for end in ("refused", "closed"):
        _answer(store, ids[end], Verdict.REFUSED)
    store.settle(OperationId(ids["closed"]), Settlement.CLOSED, "已告知", entry("operation.closed"))
    assert store.verify_audit().whole
    yield Edited(store, tmp_path, key, ids)
    store.close()


def _answer(store: Store, one: str, verdict: Verdict) -> None:
    store.hand_over([OperationId(one)], entry().at)
    store.apply(answer(OperationId(one), verdict), entry("platform.answered", verdict=verdict.value))


_OUTBOX = "UPDATE outbox SET {} WHERE operation_id = '{{{}}}'"
_SETTLED = "state = 'settled', settlement = 'accepted'"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM outbox WHERE operation_id = '{waiting}'",
        _OUTBOX.format(_SETTLED, "waiting"),
        _OUTBOX.format("state = 'refused'", "waiting"),
        _OUTBOX.format(_SETTLED, "refused"),
        _OUTBOX.format(_SETTLED, "withdrawn"),
        _OUTBOX.format(_SETTLED, "closed"),
        _OUTBOX.format("state = 'waiting', settlement = NULL", "accepted"),
        _OUTBOX.format("settlement = 'elsewhere'", "closed"),
        "UPDATE receipts SET void = 0 WHERE operation_id = '{withdrawn}'",
        "UPDATE receipts SET void = 1 WHERE operation_id = '{accepted}'",
    ],
)
def test_nobody_gives_work_another_end_than_the_trail_tells(there: Edited, statement: str) -> None:
    """Said confirmed though it never went, let go again, or its receipt made good again by hand."""
    there.edit(statement)
    report = there.store.verify_audit()
    assert (report.whole, report.fault) == (False, AuditFault.FATE)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET facts = NULL, salt = NULL WHERE serial = 1",
        "UPDATE operations SET holder_number = NULL, holder_name = NULL, card_number = NULL, facts = NULL, salt = NULL"
        " WHERE id = '{accepted}'",
        "UPDATE receipts SET body = NULL, salt = NULL WHERE operation_id = '{accepted}'",
    ],
)
def test_nobody_erases_before_the_time_has_come(there: Edited, statement: str) -> None:
    """As the retention would have done it in some years: who it was about is not to be found, and that is told."""
    there.edit(statement)
    report = there.store.verify_audit()
    assert (report.whole, report.fault) == (False, AuditFault.ERASED)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_people WHERE audit_id = 1",
        "UPDATE audit_people SET audit_id = 99 WHERE audit_id = 1",
        "UPDATE audit_people SET digest = NULL WHERE audit_id = 1",
        "DELETE FROM meta WHERE name = 'audit-people-key'",
    ],
)
def test_nobody_hides_a_look_from_the_search_by_person(there: Edited, statement: str) -> None:
    there.store.note(entry("person.opened", number=number_of(9)))
    there.edit(statement)
    report = there.store.verify_audit()
    assert (report.whole, report.fault, report.broken_at) == (False, AuditFault.HIDDEN, 1)

"""The `Store` port over one encrypted file: each method is one transaction. What happens inside stands in the other
files.

Refuses to be opened here: `local_store.folder` finds the key, looks whether the file is whole and brings the schema
up to date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from counter_app.contact import Contact, TakenBack, Trial
from counter_app.domain.case import Case, CaseOnWay, TakenUp
from counter_app.domain.holder import Hit, Person
from counter_app.domain.operation import (
    Answer,
    AuditEntry,
    Operation,
    OperationId,
    Settlement,
    Waiting,
    Work,
    WorkState,
)
from counter_app.domain.photo import Picture
from counter_app.domain.receipt import Receipt, ReceiptDraft
from counter_app.domain.settlement import Step
from counter_app.ports import Line, VisitRecord
from local_store import attachments, audit, cases, contact, people, recording, settlements, tries, visits, work
from local_store.audit_heads import AuditHeads
from local_store.audit_search import AuditSearch
from local_store.feed_rows import FeedRows
from local_store.print_jobs import PrintJobsPart
from local_store.receipt_codes import ReceiptCodesPart
from local_store.reconciling import ReconcilingPart, must_be_new
from local_store.restorations import RestoredPart
from local_store.retention import RetentionPart
from local_store.transferring import TransferringPart


class SqlStore(
    AuditHeads,
    AuditSearch,
    FeedRows,
    PrintJobsPart,
    ReceiptCodesPart,
    ReconcilingPart,
    RestoredPart,
    RetentionPart,
    TransferringPart,
):
    """`counter_app.ports.Store`. May be used from several threads and beside other processes. Raises StoreTrouble."""

    def record(self, operation: Operation, receipt: ReceiptDraft, audit: AuditEntry, *, visit_id: str = "") -> Receipt:
        with self._database.writing() as connection:
            return recording.record(connection, operation, receipt, audit, visit_id)

    def work(self, operation_id: OperationId) -> Work | None:
        with self._database.reading() as connection:
            return work.work_of(connection, operation_id)

    def works(self, *, states: Sequence[WorkState] = (), limit: int = 500) -> tuple[Work, ...]:
        with self._database.reading() as connection:
            return work.works(connection, states, limit)

    def works_of(self, holder_number: str, *, settled: bool = False, limit: int = 50) -> tuple[Work, ...]:
        with self._database.reading() as connection:
            return work.works_of(connection, holder_number, settled=settled, limit=limit)

    def waiting(self) -> Waiting:
        with self._database.reading() as connection:
            return work.waiting(connection)

    def done_since(self, moment: datetime) -> int:
        with self._database.reading() as connection:
            return work.done_since(connection, moment)

    def acted_for(self, actor_number: str, *, since: datetime) -> int:
        with self._database.reading() as connection:
            return work.acted_for(connection, actor_number, since)

    def next_batch(self, limit: int) -> tuple[Work, ...]:
        with self._database.reading() as connection:
            return work.next_batch(connection, limit)

    def hand_over(self, ids: Sequence[OperationId], at: datetime) -> None:
        with self._database.writing() as connection:
            work.hand_over(connection, ids, at)

    def apply(self, answer: Answer, audit: AuditEntry) -> None:
        with self._database.writing() as connection:
            _apply(connection, [(answer, audit)])

    def apply_all(self, answers: Sequence[tuple[Answer, AuditEntry]]) -> None:
        with self._database.writing() as connection:
            _apply(connection, answers)

    def settle(self, operation_id: OperationId, settlement: Settlement, reason: str, audit: AuditEntry) -> None:
        with self._database.writing() as connection:
            work.settle(connection, operation_id, settlement, reason, audit)
            attachments.let_go(connection, operation_id)

    def withdraw(self, operation_id: OperationId, reason: str, audit: AuditEntry) -> None:
        with self._database.writing() as connection:
            must_be_new(connection, operation_id)
            work.withdraw(connection, operation_id, reason, audit)
            attachments.let_go(connection, operation_id)

    def take_step(self, step: Step, audit: AuditEntry) -> Step:
        with self._database.writing() as connection:
            kept = settlements.take(connection, step, audit)
            attachments.let_go(connection, step.operation_id)
            return kept

    def record_anew(
        self, operation: Operation, receipt: ReceiptDraft, audit: AuditEntry, *, visit_id: str, step: Step
    ) -> Receipt:
        with self._database.writing() as connection:
            made = settlements.record_anew(connection, operation, receipt, audit, visit_id, step)
            attachments.let_go(connection, step.operation_id)
            return made

    def steps(self, ids: Sequence[OperationId]) -> tuple[Step, ...]:
        with self._database.reading() as connection:
            return settlements.of_works(connection, ids)

    def successor(self, number: str) -> Step | None:
        with self._database.reading() as connection:
            return settlements.of_number(connection, number)

    def line(self) -> Line:
        with self._database.reading() as connection:
            return visits.line(connection)

    def keep_line(self, line: Line) -> None:
        with self._database.writing() as connection:
            visits.keep_line(connection, line)

    def keep_people(self, people: Sequence[Person]) -> None:
        with self._database.writing() as connection:
            _keep_people(connection, people)

    def person(self, number: str) -> Person | None:
        with self._database.reading() as connection:
            return people.person(connection, number)

    def person_by_card(self, card_number: str) -> Person | None:
        with self._database.reading() as connection:
            return people.person_by_card(connection, card_number)

    def lapsing(self, before: datetime, *, limit: int = 200) -> tuple[Person, ...]:
        with self._database.reading() as connection:
            return people.lapsing(connection, before, limit)

    def being_made(self, *, limit: int = 200) -> tuple[Person, ...]:
        with self._database.reading() as connection:
            return people.being_made(connection, limit)

    def of_bank(self, code: str, *, limit: int = 200) -> tuple[Person, ...]:
        with self._database.reading() as connection:
            return people.of_bank(connection, code, limit)

    def find(self, text: str, *, limit: int = 20) -> tuple[Hit, ...]:
        with self._database.reading() as connection:
            return people.find(connection, text, limit)

    def receipt(self, key: str) -> Receipt | None:
        with self._database.reading() as connection:
            return recording.find_receipt(connection, key)

    def keep_case(self, case: Case, audit: AuditEntry) -> Case:
        with self._database.writing() as connection:
            kept = cases.keep(connection, case)
            _append(connection, replace(audit, subject=kept.number))
            return kept

    def case(self, number: str) -> Case | None:
        with self._database.reading() as connection:
            return cases.find(connection, number)

    def keep_found_case(self, case: Case, audit: AuditEntry) -> None:
        with self._database.writing() as connection:
            if cases.keep_found(connection, case):
                _append(connection, audit)

    def case_on_way(self, number: str) -> CaseOnWay | None:
        with self._database.reading() as connection:
            return cases.on_way(connection, number)

    def cases_to_send(self, limit: int = 50) -> tuple[CaseOnWay, ...]:
        with self._database.reading() as connection:
            return cases.to_send(connection, limit)

    def case_sent(self, number: str, audit: AuditEntry, *, kept: bool = True) -> None:
        with self._database.writing() as connection:
            cases.sent(connection, number, kept=kept)
            _append(connection, audit)

    def cases_since(self, moment: datetime) -> tuple[CaseOnWay, ...]:
        with self._database.reading() as connection:
            return cases.since(connection, moment)

    def resume_case(
        self,
        number: str,
        audit: AuditEntry,
        *,
        taken: TakenUp | None = None,
        told: bool = False,
        visit: VisitRecord | None = None,
        seen: VisitRecord | None = None,
    ) -> None:
        at, by = (taken.at, taken.where) if taken is not None else (audit.at, "")
        with self._database.writing() as connection:
            if visit is not None and visits.keep(connection, visit, seen):
                attachments.keep(connection, visit, None)
            cases.resume(connection, number, at, by=by, told=told)
            _append(connection, audit)

    def keep_visit(
        self,
        visit: VisitRecord,
        *,
        seen: VisitRecord | None = None,
        audit: AuditEntry | None = None,
        picture: Picture | None = None,
    ) -> None:
        with self._database.writing() as connection:
            if visits.keep(connection, visit, seen):
                attachments.keep(connection, visit, picture)
            if audit is not None:
                _append(connection, audit)

    def visits(self) -> tuple[VisitRecord, ...]:
        with self._database.reading() as connection:
            return visits.open_visits(connection)

    def end_visit(self, visit_id: str) -> None:
        with self._database.writing() as connection:
            visits.end(connection, visit_id)
            attachments.forget(connection, visit_id)

    def pictures(self, visit_id: str) -> Mapping[str, bytes]:
        with self._database.reading() as connection:
            return attachments.of_visit(connection, visit_id)

    def picture_of(self, operation_id: OperationId) -> Picture | None:
        with self._database.reading() as connection:
            return attachments.of_operation(connection, operation_id)

    def keep_tries(self, card: str, left: int | None) -> None:
        with self._database.writing() as connection:
            tries.keep(connection, card, left)

    def tries(self, card: str) -> int | None:
        with self._database.reading() as connection:
            return tries.of(connection, card)

    def contact(self) -> Contact:
        with self._database.reading() as connection:
            return contact.contact(connection)

    def keep_contact(self, heard: datetime, offset: float) -> None:
        with self._database.writing() as connection:
            contact.keep(connection, heard, offset)

    def last_moment(self) -> datetime | None:
        with self._database.reading() as connection:
            return contact.last_moment(connection)

    def clock_taken_back(self) -> TakenBack | None:
        with self._database.reading() as connection:
            return contact.clock_taken_back(connection)

    def take_clock_back(self, to: datetime, audit: AuditEntry) -> bool:
        with self._database.writing() as connection:
            return contact.take_clock_back(connection, to, audit)

    def trials(self) -> tuple[Trial, ...]:
        with self._database.reading() as connection:
            return contact.trials(connection)

    def keep_trials(self, trials: Sequence[Trial], *, ended: Sequence[OperationId] = ()) -> None:
        with self._database.writing() as connection:
            contact.keep_trials(connection, trials, ended)

    def note(self, entry: AuditEntry) -> None:
        with self._database.writing() as connection:
            audit.append(connection, entry)

    def times(self, what: str, subject: str) -> int:
        with self._database.reading() as connection:
            return audit.times(connection, what, subject)

    def entries(self, what: str, *, since: datetime, limit: int = 500) -> tuple[AuditEntry, ...]:
        with self._database.reading() as connection:
            return audit.entries(connection, what, since, limit)

    def close(self) -> None:
        self._database.close()


def _apply(connection: Connection, answers: Sequence[tuple[Answer, AuditEntry]]) -> None:
    work.apply(connection, answers)
    for answer, _ in answers:
        attachments.let_go(connection, answer.operation_id)


# Methods are named by the port, so some of their parameters hide a module.
_keep_people = people.keep
_append = audit.append

"""What the counter needs of the store for work that was turned down: each step a clerk takes about it, kept for good.

Part of the port `Store`; every moment is an aware UTC datetime. Refuses to know how it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from counter_app.domain.operation import AuditEntry, Operation, OperationId
from counter_app.domain.receipt import Receipt, ReceiptDraft
from counter_app.domain.settlement import Step


class SettlementStore(Protocol):
    """The store's part. Raises StoreTrouble."""

    def take_step(self, step: Step, audit: AuditEntry) -> Step:
        """Keep a step and its audit entry, and settle the work where the step ends it: one transaction. A `paper` gets
        the next successor's number of its window and day, and so comes back. Raises NotFound, and NotEligible in words
        when somebody settled the work meanwhile: nothing is overwritten.
        """
        ...

    def record_anew(
        self, operation: Operation, receipt: ReceiptDraft, audit: AuditEntry, *, visit_id: str, step: Step
    ) -> Receipt:
        """`Store.record`, and in the same transaction the work it stands for (`step.operation_id`) is settled as
        replaced. Recording the same operation again changes nothing. Raises as `take_step` does: then nothing is
        recorded.
        """
        ...

    def steps(self, ids: Sequence[OperationId]) -> tuple[Step, ...]:
        """What was done about these operations, oldest first."""
        ...

    def successor(self, number: str) -> Step | None:
        """The step whose paper bears that number; None where there is none or its words were erased."""
        ...

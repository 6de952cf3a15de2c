"""Taking the platform's answers: a part of the port `Store`. Refuses to judge them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from counter_app.domain.operation import Answer, AuditEntry


class AnswerStore(Protocol):
    """Every method raises StoreTrouble."""

    def apply(self, answer: Answer, audit: AuditEntry) -> None:
        """Close (or mark refused) the row, freshen the mirror from the answer, audit: one transaction; twice is
        harmless.

        "Not now" leaves the row in flight and keeps what is decided already: `Work.answer` then holds those halves
        only.
        """
        ...

    def apply_all(self, answers: Sequence[tuple[Answer, AuditEntry]]) -> None:
        """`apply` for each, in their order, in one transaction: one commit a batch, and all of it or nothing."""
        ...

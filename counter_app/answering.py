"""Asking for the platform's answers once more, and taking them: parts of the ports `Platform` and `Store`.

Refuses to judge them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from counter_app.domain.operation import Answer, AuditEntry, OperationId


class AnswerDoor(Protocol):
    """Every method raises NoNetwork, NoPlatform, NotNow or TooOld when it cannot answer."""

    def answer_again(self, operation_id: OperationId) -> Answer | None:
        """The answer to an operation that was handed over, as the batch would bring it again; None where the platform
        has answered none of that id. Asking changes nothing.
        """
        ...


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

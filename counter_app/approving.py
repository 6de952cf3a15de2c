"""Asking somebody elsewhere 远程复核 to agree to work of high risk: what is told, what comes back, the platform's doors.

Part of the port `Platform`; every moment is an aware UTC datetime. Refuses to carry a whole name or number: what is
asked comes masked, and what was agreed to is known by its digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from counter_app.domain.errors import Refused
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.domain.receipt import Row


class ApprovalState(StrEnum):
    """How what was asked stands; a closed list."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """What is asked. `digest`: `four_eyes.digest` of the operation; `rows` as the holder was shown them, masked; `why`
    two must agree; `reason`: the asking clerk's words on why nobody here can.
    """

    operation_id: str
    digest: str
    procedure: str
    task: Text
    rows: tuple[Row, ...]
    why: tuple[Text, ...]
    reason: str
    clerk: str
    outlet: str
    window: str


@dataclass(frozen=True, slots=True)
class Approval:
    """The platform's word. `by`: number of whoever decided, "" while nobody has; `words` they said."""

    operation_id: str
    digest: str
    state: ApprovalState
    until: datetime
    by: str = ""
    at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class OpenApproval:
    """One that waits for a decision."""

    request: ApprovalRequest
    asked_at: datetime
    until: datetime


class MayNotDecide(Refused):
    """The platform does not let this clerk decide: no supervisor for that outlet, or the clerk's own work."""

    happened = Text("您不能审批这一件", "You may not decide this")
    advice = Text(
        "自己经办的、不归您管的，请另一位主管审批", "Your own work, or another area's: another supervisor decides"
    )


class NotOpen(Refused):
    """Somebody has decided it, its time is over, or the answers have changed since."""

    happened = Text("这一件已不在待审批中", "This no longer waits for a decision")
    advice = Text("刷新后看还有哪些待审批", "Look at the list anew")


class ApprovalDoor(Protocol):
    """The platform's part. Every method raises PlatformTrouble when it cannot answer."""

    def ask_approval(self, request: ApprovalRequest) -> Approval:
        """Put it to whoever may decide; again is harmless, other answers begin anew. Raises NotOpen."""
        ...

    def agree_here(self, token: str, operation_id: str, digest: str, *, clerk: str) -> None:
        """The clerk of that session agrees, at this counter, to what `clerk` does; again is harmless. Raises
        NobodySignedIn, MayNotDecide.
        """
        ...

    def approval(self, operation_id: str) -> Approval | None:
        """How what this counter asked stands, None where it has asked nothing."""
        ...

    def open_approvals(self, token: str) -> tuple[OpenApproval, ...]:
        """What the clerk of that session may decide, oldest first. Raises NobodySignedIn, MayNotDecide."""
        ...

    def decide_approval(self, token: str, request: ApprovalRequest, *, approved: bool, words: str) -> Approval:
        """The word of the clerk of that session. Raises NobodySignedIn, MayNotDecide, NotOpen."""
        ...

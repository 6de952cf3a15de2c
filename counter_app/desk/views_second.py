"""What the window shows of four eyes: the question to a second person, and what waits for a supervisor's decision.

Refuses to hold a whole name or number: rows come masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.approving import ApprovalState, OpenApproval
    from counter_app.domain.receipt import Row
    from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Afar:
    """How asking somebody elsewhere stands, in `words`; `state` None: the platform cannot say now."""

    words: Text
    state: ApprovalState | None = None


@dataclass(frozen=True, slots=True)
class SecondView:
    """A second person must agree to `task` before it is recorded: `why`, and the `rows` the holder was shown, masked.
    `hint`: numbers and passwords for practice. `pin_task`: the task with the PIN it is about, "" for a procedure.
    `afar`: None while nobody elsewhere was asked; `agreed`: number of whoever has agreed from there.
    """

    visit_id: str
    task: Text
    hint: Text | None = None
    pin_task: str = ""
    why: tuple[Text, ...] = ()
    rows: tuple[Row, ...] = ()
    afar: Afar | None = None
    agreed: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalsView:
    """What the supervisor who is signed in may decide, oldest first."""

    waiting: tuple[OpenApproval, ...]

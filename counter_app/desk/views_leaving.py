"""What the window gets to show when a request is not met today, or a procedure is left in which something was answered.

Refuses to hold anything a page must work out for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class LeaveView:
    """`title` of the procedure that would be given up, and the reasons of the pack, each with its code."""

    visit_id: str
    title: Text
    reasons: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class TurnAwayView:
    """What can be told when a request cannot be met: `procedure` it is about, "" while none was chosen, `titles` of
    all; `papers` it needs, `reasons` of the pack for a refusal and for what is `given_up`, each with its id.
    """

    visit_id: str
    procedure: str
    titles: tuple[tuple[str, Text], ...]
    papers: tuple[tuple[str, Text], ...]
    reasons: tuple[tuple[str, Text], ...]
    given_up: tuple[tuple[str, Text], ...]

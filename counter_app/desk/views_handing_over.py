"""What the window shows of work in hand-over: frozen values, holders masked.

Refuses to hold a whole name or number: whoever has not accepted the work need not know whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class LeftVisit:
    """A visit another clerk left open. `task`: the procedure that has begun, None for none; `recorded`: it is done,
    and only its result is still open.
    """

    visit_id: str
    mark: int
    holder: str
    number: str
    task: Text | None
    recorded: bool
    clerk: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class HandOverView:
    """All of them, for whoever is signed in now."""

    visits: tuple[LeftVisit, ...]

"""What the window is told of work that was turned down: both courses of events, what it means, the lawful ways on.

Refuses to hold whole names and numbers beyond what the work itself holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Settling:
    """One lawful way to settle an operation. `id`: a `Way`, or "withdraw" for one that was never handed over.

    `choices`: what else is asked first, code and words. Every way but "redo" needs a reason.
    """

    id: str
    title: Text
    hint: Text
    icon: str
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, `here` at this counter or elsewhere in the world; `at` UTC. `note`: a clerk's own words,
    which may name somebody.
    """

    at: datetime
    here: bool
    icon: str
    words: Text
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """A refused operation, or one a clerk has settled since (then without `ways`). `course`: what this counter did and
    what the world did, in the order of time. `means`: for the holder. `following`: what the holder is to do next.
    `behind`: receipts of the work that waits behind it. `escalated`: to whom it went, None while it went to nobody.
    """

    operation_id: str
    ways: tuple[Settling, ...]
    course: tuple[Happening, ...]
    means: tuple[Text, ...]
    following: Text
    behind: tuple[str, ...] = ()
    escalated: Text | None = None

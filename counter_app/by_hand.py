"""Carrying by hand as whoever stands in front asks for it: what is ready to leave, which sticks there are, and what
came of the three steps (take out, hand in, take back).

Refuses to know what a file looks like and how a stick is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from counter_app.transfer import HandedIn


@dataclass(frozen=True, slots=True)
class Ready:
    """What one file would take now: `operations` of which some were in an earlier file (`again`), their `pictures`; how
    many unanswered ones would be `left` out of it.
    """

    operations: int
    again: int
    pictures: int
    left: int


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: where, its number, what is in it, and how many unanswered ones are `left` out of it."""

    path: Path
    serial: int
    operations: int
    pictures: int
    left: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file of answers came to. `before`: answered already, nothing changed. `unread`: not whole, left out.
    `older`: given before reconciliation let the work go again, which goes on; nothing changed.
    """

    serial: int
    accepted: int = 0
    refused: int = 0
    put_off: int = 0
    before: int = 0
    unread: int = 0
    older: int = 0


@dataclass(frozen=True, slots=True)
class Drive:
    """A stick that is in and can be written to: the folder it stands at, and its name for people."""

    path: Path
    name: str


class ByHand(Protocol):
    """All of it. Raises what `sync.transfer.Transfers` says: Refused, PlatformTrouble, StoreTrouble."""

    def ready(self) -> Ready:
        """Looks only: nothing is handed over."""
        ...

    def take_out(self, where: Path, *, clerk: str) -> Exported:
        """Write what is ready into a new file: `where` is that file, or a folder."""
        ...

    def hand_in(self, file: Path, *, clerk: str) -> HandedIn:
        """Hand in a file, whoever made it; again is harmless."""
        ...

    def keep_answers(self, file: Path, answers: bytes) -> Path:
        """Write the answers to that file beside it; where they stand. Raises StickTrouble."""
        ...

    def take_back(self, file: Path, *, clerk: str) -> Taken:
        """Apply the answers a file brings; again is harmless."""
        ...

    def drives(self) -> tuple[Drive, ...]:
        """Sticks that are in, by name; () where none is."""
        ...

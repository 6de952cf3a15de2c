"""A series of numbers of one window and day (receipts, their successors, notices): first to last, none missing.

Refuses to explain a gap by anything but a restore that stands in the trail, and to take a number whose check digit is
wrong for one of the series.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from counter_app.domain.backup import serial_after
from counter_app.domain.moments import local
from counter_app.domain.receipt import receipt_number_checks


@dataclass(frozen=True, slots=True)
class Back:
    """One time the data were brought back: when, to a backup of which day, and whether on another machine."""

    at: datetime
    first: date
    taken_over: bool

    def is_of(self, day: date) -> bool:
        """Whether serials of that day go on beyond it."""
        return self.first <= day and (self.taken_over or day <= local(self.at).date())


@dataclass(frozen=True, slots=True)
class Jumps:
    """Which gaps in the serials of a day the trail explains by a restore."""

    known: tuple[Back, ...] = ()

    def explains(self, day: str, serial: int) -> bool:
        """Whether that serial is the first one a restore lets a window give on that day (ISO 8601)."""
        if not self.known:
            return False
        of = date.fromisoformat(day)
        of_day = [one for one in self.known if one.is_of(of)]
        return any(
            serial == serial_after(one.at, of, take_overs=sum(b.taken_over for b in of_day if b.at <= one.at)) + 1
            for one in of_day
        )


@dataclass(frozen=True, slots=True)
class Hole:
    """Serials that nobody has, both ends among them; `explained`: the data were brought back there."""

    first: int
    last: int
    explained: bool = False

    @property
    def count(self) -> int:
        """How many are missing."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Series:
    """`count` numbers from `first` to `last`, both whole ("" for none). `twice`: serials that stand more than once;
    `odd`: numbers that are not of this window and day, or whose check digit is wrong.
    """

    first: str = ""
    last: str = ""
    count: int = 0
    holes: tuple[Hole, ...] = ()
    twice: tuple[int, ...] = ()
    odd: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """How many numbers are missing that no restore explains."""
        return sum(hole.count for hole in self.holes if not hole.explained)

    @property
    def whole(self) -> bool:
        """None missing, none twice, none odd."""
        return not (self.missing or self.twice or self.odd)


def series_of(numbers: Iterable[str], *, prefix: str, day: date, jumps: Jumps | None = None) -> Series:
    """The series of the numbers that begin with `prefix` ("outlet-window", with the letter of its kind) on that day.

    It begins at serial 1. Serials taken away behind the last one leave no hole: those are found by what the trail says.
    """
    begins, known = f"{prefix}-{day:%y%m%d}-", jumps or Jumps()
    found: dict[int, str] = {}
    twice, odd, count = [], [], 0
    for number in numbers:
        if not number.startswith(begins) or not receipt_number_checks(number):
            odd.append(number)
            continue
        serial = int(number.removeprefix(begins).split("-")[0])
        count += 1
        if serial in found:
            twice.append(serial)
        found[serial] = number
    ordered = sorted(found)
    if not ordered:
        return Series(odd=tuple(odd))
    return Series(
        first=found[ordered[0]],
        last=found[ordered[-1]],
        count=count,
        holes=_holes(ordered, day.isoformat(), known),
        twice=tuple(sorted(twice)),
        odd=tuple(odd),
    )


def _holes(ordered: list[int], day: str, jumps: Jumps) -> tuple[Hole, ...]:
    before = [0, *ordered[:-1]]
    return tuple(
        Hole(last + 1, serial - 1, explained=jumps.explains(day, serial))
        for last, serial in zip(before, ordered, strict=True)
        if serial > last + 1
    )

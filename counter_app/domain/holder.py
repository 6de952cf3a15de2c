"""The person a card belongs to, and everything the counter knows of them at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.card import Card, CardState


class Source(StrEnum):
    """Where a person's data came from: just now from the platform, from the local mirror, or only typed here."""

    PLATFORM = "platform"
    MIRROR = "mirror"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Holder:
    """持卡人. `number` is the social security number (= identity number, 社会保险经办条例 art. 6)."""

    number: str
    name: str
    sex: str = "0"
    birth_date: date | None = None
    nation: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A holder with all cards the platform has told of. `as_of` (UTC): when it was told; None when only typed here."""

    holder: Holder
    cards: tuple[Card, ...] = ()
    as_of: datetime | None = None

    @property
    def card(self) -> Card | None:
        """The card in question: the one not cancelled, else the last one."""
        living = [c for c in self.cards if c.state is not CardState.CANCELLED]
        known = living or list(self.cards)
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a search answer; shown masked."""

    number: str
    name: str
    card_number: str
    birth_year: int | None
    as_of: datetime | None
    source: Source = Source.MIRROR

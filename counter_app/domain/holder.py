"""The person a card belongs to, and everything the counter knows of them at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.card import Card, CardState
from counter_app.domain.making import CardOrder


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
    """A holder with all cards the platform has told of. `as_of` (UTC): when it was told; None when only typed here.

    `chosen` is the number of the card this is about: the one on the reader, or the one that was searched for.
    `orders`: cards that are being made or were, oldest first. `life`: whether the platform knows the holder to be dead
    or missing, "" for neither.
    """

    holder: Holder
    cards: tuple[Card, ...] = ()
    as_of: datetime | None = None
    chosen: str = ""
    orders: tuple[CardOrder, ...] = ()
    life: str = ""

    @property
    def card(self) -> Card | None:
        """The card in question: the chosen one unless it is cancelled and another is in use, else the one in use,
        else one that was made and not enabled yet.
        """
        living = self.living
        for card in self.cards:
            if card.number == self.chosen and (card in living or not living):
                return card
        known = self.in_use or living or self.cards
        return known[-1] if known else None

    @property
    def living(self) -> tuple[Card, ...]:
        """Cards that are not cancelled."""
        return tuple(c for c in self.cards if c.state is not CardState.CANCELLED)

    @property
    def in_use(self) -> tuple[Card, ...]:
        """Living cards that were enabled once: a sealed one is still to be handed over."""
        return tuple(c for c in self.living if c.state is not CardState.SEALED)

    @property
    def sealed(self) -> Card | None:
        """The card that waits to be enabled (封存), the newest of several."""
        waiting = [c for c in self.cards if c.state is CardState.SEALED]
        return waiting[-1] if waiting else None

    @property
    def order(self) -> CardOrder | None:
        """The order that is under way, the newest of several."""
        open_orders = [one for one in self.orders if one.state.under_way]
        return open_orders[-1] if open_orders else None

    @property
    def undecided(self) -> bool:
        """True when several cards are in use and none of them was chosen: nobody may guess which one is meant."""
        return len(self.in_use) > 1 and self.chosen not in {c.number for c in self.living}


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a search answer; shown masked."""

    number: str
    name: str
    card_number: str
    birth_year: int | None
    as_of: datetime | None
    source: Source = Source.MIRROR

"""Which of two words of the platform on one person is the newer, by the versions of the cards both tell of.

A card's version rises with each change of it (`docs/platform.openapi.yaml`, "Versions of cards"). Refuses to look at a
clock, and to judge where a word tells no version: that is left open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, auto

from counter_app.domain.card import Card
from counter_app.domain.holder import Person

Versions = Mapping[str, int | None]
"""The cards a word tells of, by number, each with its version where it has one."""


class Course(Enum):
    """How a word stands to the one that is kept: OPEN where no version differs, CROSSED where one card is newer and
    another older, which no platform tells that reads a person at one moment.
    """

    NEWER = auto()
    OLDER = auto()
    OPEN = auto()
    CROSSED = auto()


def versions_of(person: Person) -> Versions:
    """What a word says of versions."""
    return {card.number: card.version for card in person.cards}


def course(kept: Versions, told: Versions) -> Course:
    """How `told` stands to `kept`."""
    both = ((kept[number], version) for number, version in told.items() if number in kept)
    pairs = [(before, after) for before, after in both if before is not None and after is not None]
    newer, older = any(after > before for before, after in pairs), any(after < before for before, after in pairs)
    if newer and older:
        return Course.CROSSED
    return Course.NEWER if newer else Course.OLDER if older else Course.OPEN


def lacks_a_card(kept: Versions, told: Versions) -> bool:
    """Whether a card that is kept with a version is missing in `told`: it was told before the card was made, or the
    card is no longer this holder's.
    """
    return any(version is not None and number not in told for number, version in kept.items())


def newest_of_each(person: Person, other: Person) -> Person:
    """`person`, each card as the one of the two words has it that tells the higher version."""
    others = {card.number: card for card in other.cards}
    return replace(person, cards=tuple(_newer(card, others.get(card.number)) for card in person.cards))


def _newer(card: Card, other: Card | None) -> Card:
    if other is None or other.version is None or card.version is None:
        return card
    return other if other.version > card.version else card

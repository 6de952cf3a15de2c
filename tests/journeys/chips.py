"""Cards for the journeys: the independent simulated card, saying what the platform knows of a made-up person."""

import time
from dataclasses import dataclass, field

from counter_app.domain.holder import Person
from tests.readers.cards import Card, Facts, Manner, records


@dataclass
class WatchedCard(Card):
    """A card that knows when the service first spoke to it: it looks for a card every 0.4 s."""

    noticed: float = field(default=0.0)

    def reset(self) -> None:
        self.noticed = self.noticed or time.monotonic()
        super().reset()


def card_of(person: Person, *, answers: str = "direct") -> WatchedCard:
    """The newest card of a person, as its issuer might have written it."""
    holder, card = person.holder, person.card
    assert card is not None
    assert holder.birth_date is not None
    facts = Facts(
        identifier=card.identifier,
        card_class="3",
        version="2.0",
        agency=f"9156000002439900{holder.number[:6]}D5",
        issued=card.issued_on,
        expires=card.expires_on,
        card_number=card.number,
        number=holder.number,
        name=holder.name,
        sex=holder.sex,
        nation="01",
        birthplace=holder.number[:6],
        born=holder.birth_date,
    )
    manner = Manner(answers=answers)
    return WatchedCard(records(facts, manner), manner)

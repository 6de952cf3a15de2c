"""What a practice person's chip says: the card's own facts, and made-up ones where the platform keeps none."""

from __future__ import annotations

from counter_app.domain.card import Card
from counter_app.domain.holder import Holder
from counter_app.domain.numbers import birth_date_of

_SPECIFICATION = "2.0"
_CARD_CLASS = "3"
_NAME_BYTES = 50  # records 09 and 4E together


def description_of(holder: Holder, card: Card) -> dict[str, str]:
    """Facts for `readers.simulator.description`. A name too long for a chip is cut, as issuers do."""
    county = holder.number[:6]
    born = holder.birth_date or birth_date_of(holder.number)
    return {
        "identifier": card.identifier,
        "card_class": _CARD_CLASS,
        "spec_version": _SPECIFICATION,
        "issuing_agency": f"9156000002439900{county}D5",
        "issued_on": card.issued_on.isoformat() if card.issued_on else "",
        "expires_on": card.expires_on.isoformat() if card.expires_on else "",
        "card_number": card.number,
        "number": holder.number,
        "name": _fitting(holder.name),
        "sex": holder.sex,
        "nation": holder.nation if len(holder.nation) == 2 and holder.nation.isdecimal() else "01",
        "birthplace": county,
        "birth_date": born.isoformat() if born else "",
    }


def _fitting(name: str) -> str:
    """The longest beginning that fits records 09 (30 bytes, split at a character) and 4E (20 bytes)."""
    first = _longest(name, 30)
    return first + _longest(name[len(first) :], _NAME_BYTES - 30)


def _longest(name: str, room: int) -> str:
    while len(name.encode("gb18030")) > room:
        name = name[:-1]
    return name

"""What a practice person's chip says: the card's own facts, made-up ones where the platform keeps none, and how the
cards of the hard cases (`practice.hard_cards`) answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from counter_app.domain.card import Card
from counter_app.domain.holder import Holder
from counter_app.domain.numbers import birth_date_of
from practice.population import hard_cards

_SPECIFICATION = "2.0"
_CARD_CLASS = "3"
_NAME_BYTES, _NAME_BYTES_FIRST = 50, 30  # records 09 and 4E together; 09 alone, on cards of 1.0
_COUNTY_IN = 18  # length of a number that begins with a county
_MODULE = "sm4"  # what the PSAM of practice computes in; every practice card says so in its FCI


def description_of(holder: Holder, card: Card) -> dict[str, object]:
    """A card for `readers.simulator.description`. A name too long for a chip is cut, as issuers do."""
    county = holder.number[:6] if len(holder.number) == _COUNTY_IN else card.identifier[:6]
    born = holder.birth_date or birth_date_of(holder.number)
    facts: dict[str, object] = {
        "identifier": card.identifier,
        "card_class": _CARD_CLASS,
        "spec_version": _SPECIFICATION,
        "issuing_agency": f"9156000002439900{county}D5",
        "issued_on": _day(card.issued_on),
        "expires_on": _day(card.expires_on),
        "card_number": card.number,
        "number": holder.number,
        "name": holder.name,
        "sex": holder.sex,
        "nation": holder.nation if len(holder.nation) == 2 and holder.nation.isdecimal() else "01",
        "birthplace": county,
        "birth_date": _day(born),
        "history": f"00814E43869900{card.identifier[16:28]}",
        "algorithm": _MODULE,
        "transit": _transit(card),
        **_bank(card),
        **_manner(holder.number),
    }
    room = _NAME_BYTES_FIRST if str(facts["spec_version"]).startswith("1") else _NAME_BYTES
    return {**facts, "name": _fitting(str(facts["name"]), room=room)}


def brings_psam(card: Mapping[str, object]) -> bool:
    """Whether this card can do nothing, or little, without a PSAM: protected, or its PIN is to be unblocked."""
    asks = str(card.get("spec_version", "")).startswith("3") or card.get("protection") in ("refused", "blank")
    return asks or "pin" in card


def _manner(number: str) -> Mapping[str, object]:
    case = hard_cards().get(number)
    return case.chip if case else {}


def _bank(card: Card) -> dict[str, object]:
    """A made-up account whose last digits are those the platform knows; one digit makes it pass its check (Luhn)."""
    if card.bank is None:
        return {}
    head, tail = f"6200439{card.number[1:8]}", card.bank.tail
    middle = next(digit for digit in "0123456789" if _luhn(head + digit + tail) == 0)
    return {"bank": {"account": head + middle + tail}}


def _luhn(digits: str) -> int:
    """What is left over by the check of ISO/IEC 7812-1, annex B; 0 for a good number."""
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(d // 10 + d % 10 for d in doubled) % 10


def _transit(card: Card) -> dict[str, object]:
    serial = int(card.number[1:8])
    return {"number": f"31043990{serial:011d}", "loaded": True, "balance_fen": serial * 7 % 20_000}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _fitting(name: str, *, room: int) -> str:
    """The longest beginning that fits records 09 (30 bytes, split at a character) and 4E."""
    first = _longest(name, _NAME_BYTES_FIRST)
    return first + _longest(name[len(first) :], room - _NAME_BYTES_FIRST)


def _longest(name: str, room: int) -> str:
    while len(name.encode("gb18030")) > room:
        name = name[:-1]
    return name

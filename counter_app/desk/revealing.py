"""A number shown whole: one number of the person of an open visit, for a purpose that is said, on record before it is
shown.

Pages are masked; this is the only way to a whole number. Refuses a number without a purpose, one of anybody else, and
to show several at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from counter_app.desk.situations import person_of
from counter_app.desk.station import Station
from counter_app.domain.errors import BadInput, NotFound
from counter_app.domain.holder import Person
from counter_app.domain.text import Text, same
from counter_app.ports import VisitRecord

SHOWN = "number.shown"


class Purpose(StrEnum):
    """What a whole number is needed for; each needs one number."""

    DOCUMENT = "document"
    CARD = "card"
    CALL = "call"


PURPOSE_NAMES: Mapping[Purpose, Text] = {
    Purpose.DOCUMENT: Text("与证件核对（证件号码）", "Compare with the document (identity number)"),
    Purpose.CARD: Text("与卡面核对（卡号）", "Compare with the card (card number)"),
    Purpose.CALL: Text("联系本人（手机号）", "Call the holder (mobile)"),
}


@dataclass(frozen=True, slots=True)
class Revealed:
    """The whole number, in groups to be read, and whose: the visit it was shown for."""

    visit_id: str
    purpose: Purpose
    number: str = field(repr=False)


def reveal(station: Station, record: VisitRecord, purpose: str) -> Revealed:
    """Show the number of that purpose. Raises BadInput for no purpose, NotFound where there is no such number."""
    if purpose not in set(Purpose):
        raise BadInput(
            what=same(purpose), why=Text("说明为什么要看完整号码", "say what the whole number is needed for")
        )
    why = Purpose(purpose)
    number = _number(person_of(station, record), record, why)
    if not number:
        raise NotFound(what=PURPOSE_NAMES[why])
    facts = {"number": record.holder_number, "which": why.value, "why": PURPOSE_NAMES[why].zh}
    station.store.note(station.entry(SHOWN, subject=record.procedure, facts=facts))
    return Revealed(record.id, why, _grouped(why, number))


def _number(person: Person, record: VisitRecord, why: Purpose) -> str:
    if why is Purpose.DOCUMENT:
        return record.holder_number
    if why is Purpose.CALL:
        return person.holder.mobile
    return person.card.number if person.card is not None else record.card_number


def _grouped(why: Purpose, number: str) -> str:
    """439901 19580312 2043, 138 0000 2046, B0000 1119: as the eye compares it."""
    sizes = {(Purpose.DOCUMENT, 18): (6, 8, 4), (Purpose.CALL, 11): (3, 4, 4), (Purpose.CARD, 9): (5, 4)}
    groups, start = [], 0
    for size in sizes.get((why, len(number)), (len(number),)):
        groups.append(number[start : start + size])
        start += size
    return " ".join(groups)

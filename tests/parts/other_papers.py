"""People whose number is not one of 18 characters, for a test that needs its own: put on record at the platform.

Refuses to invent numbers: they are plainly made up, and each call makes another.
"""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Protocol

from counter_app.domain.identity import IdentityKind
from counter_app.domain.numbers import card_check_character
from practice.platform.database import NEW_CARD

FORMS = {
    IdentityKind.RESIDENCE_2017: "ZZZ4399{:08d}",
    IdentityKind.HM_TRAVEL: "H{:08d}",
    IdentityKind.TW_TRAVEL: "{:08d}",
    IdentityKind.PASSPORT: "ZZ{:07d}",
}
BORN = date(1991, 4, 2)
_SERIALS = count(7001)


def number_of(kind: IdentityKind) -> str:
    """A made-up number of that kind which nobody has yet."""
    return FORMS[kind].format(next(_SERIALS))


def card_number() -> str:
    """A made-up card number, with its check character, which no card has yet. It has the form of a passport's number
    too."""
    body = f"Z{next(_SERIALS):07d}"
    return body + card_check_character(body)


class Province(Protocol):
    """Where people are on record: a running platform, or its database."""

    def change(self, statement: str, *values: object) -> None: ...


def register(platform: Province, number: str, *, card: str = "", born: date = BORN, name: str = "ANY SAMPLE") -> None:
    """Somebody the province knows by `number` and no counter does, with a card in order where one is given."""
    platform.change("INSERT INTO person VALUES (?,?,'1',?,'','','')", number, name, born.isoformat())
    if card:
        identifier = f"439901D156000005{card.encode().hex().upper()[:16]}"
        values = (card, number, identifier, "1", "2020-01-01", "2030-01-01", None, 0)
        platform.change(NEW_CARD, *values)
        platform.change("INSERT INTO account VALUES (?,'B01','0001','normal',NULL,'I')", card)

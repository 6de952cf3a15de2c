"""What the records of EF05 and EF06 mean, once they are read (LD/T 32.6).

Refuses to guess: where the number, the name or the card's number is short, missing or unreadable it is `CardDamaged`,
whatever the others say, and where the number contradicts birth date or sex; any other field that is so is left empty.
Goes by tag, never by position.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CardDamaged
from counter_app.domain.identity import number_fault
from counter_app.domain.names import name_fault
from counter_app.domain.text import Text
from readers import coding, layout
from readers.layout import Item
from readers.one_person import of_one_person

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Chip:
    """The raw values of both files by tag. `authenticated_by`: the way by which the card was opened, "" by none."""

    values: dict[int, bytes]
    authenticated_by: str = ""

    def data(self, *, today: date, atr: str, reader: str) -> ChipData:
        """What both files say. `today` bounds the birth date in the number. Raises CardDamaged."""
        said = ChipData(
            social_security_number=_number(self, today),
            name=_name(self),
            sex=self.perhaps(layout.SEX, _sex, empty="0"),
            nation=self.perhaps(layout.NATION, _nation, empty=""),
            birthplace=self.perhaps(layout.BIRTHPLACE, _birthplace, empty=""),
            birth_date=self.perhaps(layout.BIRTH_DATE, coding.day, empty=None),
            card_number=self.take(layout.CARD_NUMBER, coding.ascii_text),
            card_identifier=self.identifier,
            card_class=self.card_class,
            spec_version=self.perhaps(layout.SPEC_VERSION, coding.ascii_text, empty=""),
            issuing_agency=self.issuing_agency,
            issued_on=self.perhaps(layout.ISSUED_ON, coding.day, empty=None),
            expires_on=self.perhaps(layout.EXPIRES_ON, coding.day, empty=None),
            atr=atr,
            reader=reader,
            authenticated_by=self.authenticated_by,
        )
        return of_one_person(said)

    def is_blank(self, item: Item) -> bool:
        """Whether the card holds nothing, or only padding, where `item` should be."""
        return coding.is_blank(self.values.get(item.tag, b""))

    @property
    def identifier(self) -> str:
        """卡识别码 (32 hex), "" when the card does not say."""
        return self.perhaps(layout.IDENTIFIER, coding.hex_text, empty="")

    @property
    def card_class(self) -> str:
        """卡类别, "" when the card does not say."""
        return self.perhaps(layout.CARD_CLASS, coding.ascii_text, empty="")

    @property
    def issuing_agency(self) -> str:
        """初始化机构编号 (24 hex), "" when the card does not say."""
        return self.perhaps(layout.AGENCY, coding.hex_text, empty="")

    def take(self, item: Item, decode: Callable[[bytes], Value]) -> Value:
        """An item that decides, decoded. Raises CardDamaged when it is missing, too short, blank or unreadable."""
        value = self.values.get(item.tag)
        if value is None:
            raise _damaged(item, Text("缺少", "missing: "))
        if len(value) < item.length:
            raise _damaged(item, Text("过短：", "too short: "))
        if coding.is_blank(value):
            raise _damaged(item, Text("空白：", "left blank: "))
        try:
            return decode(value)
        except coding.Unreadable as error:
            raise _damaged(item, Text("无法识读：", "unreadable: ")) from error

    def perhaps(self, item: Item, decode: Callable[[bytes], Value], *, empty: Value) -> Value:
        """An item that does not decide; `empty` when it is missing, too short or unreadable."""
        value = self.values.get(item.tag, b"")
        try:
            return decode(value) if len(value) >= item.length else empty
        except coding.Unreadable:
            return empty

    @property
    def generation(self) -> str:
        """First digit of the specification's version, "" when the card does not say."""
        return self.perhaps(layout.SPEC_VERSION, coding.ascii_text, empty="")[:1]


def _number(chip: Chip, today: date) -> str:
    number = chip.take(layout.NUMBER, coding.ascii_text).upper()
    if number_fault(number, today=today) is not None:
        raise _damaged(layout.NUMBER, Text("校验不符：", "fails its check: "))
    return number


def _name(chip: Chip) -> str:
    """Records 09 and 4E as one name; a 4E of no length is an empty one. A full 09 without 4E, after generation 1, may
    be half a name: damaged.
    """
    extension = chip.values.get(layout.NAME_MORE.tag)
    if extension and len(extension) < layout.NAME_MORE.length:
        raise _damaged(layout.NAME_MORE, Text("过短：", "too short: "))
    name = chip.take(layout.NAME, lambda value: coding.name_of(value, extension or b""))
    if name_fault(name) is not None:
        raise _damaged(layout.NAME, Text("无法识读：", "unreadable: "))
    full = len(chip.values[layout.NAME.tag].rstrip(b"\x00\xff ")) >= layout.NAME.length - 3  # no room for one more
    if extension is None and full and chip.generation != "1":
        raise _damaged(layout.NAME_MORE, Text("缺少", "missing: "))
    return name


def _nation(value: bytes) -> str:
    return coding.code(value, length=layout.NATION.length)


def _birthplace(value: bytes) -> str:
    return coding.code(value, length=layout.BIRTHPLACE.length)


def _sex(value: bytes) -> str:
    """The code as a character, or as the number itself."""
    sex = str(value[0]) if value in (b"\x01", b"\x02", b"\x09") else coding.ascii_text(value) or "0"
    if sex not in ("0", "1", "2", "9"):
        raise coding.Unreadable("no code of GB/T 2261.1")
    return sex


def _damaged(item: Item, why: Text) -> CardDamaged:
    return CardDamaged(what=Text(why.zh + item.title.zh, why.en + item.title.en))

"""Reads the social security chip: selects its environment (SSSE), takes EF05 and EF06, tells who the holder is.

LD/T 32.3 (files, selection), 32.5 (commands), 32.6 (data). Reads only what is free to read. Refuses to guess: where
the number, the name or the card's number is short, missing or unreadable it is `CardDamaged`, whatever the others say;
any other field that is so is left empty. Goes by tag, never by position.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CardDamaged, CardSaid, NeedsAuthentication, WrongCard
from counter_app.domain.names import name_fault
from counter_app.domain.numbers import identity_fault
from counter_app.domain.text import Text
from readers import coding, layout
from readers.apdu import Channel, exchange, select_by_name
from readers.layout import EF05, EF06, Item
from readers.ways import FileReader

SSSE = "sx1.sh.社会保障".encode("gbk")

# SELECT by name failed because no such application is there, or because the card knows no such command.
_NOT_THIS_CARD = frozenset(
    (0x6A82, 0x6A80, 0x6A81, 0x6A86, 0x6A87, 0x6A88, 0x6B00, 0x6D00, 0x6E00, 0x6700, 0x6881, 0x6900, 0x6985, 0x6986,
     0x6999, 0x9400, 0x9404)
)  # fmt: skip

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Chip:
    """The raw values of both files by tag."""

    values: dict[int, bytes]

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


def read_chip(channel: Channel, *, today: date, atr: str = "", reader: str = "") -> ChipData:
    """Everything EF05 and EF06 say, in as few commands as the card allows.

    `today` bounds the birth date in the number; `atr` (hex) and `reader` are handed on. Raises WrongCard, CardDamaged,
    NeedsAuthentication, CardSaid, and whatever the channel raises.
    """
    select_environment(channel)
    files = FileReader(channel)
    chip = Chip({**files.read(EF05), **files.read(EF06)})
    if chip.generation == "3" and any(coding.is_blank(chip.values[item.tag]) for item in EF06.needed):
        raise NeedsAuthentication
    return ChipData(
        social_security_number=_number(chip, today),
        name=_name(chip),
        sex=chip.perhaps(layout.SEX, _sex, empty="0"),
        nation=chip.perhaps(layout.NATION, coding.bcd_digits, empty=""),
        birthplace=chip.perhaps(layout.BIRTHPLACE, coding.bcd_digits, empty=""),
        birth_date=chip.perhaps(layout.BIRTH_DATE, coding.day, empty=None),
        card_number=chip.take(layout.CARD_NUMBER, coding.ascii_text),
        card_identifier=chip.perhaps(layout.IDENTIFIER, coding.hex_text, empty=""),
        card_class=chip.perhaps(layout.CARD_CLASS, coding.ascii_text, empty=""),
        spec_version=chip.perhaps(layout.SPEC_VERSION, coding.ascii_text, empty=""),
        issuing_agency=chip.perhaps(layout.AGENCY, coding.hex_text, empty=""),
        issued_on=chip.perhaps(layout.ISSUED_ON, coding.day, empty=None),
        expires_on=chip.perhaps(layout.EXPIRES_ON, coding.day, empty=None),
        atr=atr,
        reader=reader,
    )


def select_environment(channel: Channel) -> None:
    """SELECT the SSSE by its AID. Raises WrongCard when the card has none, NeedsAuthentication, CardSaid."""
    answer = exchange(channel, select_by_name(SSSE))
    if answer.sw == 0x6700 and channel.t1:
        answer = exchange(channel, select_by_name(SSSE).with_le(None))
    if answer.good:
        return
    if answer.sw == 0x6982:
        raise NeedsAuthentication
    if answer.sw in _NOT_THIS_CARD:
        raise WrongCard(sw=f"{answer.sw:04X}")
    raise CardSaid(sw=f"{answer.sw:04X}")


def _number(chip: Chip, today: date) -> str:
    number = chip.take(layout.NUMBER, coding.ascii_text).upper()
    if identity_fault(number, today=today) is not None:
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


def _sex(value: bytes) -> str:
    sex = coding.ascii_text(value) or "0"
    if sex not in ("0", "1", "2", "9"):
        raise coding.Unreadable("no code of GB/T 2261.1")
    return sex


def _damaged(item: Item, why: Text) -> CardDamaged:
    return CardDamaged(what=Text(why.zh + item.title.zh, why.en + item.title.en))

"""Reads the social security chip: selects its environment (SSSE), takes EF05 and EF06, tells who the holder is.

LD/T 32.3 (files, selection), 32.5 (commands), 32.6 (data). Reads only what is free to read; refuses to guess: a record
that is short, missing or unreadable is `CardDamaged`, whatever the others say. Goes by tag, never by position.
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
        """One item decoded. Raises CardDamaged when it is missing, too short or unreadable."""
        value = self.values.get(item.tag)
        if value is None:
            raise _damaged(item, Text("缺少", "missing: "))
        if len(value) < item.length:
            raise _damaged(item, Text("过短：", "too short: "))
        try:
            return decode(value)
        except coding.Unreadable as error:
            raise _damaged(item, Text("无法识读：", "unreadable: ")) from error


def read_chip(channel: Channel, *, today: date, atr: str = "", reader: str = "") -> ChipData:
    """Everything EF05 and EF06 say, in as few commands as the card allows.

    `today` bounds the birth date in the number; `atr` (hex) and `reader` are handed on. Raises WrongCard, CardDamaged,
    NeedsAuthentication, CardSaid, and whatever the channel raises.
    """
    select_environment(channel)
    files = FileReader(channel)
    chip = Chip({**files.read(EF05), **files.read(EF06)})
    return ChipData(
        social_security_number=_number(chip, today),
        name=_name(chip),
        sex=chip.take(layout.SEX, _sex),
        nation=chip.take(layout.NATION, coding.bcd_digits),
        birthplace=chip.take(layout.BIRTHPLACE, coding.bcd_digits),
        birth_date=chip.take(layout.BIRTH_DATE, coding.day),
        card_number=chip.take(layout.CARD_NUMBER, _filled),
        card_identifier=chip.take(layout.IDENTIFIER, coding.hex_text),
        card_class=chip.take(layout.CARD_CLASS, coding.ascii_text),
        spec_version=chip.take(layout.SPEC_VERSION, coding.ascii_text),
        issuing_agency=chip.take(layout.AGENCY, coding.hex_text),
        issued_on=chip.take(layout.ISSUED_ON, coding.day),
        expires_on=chip.take(layout.EXPIRES_ON, coding.day),
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
    """Records 09 and 4E as one name. A full 09 without 4E, after generation 1, may be half a name: damaged."""
    extension = chip.values.get(layout.NAME_MORE.tag)
    if extension is not None and len(extension) < layout.NAME_MORE.length:
        raise _damaged(layout.NAME_MORE, Text("过短：", "too short: "))
    name = chip.take(layout.NAME, lambda value: coding.name_of(value, extension or b""))
    if name_fault(name) is not None:
        raise _damaged(layout.NAME, Text("无法识读：", "unreadable: "))
    old = chip.take(layout.SPEC_VERSION, coding.ascii_text).startswith("1")
    full = len(chip.values[layout.NAME.tag].rstrip(b"\x00\xff ")) >= layout.NAME.length - 3  # no room for one more
    if extension is None and full and not old:
        raise _damaged(layout.NAME_MORE, Text("缺少", "missing: "))
    return name


def _sex(value: bytes) -> str:
    sex = coding.ascii_text(value) or "0"
    if sex not in ("0", "1", "2", "9"):
        raise coding.Unreadable("no code of GB/T 2261.1")
    return sex


def _filled(value: bytes) -> str:
    text = coding.ascii_text(value)
    if not text:
        raise coding.Unreadable("left blank")
    return text


def _damaged(item: Item, why: Text) -> CardDamaged:
    return CardDamaged(what=Text(why.zh + item.title.zh, why.en + item.title.en))

"""Which records EF05 (发卡机构数据) and EF06 (持卡人基本信息) hold: tag, length of the value in bytes, title (LD/T 32.6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One record. `length` is what its value must have at least; a record on the card is two bytes longer.

    `written_out`: length of the value where the issuer wrote digits as characters.
    """

    tag: int
    length: int
    title: Text
    written_out: int | None = None


@dataclass(frozen=True, slots=True)
class ElementaryFile:
    """One file of the SSSE: identifier, short identifier, its records in the order of a generation 2.0 card.

    `needed`: those that say who the holder is and which card it is; without them nobody is shown. `exact`: those that
    may be absent, but must not be cut off. All others may be odd: their fields are then left empty.
    """

    fid: int
    sfi: int
    items: tuple[Item, ...]
    needed: tuple[Item, ...]
    exact: tuple[Item, ...] = ()

    @property
    def lengths(self) -> dict[int, tuple[int, int]]:
        """The usual lengths of each value by tag."""
        return {item.tag: (item.length, item.written_out or item.length) for item in self.items}

    def holds(self, tag: int) -> bool:
        return any(item.tag == tag for item in self.items)

    def size(self, *, without: Collection[Item] = ()) -> int:
        """Bytes of all records of the usual length, but for those of `without`."""
        return sum(item.length + 2 for item in self.items if item not in without)


IDENTIFIER = Item(0x01, 16, Text("卡识别码", "card identifier"))
CARD_CLASS = Item(0x02, 1, Text("卡类别", "card class"))
SPEC_VERSION = Item(0x03, 4, Text("规范版本", "version of the specification"))
AGENCY = Item(0x04, 12, Text("初始化机构编号", "issuing agency"))
ISSUED_ON = Item(0x05, 4, Text("发卡日期", "date of issue"), written_out=8)
EXPIRES_ON = Item(0x06, 4, Text("卡有效期", "date of expiry"), written_out=8)
CARD_NUMBER = Item(0x07, 9, Text("卡号", "card number"))
NUMBER = Item(0x08, 18, Text("社会保障号码", "social security number"))
NAME = Item(0x09, 30, Text("姓名", "name"))
NAME_MORE = Item(0x4E, 20, Text("姓名扩展", "second part of the name"))
SEX = Item(0x0A, 1, Text("性别", "sex"))
NATION = Item(0x0B, 1, Text("民族", "nation"), written_out=2)
BIRTHPLACE = Item(0x0C, 3, Text("出生地", "birthplace"), written_out=6)
BIRTH_DATE = Item(0x0D, 4, Text("出生日期", "date of birth"), written_out=8)

EF05 = ElementaryFile(
    0xEF05,
    5,
    (IDENTIFIER, CARD_CLASS, SPEC_VERSION, AGENCY, ISSUED_ON, EXPIRES_ON, CARD_NUMBER),
    needed=(CARD_NUMBER,),
)
# 姓名扩展 is absent on cards of generation 1.0, which moves the numbers of the records after it.
EF06 = ElementaryFile(
    0xEF06,
    6,
    (NUMBER, NAME, NAME_MORE, SEX, NATION, BIRTHPLACE, BIRTH_DATE),
    needed=(NUMBER, NAME),
    exact=(NAME_MORE,),
)

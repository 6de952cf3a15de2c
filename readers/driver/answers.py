"""What the maker's driver answers: texts in GBK, values divided by bars (LD/T 6001.5), read and checked.

The same checks as for a card read by ourselves: without a good number, name and card number nobody is shown; any other
value that is odd is left empty. Refuses to guess where a bar was lost: values that moved are noticed by their form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CardDamaged, CardTakenAway
from counter_app.domain.identity import number_fault
from counter_app.domain.names import name_fault
from counter_app.domain.text import Text
from readers import coding, layout
from readers.layout import Item
from readers.one_person import of_one_person

BAR = "|"
EF06 = b"3F00EF06|08|09|4E|0A|0B|0C|0D|$"  # what `iReadCard` is asked for: a file, tags of its records, its end
_HOLDER_VALUES = 7
_ALGORITHMS = {"01": "des", "02": "ssf33", "03": "sm4"}
_NAME_RECORD = range(layout.NAME.length - 3, layout.NAME.length + 1)  # bytes of a name that fills its record

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Basics:
    """What `iReadCardBas` tells, checked. `history`: historical bytes of the answer to reset (hex), all the driver says
    of it. `name` may be half of one when `name_may_go_on`.
    """

    number: str
    card_number: str
    identifier: str
    name: str
    history: str
    spec_version: str
    issued_on: date | None
    expires_on: date | None

    @property
    def card_info(self) -> bytes:
        """How other functions are told which card is meant: 卡识别码|卡号|."""
        return f"{self.identifier}|{self.card_number}|".encode("ascii")

    @property
    def name_may_go_on(self) -> bool:
        """Whether the name fills its record, so that the driver may have left out the second one (4E)."""
        return self.spec_version[:1] != "1" and len(self.name.encode("gb18030")) in _NAME_RECORD


@dataclass(frozen=True, slots=True)
class Holder:
    """What `iReadCard` tells of EF06 beside the number; "" or None where it is missing or odd."""

    name: str = ""
    sex: str = "0"
    nation: str = ""
    birthplace: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What a first or second of two or three steps wants computed. All hex but `algorithm` ("des", "ssf33", "sm4").

    `random`: the card's random number of external authentication or of a code (过程因子). `header` and `digits`: of the
    command the code is for; `digits` (ASCII) is the holder's new PIN in the second step of a reset. Whoever has the
    step overwrites them.
    """

    algorithm: str
    random: str
    identifier: str = ""
    history: str = ""
    key: str = ""
    header: str = ""
    digits: bytearray = field(default_factory=bytearray)

    def __repr__(self) -> str:
        return f"Step(algorithm={self.algorithm!r})"  # it may hold the PIN


def says_nobody(out: bytes) -> bool:
    """Whether `iReadCardBas` gave a card without number and name, as it does for a 3.0 card not yet authenticated."""
    values = [value.strip() for value in out.split(b"|")]
    return len(values) > 6 and values[6][:1] == b"3" and not values[1] and not values[4]


def basics(out: bytes, *, today: date) -> Basics:
    """The answer of `iReadCardBas`: 区划|社会保障号码|卡号|卡识别码|姓名|卡复位信息|规范版本|发卡日期|卡有效期|终端机编号|…

    Raises CardDamaged.
    """
    values = _values(out)
    if len(values) < 9 or not _hex(values[5]):
        raise _damaged(layout.NAME, _UNREADABLE)
    identifier = values[3].strip().upper()
    if not _hex(identifier, length=16):
        raise _damaged(layout.IDENTIFIER, _UNREADABLE)
    card_number = values[2].strip()
    if not re.fullmatch(r"[0-9A-Za-z]{1,32}", card_number, flags=re.ASCII):
        raise _damaged(layout.CARD_NUMBER, _UNREADABLE)
    return Basics(
        number=_number(values[1], today),
        card_number=card_number,
        identifier=identifier,
        name=_name(values[4]),
        history=values[5].strip().upper(),
        spec_version=_perhaps(values[6], _ascii, empty=""),
        issued_on=_perhaps(values[7], _day, empty=None),
        expires_on=_perhaps(values[8], _day, empty=None),
    )


def holder(out: bytes, *, of: Basics) -> Holder | None:
    """The answer of `iReadCard` for EF06: 号码|姓名|姓名扩展|性别|民族|出生地|出生日期|$, with or without the file's name before.

    None when it is not of this form (the standard's own was not to be had). Raises CardTakenAway when it is and
    tells of somebody else: another card lies there now.
    """
    try:
        values = [value.strip() for value in _values(out)]
    except CardDamaged:
        return None
    while values and values[-1] in ("", "$"):
        values.pop()
    if values and re.fullmatch(r"(3F00|SSSE)EF06", values[0]):
        values.pop(0)
    if len(values) != _HOLDER_VALUES or len(values[0]) != layout.NUMBER.length:
        return None
    if values[0].upper() != of.number:
        raise CardTakenAway
    return Holder(
        name=_perhaps(values[1] + values[2], _name, empty=""),
        sex=values[3] if values[3] in ("1", "2", "9") else "0",
        nation=_digits(values[4], 2),
        birthplace=_digits(values[5], 6),
        birth_date=_perhaps(values[6], _day, empty=None),
    )


def chip_data(of: Basics, more: Holder | None, *, reader: str) -> ChipData:
    """Both answers as one card; its `atr` is the historical bytes. Raises CardDamaged where the name may be half, or
    birth date or sex are not what the number says.
    """
    whole = more is not None and more.name.startswith(of.name)
    if of.name_may_go_on and not whole:
        raise _damaged(layout.NAME_MORE, Text("缺少", "missing: "))
    known = more or Holder()
    said = ChipData(
        social_security_number=of.number,
        name=known.name if whole else of.name,
        sex=known.sex,
        nation=known.nation,
        birthplace=known.birthplace,
        birth_date=known.birth_date,
        card_number=of.card_number,
        card_identifier=of.identifier,
        card_class="",
        spec_version=of.spec_version,
        issuing_agency="",
        issued_on=of.issued_on,
        expires_on=of.expires_on,
        atr=of.history,
        reader=reader,
        authenticated_by="driver",
    )
    return of_one_person(said)


def basics_step(out: bytes) -> Step:
    """Step one of `iReadCardBas`: 区划|卡复位信息|算法|卡识别码|内认1|内认2|外认1|外认2|终端…|. Raises CardDamaged.

    The random number is the first of 外认1, 外认2, 内认1, 内认2 that is one: who fills which differs.
    """
    values = [value.strip().upper() for value in _values(out)]
    if len(values) < 8 or values[2] not in _ALGORITHMS:
        raise _no_step()
    randoms = [value for value in (values[6], values[7], values[4], values[5]) if _hex(value, length=8)]
    if not randoms or not _hex(values[1]) or not _hex(values[3], length=16):
        raise _no_step()
    return Step(
        algorithm=_ALGORITHMS[values[2]], random=randoms[0], identifier=values[3], history=last_eight(values[1])
    )


def step(out: bytes) -> Step:
    """A step of reading and of the PIN: 算法|密钥地址|过程因子|鉴别原始信息 or 命令头|新密码|. Raises CardDamaged."""
    ends = [at for at, byte in enumerate(out) if byte == ord(BAR)] + [len(out)]
    values = [value.strip().upper() for value in _values(out[: ends[min(3, len(ends) - 1)]])]
    if len(values) < 4 or values[0] not in _ALGORITHMS or not all(_hex(value) for value in values[1:4]):
        raise _no_step()
    if not values[1] or not _hex(values[2], length=8):
        raise _no_step()
    digits = _stripped(bytearray(memoryview(out)[ends[3] + 1 : ends[4]])) if len(ends) > 4 else bytearray()
    if digits and not re.fullmatch(rb"[0-9]{4,12}", digits):
        digits[:] = bytes(len(digits))
        raise _no_step()
    number = values[1][-2:]  # an address may name files before it
    return Step(algorithm=_ALGORITHMS[values[0]], key=number, random=values[2], header=values[3], digits=digits)


def _stripped(value: bytearray) -> bytearray:
    """Without blanks around it; `value` is overwritten, for it may be a PIN."""
    stripped = value.strip()
    value[:] = bytes(len(value))
    return stripped


def last_eight(history: str) -> str:
    """The last 8 of the historical bytes, padded with 00 on the left: what keys of a card are made from (hex)."""
    return history[-16:].rjust(16, "0")


def same_answer_to_reset(history: str, atr: str) -> bool:
    """Whether the driver's historical bytes can be those of an answer to reset; true where one of both is unknown."""
    return not history or not atr or history.upper() in atr.upper() or atr.upper() in history.upper()


_UNREADABLE = Text("无法识读：", "unreadable: ")


def _values(out: bytes) -> list[str]:
    """Decoded first and divided then: the second byte of a character of GBK may be a bar."""
    try:
        return out.decode("gb18030").split(BAR)
    except UnicodeDecodeError as error:
        raise _damaged(layout.NAME, _UNREADABLE) from error


def _number(value: str, today: date) -> str:
    number = value.strip().upper()
    if not number:
        raise _damaged(layout.NUMBER, Text("空白：", "left blank: "))
    if number_fault(number, today=today) is not None:
        raise _damaged(layout.NUMBER, Text("校验不符：", "fails its check: "))
    return number


def _name(value: str) -> str:
    try:
        name = coding.name_of(value.encode("gb18030"))
    except (UnicodeEncodeError, coding.Unreadable) as error:
        raise _damaged(layout.NAME, _UNREADABLE) from error
    if name_fault(name) is not None:
        raise _damaged(layout.NAME, _UNREADABLE)
    return name


def _ascii(value: str) -> str:
    return coding.ascii_text(value.encode("ascii"))


def _day(value: str) -> date | None:
    if not re.fullmatch(r"([0-9]{8})?", value.strip(), flags=re.ASCII):
        raise coding.Unreadable("not eight digits")
    return coding.day(value.strip().encode("ascii"))


def _digits(value: str, count: int) -> str:
    return value if re.fullmatch(rf"[0-9]{{{count}}}", value, flags=re.ASCII) else ""


def _perhaps(value: str, read: Callable[[str], Value], *, empty: Value) -> Value:
    """A value that does not decide."""
    try:
        return read(value)
    except (ValueError, CardDamaged):  # Unreadable and the errors of Unicode are ValueErrors
        return empty


def _hex(value: str, *, length: int | None = None) -> bool:
    """Whether it is hex of `length` bytes, of any number of bytes where that is not said."""
    fits = re.fullmatch(r"([0-9A-Fa-f]{2})*", value.strip(), flags=re.ASCII) is not None
    return fits and length in (None, len(value.strip()) // 2)


def _no_step() -> CardDamaged:
    return CardDamaged(what=Text("驱动给的认证数据读不懂", "what the driver gave for authentication cannot be read"))


def _damaged(item: Item, why: Text) -> CardDamaged:
    return CardDamaged(what=Text(f"{why.zh}{item.title.zh}", f"{why.en}{item.title.en}"))

"""The signed code of a paper (签名码): what it says, as text that a QR code holds and a person can type.

`SSC1-number-time-standing-kind-key-words-signature`, digits, capitals and dashes only (ISO/IEC 18004, alphanumeric
mode). What stands before the last dash is what the counter's key signs: SM2 (GB/T 32918.2) with SM3 (GB/T 32905). The
signature and the digest of the words are base32 (RFC 4648) without padding. Refuses every other writing of the same
code but small letters and blanks, so that one changed character is never overlooked; and to judge whether a signature
holds.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from counter_app.domain.errors import BadInput
from counter_app.domain.receipt import receipt_number_checks
from counter_app.domain.text import Text

MARK = "SSC1"
WORDS, SIGNATURE = 16, 64  # bytes
LONGEST = 320  # characters; the longest of this counter has some 230
_MOMENT = "%Y%m%dT%H%M%SZ"
_FORM = re.compile(
    rf"{MARK}-(?P<number>[0-9A-Z]{{1,40}}-[0-9A-Z]{{1,40}}-[0-9]{{6}}-[0-9]{{4,9}}-[0-9])"
    r"-(?P<at>[0-9]{8}T[0-9]{6}Z)-(?P<standing>[A-Z])-(?P<kind>[A-Z][0-9A-Z-]{0,39})"
    r"-(?P<key>[0-9A-F]{16})-(?P<words>[2-7A-Z]{26})-(?P<signature>[2-7A-Z]{103})"
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"), "-")


class Standing(StrEnum):
    """What the paper is: a receipt · one that was void already · the successor of one · a notice."""

    RECEIPT = "R"
    VOID = "V"
    SUCCESSOR = "S"
    NOTICE = "N"


class NoCode(BadInput):
    """What was typed or scanned is no code of a paper."""

    told_as = BadInput
    happened = Text("这不是完整的签名码：{why}", "This is no whole signed code: {why}")
    advice = Text(
        "重新扫一次；仍不行的，纸上的码有缺损或被改过，按回执号查",
        "Scan it once more; else it is damaged or was changed: look the receipt up by its number",
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What a code says of a paper. `at` UTC, whole seconds. `kind`: id of the procedure. `words`: the first 16 bytes of
    the SM3 over salt and words as they were recorded, in hex. Half of an SM3 is enough here: who would put other words
    on a signed paper must find a second text for a given digest (2^128 tries), and only the counter itself, which could
    sign anything, could look for a pair (2^64).
    """

    number: str
    at: datetime
    standing: Standing
    kind: str
    key_id: str
    words: str

    @property
    def place(self) -> tuple[str, str]:
        """Outlet and window, as the number names them."""
        outlet, window = self.number.split("-")[:2]
        lettered = self.standing in (Standing.NOTICE, Standing.SUCCESSOR)
        return (outlet[1:] if lettered else outlet, window)

    @property
    def message(self) -> bytes:
        """What is signed."""
        moment = self.at.astimezone(UTC).strftime(_MOMENT)
        words = _base32(bytes.fromhex(self.words))
        parts = (MARK, self.number, moment, self.standing.value, self.kind.upper(), self.key_id.upper(), words)
        return "-".join(parts).encode("ascii")


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """A whole code. `signature`: r and s, 32 bytes each."""

    said: Said
    signature: bytes

    @property
    def text(self) -> str:
        return f"{self.said.message.decode('ascii')}-{_base32(self.signature)}"


def looks_like_code(typed: str) -> bool:
    """True for what begins as a code does: a search takes it for nothing else."""
    return typed.lstrip()[: len(MARK) + 1].translate(_DASHES).upper() == f"{MARK}-"


def read_code(typed: str) -> ReceiptCode:
    """The code that was typed or scanned, in small letters too, over several lines too. Raises NoCode."""
    if len(typed) > 2 * LONGEST:
        raise NoCode(why=Text("太长", "too long"))
    plain = "".join(typed.translate(_DASHES).split())
    if not plain.isascii() or len(plain) > LONGEST:  # before capitals are made: ſ and ı would become S and I
        raise NoCode(why=Text("有不该有的字符", "there are characters that do not belong"))
    found = _FORM.fullmatch(plain.upper())
    if found is None:
        raise NoCode(why=Text("缺了一段或多了一段", "a part is missing or there is one too many"))
    if not receipt_number_checks(found["number"]):
        raise NoCode(why=Text("回执号的校验位不对", "the check digit of the number is wrong"))
    try:
        code = _code(found)
    except (ValueError, binascii.Error) as error:
        raise NoCode(why=Text("有一段不是应有的形式", "a part is not of its form")) from error
    if code.text != plain.upper():  # bits that nobody uses, set: another writing of the same
        raise NoCode(why=Text("有一段不是应有的形式", "a part is not of its form"))
    return code


def _code(found: re.Match[str]) -> ReceiptCode:
    """Raises ValueError for a moment or a letter that is none."""
    said = Said(
        number=found["number"],
        at=datetime.strptime(found["at"], _MOMENT).replace(tzinfo=UTC),
        standing=Standing(found["standing"]),
        kind=found["kind"].lower(),
        key_id=found["key"].lower(),
        words=_bytes(found["words"], WORDS).hex(),
    )
    if said.standing in (Standing.NOTICE, Standing.SUCCESSOR) and said.number[0] != said.standing.value:
        raise ValueError("another number than its letter says")
    return ReceiptCode(said, _bytes(found["signature"], SIGNATURE))


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode("ascii").rstrip("=")


def _bytes(text: str, length: int) -> bytes:
    found = base64.b32decode(text + "=" * (-len(text) % 8))
    if len(found) != length:
        raise ValueError("another length")
    return found

"""A recovery share as people copy it: one part of the key of a data folder, in four lines that each check themselves.

Any two of three open the key, one alone tells nothing of it (Shamir 1979; splitting and joining is a library's, in
`local_store.recovery`). Letters and digits of Crockford's Base32, in which nothing looks like anything else. Refuses a
line that was copied wrongly, and says which one.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from counter_app.domain.errors import Refused
from counter_app.domain.text import Text

LINES, GROUPS, GROUP = 4, 6, 4
NEEDED, MADE = 2, 3
SECRET, _FOLDER, _SET, _CHECK, _LINE = 32, 8, 5, 3, 12
_VERSION = 1
_RFC, _CROCKFORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WRITTEN = str.maketrans(_RFC, _CROCKFORD)
_READ = str.maketrans(_CROCKFORD, _RFC)
_LOOKALIKES = str.maketrans("OIL", "011")


class ShareMiscopied(Refused):
    """Line `line` (from 1) is not as it was written down, or there are not four."""

    happened = Text("恢复份额第 {line} 行不对", "Line {line} of the recovery share is wrong")
    advice = Text("逐字核对这一行再输入；共四行", "Compare that line letter by letter; there are four lines")


class ShareOfAnother(Refused):
    """A share of another data folder."""

    happened = Text("这份恢复份额是另一个数据文件夹的", "This recovery share belongs to another data folder")
    advice = Text("按纸上的文件夹编号找出本机的份额", "Find the share that names this folder on its paper")


class SharesMixed(Refused):
    """Two shares that were not made together."""

    happened = Text("两份恢复份额不是同一次做的", "These two recovery shares were not made together")
    advice = Text("用编组相同的两份", "Take two that name the same set")


class ShareTwice(Refused):
    """The same share twice: two people must bring one each."""

    happened = Text("两次输入的是同一份恢复份额", "That is the same recovery share twice")
    advice = Text("另一位管理员输入自己的那一份", "The other administrator types their own")


class SharesDoNotOpen(Refused):
    """They fit each other and not the data of this folder."""

    happened = Text("这两份恢复份额打不开本机的数据", "These two recovery shares do not open the data here")
    advice = Text("用最近一次做的份额；数据没有改动", "Take the shares that were made last; the data is untouched")


@dataclass(frozen=True, slots=True)
class Share:
    """`folder` and `together`: which folder and which making it is of; `number` from 1; `secret`: 32 bytes."""

    folder: bytes
    together: bytes
    number: int
    secret: bytes = field(repr=False)

    @property
    def marks(self) -> str:
        """What is told of it without telling it: folder and set."""
        return f"{self.folder.hex()[:8]}-{self.together.hex()}"


def folder_mark(folder_id: str) -> bytes:
    """Which folder a share is of, in 8 bytes."""
    return hashlib.sha256(folder_id.encode()).digest()[:_FOLDER]


def lines_of(share: Share) -> tuple[str, ...]:
    """Four lines of six groups of four."""
    head = bytes((_VERSION,)) + share.folder + share.together + bytes((share.number, NEEDED))
    raw = head + share.secret
    pieces = [raw[at : at + _LINE] for at in range(0, len(raw), _LINE)]
    return tuple(_line(number, piece) for number, piece in enumerate(pieces, start=1))


def share_of(lines: Sequence[str]) -> Share:
    """A share of its four lines, however they are spaced and whichever case. Raises ShareMiscopied."""
    if len(lines) != LINES:
        raise ShareMiscopied(line=min(len(lines) + 1, LINES))
    raw = b"".join(piece_of(line, number) for number, line in enumerate(lines, start=1))
    number, needed = raw[-SECRET - 2], raw[-SECRET - 1]
    if raw[0] != _VERSION or needed != NEEDED or not 1 <= number <= MADE:
        raise ShareMiscopied(line=1)
    folder, together = raw[1 : 1 + _FOLDER], raw[1 + _FOLDER : 1 + _FOLDER + _SET]
    return Share(folder, together, number, raw[-SECRET:])


def piece_of(line: str, number: int) -> bytes:
    """The 12 bytes of line `number`. Raises ShareMiscopied."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", line).upper() if not c.isspace() and c not in "-–—·.")
    plain = plain.translate(_LOOKALIKES)
    if len(plain) != GROUPS * GROUP or not set(plain) <= set(_CROCKFORD):
        raise ShareMiscopied(line=number)
    raw = base64.b32decode(plain.translate(_READ) + "=" * (-len(plain) % 8))
    piece, check = raw[:_LINE], raw[_LINE:]
    if check != _check(number, piece):
        raise ShareMiscopied(line=number)
    return piece


def make_pair(one: Share, other: Share, *, folder_id: str) -> None:
    """Whether the two may be joined for that folder. Raises ShareOfAnother, SharesMixed, ShareTwice."""
    if {one.folder, other.folder} != {folder_mark(folder_id)}:
        raise ShareOfAnother
    if one.together != other.together:
        raise SharesMixed
    if one.number == other.number:
        raise ShareTwice


def _line(number: int, piece: bytes) -> str:
    text = base64.b32encode(piece + _check(number, piece)).decode().translate(_WRITTEN)
    return " ".join(text[at : at + GROUP] for at in range(0, GROUPS * GROUP, GROUP))


def _check(number: int, piece: bytes) -> bytes:
    return hashlib.sha256(b"share line %d " % number + piece).digest()[:_CHECK]

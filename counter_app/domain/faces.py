"""The one order of typefaces in which a character is looked for, on paper and on screen, and what GB 18030-2022 asks of
them.

Refuses to open a font: a family is a name and a file here; whether it is on this machine is told by the caller.
Source: GB 18030-2022; its counts are the standard's own (87,887 ideographs; 88,115 with 214 radicals and 14
components).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Family:
    """A typeface as the system calls it and the files it may lie in; `bold` is empty when it has no bold of its own.
    `comes_with` is the Debian package, empty for what comes with Windows.
    """

    name: str
    regular: tuple[str, ...]
    bold: tuple[str, ...] = ()
    comes_with: str = ""


# For everything: the first that is here is the face of all common words.
COMMON = (
    Family(
        "Noto Sans CJK SC",
        ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf"),
        ("NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf"),
        "fonts-noto-cjk",
    ),
    Family("Source Han Sans SC", ("SourceHanSansSC-Regular.otf",), ("SourceHanSansSC-Bold.otf",)),
    Family("Microsoft YaHei", ("msyh.ttc",), ("msyhbd.ttc",)),
    Family("WenQuanYi Micro Hei", ("wqy-microhei.ttc",), (), "fonts-wqy-microhei"),
    Family("WenQuanYi Zen Hei", ("wqy-zenhei.ttc",), (), "fonts-wqy-zenhei"),
    Family("Droid Sans Fallback", ("DroidSansFallbackFull.ttf",), (), "fonts-droid-fallback"),
    Family("LXGW WenKai", ("LXGWWenKai-Regular.ttf",), ("LXGWWenKai-Bold.ttf",), "fonts-lxgw-wenkai"),
)
# For characters of names that the first of them lacks.
RARE = (
    Family("HanaMinA", ("HanaMinA.ttf",), (), "fonts-hanazono"),
    Family("HanaMinB", ("HanaMinB.ttf",), (), "fonts-hanazono"),
    Family("SimSun-ExtB", ("simsunb.ttf",)),
    Family("SimSun-ExtG", ("SimsunExtG.ttf",)),
    Family("BabelStone Han", ("BabelStoneHan.ttf",), (), "fonts-babelstone-han"),
)


def order(here: Callable[[Family], bool]) -> tuple[Family, ...]:
    """The faces that are `here`, in the order in which each character is looked for; empty when none is for common
    words: rare characters alone make no paper.
    """
    common = [family for family in COMMON if here(family)]
    if not common:
        return ()
    return (common[0], *(family for family in RARE if here(family)), *common[1:])


def may_be_drawn(character: str) -> bool:
    """False for what no face may draw, whatever it holds there: private use (each font puts something else there),
    control and format characters, bidirectional marks among them, and variation selectors (nothing may stand unseen).
    """
    return unicodedata.category(character) not in _NEVER and not _selects(ord(character))


def code_of(character: str) -> str:
    """A character as people say its code: U+20BB7."""
    return f"U+{ord(character):04X}"


def composed(text: str) -> str:
    """Latin, Greek and Cyrillic letters with their marks as the one character that they are: e and U+0301 as é.

    Chinese characters stay as they are: to compose one of the compatibility block would make it another.
    """
    return _LETTER_AND_MARKS.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def _selects(code: int) -> bool:
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


_LETTER_AND_MARKS = re.compile("[A-Za-z\u00c0-\u052f\u1e00-\u1fff][\u0300-\u036f]+")
_NEVER = frozenset(("Co", "Cc", "Cf", "Cs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class Block:
    """Characters of GB 18030-2022 that are told of together. `level` 1: needed from implementation level 1 on; 3: only
    level 3, that of public services, needs them all.
    """

    name: Text
    level: int
    ranges: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        return sum(last - first + 1 for first, last in self.ranges)

    def codes(self) -> Iterator[int]:
        """Its code points, in order."""
        for first, last in self.ranges:
            yield from range(first, last + 1)


def _ones(characters: str) -> tuple[tuple[int, int], ...]:
    return tuple((ord(character), ord(character)) for character in characters)


def _extension(letter: str, level: int, first: int, last: int) -> Block:
    return Block(Text(f"扩展{letter}", f"extension {letter}"), level, ((first, last),))


IDEOGRAPHS = (
    Block(Text("基本区", "basic"), 1, ((0x4E00, 0x9FEF),)),
    _extension("A", 1, 0x3400, 0x4DB5),
    Block(Text("兼容区十二字", "twelve of the compatibility block"), 1, _ones("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")),
    _extension("B", 3, 0x20000, 0x2A6D6),
    _extension("C", 3, 0x2A700, 0x2B734),
    _extension("D", 3, 0x2B740, 0x2B81D),
    _extension("E", 3, 0x2B820, 0x2CEA1),
    _extension("F", 3, 0x2CEB0, 0x2EBE0),
)
RADICALS = (
    Block(Text("康熙部首", "Kangxi radicals"), 3, ((0x2F00, 0x2FD5),)),
    Block(Text("部首部件", "radicals and components"), 1, _ones("⺁⺄⺈⺋⺌⺗⺧⺪⺮⺳⺶⺷⺻⻊")),
)
# Outside the standard of 2022 and accepted all the same.
BEYOND = (
    _extension("G", 0, 0x30000, 0x3134A),
    _extension("H", 0, 0x31350, 0x323AF),
    _extension("I", 0, 0x2EBF0, 0x2EE5D),
)

"""The fonts of paper: the screen's own face first, then faces for rare characters, from what is on this machine.

Chain: Noto Sans CJK SC (on Windows Microsoft YaHei) -> HanaMin A, HanaMin B -> Windows' extension faces -> BabelStone
Han. Together they have all 87,887 characters of GB 18030-2022. A character that none has is said to be missing and is
drawn as its framed code point. Refuses the built-in fonts of PDF readers (STSong-Light): nothing is embedded and rare
characters come out as others.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib import import_module
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any

from counter_app.domain.errors import NoFont
from printing.embedding import EmbeddedFont
from printing.face import Face

FRAME_DIGITS = 0.5  # size of the digits in a frame, of the size of the text around
FRAME_PADDING = 0.14  # em on each side of them
_FONT_TOOLS = ("fontTools.ttLib", "fontTools.cffLib", "fontTools.pens.ttGlyphPen", "fontTools.pens.cu2quPen")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A font file to look for; `family` chooses one font of a collection."""

    file: str
    family: str = ""


_REGULAR = (
    Wanted("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    Wanted("NotoSansCJKsc-Regular.otf"),
    Wanted("SourceHanSansSC-Regular.otf"),
    Wanted("msyh.ttc", "Microsoft YaHei"),
    Wanted("wqy-microhei.ttc", "WenQuanYi Micro Hei"),
    Wanted("wqy-zenhei.ttc", "WenQuanYi Zen Hei"),
    Wanted("DroidSansFallbackFull.ttf"),
    Wanted("LXGWWenKai-Regular.ttf"),
)
_BOLD = (
    Wanted("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
    Wanted("NotoSansCJKsc-Bold.otf"),
    Wanted("SourceHanSansSC-Bold.otf"),
    Wanted("msyhbd.ttc", "Microsoft YaHei"),
    Wanted("LXGWWenKai-Bold.ttf"),
)
_RARE = (
    Wanted("HanaMinA.ttf"),
    Wanted("HanaMinB.ttf"),
    Wanted("simsunb.ttf"),
    Wanted("SimsunExtG.ttf"),
    Wanted("BabelStoneHan.ttf"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters drawn the same way. `font` None: one character without a glyph, drawn as its framed code point.

    `thicken`: bold is wanted and the face has no bold, so its strokes are drawn thicker.
    """

    text: str
    font: EmbeddedFont | None
    thicken: bool = False

    @property
    def digits(self) -> str:
        """What stands in the frame: the code point in hexadecimal, at least four digits."""
        return f"{ord(self.text):04X}"


class Fonts:
    """The chain of faces on this machine, opened when first needed. Not for two threads at once: take `turn`."""

    def __init__(self, folders: Sequence[Path] | None = None) -> None:
        self.turn = Lock()  # fonts are files read by position, and lanes and commands share one chain
        self._folders = tuple(font_folders() if folders is None else folders)
        self._chosen: dict[tuple[str, bool], Face | None] = {}
        self._fonts: dict[Path, EmbeddedFont] = {}

    def runs(self, text: str, *, bold: bool = False) -> Iterator[Run]:
        """`text` cut into runs of one face each. Raises NoFont when this machine has no Chinese font at all."""
        for face, characters in groupby(text, key=lambda character: self._face(character, bold=bold)):
            if face is None:
                yield from (Run(character, None) for character in characters)
            else:
                yield Run("".join(characters), self._embedded(face), thicken=bold and not face.bold)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width in points of `text` at `size` points. Raises NoFont."""
        return sum(self._run_width(run, size) for run in self.runs(text, bold=bold))

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no face covers, each once, in order. Raises NoFont."""
        return tuple(dict.fromkeys(c for c in text if self._face(c, bold=False) is None))

    @property
    def base(self) -> EmbeddedFont:
        """The font of the first regular face. Raises NoFont."""
        return self._embedded(self._regular[0])

    def warming(self) -> tuple[Callable[[], None], ...]:
        """Open the common faces piece by piece, so that the first receipt does not wait for it. Each raises NoFont."""
        modules = (partial(load, name) for name in _FONT_TOOLS)
        faces = (partial(step, bold=bold) for bold in (False, True) for step in (self._open, self._try))
        return (*modules, *faces)

    def _open(self, *, bold: bool) -> None:
        self._face("回", bold=bold)

    def _try(self, *, bold: bool) -> None:
        self.width("回执0", 10, bold=bold)

    def _run_width(self, run: Run, size: float) -> float:
        if run.font is None:
            return self.base.stringWidth(run.digits, size * FRAME_DIGITS) + 2 * FRAME_PADDING * size
        return run.font.stringWidth(run.text, size)

    def _face(self, character: str, *, bold: bool) -> Face | None:
        key = (character, bold)
        if key not in self._chosen:
            common, *others = self._regular
            chain = (*(self._bold if bold else ()), common, *self._rare, *others)
            self._chosen[key] = next((face for face in chain if face.covers(character)), None)
        return self._chosen[key]

    def _embedded(self, face: Face) -> EmbeddedFont:
        font = self._fonts.get(face.path)
        if font is None:
            font = self._fonts[face.path] = _registered(face, owner=self)
        return font

    @cached_property
    def _files(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in self._folders:
            for place, _folders, names in sorted(os.walk(folder)):
                for name in names:
                    found.setdefault(name.casefold(), Path(place, name))
        return found

    def _present(self, wanted: Sequence[Wanted], *, bold: bool = False) -> list[Face]:
        places = ((want, self._files.get(want.file.casefold())) for want in wanted)
        return [Face(path, family=want.family, bold=bold) for want, path in places if path is not None]

    @cached_property
    def _regular(self) -> list[Face]:
        faces = self._present(_REGULAR)
        if not faces:
            raise NoFont
        return faces

    @cached_property
    def _bold(self) -> list[Face]:
        return self._present(_BOLD, bold=True)[:1]

    @cached_property
    def _rare(self) -> list[Face]:
        return self._present(_RARE)


@cache
def fonts_of_this_machine() -> Fonts:
    """The one chain of this process: reportlab has one table of fonts a process, and whatever stands there stays."""
    return Fonts()


def load(module: str) -> None:
    """Import a module that is needed later."""
    import_module(module)


def font_folders() -> tuple[Path, ...]:
    """Where fonts lie on this system (fontconfig's and Windows' own folders), the system's first."""
    if sys.platform == "win32":
        windows, local = os.environ.get("WINDIR", "C:\\Windows"), os.environ.get("LOCALAPPDATA", "")
        own = (Path(local, "Microsoft", "Windows", "Fonts"),) if local else ()
        return (Path(windows, "Fonts"), *own)
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own_data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    places = (*shared.split(":"), "/usr/share", own_data)
    return tuple(dict.fromkeys(Path(place, "fonts") for place in places if place))


def _registered(face: Face, *, owner: object) -> EmbeddedFont:
    """reportlab finds fonts by name in one table for the whole process; the owner's mark keeps two chains apart."""
    from reportlab.pdfbase import pdfmetrics

    font: Any = EmbeddedFont(face, name=f"{face.name}@{id(owner):x}")
    pdfmetrics.registerFont(font)
    return font  # type: ignore[no-any-return]

"""The fonts of paper, from what is on this machine, in the order that the screen has too (`counter_app.domain.faces`).

On Debian the faces of that order have all 87,887 ideographs of GB 18030-2022. A character that none of them draws is
said to be missing and is drawn as its framed code point. A file that cannot be read or may not be embedded is passed
over and named (`troubles`). Refuses the built-in fonts of PDF readers (STSong-Light): nothing is embedded and rare
characters come out as others.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from importlib import import_module
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any

from counter_app.domain.errors import NoFont
from counter_app.domain.faces import COMMON, RARE, Family, code_of, composed, order
from counter_app.domain.text import Text
from printing.embedding import EmbeddedFont
from printing.face import Face

CHOSEN = 2048  # characters whose face is remembered
FRAME_DIGITS = 0.5  # size of the digits in a frame, of the size of the text around
FRAME_PADDING = 0.14  # em on each side of them
_FONT_TOOLS = ("fontTools.ttLib", "fontTools.cffLib", "fontTools.pens.ttGlyphPen", "fontTools.pens.cu2quPen")


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
        return code_of(self.text).removeprefix("U+")


class Fonts:
    """The chain of faces on this machine, opened when first needed. Not for two threads at once: take `turn`."""

    def __init__(self, folders: Sequence[Path] | None = None) -> None:
        self.turn = Lock()  # fonts are files read by position, and lanes and commands share one chain
        self._folders = tuple(font_folders() if folders is None else folders)
        self._face = lru_cache(CHOSEN)(lambda character, bold: self._first(character, bold=bold))
        self._wide = lru_cache(CHOSEN)(lambda character, bold: self._width_of(character, bold=bold))
        self._fonts: dict[Path, EmbeddedFont] = {}
        self._spoilt: list[Face] = []

    def runs(self, text: str, *, bold: bool = False) -> Iterator[Run]:
        """`text` cut into runs of one face each. Raises NoFont when this machine has no Chinese font at all."""
        for face, characters in groupby(composed(text), key=lambda character: self._face(character, bold)):
            if face is None:
                yield from (Run(character, None) for character in characters)
            else:
                yield Run("".join(characters), self._embedded(face), thicken=bold and not face.bold)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width in points of `text` at `size` points. Raises NoFont."""
        return sum([self._wide(character, bold) for character in composed(text)]) * size / 1000

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no face covers, each once, in order. Raises NoFont."""
        return tuple(dict.fromkeys(c for c in composed(text) if self._face(c, False) is None))

    def families(self) -> tuple[str, ...]:
        """The faces by name, in the order in which each character is looked for. Raises NoFont."""
        return tuple(family.name for family, _face in self._chain)

    def bold(self) -> bool:
        """True when the common face has a bold of its own. Raises NoFont."""
        return any(face.trouble is None for face in self._bold)

    def ranges(self) -> Iterator[tuple[int, int]]:
        """The code points that some regular face has, as (first, last), face by face. Raises NoFont."""
        return (range_ for face in self._regular for range_ in face.codes())

    def troubles(self) -> tuple[tuple[Path, Text], ...]:
        """Files of the order that cannot be used, and why. Opens every one."""
        faces: tuple[Face, ...] = ()
        with suppress(NoFont):
            faces = (*self._regular, *self._bold)
        return tuple((face.path, face.trouble) for face in (*self._spoilt, *faces) if face.trouble)

    @property
    def base(self) -> EmbeddedFont:
        """The font of the first regular face. Raises NoFont."""
        return self._embedded(self._regular[0])

    def warming(self) -> tuple[Callable[[], None], ...]:
        """Open the common faces piece by piece, so that the first receipt does not wait for it. Each raises NoFont."""
        modules = (partial(load, name) for name in _FONT_TOOLS)
        faces = (partial(step, bold=bold) for bold in (False, True) for step in (self._open, self._try))
        return (*modules, *faces, *(partial(self._open_rare, at) for at in range(len(RARE))))

    def _open(self, *, bold: bool) -> None:
        self._face("回", bold)

    def _open_rare(self, at: int) -> None:
        """Its character map is read; its outlines stay where they are until somebody bears such a name."""
        rare = [face for family, face in self._chain if family in RARE]
        if at < len(rare):
            rare[at].covers("𠮷")

    def _try(self, *, bold: bool) -> None:
        self.width("回执0", 10, bold=bold)

    def _width_of(self, character: str, *, bold: bool) -> float:
        """Thousandths of the size; what lines are broken by is asked for each character many times over."""
        face = self._face(character, bold)
        if face is not None:
            return face.thousandths(face.glyph(character).advance)
        digits = Run(character, None).digits
        return self.base.stringWidth(digits, FRAME_DIGITS * 1000) + 2 * FRAME_PADDING * 1000

    def _first(self, character: str, *, bold: bool) -> Face | None:
        heavy = self._bold if bold else ()
        return next((face for face in (*heavy, *self._regular) if face.draws(character)), None)

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

    def _file(self, names: Sequence[str]) -> Path | None:
        return next((self._files[name.casefold()] for name in names if name.casefold() in self._files), None)

    @cached_property
    def _chain(self) -> tuple[tuple[Family, Face], ...]:
        """Families and their faces, in order; a common one that cannot be used leaves its place to the next."""
        files = {family: self._file(family.regular) for family in (*COMMON, *RARE)}
        faces = {family: Face(path, family=family.name) for family, path in files.items() if path is not None}
        spoilt: set[Family] = set()
        self._spoilt = []
        while chain := order(lambda family: family in faces and family not in spoilt):
            if faces[chain[0]].trouble is None:
                return tuple((family, faces[family]) for family in chain)
            spoilt.add(chain[0])
            self._spoilt.append(faces[chain[0]])
        raise NoFont

    @cached_property
    def _regular(self) -> tuple[Face, ...]:
        return tuple(face for _family, face in self._chain)

    @cached_property
    def _bold(self) -> tuple[Face, ...]:
        """The bold of the common face, which the screen would take; of no other, even where that one has none."""
        family, _face = self._chain[0]
        path = self._file(family.bold)
        return () if path is None else (Face(path, family=family.name, bold=True),)


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

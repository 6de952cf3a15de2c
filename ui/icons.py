"""Icons: the outline SVG files of the Tabler set (package pytablericons, MIT), recoloured and drawn sharp at any size.

Refuses to import that package's Python modules: they pull a picture library for nothing, only its files are used.
"""

from __future__ import annotations

import logging
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_LOG = logging.getLogger(__name__)
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" '
    'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
)
# The set has no pause or play sign in a ring; the emblem is the counter's own: one card, two halves.
_OWN = {
    "circle-pause": _HEAD + '<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/></svg>',
    "circle-play": _HEAD + '<circle cx="12" cy="12" r="9"/><path d="M10.5 9l4.5 3l-4.5 3z"/></svg>',
    "emblem": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g fill="currentColor" fill-rule="evenodd">'
    '<path d="M3.6 3.9h7.8v16.2h-7.8a3.1 3.1 0 0 1 -3.1 -3.1v-10a3.1 3.1 0 0 1 3.1 -3.1zM4 9.6v5h4.8v-5z"/>'
    '<path d="M12.9 3.9h7.5a3.1 3.1 0 0 1 3.1 3.1v10a3.1 3.1 0 0 1 -3.1 3.1h-7.5zM16.8 14.4v1.5h4v-1.5z"/>'
    "</g></svg>",
}
# Names a procedure may give, drawn in a ring like the other states of a card.
_RINGED = {"player-pause": "circle-pause", "player-play": "circle-play"}
_STROKE = 'stroke-width="1.6"'
_MISSING = "file-text"


class Icons:
    """Pixmaps by name, colour, size and screen density, drawn once each."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """The icon `size` real px wide in `colour` (#RRGGBB); an unknown name is logged and drawn as a sheet of
        paper.
        """
        key = (name, colour, size, ratio)
        if key not in self._drawn:
            self._drawn[key] = _draw(name, colour, size, ratio)
        return self._drawn[key]


@cache
def folder() -> Path:
    """Where the package keeps its outline icons. Raises LookupError with the package's name when it is not
    installed.
    """
    found = find_spec("pytablericons")
    if found is None or found.origin is None:
        raise LookupError("pytablericons")
    return Path(found.origin).parent / "icons" / "outline"


def _source(name: str) -> str:
    name = _RINGED.get(name, name)
    if name in _OWN:
        return _OWN[name]
    path = folder() / f"{name}.svg"
    if not path.is_file():
        _LOG.warning("no icon of the name %s", name)
        path = folder() / f"{_MISSING}.svg"
    return path.read_text(encoding="utf-8")


def _draw(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    svg = _source(name).replace("currentColor", colour).replace('stroke-width="2"', _STROKE)
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap

"""The search of a window: what is typed goes to `Finding`, what it finds unfolds as a list below the field.

Refuses to find anybody itself, and to open anybody but by what the clerk picked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from counter_app.desk.views import SearchView
    from counter_app.domain.holder import Hit
    from ui.widgets.search_box import SearchHits
    from ui.window import Window


class Searching(QObject):
    """Bound to one window for its life; there is nothing to search in before its frames are built."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.serving.found.connect(self._show_hits)
        window.serving.asking.connect(self._show_asking)

    def typed(self, text: str) -> None:
        """Something was typed into the field."""
        if text.strip():
            self._window.serving.finding.suggest(text)
        else:
            self._window.close_hits()

    def open_hit(self, hit: Hit) -> None:
        """The clerk picked somebody of the list."""
        window = self._window
        typed = window.top.search.line.text() if window.top is not None else ""
        window.close_hits()
        window.serving.finding.open_hit(hit, typed)

    def open_unknown(self, number: str) -> None:
        """The clerk goes on with a number nobody knows."""
        self._window.close_hits()
        self._window.serving.finding.open_unknown(number)

    def _show_hits(self, view: SearchView) -> None:
        self._unfold(lambda hits: hits.show_hits(view))

    def _show_asking(self) -> None:
        self._unfold(lambda hits: hits.show_asking())

    def _unfold(self, show: Callable[[SearchHits], None]) -> None:
        window = self._window
        hits, top = window.hits, window.top
        if hits is not None and top is not None and not window.page.alone and top.search.line.text().strip():
            hits.setFixedWidth(top.search.width())
            show(hits)
            place = top.search.mapTo(window, top.search.rect().bottomLeft())
            hits.move(place.x(), place.y() + window.look.px(6))

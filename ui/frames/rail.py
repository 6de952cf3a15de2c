"""The left rail: the pages that work, each an icon over a word, and the count of what waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.box import column, round_box
from ui.widgets.pressable import Pressable
from ui.widgets.words import Sign, Words


@dataclass(frozen=True, slots=True)
class RailPage:
    """One place on the rail: its id, icon, word, and whether it stands at the foot."""

    id: str
    icon: str
    word: str
    foot: bool = False


class RailItem(Pressable):
    """Icon 22 over a word; white bar and fill when current; a badge with a number."""

    def __init__(self, look: Look, page: RailPage, key: str) -> None:
        super().__init__(look, kind="rail", name=page.word)
        self.page, self._current, self._badge = page, False, 0
        self.setFixedSize(look.px(60 if look.chinese else 66), look.px(56))
        self.setToolTip(key)
        body = column(self, look, margins=(0, 7, 0, 5), gap=2)
        body.addWidget(Sign(look, page.icon, tone="railink", size=22), 0, Qt.AlignmentFlag.AlignHCenter)
        self._words = Words(look, page.word, face="note", tone="railink")
        body.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_item(self, *, current: bool, badge: int) -> None:
        """Draw as the current page or not, with the count of what waits."""
        self._current, self._badge = current, badge
        self._words.face("notebold" if current else "note")
        self.setAccessibleName(f"{self.page.word} {badge}" if badge else self.page.word)
        self.paint_as("railon" if current else "rail")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        super().paintEvent(_event)
        painter, look = QPainter(self), self.look
        if self._current:
            bar = QRectF(0, self.height() / 4, look.px(3), self.height() / 2)
            round_box(painter, bar, look, fill="railink", border="", radius=look.px(1))
        if self._badge:
            count = str(self._badge) if self._badge < 100 else "99+"
            painter.setFont(look.font("smallbold"))
            width = max(look.px(19), QFontMetricsF(look.font("smallbold")).horizontalAdvance(count) + look.px(10))
            place = QRectF(self.width() / 2 + look.px(5), look.px(3), width, look.px(19))
            round_box(painter, place, look, fill="badge", border="", radius=place.height() / 2)
            painter.setPen(look.colour("badgeink"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, count)


class Rail(QWidget):
    """All places, Alt+1 and so on from the top."""

    chosen = Signal(str)

    def __init__(self, look: Look, pages: tuple[RailPage, ...]) -> None:
        super().__init__()
        self.look = look
        self.setFixedWidth(look.px(72))
        body = column(self, look, margins=(0, 12, 0, 8), gap=4)
        body.addWidget(Sign(look, "emblem", tone="railink", size=34), 0, Qt.AlignmentFlag.AlignHCenter)
        body.addSpacing(look.px(8))
        self.items = [RailItem(look, page, f"Alt+{n}") for n, page in enumerate(pages, start=1)]
        self._place(body)

    def _place(self, body: QVBoxLayout) -> None:
        for item in self.items:
            if item.page.foot:
                break
            body.addWidget(item, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(1)
        for item in self.items:
            item.clicked.connect(lambda _on=False, name=item.page.id: self.chosen.emit(name))
            if item.page.foot:
                body.addWidget(item, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_rail(self, *, current: str, badges: Mapping[str, int], hidden: Collection[str] = ()) -> None:
        """Draw the current page, how much waits on which, and none that whoever is on duty has no use for."""
        for item in self.items:
            item.setHidden(item.page.id in hidden)
            item.show_item(current=item.page.id == current, badge=badges.get(item.page.id, 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.look.colour("rail"))

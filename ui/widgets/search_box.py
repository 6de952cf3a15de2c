"""The search field of the top bar and the list of what it found, masked. A whole number and Enter opens the person.

Refuses to search: it sends what was typed, and draws the answer it is handed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from counter_app.desk.views import SearchView
from counter_app.domain.holder import Hit
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity
from ui.look import Look
from ui.sheet import line_sheet
from ui.widgets.box import Box, KeyCap, column, row
from ui.widgets.clearing import empty
from ui.widgets.fields import Entry
from ui.widgets.pressable import Pressable
from ui.widgets.tiles import two_lines
from ui.widgets.words import Sign, Words

PAUSE_MS = 250
SHORTEST = 2
MOST_HITS = 7
RESIDENT_LENGTH = 18


class SearchBox(Entry):
    """The field: `typed` after a short pause in typing, `entered` on Enter, `moved_down` to go into the list."""

    typed = Signal(str)
    entered = Signal(str)
    moved_down = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="", icon="search", height=36)
        self.line.setAccessibleName(self.tr("查找"))
        self.line.setFont(look.font("body"))
        self.line.setStyleSheet(line_sheet(look, face="body"))
        self.fill = "paper"
        cap = KeyCap(look, "Ctrl K")
        layout = self.layout()
        assert layout is not None
        layout.removeWidget(self._sign)
        self._sign.hide()
        layout.addWidget(cap)
        self.invite("")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)
        self.line.textEdited.connect(lambda _words: self._timer.start(PAUSE_MS))
        self.line.installEventFilter(self)

    def invite(self, procedure: str) -> None:
        """Say what may be typed; `procedure` is the task that was chosen before the person was found."""
        if procedure:
            self.line.setPlaceholderText(self.tr("{task}：输入证件号、卡号或姓名").format(task=procedure))
        else:
            short, long = self.tr("号码、姓名、首字母"), self.tr("证件号、卡号、姓名、拼音首字母")
            self.line.setPlaceholderText(short if self.look.large else long)

    def clear(self) -> None:
        """Forget what was typed."""
        self._timer.stop()
        self.line.clear()

    def submit(self) -> None:
        """Enter was pressed in the field."""
        self._timer.stop()
        self.entered.emit(self.line.text())

    def _tell(self) -> None:
        self.typed.emit(self.line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.moved_down.emit()
            return True
        return super().eventFilter(watched, event)


class _HitRow(Pressable):
    """One hit, masked."""

    def __init__(self, look: Look, bold: str, plain: str, icon: str, end: str = "") -> None:
        super().__init__(look, kind="row", name=bold)
        self.setAccessibleDescription(f"{plain} {end}".strip())
        layout = row(self, look, margins=(12, 6, 14, 6), gap=12)
        layout.addWidget(Sign(look, icon, size=20))
        layout.addWidget(two_lines(look, bold, plain, face="bodybold"), 1)
        if end:
            layout.addWidget(Words(look, end, face="note", tone="ink2"))


class SearchHits(Box):
    """The list under the field. `opened(hit)` a person, `unknown(number)` somebody nobody knows here."""

    opened = Signal(object)
    unknown = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, border="edge", radius=8)
        self.setParent(host)
        self._body = column(self, look, margins=(6, 6, 6, 6), gap=2)
        self._rows: list[Pressable] = []
        self.hide()

    def leave(self) -> None:
        """Fold away, and forget who was found."""
        self.hide()
        empty(self._body)
        self._rows = []

    def show_asking(self) -> None:
        """The platform is being asked: said until it answers."""
        empty(self._body)
        self._rows = []
        self._body.addWidget(self._said(self.tr("本机没有，正在问省平台"), "cloud"))
        self._appear()

    def show_hits(self, view: SearchView) -> None:
        """Draw the answer to a search."""
        look = self.look
        empty(self._body)
        self._rows = []
        for hit in view.hits[:MOST_HITS]:
            self._add(self._row_of(hit), partial(self.opened.emit, hit))
        if len(view.hits) > MOST_HITS:
            more = self.tr("还有 {count} 人，请再多输几个字").format(count=len(view.hits) - MOST_HITS)
            self._body.addWidget(self._said(more, "info-circle"))
        if view.unknown_number:
            bold = self.tr("按号码和姓名受理挂失")
            self._add(
                _HitRow(look, bold, self._unknown(view), "user-plus"), lambda: self.unknown.emit(view.unknown_number)
            )
        elif view.fault is not None:
            self._body.addWidget(self._said(look.say(view.fault), "alert-triangle"))
        elif not view.hits:
            self._body.addWidget(self._said(self.tr("没有找到，核对号码或姓名"), "info-circle"))
        self._appear()

    def _unknown(self, view: SearchView) -> str:
        """What the clerk goes on with: a number of 18 says itself what it is, of another the papers are named."""
        if len(view.unknown_number) != RESIDENT_LENGTH:
            papers = self.tr("或").join(self.look.say(kind) for kind in view.unknown_kinds)
            return self.tr("作为{papers}号码，平台来找卡").format(papers=papers)
        return self.tr("本机没有此人，离线也可受理，平台来找卡")

    def _appear(self) -> None:
        self.adjustSize()
        self.show()
        self.raise_()

    def _said(self, words: str, icon: str) -> QWidget:
        host = QWidget()
        line = row(host, self.look, margins=(12, 8, 12, 8), gap=10)
        line.addWidget(Sign(self.look, icon, tone="ink2", size=18))
        line.addWidget(Words(self.look, words), 1)
        host.setAccessibleName(words)
        return host

    def _row_of(self, hit: Hit) -> _HitRow:
        born = self.tr("{year} 年生").format(year=hit.birth_year) if hit.birth_year else ""
        card = self.tr("卡 {number}").format(number=mask_card(hit.card_number)) if hit.card_number else ""
        masked = mask_identity(hit.number)
        number = masked if len(hit.number) == RESIDENT_LENGTH else self.tr("证件 {number}").format(number=masked)
        plain = "　".join(w for w in (number, card) if w)
        return _HitRow(self.look, mask_name(hit.name), plain, "user", born)

    def _add(self, line: _HitRow, press: Callable[[], None]) -> None:
        line.clicked.connect(press)
        line.installEventFilter(self)
        self._body.addWidget(line)
        self._rows.append(line)

    @property
    def rows(self) -> list[Pressable]:
        """What can be chosen, from the top."""
        return list(self._rows)

    def enter(self) -> None:
        """Put the focus on the first line."""
        if self.isVisible() and self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, _HitRow):
            step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key())
            if step is not None:
                at = self.rows.index(watched) + step
                if at < 0:
                    self.closed.emit()
                elif at < len(self.rows):
                    self.rows[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
        return super().eventFilter(watched, event)

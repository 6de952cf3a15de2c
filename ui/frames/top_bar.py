"""The top bar: search (same place on every page), the open visit as a tab with its mark, text size, language, lock."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.domain.text import Text
from ui.look import Look
from ui.widgets.box import row
from ui.widgets.person_head import Mark
from ui.widgets.pressable import KeyButton, Pressable
from ui.widgets.search_box import SearchBox
from ui.widgets.words import Sign, Words

_PROVEN = {"card": Text("已读卡", "card read"), "document": Text("已读证", "ID read")}
_BY_NUMBER = Text("按号码", "by number")
TAB_NAME, TAB_NAME_LARGE = 420, 150  # px at 100 %
SEARCH, SEARCH_LARGE, SEARCH_LEAST = 380, 320, 190  # px at 100 %
_ALL_THERE_IS = 1000  # stretch: as wide as it may be, before anything else is


def doing(visit: PersonView | VisitView | OutcomeView) -> Text:
    """What is being done for the person of a visit: how they were proven, or the procedure and how far it is."""
    if isinstance(visit, PersonView):
        return _PROVEN.get(visit.proof, _BY_NUMBER)
    count = len(visit.steps)
    step = f"{visit.current + 1 if isinstance(visit, VisitView) else count}/{count}"
    return Text(f"{visit.title.zh} {step}", f"{visit.title.en} {step}")


class VisitTab(Pressable):
    """The open visit: mark, whole name, what is being done."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, kind="chosen")
        self._mark = Mark(look, size=22)
        self._name = Words(look, face="bodybold")
        self._doing = Words(look, face="note", tone="ink2")
        layout = row(self, look, margins=(6, 0, 12, 0), gap=7)
        for part in (self._mark, self._name, self._doing):
            layout.addWidget(part)
        self.setFixedHeight(look.px(36))

    def show_visit(self, mark: int, name: str, doing: str) -> None:
        """Draw the visit."""
        self._mark.show_mark(mark)
        self._name.say_within(name, most=self.look.px(TAB_NAME_LARGE if self.look.large else TAB_NAME))
        self._doing.setText(doing)
        self.setAccessibleName(f"{name} {doing}")


class TopBar(QWidget):
    """Search, tab, and what changes the look."""

    size_asked = Signal()
    language_asked = Signal()
    visit_asked = Signal()
    lock_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setFixedHeight(look.px(52))
        layout = row(self, look, margins=(24, 0, 20, 0), gap=12)
        self.search = SearchBox(look)
        self.search.setMinimumWidth(look.px(SEARCH_LEAST))
        self.search.setMaximumWidth(look.px(SEARCH if not look.large else SEARCH_LARGE))
        layout.addWidget(self.search, _ALL_THERE_IS)
        self.tab = VisitTab(look)
        self.tab.clicked.connect(self.visit_asked)
        self.tab.hide()
        layout.addWidget(self.tab)
        layout.addStretch(1)
        self.size_button = KeyButton(
            look, self.tr("标准字") if look.large else self.tr("大字"), kind="quiet", icon="text-size"
        )
        self.size_button.clicked.connect(self.size_asked)
        layout.addWidget(self.size_button)
        other = "English" if look.chinese else "中文"
        self.language = KeyButton(look, other, kind="quiet", icon="language")
        self.language.clicked.connect(self.language_asked)
        layout.addWidget(self.language)
        self.lock = Pressable(look, kind="quiet", name=self.tr("锁定窗口"))
        self.lock.setFixedSize(look.px(36), look.px(36))
        self.lock.setToolTip(self.tr("锁定窗口 Ctrl+L，签退也在那里"))
        row(self.lock, look, margins=(9, 0, 9, 0)).addWidget(Sign(look, "lock", tone="ink", size=18))
        self.lock.clicked.connect(self.lock_asked)
        layout.addWidget(self.lock)

    def show_tab(self, mark: int, name: str, doing: str) -> None:
        """Draw the open visit; no name, no tab."""
        self.tab.setVisible(bool(name))
        self.tab.show_visit(mark, name, doing)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("line"))


class PracticeBand(QWidget):
    """The hatched amber band that runs under the top bar of every page in practice."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(look.px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("badge"))
        painter.setPen(look.colour("badgeink"))
        height, step = self.height(), look.px(12)
        for left in range(-height, self.width(), step):
            for thick in range(look.px(3)):
                painter.drawLine(left + thick, height, left + thick + height, 0)

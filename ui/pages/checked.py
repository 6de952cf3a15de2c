"""What came of checking a paper by its signed code: genuine or not, what was signed, what was not checked, the record.

Refuses to judge: verdict and sentences come from the desk. Nothing is done from here but to go on with a notice.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from counter_app.desk.views_checked import Checked, Verdict
from counter_app.domain.moments import say_full
from counter_app.domain.receipt import Row
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.notice import BannerBox
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Line, Words

WIDTH, LABEL_WIDTH = 760, 120  # px at 100 %
_LOOKS = {
    Verdict.GENUINE: ("ok", "circle-check"),
    Verdict.VOID: ("wait", "alert-triangle"),
    Verdict.FALSE: ("stop", "alert-triangle"),
    Verdict.UNKNOWN: ("wait", "info-circle"),
}


class CheckedPage(Page):
    """`left`: back to the work; `resumed(number)`: go on with the notice."""

    patient = True
    left = Signal()
    resumed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view: Checked | None = None
        body = column(self, look)
        middle = row(None, look, margins=(24, 18, 24, 8), gap=16)
        panel = Box(look)
        panel.setMaximumWidth(look.px(WIDTH))
        inside = ScrollColumn(look, margins=(24, 18, 24, 18), gap=10)
        column(panel, look, margins=(4, 4, 4, 4)).addWidget(inside)
        self._scroll, self._body = inside, inside.body
        middle.addStretch(1)
        middle.addWidget(panel, 20)
        middle.addStretch(1)
        body.addLayout(middle, 1)
        body.addWidget(self._foot())

    def _foot(self) -> Footer:
        look = self.look
        footer = Footer(look)
        self._back = KeyButton(look, self.tr("返回"), key="Esc", icon="arrow-left", height=40)
        self._back.clicked.connect(self.left)
        footer.left.addWidget(self._back)
        self._on = KeyButton(look, self.tr("接着办"), kind="main", key="Enter", icon="arrow-right", height=40)
        self._on.clicked.connect(self._resume)
        footer.right.addWidget(self._on)
        return footer

    def show_checked(self, view: Checked) -> None:
        """Draw what came of it."""
        look, said = self.look, view.said
        self.view = view
        empty(self._body)
        kind, icon = _LOOKS[view.verdict]
        banner = BannerBox(look)
        banner.show_banner(look.say(view.headline), look.say(view.advice), kind=kind, icon=icon)
        self._body.addWidget(banner)
        self._rows(
            (self.tr("号码"), said.number),
            (self.tr("业务"), look.say(view.kind)),
            (self.tr("时间"), say_full(said.at)),
            (self.tr("出具"), look.say(view.place)),
            (self.tr("密钥"), said.key_id),
        )
        for one in view.why:
            if one != view.advice:
                self._body.addWidget(Words(look, look.say(one), wrap=True))
        if view.receipt is not None:
            self._record(view.receipt.draft.rows)
        self._body.addStretch(1)
        appear(self._body)
        self._on.setVisible(view.resumes)
        self._scroll.verticalScrollBar().setValue(0)
        self.mark_drawn()

    def _record(self, rows: tuple[Row, ...]) -> None:
        look = self.look
        self._body.addWidget(Line(look))
        self._body.addWidget(Words(look, self.tr("本机的记录"), face="bodybold"))
        self._rows(*((look.say(one.label), look.say(one.value)) for one in rows))

    def _rows(self, *rows: tuple[str, str]) -> None:
        look, host = self.look, QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(4))
        grid.setColumnMinimumWidth(0, look.px(LABEL_WIDTH))
        grid.setColumnStretch(1, 1)
        for at, (label, value) in enumerate(rows):
            grid.addWidget(Words(look, label, tone="ink2"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Words(look, value, wrap=True), at, 1)
        self._body.addWidget(host)

    def _resume(self) -> None:
        if self.view is not None and self.view.resumes:
            self.resumed.emit(self.view.said.number)

    def enter(self) -> bool:
        self._resume()
        return True

    def escape(self) -> bool:
        self.left.emit()
        return True

    def focus_first(self) -> None:
        shown = self.view is not None and self.view.resumes
        (self._on if shown else self._back).setFocus(Qt.FocusReason.OtherFocusReason)

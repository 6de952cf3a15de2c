"""Work in hand-over: what another clerk left open at this window, holders masked, each taken over by a key of its own.

Refuses to take anything over by itself.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal

from counter_app.desk.views_handing_over import HandOverView, LeftVisit
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, Column, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words

WIDTH = 860  # px at 100 %


class HandOverPage(Page):
    """`accepted(visit)`: the clerk takes that one over; `left`: later."""

    patient = True
    accepted = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.buttons: list[KeyButton] = []
        area = ScrollColumn(look, margins=(24, 18, 24, 18), gap=10)
        self._body = area.body
        middle = row(None, look)
        middle.addWidget(area, 1)
        body = column(self, look)
        body.addLayout(middle, 1)
        foot = Footer(look)
        later = KeyButton(look, self.tr("以后再接"), key="Esc", icon="arrow-left", height=40)
        later.clicked.connect(self.left)
        foot.left.addWidget(later)
        body.addWidget(foot)

    def show_left(self, view: HandOverView) -> None:
        """Draw what waits to be taken over."""
        look = self.look
        empty(self._body)
        self.buttons = []
        self._body.addWidget(
            Words(look, self.tr("交接：没办完的 {count} 件").format(count=len(view.visits)), face="title")
        )
        how = self.tr("接手后由您继续办，记录里写明谁交给谁；填过的都在，已有的复核同意作废。以后要接：Ctrl+H")
        self._body.addWidget(Words(look, how, tone="ink2", wrap=True))
        for number, one in enumerate(view.visits, start=1):
            self._body.addWidget(self._row(one, number))
        self._body.addStretch(1)
        appear(self._body)
        self.mark_drawn()

    def _row(self, one: LeftVisit, number: int) -> Box:
        look, box = self.look, Box(self.look)
        line = row(box, look, margins=(20, 14, 16, 14), gap=20)
        said = Column(look, gap=3)
        said.body.addWidget(Words(look, f"{one.holder}  {one.number}", face="section"))
        said.body.addWidget(Words(look, self._task(one), wrap=True))
        when = self.tr("{clerk} 柜员，{clock} 开始").format(clerk=one.clerk, clock=look.clock(one.opened_at))
        said.body.addWidget(Words(look, when, face="note", tone="ink2"))
        line.addWidget(said, 1)
        key = str(number) if number < 10 else ""
        take = KeyButton(look, self.tr("接手"), kind="main", key=key, height=40)
        take.setAccessibleName(f"{self.tr('接手')} {one.holder}")
        take.clicked.connect(partial(self._accept, one.visit_id))
        line.addWidget(take, 0, Qt.AlignmentFlag.AlignVCenter)
        self.buttons.append(take)
        return box

    def _task(self, one: LeftVisit) -> str:
        if one.task is None:
            return self.tr("刚打开，还没有选业务")
        words = self.tr("{task}：已办，结果页还开着") if one.recorded else self.tr("{task}：办到一半")
        return words.format(task=self.look.say(one.task))

    def _accept(self, visit_id: str, _on: bool = False) -> None:
        self.accepted.emit(visit_id)

    def digit(self, number: int) -> bool:
        if 1 <= number <= len(self.buttons):
            self.buttons[number - 1].click()
        return True

    def enter(self) -> bool:
        focus = self.focusWidget()
        if isinstance(focus, KeyButton) and focus in self.buttons:
            focus.click()
            return True
        return False

    def escape(self) -> bool:
        self.left.emit()
        return True

    def focus_first(self) -> None:
        (self.buttons[0] if self.buttons else self).setFocus(Qt.FocusReason.OtherFocusReason)

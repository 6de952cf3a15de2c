"""Reconciliation (对账): today and the earlier days that are not equal, each difference by its receipt number, and what
can be sent again.

Refuses to call a day equal that nobody has compared since something was recorded.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout

from counter_app.desk.views_reconciling import DayState, ReconcileView
from counter_app.domain.reconciling import GAP_WORDS, Difference, Gap, Outcome
from counter_app.domain.text import Text
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, Chip, Column, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.notice import BannerBox
from ui.widgets.pressable import KeyButton
from ui.widgets.reason_line import ReasonLine
from ui.widgets.scroll import ScrollColumn
from ui.widgets.tiles import ListRow
from ui.widgets.words import Line, Words

LISTED, DAYS_LISTED = 200, 60
_CHIPS: dict[Outcome | None, tuple[str, str, Text]] = {
    None: ("plain", "circle-dashed", Text("还没对账", "Not compared yet")),
    Outcome.EQUAL: ("ok", "circle-check", Text("相等", "Equal")),
    Outcome.OPEN: ("wait", "clock", Text("还没办结", "Not all settled yet")),
    Outcome.DIFFERENT: ("stop", "alert-triangle", Text("不相等", "Not equal")),
}
_BY_WORD = ("ok", "circle-check", Text("已说明", "Explained"))


class ReconcilePage(Page):
    """`compared(day)`: compare it with the platform. `resent(day)`: send again what the platform has lost.
    `wanted(day)`: show it. `asked(operation id)`: show it among the exceptions. `explained(day, operation id, reason)`:
    why the platform has what this counter has not. `left`: back to what waits.
    """

    digits_choose = True
    compared = Signal(object)
    resent = Signal(object)
    wanted = Signal(object)
    asked = Signal(str)
    explained = Signal(object, str, str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._day: date | None = None
        self._can_resend = False
        self._view: ReconcileView | None = None
        self._explaining = ""
        self._reason: ReasonLine | None = None
        self._titles: dict[str, str] = {}
        body = column(self, look, margins=(24, 18, 24, 16), gap=16)
        top = row(None, look, gap=12)
        top.addWidget(Words(look, self.tr("对账"), face="title"))
        self._which = Words(look, tone="ink2")
        top.addWidget(self._which, 1)
        back = KeyButton(look, self.tr("回到等待"), icon="arrow-left", key="Esc")
        back.clicked.connect(self.left)
        top.addWidget(back)
        self.compare = KeyButton(look, self.tr("对账"), kind="main", icon="refresh", key="Enter")
        self.compare.clicked.connect(self._compare)
        top.addWidget(self.compare)
        body.addLayout(top)
        self._area = ScrollColumn(look, gap=16)
        self._panels = self._area.body
        body.addWidget(self._area, 1)

    def show_days(self, view: ReconcileView) -> None:
        """Draw the day in front, then the other days."""
        self._explaining = ""
        self._draw(view)

    def _draw(self, view: ReconcileView) -> None:
        empty(self._panels)
        self._view, self._reason = view, None
        state = view.state
        self._day, self._can_resend = state.day, bool(state.missing)
        self._titles = {name: self.look.say(title) for name, title in view.titles}
        self._which.setText(self._name(state.day, view))
        if view.overdue:
            self._panels.addWidget(self._overdue(view))
        self._panels.addWidget(self._figures(state))
        self._panels.addWidget(self._differences(state))
        others = [one for one in (view.today, *view.earlier) if one.day != state.day]
        if others:
            self._panels.addWidget(self._days(others, view))
        self._panels.addStretch(1)
        appear(self._panels)

    def _name(self, day: date, view: ReconcileView) -> str:
        said = f"{day.year}年{day.month}月{day.day}日" if self.look.chinese else f"{day.day} {day:%b} {day.year}"
        return self.tr("今天，{day}").format(day=said) if day == view.today.day else said

    def _overdue(self, view: ReconcileView) -> BannerBox:
        """Days that are out of sight soon, if nobody is told."""
        first = self._name(view.overdue[0], view)
        bold = self.tr("31 天以前还有 {count} 天没有对平，最早 {day}").format(count=len(view.overdue), day=first)
        banner = BannerBox(self.look)
        banner.show_banner(bold, self.tr("在下面「别的日子」里，逐天对账"), kind="wait", icon="calendar-due")
        return banner

    def _figures(self, state: DayState) -> Box:
        """What is recorded here beside what the platform has answered."""
        look = self.look
        panel = Box(look)
        line = row(panel, look, margins=(24, 14, 24, 14), gap=32)
        matter = sum(one.matters for one in state.differences)
        compared = bool(state.results)
        self._figure(line, self.tr("本机办理"), str(state.works))
        self._figure(line, self.tr("在途"), str(state.under_way) if compared else "—")
        self._figure(line, self.tr("待处理"), str(state.to_settle) if compared else "—")
        self._figure(line, self.tr("差异"), str(matter) if compared else "—", tone="stop" if matter else "ink")
        line.addStretch(1)
        kind, icon, said = _chip(state)
        end = Column(look, gap=6)
        end.body.addWidget(Chip(look, look.say(said), kind=kind, icon=icon), 0, Qt.AlignmentFlag.AlignRight)
        end.body.addWidget(Words(look, self._when(state), face="note", tone="ink2"), 0, Qt.AlignmentFlag.AlignRight)
        line.addWidget(end)
        return panel

    def _figure(self, line: QBoxLayout, words: str, figure: str, *, tone: str = "ink") -> None:
        block = Column(self.look, gap=2)
        block.body.addWidget(Words(self.look, words, tone="ink2"))
        block.body.addWidget(Words(self.look, figure, face="figure", tone=tone))
        line.addWidget(block)

    def _when(self, state: DayState) -> str:
        if not state.results:
            return self.tr("按「对账」与平台核对")
        last = max(state.results, key=lambda one: one.at)
        clock = self.look.clock(last.at)
        said = self.tr("{clock} {clerk} 对过").format(clock=clock, clerk=last.clerk)
        return said if state.fresh else self.tr("{said}，之后又办了业务").format(said=said)

    def _differences(self, state: DayState) -> Box:
        """Item by item; those of the exceptions page lead there."""
        look = self.look
        panel = Box(look)
        body = column(panel, look, margins=(20, 12, 20, 12), gap=4)
        head = row(None, look, gap=10)
        head.addWidget(Words(look, self.tr("逐件差异"), face="section"))
        head.addWidget(Words(look, self.tr("在途的不算差异；两边不同的不会自动改"), face="note", tone="ink2"), 1)
        if state.missing:
            words = self.tr("重送 {count} 件").format(count=len(state.missing))
            again = KeyButton(look, words, icon="cloud-up", key="1")
            again.clicked.connect(self._resend)
            head.addWidget(again)
        body.addLayout(head)
        for index, one in enumerate(state.differences[:LISTED]):
            if index:
                body.addWidget(Line(look))
            body.addWidget(self._row(one, state))
            if one.operation_id == self._explaining:
                self._reason = ReasonLine(
                    look,
                    asked=self.tr("缘由"),
                    help_=self.tr("写明怎样核查的，例如数据恢复过、换过机器；以您的名义留痕"),
                    done=self.tr("说明"),
                )
                self._reason.given.connect(self._explain)
                body.addWidget(self._reason)
        if len(state.differences) > LISTED:
            more = self.tr("还有 {count} 件，可用 counter reconcile 列出").format(count=len(state.differences) - LISTED)
            body.addWidget(Words(look, more, face="note", tone="ink2"))
        if not state.differences:
            nothing = self.tr("没有差异") if state.results else self.tr("还没有与平台核对")
            body.addWidget(Words(look, nothing, tone="ink2"))
        return panel

    def _row(self, one: Difference, state: DayState) -> ListRow:
        title = self._titles.get(one.procedure, one.procedure)
        receipt = one.receipt or self.tr("本机没有回执")
        bold = f"{receipt}　{title}"
        kind, icon = ("stop", "alert-triangle") if one.matters else ("ok", "circle-check")
        unknown, leads = one.gap is Gap.UNKNOWN, one.matters and one.gap is not Gap.MISSING
        end = (self.tr("说明") if unknown else self.tr("去处理")) if leads else ""
        line = ListRow(self.look, icon, bold, self._said(one, state), kind=kind, end=end)
        if leads:
            line.clicked.connect(partial(self._open if unknown else self._ask, one.operation_id))
        else:
            line.only_tell()
        return line

    def _said(self, one: Difference, state: DayState) -> str:
        """What a difference is, and what became of it."""
        words = self.look.say(GAP_WORDS[one.gap])
        if not one.explained:
            return words
        told = next((said for said in state.said if said.operation_id == one.operation_id), None)
        if told is None:
            return self.tr("{words}（已处理）").format(words=words)
        clock = self.look.clock(told.at)
        return self.tr("已说明：{reason}（{clerk}，{clock}）").format(reason=told.reason, clerk=told.clerk, clock=clock)

    def _open(self, operation_id: str, _pressed: bool = False) -> None:
        """Ask why, under that row."""
        self._explaining = operation_id
        if self._view is not None:
            self._draw(self._view)
        if self._reason is not None:
            self._reason.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._panels.activate()
            self._area.ensureWidgetVisible(self._reason)

    def _explain(self, reason: str) -> None:
        self.explained.emit(self._day, self._explaining, reason)

    def _days(self, days: list[DayState], view: ReconcileView) -> Box:
        look = self.look
        panel = Box(look)
        body = column(panel, look, margins=(20, 12, 20, 12), gap=4)
        head = row(None, look, gap=10)
        head.addWidget(Words(look, self.tr("别的日子"), face="section"))
        head.addWidget(Words(look, self.tr("办过业务、还没有相等的"), face="note", tone="ink2"), 1)
        body.addLayout(head)
        for index, one in enumerate(days[:DAYS_LISTED]):
            if index:
                body.addWidget(Line(look))
            kind, icon, said = _chip(one)
            plain = self.tr("本机办理 {count} 件，{said}").format(count=one.works, said=look.say(said))
            disc = "brand" if kind == "plain" else kind
            line = ListRow(look, icon, self._name(one.day, view), plain, kind=disc, end=self.tr("看这天"))
            line.clicked.connect(partial(self._want, one.day))
            body.addWidget(line)
        if len(days) > DAYS_LISTED:
            more = self.tr("更早还有 {count} 天，对平一天，补上一天").format(count=len(days) - DAYS_LISTED)
            body.addWidget(Words(look, more, face="note", tone="ink2"))
        return panel

    def _want(self, day: date, _pressed: bool = False) -> None:
        self.wanted.emit(day)

    def _ask(self, operation_id: str, _pressed: bool = False) -> None:
        self.asked.emit(operation_id)

    def _compare(self) -> None:
        self.compared.emit(self._day)

    def _resend(self) -> None:
        self.resent.emit(self._day)

    def digit(self, number: int) -> bool:
        """1: send again."""
        if number != 1 or not self._can_resend:
            return False
        self._resend()
        return True

    def enter(self) -> bool:
        """In the line for the reason, Enter gives it."""
        return self._reason is not None and self._reason.enter()

    def escape(self) -> bool:
        """From the reason back to the differences, else back to what waits."""
        if self._explaining and self._view is not None:
            self.show_days(self._view)
            self.focus_first()
        else:
            self.left.emit()
        return True

    def focus_first(self) -> None:
        """On the one key of the page."""
        self.compare.setFocus(Qt.FocusReason.OtherFocusReason)


def _chip(state: DayState) -> tuple[str, str, Text]:
    """Kind, icon and word of a day."""
    return _BY_WORD if state.by_word else _CHIPS[state.outcome]

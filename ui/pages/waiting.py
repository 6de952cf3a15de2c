"""Waiting and exceptions: what the platform turned down and what has not been answered, with the lawful ways to settle
it.

Refuses to delete or to hide: a refused operation stays until a clerk settles it, with a reason.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from counter_app.desk.views import Settling, WaitingView
from counter_app.domain.names import mask_name
from counter_app.domain.operation import Verdict, Work, WorkState
from counter_app.ports import LineKind
from ui.look import Look
from ui.pages.page import Page
from ui.standing import LINE_WORDS, Standing
from ui.states import work_chip
from ui.widgets.box import Box, Chip, KeyCap, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.fields import Entry, Note
from ui.widgets.pressable import KeyButton, Pressable
from ui.widgets.scroll import ScrollColumn
from ui.widgets.tiles import two_lines
from ui.widgets.words import Line, Sign, Words
from ui.widgets.work_table import WorkRow, WorkTable

DETAIL_NAME, DETAIL_NAME_LARGE = 250, 140  # px at 100 % for the name over the detail


class _Way(Pressable):
    """One lawful way to settle, with its number key."""

    def __init__(self, look: Look, way: Settling, number: int) -> None:
        super().__init__(look, kind="tile", name=look.say(way.title))
        self.setAccessibleDescription(look.say(way.hint))
        self.way = way
        layout = row(self, look, margins=(13, 8, 10, 8), gap=11)
        layout.addWidget(Sign(look, way.icon, size=20))
        layout.addWidget(two_lines(look, look.say(way.title), look.say(way.hint), face="bodybold"), 1)
        layout.addWidget(KeyCap(look, str(number)))
        self.setMinimumHeight(look.px(54))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)


class WaitingPage(Page):
    """`settled(operation id, way, reason)`, `redone(operation id)`, `retried`."""

    digits_choose = True
    settled = Signal(str, str, str)
    redone = Signal(str)
    retried = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._titles: dict[str, str] = {}
        self._ways: list[_Way] = []
        self._settlings: tuple[Settling, ...] = ()
        self._withdrawal: tuple[Settling, ...] = ()
        self._way = self._wished = ""
        self._work: Work | None = None
        body = column(self, look, margins=(24, 18, 24, 16), gap=16)
        top = row(None, look, gap=12)
        top.addWidget(Words(look, self.tr("等待与例外"), face="title"))
        self._counts = Words(look, tone="ink2")
        top.addWidget(self._counts, 1)
        self._line = Words(look, face="note", tone="ink2")
        top.addWidget(self._line)
        retry = KeyButton(look, self.tr("现在重试"), icon="refresh")
        retry.clicked.connect(self.retried)
        top.addWidget(retry)
        body.addLayout(top)
        middle = row(None, look, gap=16)
        left = Box(look)
        lines = column(left, look, margins=(1, 0, 1, 0))
        self.table = WorkTable(look)
        self.table.chosen.connect(self._show_work)
        lines.addWidget(self.table, 1)
        lines.addWidget(Line(look))
        foot = row(None, look, margins=(24, 9, 20, 9), gap=7)
        foot.addWidget(Sign(look, "shield-check", tone="ok", size=18))
        foot.addWidget(Words(look, self.tr("都已存在本机，断电不丢；同一张卡的业务保持先后次序"), face="note"), 1)
        lines.addLayout(foot)
        middle.addWidget(left, 1)
        right = Box(look)
        right.setFixedWidth(look.px(420 if not look.large else 300))
        frame = column(right, look, margins=(4, 4, 4, 4))
        area = ScrollColumn(look, margins=(16, 12, 16, 12), gap=0)
        frame.addWidget(area)
        self._detail = area.body
        middle.addWidget(right)
        body.addLayout(middle, 1)

    def wish(self, operation_id: str) -> None:
        """The row to choose when the page is drawn next."""
        self._wished = operation_id

    def show_waiting(self, view: WaitingView) -> None:
        """Draw everything; the row that was chosen or wished for stays chosen, else the first one is."""
        look = self.look
        self._titles = {name: look.say(title) for name, title in view.titles}
        self._settlings, self._withdrawal = view.settlings, (view.withdrawal,)
        before = self._wished or (self._work.operation.id if self._work is not None else "")
        self._wished = ""
        refused = tuple(self._row(w) for w in view.refused)
        waiting = tuple(self._row(w, place=n) for n, w in enumerate(view.waiting, start=1))
        settled = tuple(self._row(w) for w in view.settled_today)
        count = self.tr("{count} 件")
        self.table.show_groups(
            (
                (self.tr("要您处理"), count.format(count=len(refused)), refused),
                (self.tr("等待送达平台"), self.tr("{count} 件，按送出次序").format(count=len(waiting)), waiting),
                (self.tr("今日平台已答复"), count.format(count=len(settled)), settled),
            ),
            self.tr("没有等待和例外"),
        )
        self._counts.setText(
            self.tr("例外 {refused}　等待 {waiting}　今日已答复 {settled}").format(
                refused=len(refused), waiting=len(waiting), settled=len(settled)
            )
        )
        same = next((r for r in self.table.rows if r.work.operation.id == before), None)
        first = same or next(iter(self.table.rows), None)
        if first is None:
            self._work = None
            empty(self._detail)
        elif same is not None and same.work == self._work:
            same.choose(True)
        else:
            self.table.choose(first)

    def _row(self, work: Work, *, place: int = 0) -> WorkRow:
        title = self._titles.get(work.operation.procedure, work.operation.procedure)
        return WorkRow(self.look, work, title, self._progress(work), place=place)

    def _progress(self, work: Work) -> str:
        if work.state is WorkState.REFUSED:
            return self._reason(work)
        if work.state is WorkState.IN_FLIGHT:
            return self.tr("已交给平台，等答复")
        if work.state is WorkState.WAITING:
            if work.held_by is not None:
                return self.tr("排在同一张卡的前一件后面")
            return self.tr("挂失优先") if work.operation.urgent else self.tr("恢复联网后送出")
        since = self.look.clock(work.since)
        return self.tr("{clock} 平台已确认").format(clock=since) if _accepted(work) else work.settled_reason

    def _reason(self, work: Work) -> str:
        answer = work.answer
        refused = [h for h in answer.halves if h.verdict is Verdict.REFUSED] if answer else []
        said = next((h.reason for h in refused if h.reason is not None), None) or (answer.reason if answer else None)
        words = self.look.say(said) if said is not None else self.tr("平台没有写明原因")
        if answer and refused and len(refused) < len(answer.halves):
            return (
                f"{self.look.say(refused[0].half.words)}：{words}"
                if self.look.chinese
                else (f"{self.look.say(refused[0].half.words)}: {words}")
            )
        return words

    def _show_work(self, work: Work) -> None:
        look = self.look
        self._work = work
        empty(self._detail)
        self._ways = []
        kind, icon, word = work_chip(work)
        top = row(None, look, gap=10)
        who = Words(look, face="title")
        who.say_within(
            mask_name(work.operation.holder_name), most=look.px(DETAIL_NAME_LARGE if look.large else DETAIL_NAME)
        )
        top.addWidget(who)
        top.addWidget(Chip(look, look.say(word), kind=kind, icon=icon))
        top.addStretch(1)
        self._detail.addLayout(top)
        title = self._titles.get(work.operation.procedure, "")
        self._detail.addWidget(Words(look, f"{title}　{work.receipt_number}", face="note", tone="ink2", wrap=True))
        self._detail.addSpacing(look.px(14))
        if work.state is WorkState.REFUSED:
            self._show_refused(work)
        else:
            self._say(self.tr("进展"), self._progress(work))
            if work.state is WorkState.WAITING:
                self._show_ways(self._withdrawal)
        self._detail.addStretch(1)
        self._show_course(work)
        appear(self._detail)
        if self._ways:
            self._reason_host.hide()

    def _say(self, heading: str, bold: str, plain: str = "") -> None:
        look = self.look
        self._detail.addWidget(Words(look, heading, face="note", tone="ink2"))
        self._detail.addWidget(Words(look, bold, face="bodybold", wrap=True))
        if plain:
            self._detail.addWidget(Words(look, plain, tone="ink2", wrap=True))
        self._detail.addSpacing(look.px(10))

    def _show_refused(self, work: Work) -> None:
        self._say(self.tr("发生了什么"), self.tr("平台退回：{reason}").format(reason=self._reason(work)))
        title = self._titles.get(work.operation.procedure, "")
        self._say(self.tr("对持卡人意味着"), self.tr("{title}没有全部办成，卡以平台记录为准").format(title=title))
        self._show_ways(self._settlings)

    def _show_ways(self, ways: tuple[Settling, ...]) -> None:
        """The lawful ways to settle, and the line for the reason that those need which close."""
        look = self.look
        self._detail.addWidget(Line(look))
        self._detail.addSpacing(look.px(10))
        self._detail.addWidget(Words(look, self.tr("您可以"), face="note", tone="ink2"))
        self._detail.addSpacing(look.px(6))
        for number, way in enumerate(ways, start=1):
            tile = _Way(look, way, number)
            tile.clicked.connect(lambda _on=False, name=way.id: self._settle(name))
            self._ways.append(tile)
            self._detail.addWidget(tile)
            self._detail.addSpacing(look.px(8))
        self._reason_host = QWidget()
        lines = column(self._reason_host, look, gap=4)
        withdraws = ways is self._withdrawal
        why = self.tr("撤回理由") if withdraws else self.tr("撤销理由")
        lines.addWidget(Words(look, why, face="bodybold"))
        self._reason_entry = Entry(look, name=why, icon="edit")
        lines.addWidget(self._reason_entry)
        self._reason_note = Note(look)
        lines.addWidget(self._reason_note)
        words = self.tr("撤回") if withdraws else self.tr("撤销受理")
        close = KeyButton(look, words, kind="careful", key="Enter")
        close.clicked.connect(self._close)
        lines.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        self._reason_host.hide()
        self._detail.addWidget(self._reason_host)

    def _settle(self, way: str) -> None:
        if self._work is None:
            return
        if way == "redo":
            self.redone.emit(self._work.operation.id)
            return
        self._way = way
        self._reason_host.show()
        self._reason_note.show_note(self.tr("写明理由，告知持卡人并收回回执"), fault=False)
        self._reason_entry.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        reason = self._reason_entry.line.text().strip()
        if self._work is None:
            return
        if not reason:
            self._reason_note.show_note(self.tr("须写明理由"), fault=True)
            return
        self.settled.emit(self._work.operation.id, self._way, reason)

    def _show_course(self, work: Work) -> None:
        look = self.look
        self._detail.addWidget(Line(look))
        self._detail.addSpacing(look.px(10))
        steps = [
            (work.operation.accepted_at, "check", self.tr("{clerk} 受理，已给回执").format(clerk=work.operation.clerk))
        ]
        if work.state is WorkState.IN_FLIGHT:
            steps.append((work.since, "cloud-up", self.tr("交给平台")))
        if work.answer is not None:
            code = work.answer.code
            said = self.tr("平台确认") if work.answer.verdict is Verdict.ACCEPTED else self.tr("平台退回")
            if code:
                said = self.tr("{said}，编码 {code}").format(said=said, code=code)
            steps.append((work.answer.answered_at, "cloud-check", said))
        for moment, icon, words in steps:
            line = row(None, look, margins=(0, 3, 0, 3), gap=10)
            line.addWidget(Words(look, look.clock(moment), face="note", tone="ink2"))
            line.addWidget(Sign(look, icon, size=18))
            line.addWidget(Words(look, words, face="note", wrap=True), 1)
            self._detail.addLayout(line)

    def show_standing(self, standing: Standing) -> None:
        """Say how the line stands and when it is tried next."""
        line = standing.line
        if line is None or line.kind is LineKind.ONLINE:
            self._line.setText(self.look.say(LINE_WORDS[LineKind.ONLINE]) if line is not None else "")
        elif line.next_try is not None:
            clock = self.look.clock(line.next_try)
            words = self.tr("{state}，下次自动重试 {clock}").format(
                state=self.look.say(LINE_WORDS[line.kind]), clock=clock
            )
            self._line.setText(words)
        else:
            self._line.setText(self.look.say(LINE_WORDS[line.kind]))

    def enter(self) -> bool:
        """In the line for the reason, Enter closes the operation."""
        if isinstance(QApplication.focusWidget(), QLineEdit):
            self._close()
            return True
        return False

    def digit(self, number: int) -> bool:
        if not 1 <= number <= len(self._ways):
            return False
        self._ways[number - 1].click()
        return True

    def focus_first(self) -> None:
        """What needs the clerk comes first, whatever was looked at before."""
        first = next(iter(self.table.rows), None)
        if first is not None and first.work.state is WorkState.REFUSED and not self._ways:
            self.table.choose(first)
        chosen = next((r for r in self.table.rows if r.isChecked()), None)
        (self._ways[0] if self._ways else chosen or self).setFocus(Qt.FocusReason.OtherFocusReason)


def _accepted(work: Work) -> bool:
    return work.answer is not None and work.answer.verdict is Verdict.ACCEPTED

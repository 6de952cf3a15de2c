"""Waiting and exceptions: what the platform turned down and what has not been answered, with the lawful ways to settle
it.

Refuses to delete or to hide: a refused operation stays until a clerk settles it, with a reason.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout

from counter_app.desk.views import WaitingView
from counter_app.desk.views_exceptions import ExceptionView, Settling
from counter_app.domain.names import mask_name
from counter_app.domain.operation import Verdict, Work, WorkState
from counter_app.domain.period import said_here
from counter_app.ports import LineKind
from ui.look import Look
from ui.pages.page import Page
from ui.standing import LINE_WORDS, Standing
from ui.states import work_chip
from ui.widgets.box import Box, Chip, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.course import CoursePanel
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.waiting_foot import Foot
from ui.widgets.ways import Ways
from ui.widgets.words import Line, Sign, Words
from ui.widgets.work_table import WorkRow, WorkTable

DETAIL_NAME, DETAIL_NAME_LARGE = 250, 140  # px at 100 % for the name over the detail


class WaitingPage(Page):
    """`settled(operation id, way, reason, choice)`, `redone(operation id)`, `retried`; `printed` and `saved`: the
    receipt's successor of that number. `carried(out)`: to the offline files, `out` to take some out.
    `previewed(kind, key)`: look at the receipt of the chosen row.
    """

    digits_choose = True
    settled = Signal(str, str, str, str)
    redone = Signal(str)
    retried = Signal()
    reconciled = Signal()
    carried = Signal(bool)
    printed = Signal(str)
    saved = Signal(str)
    previewed = Signal(str, str)

    def __init__(self, look: Look, *, printer_set: bool = False) -> None:
        super().__init__(look)
        self._printer_set = printer_set
        self._aside, self._alone = dict[str, str](), ""
        self._titles: dict[str, str] = {}
        self._ways: Ways | None = None
        self._paper: KeyButton | None = None
        self._exceptions: dict[str, ExceptionView] = {}
        self._told: ExceptionView | None = None
        self._successors: dict[str, str] = {}
        self._receipts: dict[str, str] = {}
        self._withdrawal: tuple[Settling, ...] = ()
        self._wished = ""
        self._work: Work | None = None
        body = column(self, look, margins=(24, 18, 24, 16), gap=16)
        body.addLayout(self._heading())
        middle = row(None, look, gap=16)
        left = Box(look)
        lines = column(left, look, margins=(1, 0, 1, 0))
        self.table = WorkTable(look)
        self.table.chosen.connect(self._show_work)
        lines.addWidget(self.table, 1)
        self._course = CoursePanel(look)
        lines.addWidget(self._course)
        lines.addWidget(Line(look))
        self._foot = Foot(look)
        self._foot.reconciled.connect(self.reconciled)
        self._foot.carried.connect(self.carried)
        lines.addWidget(self._foot)
        middle.addWidget(left, 1)
        right = Box(look)
        right.setFixedWidth(look.px(420 if not look.large else 300))
        frame = column(right, look, margins=(4, 4, 4, 4))
        self._area = ScrollColumn(look, margins=(16, 12, 16, 12), gap=0)
        frame.addWidget(self._area)
        self._detail = self._area.body
        middle.addWidget(right)
        body.addLayout(middle, 1)

    def _heading(self) -> QBoxLayout:
        """Title, counts, how the line stands, and the keys that ask the platform."""
        look = self.look
        top = row(None, look, gap=12)
        top.addWidget(Words(look, self.tr("等待与例外"), face="title"))
        self._counts = Words(look, tone="ink2")
        top.addWidget(self._counts, 1)
        self._line = Words(look, face="note", tone="ink2")
        top.addWidget(self._line)
        retry = KeyButton(look, self.tr("现在重试"), icon="refresh")
        retry.clicked.connect(self.retried)
        top.addWidget(retry)
        return top

    def wish(self, operation_id: str) -> None:
        """The row to choose when the page is drawn next."""
        self._wished = operation_id

    def show_waiting(self, view: WaitingView) -> None:
        """Draw everything; the row that was chosen or wished for stays chosen, else the first one is."""
        look = self.look
        self._titles = {name: look.say(title) for name, title in view.titles}
        self._withdrawal, self._successors = (view.withdrawal,), dict(view.successors)
        self._aside = {name: look.say(why) for name, why in view.aside}
        self._exceptions = {one.operation_id: one for one in view.exceptions}
        self._receipts = {one.operation.id: one.receipt_number for one in (*view.refused, *view.waiting)}
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
        self._foot.show_days(view.days_alone if view.waiting else 0)
        same = next((r for r in self.table.rows if r.work.operation.id == before), None)
        first = same or next(iter(self.table.rows), None)
        if first is None:
            self._work = None
            self._course.show_course(())
            empty(self._detail)
        elif same is not None and (same.work, *self._told_of(before)) == (self._work, self._told, self._alone):
            same.choose(True)
        else:
            self.table.choose(first)

    def _row(self, work: Work, *, place: int = 0) -> WorkRow:
        title = self._titles.get(work.operation.procedure, work.operation.procedure)
        return WorkRow(self.look, work, title, self._progress(work), place=place)

    def _progress(self, work: Work) -> str:
        if work.state is WorkState.REFUSED:
            told = self._exceptions.get(work.operation.id)
            if told is not None and told.escalated is not None:
                return self.tr("已转{whom}：{reason}").format(
                    whom=self.look.say(told.escalated), reason=self._reason(work)
                )
            return self._reason(work)
        if work.operation.id in self._aside:
            return self.tr("单独重试，不耽误别的")
        if work.state is WorkState.IN_FLIGHT:
            filed = self.tr("已导出（第 {serial} 号文件），等带回答复").format(serial=work.carried)
            return self.tr("已交给平台，等答复") if work.carried is None else filed
        if work.state is WorkState.WAITING:
            return self._queued(work)
        since = self.look.clock(work.since)
        return self.tr("{clock} 平台已确认").format(clock=since) if _accepted(work) else work.settled_reason

    def _queued(self, work: Work) -> str:
        """What one that has not left waits for."""
        if work.held_by is not None:
            before = self._receipts.get(work.held_by, "")
            return self.tr("排在 …{receipt} 后面").format(receipt=before[-6:])
        return self.tr("挂失优先") if work.operation.urgent else self.tr("恢复联网后送出")

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
        self._told, self._alone = self._told_of(work.operation.id)
        empty(self._detail)
        self._ways = self._paper = None
        self._course.show_course(self._told.course if self._told is not None else ())
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
        closer = KeyButton(look, self.tr("看回执"), kind="link", key="Ctrl U", icon="eye", height=28)
        closer.clicked.connect(self.preview)
        self._detail.addWidget(closer, 0, Qt.AlignmentFlag.AlignLeft)
        self._detail.addSpacing(look.px(14))
        if self._told is not None and work.state is WorkState.REFUSED:
            self._show_refused(work, self._told)
        else:
            self._say(self.tr("进展"), self._progress(work), self._alone)
            if work.state is WorkState.WAITING:
                self._show_ways(self._withdrawal)
            self._show_successor(work)
            self._detail.addStretch(1)
            if self._told is None:
                self._show_course(work)
        appear(self._detail)

    def _told_of(self, operation_id: str) -> tuple[ExceptionView | None, str]:
        """What is told of it besides its state: as an exception, and why it is tried alone."""
        return self._exceptions.get(operation_id), self._aside.get(operation_id, "")

    def _say(self, heading: str, bold: str, plain: str = "") -> None:
        look = self.look
        self._detail.addWidget(Words(look, heading, face="note", tone="ink2"))
        self._detail.addWidget(Words(look, bold, face="bodybold", wrap=True))
        if plain:
            self._detail.addWidget(Words(look, plain, tone="ink2", wrap=True))
        self._detail.addSpacing(look.px(10))

    def _show_refused(self, work: Work, told: ExceptionView) -> None:
        """What happened, what it means, what to do next; the lawful ways; both courses of events."""
        look = self.look
        reason = self._reason(work)
        turned_down = self.tr("平台退回：{reason}").format(reason=reason)
        self._say(self.tr("发生了什么"), reason if work.answer and said_here(work.answer.code) else turned_down)
        means = self.tr("；").join(look.say(one) for one in told.means)
        self._say(self.tr("对持卡人意味着"), means)
        self._say(self.tr("接下来"), look.say(told.following))
        if told.behind:
            tails = self.tr("、").join("…" + number[-6:] for number in told.behind)
            words = self.tr("{count} 件：{receipts}，处理后接着送出").format(count=len(told.behind), receipts=tails)
            self._say(self.tr("排在它后面"), words)
        self._show_ways(told.ways)
        self._detail.addStretch(1)

    def _show_ways(self, ways: tuple[Settling, ...]) -> None:
        """The lawful ways to settle, and what each asks."""
        look = self.look
        self._detail.addWidget(Line(look))
        self._detail.addSpacing(look.px(10))
        self._detail.addWidget(Words(look, self.tr("您可以"), face="note", tone="ink2"))
        self._detail.addSpacing(look.px(6))
        self._ways = Ways(look, ways)
        self._ways.taken.connect(self._settle)
        self._ways.redone.connect(self._redo)
        self._detail.addWidget(self._ways)

    def _show_successor(self, work: Work) -> None:
        """The paper that took the place of the receipt, to be given to the holder."""
        look, number = self.look, self._successors.get(work.operation.id, "")
        if not number:
            return
        self._say(self.tr("接替回执"), number, self.tr("交给持卡人，原回执收回"))
        if self._printer_set:
            self._paper = KeyButton(look, self.tr("打印接替回执"), icon="printer")
            self._paper.clicked.connect(lambda _on=False: self.printed.emit(number))
        else:
            self._paper = KeyButton(look, self.tr("存为 PDF"), icon="file-download")
            self._paper.clicked.connect(lambda _on=False: self.saved.emit(number))
        self._detail.addWidget(self._paper, 0, Qt.AlignmentFlag.AlignLeft)
        self._detail.addSpacing(look.px(10))

    def preview(self) -> None:
        """The receipt of the chosen row, or what has taken its place."""
        if self._work is not None:
            number = self._successors.get(self._work.operation.id, "")
            self.previewed.emit("receipt", number or self._work.operation.id)

    def _settle(self, way: str, reason: str, choice: str) -> None:
        if self._work is not None:
            self.settled.emit(self._work.operation.id, way, reason, choice)

    def _redo(self) -> None:
        if self._work is not None:
            self.redone.emit(self._work.operation.id)

    def _show_course(self, work: Work) -> None:
        look = self.look
        self._detail.addWidget(Line(look))
        self._detail.addSpacing(look.px(10))
        steps = [
            (work.operation.accepted_at, "check", self.tr("{clerk} 受理，已给回执").format(clerk=work.operation.clerk))
        ]
        if work.sent_at is not None:
            steps.append((work.sent_at, *self._sent(work)))
        effects = [half.effective_at for half in work.answer.halves if half.effective_at] if work.answer else []
        if effects:
            steps.append((min(effects), "circle-check", self.tr("平台生效")))
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

    def _sent(self, work: Work) -> tuple[str, str]:
        """Icon and words of its leaving: nobody knows whether a file ever arrives."""
        if work.carried is None:
            return "cloud-up", self.tr("交给平台")
        return "file-export", self.tr("导出（第 {serial} 号文件）").format(serial=work.carried)

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
        """In the line for the reason, Enter takes the step."""
        return self._ways is not None and self._ways.enter(QApplication.focusWidget())

    def escape(self) -> bool:
        """From the reason back to the ways."""
        return self._ways is not None and self._ways.escape()

    def digit(self, number: int) -> bool:
        return self._ways is not None and self._ways.digit(number)

    def focus_first(self) -> None:
        """What needs the clerk comes first, whatever was looked at before; a paper that is to be given before that."""
        first = next(iter(self.table.rows), None)
        if first is not None and first.work.state is WorkState.REFUSED and self._ways is None and self._paper is None:
            self.table.choose(first)
        chosen = next((r for r in self.table.rows if r.isChecked()), None)
        way = self._ways.tiles[0] if self._ways is not None and self._ways.tiles else None
        (way or self._paper or chosen or self).setFocus(Qt.FocusReason.OtherFocusReason)
        if way is not None:
            self._area.ensureWidgetVisible(way)


def _accepted(work: Work) -> bool:
    return work.answer is not None and work.answer.verdict is Verdict.ACCEPTED

"""The result page: headline, three lines, a chip for each half that flips when the platform answers, the receipt at
the right.

Refuses to say more than is known: the words come from the desk, a paper is called printed when its printer says so.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.desk.views import OutcomeView
from counter_app.domain.operation import WorkState
from counter_app.domain.print_job import PrintJob, Role
from counter_app.domain.text import Text
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.print_words import in_short, job_chip, job_reason
from ui.states import HALF_ICONS, OUTCOME_ICONS
from ui.widgets.box import Box, Chip, Column, Disc, column, round_box, row
from ui.widgets.clearing import appear, empty
from ui.widgets.own_papers import OwnPapers
from ui.widgets.person_head import VisitBar
from ui.widgets.pressable import KeyButton
from ui.widgets.receipt_paper import ReceiptPaper
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words


class _Ring(QWidget):
    """The big sign of the headline: an icon in a ring."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._icon, self._tone = look, "", "wait"
        self.setFixedSize(look.px(52), look.px(52))

    def show_icon(self, icon: str, tone: str) -> None:
        """Draw another icon."""
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        frame = QRectF(self.rect())
        round_box(painter, frame, look, fill="surface", border=self._tone, radius=frame.width() / 2, width=1.4)
        if self._icon:
            inset = (self.width() - look.px(28)) // 2
            painter.drawPixmap(inset, inset, look.icon(self._icon, self._tone, 28, self.devicePixelRatioF()))


class _Point(QWidget):
    """One of the three lines: disc, small heading, bold sentence, plain sentence."""

    def __init__(self, look: Look, icon: str, kind: str, heading: str) -> None:
        super().__init__()
        self._look, self._icon = look, icon
        layout = row(self, look, gap=12)
        self.disc = Disc(look, icon, kind=kind, size=30, icon_size=18)
        layout.addWidget(self.disc, 0, Qt.AlignmentFlag.AlignTop)
        lines_host = Column(look, gap=2)
        lines = lines_host.body
        self._bold = Words(look, face="section", wrap=True)
        self._plain = Words(look, tone="ink2", wrap=True)
        lines.addWidget(Words(look, heading, face="note", tone="ink2"))
        lines.addWidget(self._bold)
        lines.addWidget(self._plain)
        layout.addWidget(lines_host, 1)
        self._heading = heading

    def show_lines(self, lines: tuple[Text, Text]) -> None:
        """Draw the two sentences."""
        bold, plain = (self._look.say(t) for t in lines)
        self._bold.setText(bold)
        self._plain.setText(plain)
        self.setAccessibleName(f"{self._heading}：{bold}。{plain}")


class ResultPage(Page):
    """`finished` for the next person, `reprinted`, `saved` as PDF, `withdrawn` before it was sent. `document_printed`,
    `document_saved`: the paper that is made from it besides its receipt. `paper_printed(kind)`: one that goes with it.
    `previewed(kind, key)`: look at one of them.
    """

    patient = True
    finished = Signal()
    reprinted = Signal()
    saved = Signal()
    withdrawn = Signal()
    document_printed = Signal()
    document_saved = Signal()
    paper_printed = Signal(str)
    previewed = Signal(str, str)

    def __init__(self, look: Look, *, printer_set: bool, pages_printed: bool = False) -> None:
        super().__init__(look)
        self.view: OutcomeView | None = None
        self._printer_set, self._pages_printed = printer_set, pages_printed
        self._document_given = False
        body = column(self, look)
        self._bar = VisitBar(look)
        body.addWidget(self._bar)
        middle = row(None, look, margins=(24, 12, 24, 4), gap=24)
        middle.addWidget(self._panel(), 1)
        middle.addWidget(self._paper_column())
        body.addLayout(middle, 1)
        body.addWidget(self._foot())

    def _panel(self) -> QWidget:
        look = self.look
        panel = Box(look)
        outer = column(panel, look, margins=(4, 4, 4, 4))
        area = ScrollColumn(look, margins=(15, 15, 15, 12), gap=0)
        outer.addWidget(area)
        body = area.body
        body.addWidget(self._headline_box())
        body.addSpacing(look.px(12))
        self._halves = QGridLayout()
        self._halves.setHorizontalSpacing(look.px(10))
        self._halves.setVerticalSpacing(look.px(6))
        body.addLayout(self._halves)
        body.addWidget(self._document_box())
        self.own_papers = OwnPapers(look, can_print=self._pages_printed)
        self.own_papers.printed.connect(self.paper_printed)
        self.own_papers.previewed.connect(self._preview_own)
        body.addWidget(self.own_papers)
        body.addSpacing(look.px(16))
        self._points = (
            _Point(look, "check", "ok", self.tr("发生了什么")),
            _Point(look, "user", "brand", self.tr("对持卡人意味着")),
            _Point(look, "arrow-right", "brand", self.tr("接下来")),
        )
        for point in self._points:
            body.addWidget(point)
            body.addSpacing(look.px(16))
        body.addStretch(1)
        return panel

    def _headline_box(self) -> Box:
        look = self.look
        self._headline_ground = Box(look, fill="waitsoft", border="waitline", radius=12)
        line = row(self._headline_ground, look, margins=(20, 18, 20, 18), gap=16)
        self._ring = _Ring(look)
        line.addWidget(self._ring)
        lines_host = Column(look, gap=3)
        lines = lines_host.body
        self._headline = Words(look, face="title", wrap=True)
        self._number = Words(look, wrap=True)
        lines.addWidget(self._headline)
        lines.addWidget(self._number)
        line.addWidget(lines_host, 1)
        return self._headline_ground

    def _document_box(self) -> Box:
        """The paper besides the receipt: what it is, and the ways to give it."""
        look = self.look
        self._document = Box(look, radius=12)
        line = row(self._document, look, margins=(20, 12, 20, 12), gap=10)
        self._document_title = Words(look, face="section", wrap=True)
        line.addWidget(self._document_title, 1)
        ways = [(self.tr("存副本"), "download", self.document_saved)]
        if self._pages_printed:
            ways.insert(0, (self.tr("打印副本"), "printer", self.document_printed))
        closer = KeyButton(look, self.tr("预览副本"), kind="quiet", icon="eye", height=40)
        closer.clicked.connect(self._preview_document)
        line.addWidget(closer)
        self.document_ways: list[KeyButton] = []
        for words, icon, signal in ways:
            button = KeyButton(look, words, kind="plain", icon=icon, height=40)
            button.clicked.connect(self._document_went)
            button.clicked.connect(signal)
            line.addWidget(button)
            self.document_ways.append(button)
        return self._document

    def _document_went(self) -> None:
        """It was asked for: Enter ends the visit now."""
        self._document_given = True
        self.focus_first()

    def _paper_column(self) -> QWidget:
        look = self.look
        host = QWidget()
        host.setFixedWidth(look.px(352))
        body: QVBoxLayout = column(host, look, gap=8)
        top: QHBoxLayout = row(None, look, gap=8)
        top.addWidget(Words(look, self.tr("回执"), face="section"))
        self.printed = Chip(look)
        top.addWidget(self.printed)
        top.addStretch(1)
        closer = KeyButton(look, self.tr("预览"), kind="link", key="Ctrl U", height=28)
        closer.clicked.connect(self.preview)
        top.addWidget(closer)
        body.addLayout(top)
        self._undrawn = Words(look, face="note", tone="wait", wrap=True)
        body.addWidget(self._undrawn)
        area = ScrollColumn(look)
        self.paper = ReceiptPaper(look)
        area.body.addWidget(self.paper)
        area.body.addStretch(1)
        body.addWidget(area, 1)
        return host

    def _foot(self) -> Footer:
        look = self.look
        self._footer = Footer(look)
        if self._printer_set:
            again = KeyButton(look, self.tr("重打回执"), key="Ctrl P", icon="printer", height=40)
            again.clicked.connect(self.reprinted)
            self._footer.left.addWidget(again)
        save = KeyButton(
            look, self.tr("存为 PDF"), kind="quiet" if self._printer_set else "plain", icon="download", height=40
        )
        save.clicked.connect(self.saved)
        self._footer.left.addWidget(save)
        self.form_key = KeyButton(look, self.tr("签字登记表"), kind="quiet", icon="signature", height=40)
        self.form_key.clicked.connect(self._preview_form)
        self._footer.left.addWidget(self.form_key)
        self._undo = KeyButton(look, self.tr("撤回"), kind="quiet", key="Ctrl Z", icon="arrow-back-up", height=40)
        self._undo.clicked.connect(self.withdrawn)
        self._footer.left.addWidget(self._undo)
        self.done = KeyButton(look, self.tr("办结，下一位"), kind="main", key="Enter", height=40)
        self.done.clicked.connect(self.finished)
        self._footer.right.addWidget(self.done)
        return self._footer

    def _show_undrawn(self, view: OutcomeView) -> None:
        """What the paper cannot say as it is written."""
        draft = view.receipt.draft
        codes = self.look.undrawn(
            "".join(self.look.say(words) for row in draft.rows for words in (row.label, row.value))
        )
        self._undrawn.setVisible(bool(codes))
        said = self.tr("回执有 {count} 个字没有字形，框内写编码：{codes}")
        self._undrawn.setText(said.format(count=len(codes), codes=" ".join(codes)) if codes else "")

    def show_outcome(self, view: OutcomeView) -> None:
        """Draw the result; the same operation is drawn in place, so that only what changed moves."""
        same = self.view is not None and self.view.work.operation.id == view.work.operation.id
        self.view = view
        look = self.look
        self._bar.show_visit(view, current=len(view.steps), name=view.work.operation.holder_name)
        self._headline_ground.tint(f"{view.kind}soft", f"{view.kind}line")
        self._ring.show_icon(OUTCOME_ICONS[view.kind], view.kind)
        headline = look.say(view.headline)
        self._headline.tone(view.kind)
        self._headline.setText(headline)
        number = self.tr("受理号 {number}，{clock}").format(
            number=view.receipt.number, clock=look.clock(view.work.operation.accepted_at)
        )
        self._number.setText(number)
        self._show_undrawn(view)
        self._headline_ground.setAccessibleName(f"{headline} {number}")
        self._show_halves(view)
        self._document.setVisible(view.document is not None)
        if view.document is not None:
            self._document_title.setText(look.say(view.document))
        self.own_papers.show_papers(view.papers)
        for point, lines in zip(self._points, (view.lines.happened, view.lines.means, view.lines.next), strict=True):
            point.show_lines(lines)
        self._points[0].disc.show_icon("check" if view.kind != "stop" else "x", "stop" if view.kind == "stop" else "ok")
        self._undo.setVisible(view.work.state is WorkState.WAITING)
        self.paper.show_receipt(view.receipt)
        if not same:
            self._document_given = False
            self.mark_drawn()
            self.show_job(None)
            self.focus_first()

    def _show_halves(self, view: OutcomeView) -> None:
        look = self.look
        empty(self._halves)
        roomy = look.chinese and not look.large  # side by side, else one under the other
        for index, half in enumerate(view.halves):
            name = Words(look, look.say(half.half.words), face="bodybold")
            chip = Chip(look, look.say(half.words), kind=half.kind, icon=HALF_ICONS[half.kind])
            chip.setAccessibleName(f"{look.say(half.half.words)} {look.say(half.words)}")
            line, place = (0, index * 3) if roomy else (index, 0)
            self._halves.addWidget(name, line, place)
            self._halves.addWidget(chip, line, place + 1)
            self._halves.setColumnMinimumWidth(place + 2, look.px(10))
        self._halves.setColumnStretch(9, 1)
        appear(self._halves)

    def show_job(self, job: PrintJob | None) -> None:
        """How the receipt stands on paper, by its newest job."""
        kind, icon, words = job_chip(job, can_print=self._printer_set)
        why = job_reason(job, Role.RECEIPT, can_print=True)
        said = (words,) if why is None else (words, in_short(why))
        comma = "：" if self.look.chinese else ": "
        self.printed.show_state(comma.join(self.look.say(one) for one in said), kind=kind, icon=icon)
        self.printed.setToolTip(self.look.say(why) if why is not None else "")

    def withdraw(self) -> None:
        """Ctrl+Z: only what was never handed over."""
        if self.view is not None and self.view.work.state is WorkState.WAITING:
            self.withdrawn.emit()

    def print_it(self) -> None:
        """Ctrl+P: once more."""
        self.reprinted.emit()

    def preview(self) -> None:
        if self.view is not None:
            self.previewed.emit("receipt", self.view.work.operation.id)

    def _preview_form(self) -> None:
        if self.view is not None:
            self.previewed.emit("form", self.view.work.operation.id)

    def _preview_document(self) -> None:
        if self.view is not None:
            self.previewed.emit("data-copy", self.view.work.operation.id)

    def _preview_own(self, kind: str) -> None:
        if self.view is not None:
            self.previewed.emit(kind, self.view.work.operation.id)

    def enter(self) -> bool:
        focus = self.focusWidget()
        if isinstance(focus, KeyButton) and focus is not self.done:
            return False
        self.finished.emit()
        return True

    def escape(self) -> bool:
        return True

    def focus_first(self) -> None:
        first = self.done
        if self.view is not None and self.view.document is not None and not self._document_given:
            first = self.document_ways[0]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

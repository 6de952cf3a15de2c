"""What cannot be done today: papers are missing, the rules say no, or the holder gives it up. Ends with a sheet to
give.

Refuses to send anybody away without a reason or a named paper: the main button then goes to the list.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.desk.views_leaving import TurnAwayView
from counter_app.domain.receipt import Receipt
from counter_app.domain.text import Text
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.turning import paper_kind
from ui.widgets.box import Box, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.picks import ONE, SEVERAL, Pick
from ui.widgets.pressable import KeyButton
from ui.widgets.receipt_paper import ReceiptPaper
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words

MISSING, REFUSED, GIVEN_UP = "missing", "refused", "given-up"


class TurnAwayPage(Page):
    """`named(procedure)`: what was asked for. `given(kind, reason, papers)`: make the sheet. `left`, `finished`,
    `reprinted(number)`, `saved(number)`, `previewed(kind, key)`: look at the sheet.
    """

    patient = True
    digits_choose = True
    named = Signal(str)
    given = Signal(str, str, object)
    left = Signal()
    finished = Signal()
    reprinted = Signal(str)
    saved = Signal(str)
    previewed = Signal(str, str)

    def __init__(self, look: Look, *, printer_set: bool, pages_printed: bool = False) -> None:
        super().__init__(look)
        self.view: TurnAwayView | None = None
        self._printer_set, self._kind, self._number = printer_set or pages_printed, MISSING, ""
        self._pages_printed = pages_printed
        self._kinds: list[Pick] = []
        self._lines: list[Pick] = []
        body = column(self, look)
        middle = row(None, look, margins=(24, 18, 24, 8), gap=24)
        panel = Box(look)
        outer = column(panel, look, margins=(4, 4, 4, 4))
        area = ScrollColumn(look, margins=(20, 14, 20, 12), gap=8)
        outer.addWidget(area)
        self._body = area.body
        middle.addWidget(panel, 1)
        middle.addWidget(self._paper_column())
        body.addLayout(middle, 1)
        body.addWidget(self._foot())

    def _paper_column(self) -> QWidget:
        look = self.look
        self._paper_host = QWidget()
        self._paper_host.setFixedWidth(look.px(352))
        lines = column(self._paper_host, look, gap=8)
        lines.addWidget(Words(look, self.tr("告知单"), face="section"))
        area = ScrollColumn(look)
        self.paper = ReceiptPaper(look)
        area.body.addWidget(self.paper)
        area.body.addStretch(1)
        lines.addWidget(area, 1)
        return self._paper_host

    def _foot(self) -> Footer:
        look = self.look
        self._footer = Footer(look)
        self._back = KeyButton(look, self.tr("返回"), key="Esc", icon="arrow-left", height=40)
        self._back.clicked.connect(self.left)
        self._again = KeyButton(look, self.tr("重打"), key="Ctrl P", icon="printer", height=40)
        self._again.clicked.connect(self.print_it)
        self._save = KeyButton(look, self.tr("存为 PDF"), icon="download", height=40)
        self._save.clicked.connect(lambda: self.saved.emit(self._number))
        self._closer = KeyButton(look, self.tr("预览"), kind="quiet", key="Ctrl U", icon="eye", height=40)
        self._closer.clicked.connect(self.preview)
        for button in (self._back, self._again, self._save, self._closer):
            self._footer.left.addWidget(button)
        self.main = KeyButton(look, "", kind="main", key="Enter", height=40)
        self.main.clicked.connect(self._go_on)
        self._footer.right.addWidget(self.main)
        return self._footer

    def show_page(self, view: TurnAwayView) -> None:
        """Draw what can be told; what was asked for comes first where it is not known yet."""
        self.view, self._number = view, ""
        self._kind = MISSING if view.papers else REFUSED
        self._draw()
        self.mark_drawn()
        self.focus_first()

    def show_paper(self, receipt: Receipt, code: tuple[tuple[bool, ...], ...] = ()) -> None:
        """The sheet was made: it is drawn with its QR code, and the next person may come."""
        self._number = receipt.number
        self.paper.show_receipt(receipt, code)
        self._buttons()
        self.mark_drawn()
        self.main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self) -> None:
        look, view = self.look, self.view
        empty(self._body)
        self._kinds, self._lines = [], []
        if view is None:
            return
        say = dict(view.titles)
        if not view.procedure:
            self._body.addWidget(Words(look, self.tr("哪项业务今天办不成"), face="title"))
            self._list(view.titles)
        else:
            title = look.say(say[view.procedure])
            self._body.addWidget(Words(look, self.tr("{title}今天办不成，因为").format(title=title), face="title"))
            self._list_kinds(view)
            self._body.addSpacing(look.px(10))
            if self._kind == MISSING:
                self._body.addWidget(Words(look, self.tr("缺哪些材料（一次说全）"), face="section"))
                self._list(view.papers)
            else:
                self._body.addWidget(Words(look, self.tr("理由（印在单上）"), face="section"))
                self._list(view.reasons if self._kind == REFUSED else view.given_up)
        self._body.addStretch(1)
        appear(self._body)
        self._buttons()

    def _list_kinds(self, view: TurnAwayView) -> None:
        offered = [(MISSING, self.tr("缺材料"))] if view.papers else []
        offered += [(REFUSED, self.tr("不符合规定")), (GIVEN_UP, self.tr("本人放弃"))]
        roomy = self.look.chinese and not self.look.large
        line = row(None, self.look, gap=8)
        if not roomy:
            line.setDirection(QHBoxLayout.Direction.TopToBottom)
        for number, (name, words) in enumerate(offered, start=1):
            pick = Pick(self.look, name, words, number=number, signs=ONE)
            pick.tick(name == self._kind)
            pick.clicked.connect(lambda _on=False, one=name: self._choose_kind(one))
            line.addWidget(pick, 1)
            self._kinds.append(pick)
        self._body.addLayout(line)

    def _list(self, offered: tuple[tuple[str, Text], ...]) -> None:
        first = len(self._kinds) + 1
        signs = SEVERAL if self._kind == MISSING and self._kinds else ONE
        for number, (name, words) in enumerate(offered, start=first):
            pick = Pick(self.look, name, self.look.say(words), number=number if number < 10 else 0, signs=signs)
            pick.clicked.connect(lambda _on=False, one=pick: self._pick(one))
            self._body.addWidget(pick)
            self._lines.append(pick)

    def _choose_kind(self, name: str) -> None:
        self._kind = name
        self._draw()
        self.focus_first()

    def _pick(self, chosen: Pick) -> None:
        if self.view is not None and not self.view.procedure:
            self.named.emit(chosen.id)
            return
        only_one = self._kind != MISSING
        for pick in self._lines:
            pick.tick(pick is chosen if only_one else pick.isChecked())
        self._footer.say("")

    @property
    def _chosen(self) -> list[Pick]:
        return [pick for pick in self._lines if pick.isChecked()]

    def _buttons(self) -> None:
        done = bool(self._number)
        self._paper_host.setVisible(done)
        self._back.setVisible(not done)
        self._again.setVisible(done and self._printer_set)
        self._save.setVisible(done)
        self._closer.setVisible(done)
        named = self.view is not None and bool(self.view.procedure)
        self.main.setVisible(done or named)
        self.main.say(self.tr("办结，下一位") if done else self.tr("出告知单"))
        self._footer.say("")

    def _go_on(self) -> None:
        if self._number:
            self.finished.emit()
            return
        chosen = [pick.id for pick in self._chosen]
        if not chosen:
            self._footer.say(self.tr("先选缺的材料") if self._kind == MISSING else self.tr("先选理由"), fault=True)
            self.focus_first()
            return
        reason = "" if self._kind == MISSING else chosen[0]
        self.given.emit(self._kind, reason, tuple(chosen) if self._kind == MISSING else ())

    def print_it(self) -> None:
        """Ctrl+P: the sheet once more."""
        if self._number and self._printer_set:
            self.reprinted.emit(self._number)

    def preview(self) -> None:
        if self._number:
            self.previewed.emit(paper_kind(self._kind, pages_printed=self._pages_printed), self._number)

    def enter(self) -> bool:
        focus = self.focusWidget()
        if isinstance(focus, Pick) and (focus in self._kinds or not self.view or not self.view.procedure):
            focus.click()
            return True
        if isinstance(focus, KeyButton) and focus is not self.main:
            return False
        if isinstance(focus, Pick) and not self._chosen:
            focus.click()
            return True
        self._go_on()
        return True

    def escape(self) -> bool:
        if not self._number:
            self.left.emit()
        return True

    def digit(self, number: int) -> bool:
        picks = (*self._kinds, *self._lines)
        if self._number or not 1 <= number <= len(picks):
            return False
        picks[number - 1].setFocus(Qt.FocusReason.OtherFocusReason)
        picks[number - 1].click()
        return True

    def focus_first(self) -> None:
        first = next(iter(self._lines), None)
        (self.main if self._number or first is None else first).setFocus(Qt.FocusReason.OtherFocusReason)

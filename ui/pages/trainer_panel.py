"""The trainer's panel of the practice page: what lies on the two readers, what goes wrong next, the PSAM, the line.

Refuses to touch anything itself: it asks. Everything it shows was told to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.procedure import Choice
from counter_app.domain.text import Text
from ui.look import Look
from ui.widgets.box import Box, Chip, column, row
from ui.widgets.fields import Segment
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words

WELL = "none"
WIDTH, WIDTH_LARGE = 360, 290  # px at 100 %


@dataclass(frozen=True, slots=True)
class Standing:
    """Names of the people whose card and document lie there ("" for none), the trouble that comes next, the PSAM ("in",
    "auto", "out") and whether the line is cut. `cards`: how many are being made, ready, failed; `fails`: makings fail.
    """

    card: str = ""
    document: str = ""
    trouble: str = WELL
    psam: str = "auto"
    cut: bool = False
    cards: tuple[int, int, int] = (0, 0, 0)
    fails: bool = False


class TrainerPanel(QWidget):
    """`took_card`, `took_document`, `planned(trouble)`, `psam(put)`, `cut(on)`, `made`: what is being made ends now,
    `failing(on)`: makings fail.
    """

    took_card = Signal()
    took_document = Signal()
    planned = Signal(str)
    psam = Signal(bool)
    cut = Signal(bool)
    made = Signal()
    failing = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._standing = Standing()
        self.troubles: list[Segment] = []
        self.setFixedWidth(look.px(WIDTH_LARGE if look.large else WIDTH))
        whole = column(self, look)
        area = ScrollColumn(look, gap=12)
        whole.addWidget(area)
        for box in (self._readers(), self._troubles(), self._module(), self._line(), self._making()):
            area.body.addWidget(box)
        area.body.addStretch(1)
        self.show_standing(self._standing)

    def _readers(self) -> Box:
        box, lines = self._box(self.tr("读卡器上"))
        self._card, self.take_card = self._laid(lines, self.tr("社保卡"), self.tr("把社保卡拿走"))
        self.take_card.clicked.connect(self.took_card)
        self._document, self.take_document = self._laid(lines, self.tr("身份证"), self.tr("把身份证拿走"))
        self.take_document.clicked.connect(self.took_document)
        return box

    def _laid(self, lines: QVBoxLayout, what: str, action: str) -> tuple[Words, KeyButton]:
        """One line: which reader, who lies there, and the button that takes it away."""
        look, host = self.look, QWidget()
        line = row(host, look, gap=10)
        host.setMinimumHeight(look.px(32))  # the line stays where it is when its button goes
        line.addWidget(Words(look, what, tone="ink2"))
        name = Words(look, wrap=True)
        line.addWidget(name, 1)
        button = KeyButton(look, self.tr("拿走"), height=32, icon="hand-stop")
        button.setAccessibleName(action)
        line.addWidget(button)
        lines.addWidget(host)
        return name, button

    def _troubles(self) -> Box:
        box, lines = self._box(self.tr("下一次读卡"))
        frame = Box(self.look, border="edge", radius=8)
        self._grid = QGridLayout(frame)
        self._grid.setContentsMargins(*(self.look.px(3) for _ in range(4)))
        self._grid.setSpacing(self.look.px(3))
        lines.addWidget(frame)
        self._effect = Words(self.look, tone="ink2", face="note", wrap=True)
        lines.addWidget(self._effect)
        return box

    def _module(self) -> Box:
        box, lines = self._box("")
        line = row(None, self.look, gap=10)
        line.addWidget(Words(self.look, self.tr("PSAM 卡"), face="section"))
        self._psam = Chip(self.look)
        line.addWidget(self._psam)
        line.addStretch(1)
        self.psam_switch = KeyButton(self.look, height=32)
        self.psam_switch.clicked.connect(lambda: self.psam.emit(self._standing.psam == "out"))
        line.addWidget(self.psam_switch)
        lines.addLayout(line)
        return box

    def _line(self) -> Box:
        box, lines = self._box("")
        line = row(None, self.look, gap=10)
        line.addWidget(Words(self.look, self.tr("线路"), face="section"))
        self._state = Chip(self.look)
        line.addWidget(self._state)
        line.addStretch(1)
        self.line_switch = KeyButton(self.look, height=32, icon="plug-connected-x")
        self.line_switch.clicked.connect(lambda: self.cut.emit(not self._standing.cut))
        line.addWidget(self.line_switch)
        lines.addLayout(line)
        note = self.tr("断开后照样受理，接通后自动送出。")
        lines.addWidget(Words(self.look, note, tone="ink2", face="note", wrap=True))
        return box

    def _making(self) -> Box:
        """Last: it is wanted seldom, and what is wanted often stays where it was."""
        box, lines = self._box("")
        head = row(None, self.look, gap=10)
        head.addWidget(Words(self.look, self.tr("制卡"), face="section"))
        self._makes = Chip(self.look)
        head.addWidget(self._makes)
        head.addStretch(1)
        lines.addLayout(head)
        self._counts = Words(self.look, tone="ink2", face="note", wrap=True)
        lines.addWidget(self._counts)
        line = row(None, self.look, gap=10)
        if self.look.large:
            line.setDirection(QHBoxLayout.Direction.TopToBottom)
        self.make_now = KeyButton(self.look, self.tr("马上制好"), height=32, icon="package")
        self.make_now.clicked.connect(self.made)
        self.fail_switch = KeyButton(self.look, height=32)
        self.fail_switch.clicked.connect(lambda: self.failing.emit(not self._standing.fails))
        line.addWidget(self.make_now, 0, Qt.AlignmentFlag.AlignLeft)
        line.addWidget(self.fail_switch, 0, Qt.AlignmentFlag.AlignLeft)
        line.addStretch(1)
        lines.addLayout(line)
        return box

    def _box(self, title: str) -> tuple[Box, QVBoxLayout]:
        box = Box(self.look)
        lines = column(box, self.look, margins=(20, 14, 16, 14), gap=10)
        if title:
            lines.addWidget(Words(self.look, title, face="section"))
        return box, lines

    def show_troubles(self, troubles: Sequence[tuple[str, Text]]) -> None:
        """The kinds of trouble there are; once."""
        for number, (trouble, title) in enumerate(troubles):
            segment = Segment(self.look, Choice(trouble, title), number)
            segment.clicked.connect(lambda _on=False, one=trouble: self.planned.emit(one))
            self.troubles.append(segment)
            self._grid.addWidget(segment, number // 2, number % 2, Qt.AlignmentFlag.AlignLeft)
        self.show_standing(self._standing)

    def show_standing(self, standing: Standing) -> None:
        """Draw how things stand."""
        self._standing = standing
        for words, button, name in (
            (self._card, self.take_card, standing.card),
            (self._document, self.take_document, standing.document),
        ):
            words.setText(name or self.tr("没有放"))
            words.tone("ink" if name else "ink2")
            button.setVisible(bool(name))
        for segment in self.troubles:
            segment.choose(segment.choice.value == standing.trouble)
        self._effect.setText(self._what_happens(standing))
        self._show_psam(standing.psam)
        if standing.cut:
            self._state.show_state(self.tr("已断开"), kind="wait", icon="cloud-off")
            self.line_switch.say(self.tr("接通线路"))
        else:
            self._state.show_state(self.tr("已接通"), kind="ok", icon="cloud-check")
            self.line_switch.say(self.tr("断开线路"))

        self._show_making(standing)

    def _show_making(self, standing: Standing) -> None:
        making, ready, failed = standing.cards
        words = self.tr("在制 {making} 张，待领 {ready} 张，失败 {failed} 张")
        self._counts.setText(words.format(making=making, ready=ready, failed=failed))
        if standing.fails:
            self._makes.show_state(self.tr("都会失败"), kind="wait", icon="alert-circle")
            self.fail_switch.say(self.tr("恢复正常制卡"))
        else:
            self._makes.show_state(self.tr("正常"), kind="ok", icon="circle-check")
            self.fail_switch.say(self.tr("让制卡失败"))

    def _what_happens(self, standing: Standing) -> str:
        if standing.trouble == WELL:
            return self.tr("选一种故障，让受训人练习应对。")
        if standing.card:
            return self.tr("读卡器上这张卡下一次读时发生，只一次。")
        return self.tr("下一张放上的卡读时发生，只一次。")

    def _show_psam(self, state: str) -> None:
        if state == "out":
            self._psam.show_state(self.tr("已取出"), kind="wait", icon="circle-minus")
            self.psam_switch.say(self.tr("放入"))
        else:
            words = self.tr("在卡槽里") if state == "in" else self.tr("自动放入")
            self._psam.show_state(words, kind="ok", icon="circle-check")
            self.psam_switch.say(self.tr("取出"))

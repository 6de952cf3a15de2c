"""The receipt on screen: always white paper with black text, torn at the lower edge, the only thing with a shadow.

Draws what the receipt says and nothing else, with the codes that stand on the paper.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from counter_app.domain.receipt import Receipt
from ui.look import Look
from ui.widgets.box import Box, Column, column
from ui.widgets.clearing import appear, empty
from ui.widgets.code128 import widths
from ui.widgets.words import Words

_TOOTH = 7
QUIET = 4  # squares of white around a QR code


class Barcode(QWidget):
    """The receipt number as Code 128 (ISO/IEC 15417), as it stands on paper."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._widths: tuple[int, ...] = ()
        self.setFixedHeight(look.px(30))

    def show_number(self, number: str) -> None:
        """Draw the bars of `number`."""
        self._widths = widths(number)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        total = sum(self._widths)
        if not total:
            return
        painter = QPainter(self)
        module = max(1.0, min(self.width() / total, self._look.px(2)))
        left = (self.width() - module * total) / 2
        for index, width in enumerate(self._widths):
            if index % 2 == 0:
                painter.fillRect(QRectF(left, 0, width * module, self.height()), self._look.colour("print"))
            left += width * module


class SquareCode(QWidget):
    """The QR code of a notice (ISO/IEC 18004), as it stands on paper; nothing where the paper has none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.squares: tuple[tuple[bool, ...], ...] = ()
        self.hide()

    def show_squares(self, squares: tuple[tuple[bool, ...], ...]) -> None:
        """Draw those squares, the dark ones True."""
        self.squares = squares
        side = (len(squares) + 2 * QUIET) * self._side
        self.setFixedSize(side, side)
        self.setVisible(bool(squares))
        self.update()

    @property
    def _side(self) -> int:
        return max(3, self._look.px(3))  # whole pixels: a camera reads it from the screen too

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, side = QPainter(self), self._side
        for down, line in enumerate(self.squares):
            for across, dark in enumerate(line):
                if dark:
                    left, top = (QUIET + across) * side, (QUIET + down) * side
                    painter.fillRect(left, top, side, side, self._look.colour("print"))


class ReceiptPaper(QWidget):
    """One receipt as data, drawn as paper."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._shown: Receipt | None = None
        body = column(self, look, margins=(26, 16, 26, 22), gap=3)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._practice = Words(look, face="smallbold", tone="print")
        self._title = Words(look, face="section", tone="print")
        self._heading = Words(look, face="note", tone="print2")
        self._barcode = Barcode(look)
        self._number = Words(look, face="note", tone="print")
        for part in (self._practice, self._title, self._heading):
            body.addWidget(part, 0, middle)
        body.addSpacing(look.px(5))
        body.addWidget(self._barcode)
        body.addWidget(self._number, 0, middle)
        self.code = SquareCode(look)
        body.addWidget(self.code, 0, middle)
        body.addSpacing(look.px(5))
        self._state_box = Box(look, fill="sheet", border="print", radius=3, width=2)
        self._state = Words(look, face="section", tone="print", wrap=True)
        self._state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column(self._state_box, look, margins=(8, 6, 8, 6)).addWidget(self._state)
        body.addWidget(self._state_box)
        body.addSpacing(look.px(7))
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(look.px(12))
        self._rows.setVerticalSpacing(look.px(2))
        self._rows.setColumnStretch(1, 1)
        body.addLayout(self._rows)
        body.addSpacing(look.px(6))
        self._notes_host = Column(look, gap=3)
        self._notes = self._notes_host.body
        body.addWidget(self._notes_host)
        body.addStretch(1)

    def show_receipt(self, receipt: Receipt, code: tuple[tuple[bool, ...], ...] = ()) -> None:
        """Draw the receipt; `code` is the QR code that stands on it, square by square."""
        if receipt == self._shown and code == self.code.squares:
            return
        self._shown = receipt
        self.code.show_squares(code)
        look, draft = self.look, receipt.draft
        self._practice.setText(self.tr("练习，不作凭证"))
        self._practice.setVisible(draft.practice)
        self._title.setText(look.say(draft.title))
        self._heading.setText(look.say(draft.heading))
        self._barcode.show_number(receipt.number)
        self._number.setText(receipt.number)
        self._state.setText(look.say(draft.state))
        empty(self._rows)
        for index, line in enumerate(draft.rows):
            label = Words(look, look.say(line.label), face="note", tone="print2")
            value = Words(
                look, look.say(line.value), face="notebold" if line.strong else "note", tone="print", wrap=True
            )
            self._rows.addWidget(label, index, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(value, index, 1)
        empty(self._notes)
        for words in (*draft.notes, *draft.basis, draft.hotline):
            self._notes.addWidget(Words(look, look.say(words), face="small", tone="print", wrap=True))
        appear(self._rows)
        appear(self._notes)
        self.setAccessibleName(f"{look.say(draft.title)} {receipt.number} {look.say(draft.state)}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tooth, pad = look.px(_TOOTH), look.px(4)
        paper = QPainterPath(QPointF(pad, 2))
        right, bottom = self.width() - pad, self.height() - tooth
        paper.lineTo(right, 2)
        paper.lineTo(right, bottom)
        count = max(2, round((right - pad) / (tooth * 2)))
        step = (right - pad) / count
        for index in range(count):
            paper.lineTo(right - (index + 0.5) * step, bottom + tooth - 1)
            paper.lineTo(right - (index + 1) * step, bottom)
        paper.closeSubpath()
        painter.setPen(Qt.PenStyle.NoPen)
        shade = look.colour("shade")
        for spread in (3, 2, 1):
            painter.setPen(QPen(shade, spread * 2))
            painter.setOpacity(0.18)
            painter.drawPath(paper)
        painter.setOpacity(1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("sheet"))
        painter.drawPath(paper)

"""The table of waiting work: one header row, groups with titles, the chosen row filled with a left bar and a border."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.domain.names import mask_name
from counter_app.domain.operation import Work
from ui.look import Look
from ui.states import work_chip
from ui.widgets.box import Chip, column, round_box, row
from ui.widgets.clearing import appear, empty
from ui.widgets.pressable import Pressable
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Line, Words

# state, time, holder, task, receipt; the last column takes the rest
_WIDTHS = (112, 62, 106, 84, 76)
_ENGLISH = (132, 70, 102, 108, 72)
_LARGE = (102, 58, 94, 74, 0)
GAP = 6  # between two columns


def _widths(look: Look) -> tuple[int, ...]:
    """Widths of the columns; in large text the receipt number is left to the detail at the right."""
    if look.large:
        return _LARGE
    return _WIDTHS if look.chinese else _ENGLISH


class WorkRow(Pressable):
    """One piece of work in the table."""

    def __init__(self, look: Look, work: Work, title: str, note: str, *, place: int) -> None:
        kind, icon, word = work_chip(work)
        said = look.say(word)
        if place:
            said = f"第 {place} 位" if look.chinese else f"No. {place}"
        name = mask_name(work.operation.holder_name)
        super().__init__(look, kind="row", name=f"{said} {name} {title} {note}")
        self.work = work
        layout = row(self, look, margins=(16, 0, 12, 0), gap=0)
        chip = Chip(look, said, kind=kind, icon=icon)
        holder = QWidget()
        row(holder, look).addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        holder.setMinimumWidth(look.px(_widths(look)[0]))
        layout.addWidget(holder)
        tail = "…" + work.receipt_number[-6:]
        cells = (
            (look.clock(work.operation.accepted_at), "body", "ink2"),
            (name, "bodybold", "ink"),
            (title, "body", "ink"),
        )
        for (words, face, tone), width in zip((*cells, (tail, "note", "ink2")), _widths(look)[1:], strict=True):
            cell = Words(look, face=face, tone=tone)
            cell.say_within(words, most=look.px(width - GAP))
            cell.setFixedWidth(look.px(width))
            if not width:
                cell.hide()
            layout.addWidget(cell)
        last = Words(look, note, face="note", tone="ink2", wrap=True)
        layout.addWidget(last, 1)
        self.setMinimumHeight(look.px(44))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setCheckable(True)

    def choose(self, on: bool) -> None:
        """Draw as the chosen row or not."""
        self.setChecked(on)
        self.paint_as("chosen" if on else "row", border=2 if on else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        super().paintEvent(_event)
        if self.isChecked():
            bar = QRectF(0, 0, self.look.px(5), self.height())
            round_box(QPainter(self), bar, self.look, fill="brand", border="", radius=self.look.px(2))


class WorkTable(QWidget):
    """Groups of work, one row chosen. Up and down move the choice."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        body = column(self, look)
        head = row(None, look, margins=(26, 12, 20, 10), gap=0)
        names = (self.tr("状态"), self.tr("受理"), self.tr("持卡人"), self.tr("业务"), self.tr("回执号"))
        for name, width in zip(names, _widths(look), strict=True):
            cell = Words(look, name, face="note", tone="ink2")
            cell.setMinimumWidth(look.px(width))
            if not width:
                cell.hide()
            head.addWidget(cell)
        head.addWidget(Words(look, self.tr("原因或进展"), face="note", tone="ink2"), 1)
        body.addLayout(head)
        body.addWidget(Line(look))
        area = ScrollColumn(look, margins=(10, 4, 10, 8), gap=0)
        self._area = area
        body.addWidget(area, 1)
        self.rows: list[WorkRow] = []
        self._groups = area.body

    def show_groups(self, groups: tuple[tuple[str, str, tuple[WorkRow, ...]], ...], nothing: str) -> None:
        """Draw groups of (title, note, rows); `nothing` when there is no row at all."""
        empty(self._groups)
        self.rows = []
        for title, note, lines in groups:
            if not lines:
                continue
            head = row(None, self.look, margins=(14, 12, 10, 6), gap=8)
            head.addWidget(Words(self.look, title, face="section"))
            head.addWidget(Words(self.look, note, face="note", tone="ink2"), 1)
            self._groups.addLayout(head)
            for index, line in enumerate(lines):
                if index:
                    self._groups.addWidget(Line(self.look))
                line.clicked.connect(lambda _on=False, one=line: self.choose(one))
                self._groups.addWidget(line)
                self.rows.append(line)
        if not self.rows:
            host = row(None, self.look, margins=(14, 24, 10, 6))
            host.addWidget(Words(self.look, nothing, tone="ink2"))
            self._groups.addLayout(host)
        self._groups.addStretch(1)
        appear(self._groups)

    def choose(self, line: WorkRow) -> None:
        """Make a row the chosen one and tell."""
        for one in self.rows:
            one.choose(one is line)
        self.chosen.emit(line.work)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key())
        chosen = next((i for i, one in enumerate(self.rows) if one.isChecked()), None)
        if step is None or chosen is None or not 0 <= chosen + step < len(self.rows):
            super().keyPressEvent(event)
            return
        following = self.rows[chosen + step]
        following.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(following)
        self.choose(following)

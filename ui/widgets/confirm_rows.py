"""What the holder is shown before the work is submitted: large, masked rows of label and value."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from counter_app.domain.receipt import Row
from ui.look import Look
from ui.widgets.box import Box, row
from ui.widgets.clearing import appear, empty
from ui.widgets.words import Words

PAIRED_FROM = 5
MOST_IN_A_COLUMN = 10  # more would leave the last ones, fee and effect among them, below the edge at 1366 x 768


class ConfirmRows(Box):
    """Rows in one column; in two when there are more than the page holds, or several below a question."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, fill="paper", border="", radius=8)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(look.px(18), look.px(10), look.px(18), look.px(10))
        self._grid.setHorizontalSpacing(look.px(28))
        self._grid.setVerticalSpacing(look.px(6))
        self._shown: tuple[Row, ...] | None = None
        self._drawn = (False, False)

    def show_rows(self, rows: tuple[Row, ...], *, narrow: bool) -> None:
        """Draw the rows; `narrow`: a question stands above, so many rows go side by side."""
        paired = len(rows) >= (PAIRED_FROM if narrow else MOST_IN_A_COLUMN + 1) and not self.look.large
        tight = narrow and paired
        if (self._shown, self._drawn) == (rows, (paired, tight)):
            return
        self._shown, self._drawn = rows, (paired, tight)
        self._grid.setVerticalSpacing(self.look.px(3 if tight else 6))
        empty(self._grid)
        half = (len(rows) + 1) // 2 if paired else len(rows)
        for index, line in enumerate(rows):
            self._grid.addWidget(self._line(line, tight=tight), index % half, index // half)
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place == 0 or paired else 0)
        appear(self._grid)
        said = "；".join(f"{self.look.say(r.label)} {self.look.say(r.value)}" for r in rows)
        self.setAccessibleName(said)

    def _line(self, line: Row, *, tight: bool) -> QWidget:
        look = self.look
        host = QWidget()
        layout = row(host, look, margins=(0, 0, 0, 0) if tight else (0, 2, 0, 2), gap=14)
        label = Words(look, look.say(line.label), tone="ink2")
        label.setMinimumWidth(look.px(84 if look.chinese else 122))
        layout.addWidget(label)
        layout.addWidget(Words(look, look.say(line.value), face="person" if line.strong else "input", wrap=True), 1)
        host.setMinimumHeight(look.px(26 if tight else 32))
        return host

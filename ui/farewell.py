"""The last page: the window was closed while work waits. How much, that nothing is lost, who sends it; then it goes.

Refuses to ask anything and to hold a clerk up: it stays some seconds, a key or a second cross ends it at once. Who
needs longer to read it gives the seconds in the environment, as COUNTER_FAREWELL_SECONDS.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal

from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Sign, Words

if TYPE_CHECKING:
    from ui.window import Window

STAYS, LONGEST = 5, 600  # seconds
LONGER = "COUNTER_FAREWELL_SECONDS"
WIDTH = 560  # px at 100 %


class FarewellPage(Page):
    """`left`: close at once."""

    alone = True
    covers = True
    left = Signal()

    def __init__(self, look: Look, *, unsent: int, goes_on: bool) -> None:
        super().__init__(look)
        body = column(self, look, margins=(24, 24, 24, 24))
        panel = Box(look)
        panel.setFixedWidth(look.px(WIDTH))
        lines = column(panel, look, margins=(32, 28, 32, 28), gap=12)
        top = row(None, look, gap=12)
        top.addWidget(Sign(look, "shield-check", tone="ok", size=28))
        top.addWidget(Words(look, self.tr("还有 {count} 件等待送达平台").format(count=unsent), face="title"), 1)
        lines.addLayout(top)
        kept = self.tr("都已存在本机，断电不丢，一件不少、一件不重")
        lines.addWidget(Words(look, kept, face="bodybold", wrap=True))
        later = self.tr("下次打开窗口或运行 counter sync 时接着送")
        after = self.tr("关窗后由本机在后台接着送，能送的送完为止；下次登录系统时也会接着送")
        lines.addWidget(Words(look, after if goes_on else later, tone="ink2", wrap=True))
        lines.addSpacing(look.px(8))
        close = KeyButton(look, self.tr("现在关闭"), kind="main", key="Enter")
        close.clicked.connect(self.left)
        lines.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        middle = row(None, look)
        middle.addStretch(1)
        middle.addWidget(panel)
        middle.addStretch(1)
        body.addLayout(middle)
        body.addStretch(2)

    def enter(self) -> bool:
        self.left.emit()
        return True

    def escape(self) -> bool:
        self.left.emit()
        return True


def says_farewell(window: Window) -> bool:
    """True when the window must stay a moment to say what waits; it closes by itself then."""
    unsent = window.serving.standing.waiting.unsent
    if not unsent or not window.isVisible() or isinstance(window.page, FarewellPage):
        return False
    page = FarewellPage(window.look, unsent=unsent, goes_on=window.serving.parts.courier_stays())
    page.left.connect(window.close)
    window.stack.addWidget(page)
    window.go(page)
    QTimer.singleShot(_stays() * 1000, page, window.close)
    return True


def _stays() -> int:
    """Seconds; what is no number of them changes nothing."""
    said = os.environ.get(LONGER, "")
    return min(int(said), LONGEST) if said.isdecimal() else STAYS

"""The settings page: language, light or dark, text size, each kept and drawn at once; and who is on duty goes or covers
the window.

Refuses to change what is an administrator's: `counter settings` does.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from counter_app.domain.procedure import Choice
from counter_app.domain.text import Text, same
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.fields import Segment
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words

_KEYS: tuple[tuple[str, Text, tuple[Choice, ...]], ...] = (
    ("language", Text("语言", "Language"), (Choice("zh", same("中文")), Choice("en", same("English")))),
    ("theme", Text("明暗", "Theme"), (Choice("light", Text("浅色", "Light")), Choice("dark", Text("深色", "Dark")))),
    (
        "text_size",
        Text("字号", "Text size"),
        (Choice("normal", Text("标准", "Normal")), Choice("large", Text("大字", "Large"))),
    ),
)


class SettingsPage(Page):
    """`changed(name, value)`: the clerk wants another look; `locked`, `handed_over`, `left`: the window is to be
    covered, what others left open is to be taken over, the clerk signs out. `approvals`: what a supervisor decides.
    """

    changed = Signal(str, str)
    locked = Signal()
    handed_over = Signal()
    approvals = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._segments: list[Segment] = []
        area = ScrollColumn(look, margins=(24, 18, 24, 20), gap=16)
        column(self, look).addWidget(area)
        body = area.body
        body.addWidget(Words(look, self.tr("设置"), face="title"))
        box = Box(look)
        lines = column(box, look, margins=(20, 18, 20, 20), gap=6)
        values = {
            "language": look.language.value,
            "theme": look.theme,
            "text_size": "large" if look.large else "normal",
        }
        for name, title, choices in _KEYS:
            self._add(lines, name, look.say(title), choices, values[name])
        lines.addWidget(Words(look, self.tr("改动立即生效，下次启动仍保留。"), face="note", tone="ink2"))
        body.addWidget(self._duty())
        body.addWidget(box)
        body.addStretch(1)

    def _duty(self) -> Box:
        """What whoever is on duty can do about it."""
        look, box = self.look, Box(self.look)
        line = row(box, look, margins=(20, 14, 20, 14), gap=12)
        line.addWidget(Words(look, self.tr("值班"), face="bodybold"))
        for words, icon, key, said in (
            (self.tr("锁定窗口"), "lock", "Ctrl L", self.locked),
            (self.tr("交接"), "users", "Ctrl H", self.handed_over),
            (self.tr("待我审批"), "shield-check", "Ctrl J", self.approvals),
            (self.tr("签退"), "logout", "", self.left),
        ):
            button = KeyButton(look, words, icon=icon, key=key)
            button.clicked.connect(lambda _on=False, signal=said: signal.emit())
            line.addWidget(button)
        line.addStretch(1)
        return box

    def _add(self, lines: QVBoxLayout, name: str, title: str, choices: tuple[Choice, ...], value: str) -> None:
        look = self.look
        lines.addWidget(Words(look, title, face="bodybold"))
        group = Box(look, fill="surface", border="edge", radius=8)
        inside = row(group, look, margins=(3, 3, 3, 3), gap=3)
        for number, choice in enumerate(choices, start=1):
            segment = Segment(look, choice, number)
            segment.choose(choice.value == value)
            segment.setAccessibleName(f"{title} {look.say(choice.title)}")
            segment.clicked.connect(lambda _on=False, key=name, to=choice.value: self.changed.emit(key, to))
            inside.addWidget(segment)
            self._segments.append(segment)
        lines.addWidget(group, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addSpacing(look.px(12))

    def focus_first(self) -> None:
        self._segments[0].setFocus(Qt.FocusReason.OtherFocusReason)

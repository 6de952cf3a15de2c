"""The settings page: language, light or dark, text size. Each change is kept and drawn at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from counter_app.domain.procedure import Choice
from counter_app.domain.text import Text, same
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.fields import Segment
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
    """`changed(name, value)`: the clerk wants another look."""

    changed = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._segments: list[Segment] = []
        body = column(self, look, margins=(24, 18, 24, 20), gap=16)
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
        body.addWidget(box)
        body.addStretch(1)

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

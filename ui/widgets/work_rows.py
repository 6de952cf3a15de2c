"""Rows of work: history of a person. When, what, under which receipt, how it stands, by whom."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from counter_app.domain.operation import Work
from ui.look import Look
from ui.states import work_chip
from ui.widgets.box import Chip, row
from ui.widgets.pressable import Pressable
from ui.widgets.words import Words


class HistoryRow(Pressable):
    """One line of 此前办理; pressed, its receipt is shown."""

    def __init__(self, look: Look, work: Work, title: str, *, now: datetime) -> None:
        super().__init__(look, kind="row")
        self.operation_id = work.operation.id
        layout = row(self, look, margins=(20, 0, 20, 0), gap=12)
        when = Words(look, look.when(work.operation.accepted_at, now=now), face="note", tone="ink2")
        when.setMinimumWidth(look.px(104))
        name = Words(look, title, face="bodybold")
        name.setMinimumWidth(look.px(88))
        layout.addWidget(when)
        layout.addWidget(name)
        number = Words(look, work.receipt_number if not look.large else "", face="note", tone="ink2")
        layout.addWidget(number, 1)
        kind, icon, word = work_chip(work)
        layout.addWidget(Chip(look, look.say(word), kind=kind, icon=icon), 0, Qt.AlignmentFlag.AlignVCenter)
        clerk = Words(look, work.operation.clerk, face="note", tone="ink2")
        clerk.setMinimumWidth(look.px(44))
        clerk.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(clerk)
        self.setFixedHeight(look.px(38))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{when.text()} {title} {look.say(word)}")
        self.setAccessibleDescription(self.tr("看回执"))
        self.setToolTip(self.tr("看回执"))

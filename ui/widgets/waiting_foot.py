"""Under the table of what waits: that it is kept safely, the way to reconciliation and to the offline files.

With no platform for a day or more it says that work can be carried on a stick instead, and that key comes first.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.look import Look
from ui.widgets.box import row
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Sign, Words


class Foot(QWidget):
    """`reconciled`: to the page of reconciliation. `carried(out)`: to the offline files, `out` to take some out."""

    reconciled = Signal()
    carried = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        layout = row(self, look, margins=(24, 9, 20, 9), gap=7)
        self._sign = Sign(look, size=18)
        self._words = Words(look, face="note", wrap=True)
        layout.addWidget(self._sign)
        layout.addWidget(self._words, 1)
        self.files = KeyButton(look, self.tr("离线文件"), icon="usb", key="Ctrl E", height=32)
        self.out = KeyButton(look, self.tr("导出离线文件…"), kind="main", icon="file-export", height=32)
        reconcile = KeyButton(look, self.tr("对账"), icon="scale", key="Ctrl B", height=32)
        self.files.clicked.connect(lambda _on=False: self.carried.emit(False))
        self.out.clicked.connect(lambda _on=False: self.carried.emit(True))
        reconcile.clicked.connect(lambda _on=False: self.reconciled.emit())
        for key in (self.out, self.files, reconcile):
            layout.addWidget(key)
        self.show_days(0)

    def show_days(self, days: int) -> None:
        """`days` something has waited with no platform; 0: nothing special."""
        if days:
            self._sign.show_icon("cloud-off", "wait")
            self._words.tone("wait")
            self._words.face("notebold")
            self._words.setText(self.tr("已 {days} 天没有连上省平台，可以用 U 盘送出").format(days=days))
        else:
            self._sign.show_icon("shield-check", "ok")
            self._words.tone("ink")
            self._words.face("note")
            self._words.setText(self.tr("都已存在本机，断电不丢；同一张卡的业务保持先后次序"))
        self.out.setVisible(bool(days))
        self.files.setVisible(not days)

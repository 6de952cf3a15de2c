"""Run on a virtual screen: `hold guarded|bare NUMBER` marks and copies a number in a field and holds the clipboard
until its standard input ends; `ask` prints what another program gets from it, as JSON.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.clipboard import ClipboardGuard


def hold(how: str, number: str) -> None:
    """A double click marks the number, Ctrl+C copies it."""
    application = QApplication([])
    guard = ClipboardGuard(application) if how == "guarded" else None
    line = QLineEdit(number)
    line.show()
    line.activateWindow()
    QTest.qWaitForWindowExposed(line)
    line.setFocus()
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton)
    QTest.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    ended = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, application)
    ended.activated.connect(application.quit)
    print(line.selectedText(), flush=True)  # noqa: T201 - its answer
    application.exec()
    del guard


def ask() -> None:
    """The clipboard, and what was marked last, as another program sees them."""
    application = QGuiApplication([])
    clipboard = application.clipboard()
    told = [clipboard.text(QClipboard.Mode.Clipboard), clipboard.text(QClipboard.Mode.Selection)]
    print(json.dumps(told))  # noqa: T201 - its answer


if __name__ == "__main__":
    if sys.argv[1] == "ask":
        ask()
    else:
        hold(sys.argv[2], sys.argv[3])

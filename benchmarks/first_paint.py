"""The counter's own window beside `floors/window.py`: started as `python -m counter_app` starts it, watched from its
event loop.

Prints the same two figures at the same moments as the floor: the monotonic second at which the sign-in page was
painted, the loop had taken one more turn and a key pressed in the field stood there; and memory a while after.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from counter_app import front, wiring
from ui import app

from PySide6.QtCore import QEvent, QObject, Qt, QTimer  # isort: skip  (the program's own modules first, as it starts)
from PySide6.QtGui import QKeyEvent  # isort: skip
from PySide6.QtWidgets import QApplication, QLineEdit  # isort: skip

WEIGHED_AFTER_MS = 3000  # by then store, reader and line are open and the pages are built


class Watcher(QObject):
    """Waits for the first paint of anything, then for one turn of the loop."""

    painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.painted and event.type() is QEvent.Type.Paint:
            self.painted = True
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            QTimer.singleShot(0, self, self.told)
        return super().eventFilter(watched, event)

    def told(self) -> None:
        """One turn later: a key is pressed, and stands in the field."""
        window = QApplication.topLevelWidgets()[0].window()
        field = window.focusWidget()
        assert isinstance(field, QLineEdit)
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_7, Qt.KeyboardModifier.NoModifier, "7")
        QApplication.sendEvent(field, press)
        assert field.text().endswith("7")
        print(time.monotonic(), flush=True)
        QTimer.singleShot(WEIGHED_AFTER_MS, self, weighed)


def weighed() -> None:
    """Memory of this process in KiB: what is resident (RSS)."""
    with Path("/proc/self/smaps_rollup").open(encoding="ascii") as rollup:
        print(next(line.split()[1] for line in rollup if line.startswith("Rss:")), flush=True)
    QApplication.quit()


def main() -> None:
    """Open the window of a data folder."""
    application = QApplication(sys.argv[:1])
    watcher = Watcher()
    application.installEventFilter(watcher)
    assert app.__name__ == "ui.app"
    front.open_window(wiring.open_counter(Path(sys.argv[1]), sys.argv[2:]))


if __name__ == "__main__":
    main()

"""The counter's own window at work, in a process of its own: signs in, opens whoever's card is laid on, reports three
cards lost.

Usage: at_work.py FOLDER ROUNDS. Tells the bench each moment as a line of JSON, and goes on when a line comes back. Keys
are given to the window as Qt gives them; nothing of the program is replaced, only looked at: the reader's listener and
one page's paints.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app import front, wiring
from counter_app.ports import CardReader, LineKind, ReaderEvent, ReaderEventKind
from ui.pages.home import HomePage
from ui.pages.page import Page
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.waiting import WaitingPage
from ui.standing import ReaderState
from ui.window import Window

REPORTED = 3
LOOK_EVERY_MS = 10
Until = Callable[[], object]


class Eye(QObject):
    """Tells when a page has been painted and the loop has turned once more, so that it stands on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.noticed = self.painted = 0.0
        self.armed = False

    def arm(self) -> None:
        """The next card and the next paint count."""
        self.noticed = self.painted = 0.0
        self.armed = True

    def listen(self, reader: CardReader) -> None:
        """Note when the reader tells of a card; the event goes on at once."""
        watch = reader.watch

        def noting(tell: Callable[[ReaderEvent], None]) -> None:
            def heard(event: ReaderEvent) -> None:
                if event.kind is ReaderEventKind.CARD:
                    self.noticed = time.monotonic()
                tell(event)

            watch(heard)

        reader.watch = noting  # type: ignore[method-assign]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.armed and self.noticed and event.type() is QEvent.Type.Paint:
            self.armed = False
            QTimer.singleShot(0, self, self._turned)
        return super().eventFilter(watched, event)

    def _turned(self) -> None:
        self.painted = time.monotonic()


class Day(QObject):
    """Plays the script: each step is a condition to wait for; between two looks the loop is the window's own."""

    def __init__(self, eye: Eye, rounds: int) -> None:
        super().__init__()
        self._eye, self._rounds = eye, rounds
        self._heard = 0
        self._ear = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._ear.activated.connect(self._hear)
        self._steps = self._script()
        self._until: Until = lambda: True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """From the moment the loop runs."""
        self._timer.start(LOOK_EVERY_MS)

    def _hear(self) -> None:
        self._heard += len(sys.stdin.readline()) > 0

    def _look(self) -> None:
        if self._until():
            following = next(self._steps, None)
            if following is None:
                self._timer.stop()
                self._window.close()
            else:
                self._until = following

    @property
    def _window(self) -> Window:
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Window))

    def _on(self, kind: type[Page]) -> bool:
        window = self._window
        return isinstance(window.page, kind) and window.page.takes_enter() and not window.serving.moving

    def _press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._window, key)

    def _ready(self) -> bool:
        standing, line = self._window.serving.standing, self._window.serving.standing.line
        built = self._window.findChild(WaitingPage) is not None  # the last page built beforehand
        return built and standing.reader is ReaderState.EMPTY and line is not None and line.kind is LineKind.ONLINE

    def _script(self) -> Iterator[Until]:
        yield lambda: QApplication.topLevelWidgets() and self._window.isVisible()
        tell("shown")
        self._window.activateWindow()
        yield lambda: self._window.isActiveWindow() and self._ready()
        tell("ready")
        self._press(Qt.Key.Key_Return)
        yield lambda: self._on(HomePage)
        page = self._window.findChild(PersonPage)
        assert page is not None
        page.installEventFilter(self._eye)
        for number in range(self._rounds):
            yield from self._person(number)
            if number < REPORTED:
                yield from self._report()
            else:
                self._press(Qt.Key.Key_Escape)
            yield lambda: self._on(HomePage)
            tell("home")

    def _person(self, number: int) -> Iterator[Until]:
        """A card is laid on, its person stands on the screen, and it is taken away again."""
        self._eye.arm()
        before = self._heard
        tell("lay", number=number)
        yield lambda: self._eye.painted and self._on(PersonPage)
        tell("person", noticed=self._eye.noticed, painted=self._eye.painted)
        yield lambda: self._heard > before
        yield lambda: self._window.serving.standing.reader is ReaderState.EMPTY and not self._window.serving.moving

    def _report(self) -> Iterator[Until]:
        """F4, Enter, both halves confirmed, Enter."""
        self._press(Qt.Key.Key_F4)
        yield lambda: self._on(ProcedurePage)
        self._press(Qt.Key.Key_Return)
        yield lambda: self._on(ResultPage)
        tell("result")
        yield lambda: getattr(self._window.serving.visit, "kind", "") == "ok"
        yield lambda: self._on(ResultPage)
        self._press(Qt.Key.Key_Return)


def tell(what: str, **more: float) -> None:
    """One line for the bench."""
    print(json.dumps({"what": what, "at": time.monotonic(), **more}), flush=True)


def main() -> None:
    """Open the window of a data folder and play the day."""
    application = QApplication(sys.argv[:1])
    eye = Eye()
    day = Day(eye, int(sys.argv[2]))
    counter = wiring.open_counter(Path(sys.argv[1]), [])
    eye.listen(counter.reader())
    QTimer.singleShot(0, day, day.begin)
    tell("begun")
    front.open_window(counter)
    application.processEvents()


if __name__ == "__main__":
    main()

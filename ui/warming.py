"""Getting ready what the work will need, in small steps while the clerk asks nothing: pages, reader, courier, paper.

Two threads that both want the interpreter make the window deaf for the sum of their work. So one step goes at a time,
and none of a lane's begins before the clerk's last key, click or new page is some time ago. Refuses to hold work up:
what is needed before its turn is made when it is needed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer

from ui.lanes import Failed, Lane

BREATH_MS = 10  # between two steps, for what the window itself has to do
QUIET_MS = 150
IDLE_MS = 600  # for what is only needed after several moves
_MOVES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress})


@dataclass(frozen=True, slots=True)
class _Step:
    begin: Callable[[], None]
    quiet_ms: int


class Warming(QObject):
    """Steps in the order they were added. GUI thread only. As event filter of a native window it hears the clerk."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: deque[_Step] = deque()
        self._away = False  # a step is in its lane
        self._moved = 0.0  # when the clerk did something last, on the monotonic clock
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)

    def add(self, step: Callable[[], object]) -> None:
        """A step of the window's own: a few milliseconds on the GUI thread, whatever the clerk does."""

        def here() -> None:
            step()
            self._breathe()

        self._enter(_Step(here, 0))

    def add_in(
        self,
        lane: Lane,
        job: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Failed | None = None,
        *,
        quiet_ms: int = QUIET_MS,
    ) -> None:
        """A step in a lane; `done` gets what it gave. The next begins when it is home, whatever came of it."""

        def home(answer: Any, tell: Callable[[Any], None] | None) -> None:
            self._away = False
            self._breathe()
            if tell is not None:
                tell(answer)

        def there() -> None:
            self._away = True
            lane.run(job, partial(home, tell=done), partial(home, tell=failed))

        self._enter(_Step(there, quiet_ms))

    def rest(self) -> None:
        """The clerk moves: begin nothing in a lane for a while."""
        self._moved = monotonic()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self.rest()
        return super().eventFilter(watched, event)

    def _enter(self, step: _Step) -> None:
        self._steps.append(step)
        self._breathe()

    def _breathe(self) -> None:
        if self._steps and not self._away and not self._timer.isActive():
            self._timer.start(BREATH_MS)

    def _next(self) -> None:
        left_ms = self._steps[0].quiet_ms - round((monotonic() - self._moved) * 1000)
        if left_ms > 0:
            self._timer.start(left_ms)
        else:
            self._steps.popleft().begin()

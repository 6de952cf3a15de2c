"""Lanes: one worker each for the things that must never be used by two hands at once, and one signal that brings
answers home.

A job is a ticket number and a callable over frozen values; what is to happen with its answer waits on the GUI side
under that number. Refuses to let a worker touch a QObject other than this signal, and to run an answer whose page has
torn up its ticket. An exception that is no `CounterError` is a fault of the program and goes to `sys.excepthook`.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal

from counter_app.domain.errors import CounterError

Answer = TypeVar("Answer")
Failed = Callable[[CounterError], None]


@dataclass(frozen=True, slots=True)
class _Home:
    """What comes home under a ticket: an answer, or what went wrong. `last`: nothing more comes under it."""

    ticket: int
    answer: object = None
    trouble: BaseException | None = None
    last: bool = True


@dataclass(frozen=True, slots=True)
class _Callbacks:
    done: Callable[[Any], None]
    failed: Failed | None
    owner: object


class Lane:
    """One queue of jobs and the one thread that does them, in order."""

    def __init__(self, name: str, lanes: Lanes) -> None:
        self._lanes = lanes
        self._jobs: SimpleQueue[tuple[int, Callable[[], object]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def run(
        self,
        job: Callable[[], Answer],
        done: Callable[[Answer], None],
        failed: Failed | None = None,
        *,
        owner: object = None,
    ) -> int:
        """Do `job` in this lane; `done` or `failed` runs on the GUI thread later. `owner` may tear the ticket up."""
        ticket = self._lanes.ticket(done, failed, owner=owner)
        self._jobs.put((ticket, job))
        return ticket

    def close(self, seconds: float) -> None:
        """Let the jobs already queued finish, then end the thread; wait for it no longer than `seconds`."""
        self._jobs.put(None)
        self._thread.join(seconds)

    def _work(self) -> None:
        while (order := self._jobs.get()) is not None:
            ticket, job = order
            self._lanes.bring_home(_do(ticket, job))


class InlineLane(Lane):
    """For tests: does the job at once on the calling thread; the answer still comes home by the signal."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes

    def run(
        self,
        job: Callable[[], Answer],
        done: Callable[[Answer], None],
        failed: Failed | None = None,
        *,
        owner: object = None,
    ) -> int:
        ticket = self._lanes.ticket(done, failed, owner=owner)
        self._lanes.bring_home(_do(ticket, job))
        return ticket

    def close(self, seconds: float) -> None:
        """Nothing to end."""


class Lanes(QObject):
    """The lanes of a window and the tickets that are out. `keeping`: backups, and putting one back."""

    _came_home = Signal(object)

    def __init__(self, *, inline: bool = False) -> None:
        super().__init__()
        self._tickets: dict[int, _Callbacks] = {}
        self._next = 0
        self._open = True
        self._border = threading.Lock()
        how = Qt.ConnectionType.DirectConnection if inline else Qt.ConnectionType.QueuedConnection
        self._came_home.connect(self._receive, how)
        self.cards = self._lane("cards", inline)
        self.desk = self._lane("desk", inline)
        self.paper = self._lane("paper", inline)
        self.platform = self._lane("platform", inline)
        self.keeping = self._lane("keeping", inline)

    def _lane(self, name: str, inline: bool) -> Lane:
        return InlineLane(self) if inline else Lane(name, self)

    def ticket(self, done: Callable[[Any], None], failed: Failed | None = None, *, owner: object = None) -> int:
        """A number under which answers are expected. GUI thread only."""
        self._next += 1
        self._tickets[self._next] = _Callbacks(done, failed, owner)
        return self._next

    def tell(self, ticket: int, answer: object) -> None:
        """Bring one of several answers home under a standing ticket. Any thread."""
        self.bring_home(_Home(ticket, answer, last=False))

    def awaits(self, ticket: int) -> bool:
        """Whether something may still come home under that number. GUI thread only."""
        return ticket in self._tickets

    def tear_up(self, owner: object) -> None:
        """Forget every ticket of `owner`: its answers are dropped when they come."""
        self._tickets = {n: c for n, c in self._tickets.items() if c.owner is not owner}

    def bring_home(self, parcel: _Home) -> None:
        """Any thread. After `close` a parcel is dropped: its window is gone."""
        with self._border:
            if self._open:
                self._came_home.emit(parcel)

    def close(self, seconds: float = 2.0) -> None:
        """End the lanes; a job that hangs longer than `seconds` is left to die with the process."""
        with self._border:
            self._open = False
        self._tickets.clear()
        for lane in (self.cards, self.paper, self.platform, self.keeping, self.desk):
            lane.close(seconds)

    def _receive(self, parcel: object) -> None:
        home = cast(_Home, parcel)
        callbacks = self._tickets.get(home.ticket)
        if home.last:
            self._tickets.pop(home.ticket, None)
        if isinstance(home.trouble, CounterError):
            if callbacks is not None:
                (callbacks.failed or _raise_to_hook)(home.trouble)
        elif home.trouble is not None:
            _raise_to_hook(home.trouble)
        elif callbacks is not None:
            callbacks.done(home.answer)


def _raise_to_hook(trouble: BaseException) -> None:
    sys.excepthook(type(trouble), trouble, trouble.__traceback__)


def _do(ticket: int, job: Callable[[], object]) -> _Home:
    try:
        return _Home(ticket, job())
    except Exception as trouble:  # noqa: BLE001 - carried home: trouble to its page, a fault to the hook
        return _Home(ticket, trouble=trouble)

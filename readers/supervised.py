"""Runs work that may never come back, such as a call to a card that does not answer, and gives it up in time.

A thread inside such a call cannot be ended; it is left alone until the card is lifted. Refuses to gather such threads:
while one is still inside, new work is turned down at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

from counter_app.domain.errors import ReaderSilent
from readers.pcsc import CardLine

Result = TypeVar("Result")

_GRACE = 0.5  # seconds for a thread given up to come back once its card is lifted
_PATIENCE_ENDS = 9.5  # seconds after the beginning from which on a silence counts for more
_SHORTEST_SILENCE = 2.0  # seconds that are granted however long it has gone on


class Signs:
    """Signs of life that a piece of work gives while it goes on."""

    def __init__(self) -> None:
        self.last = time.monotonic()
        self._nobody_waits = threading.Event()

    def alive(self) -> None:
        """Something has come back. Raises ReaderSilent when the work was given up, so that it ends."""
        if self._nobody_waits.is_set():
            raise ReaderSilent
        self.last = time.monotonic()

    def give_up(self) -> None:
        self._nobody_waits.set()


class Heard:
    """An open card, each answer of which is a sign of life. Raises ReaderSilent once nobody waits for it any more."""

    def __init__(self, line: CardLine, signs: Signs) -> None:
        self._line = line
        self._signs = signs
        self.t1 = line.t1

    @property
    def atr(self) -> str:
        """Answer to reset as hex."""
        return self._line.atr()

    def close_when_left(self) -> None:
        """The card was authenticated: nobody after us is to find it open."""
        self._line.opened = True

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        answer = self._line.transmit(command)
        self._signs.alive()
        return answer


class Supervised:
    """One piece of work at a time, each in a thread of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._given_up: threading.Thread | None = None

    def run(self, work: Callable[[Signs], Result], *, silent_after: float, at_most: float) -> Result:
        """What `work` returns or raises. Raises ReaderSilent `silent_after` seconds after its last sign of life,
        `at_most` seconds after it began, and at once while earlier work is still inside.
        """
        if self._given_up is not None:
            self._given_up.join(_GRACE)
            if self._given_up.is_alive():
                raise ReaderSilent
            self._given_up = None
        outcome: Future[Result] = Future()
        signs = Signs()
        thread = threading.Thread(target=_settle, args=(outcome, work, signs), name=self._name, daemon=True)
        thread.start()
        if not _comes(outcome, signs, silent_after=silent_after, until=time.monotonic() + at_most):
            signs.give_up()
            self._given_up = thread
            raise ReaderSilent
        thread.join()
        return outcome.result()


def _comes(outcome: Future[Result], signs: Signs, *, silent_after: float, until: float) -> bool:
    begun = signs.last
    while (left := min(silence_ends(signs.last, silent_after, begun=begun), until) - time.monotonic()) > 0:
        if outcome in wait((outcome,), timeout=left).done:
            return True
    return outcome.done()


def silence_ends(last: float, silent_after: float, *, begun: float) -> float:
    """When silence since `last` is enough: a slow card that falls silent late is not waited for as long as one that has
    only begun, so that whoever stands at the desk waits ten seconds.
    """
    shortest = min(silent_after, _SHORTEST_SILENCE)
    return min(last + silent_after, max(last + shortest, begun + max(_PATIENCE_ENDS, silent_after)))


def _settle(outcome: Future[Result], work: Callable[[Signs], Result], signs: Signs) -> None:
    try:
        outcome.set_result(work(signs))
    except BaseException as error:  # noqa: BLE001  it is raised again by the thread that waits
        outcome.set_exception(error)

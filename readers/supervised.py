"""Runs work that may never come back, such as a call to a card that does not answer, and gives it up in time.

A thread inside such a call cannot be ended; it is left alone until the card is lifted, or the reader ends it. Refuses
to gather such threads: while one is still inside, new work is turned down at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, InvalidStateError, wait
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from counter_app.domain.errors import ReaderSilent
from readers.apdu import Channel
from readers.budget import WITHIN, Budget

Result = TypeVar("Result")

_GRACE = 0.5  # seconds for a thread given up to come back once its card is lifted
_SHORTEST_SILENCE = 2.0  # seconds that are granted however long it has gone on


class StillInside(ReaderSilent):
    """Work that was given up is still inside its call: nothing new was begun."""

    told_as = ReaderSilent


class Stopped(ReaderSilent):
    """Somebody said that nobody waits for it any more."""

    told_as = ReaderSilent


class Signs:
    """Signs of life that a piece of work gives while it goes on."""

    def __init__(self) -> None:
        self.last = time.monotonic()
        self._nobody_waits = threading.Event()

    def alive(self) -> None:
        """Something has come back. Raises ReaderSilent when the work was given up, so that it ends."""
        self.must_go_on()
        self.heard()

    def heard(self) -> None:
        """Something has come back that is to be told, even if nobody waits any more."""
        self.last = time.monotonic()

    def must_go_on(self) -> None:
        """Raises ReaderSilent when the work was given up."""
        if self._nobody_waits.is_set():
            raise ReaderSilent

    def give_up(self) -> None:
        self._nobody_waits.set()


class OpenCard(Channel, Protocol):
    """An open card on a reader."""

    def close_when_left(self) -> None:
        """The card is being authenticated: nobody after us is to find it open."""
        ...

    def atr(self) -> str:
        """Answer to reset as hex."""
        ...


class Heard:
    """An open card, each answer of which is a sign of life. Raises ReaderSilent once nobody waits for it any more."""

    def __init__(self, line: OpenCard, signs: Signs) -> None:
        self._line = line
        self._signs = signs
        self.t1 = line.t1

    def atr(self) -> str:
        """Answer to reset as hex."""
        return self._line.atr()

    def close_when_left(self) -> None:
        """The card is being authenticated: nobody after us is to find it open."""
        self._line.close_when_left()

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        self._signs.must_go_on()
        answer = self._line.transmit(command)
        self._signs.alive()
        return answer


class Supervised:
    """One piece of work at a time, each in a thread of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._given_up: threading.Thread | None = None
        self._late: Future[object] = Future()  # what became of the work that was given up last
        self._ending: Future[None] | None = None  # of the work that is waited for now

    @property
    def inside(self) -> bool:
        """Whether work that was given up has not come back yet."""
        return self._given_up is not None and self._given_up.is_alive()

    def run(
        self, work: Callable[[Signs], Result], *, silent_after: float, at_most: float, budget: Budget | None = None
    ) -> Result:
        """What `work` returns or raises. Raises ReaderSilent `silent_after` seconds after its last sign of life,
        `at_most` seconds after it began, when nothing is left of `budget` and the card has said nothing or somebody
        else is asked; Stopped after `stop`; StillInside at once while earlier work is still inside.
        """
        if self._given_up is not None:
            self._given_up.join(_GRACE)
            if self._given_up.is_alive():
                raise StillInside
            self._given_up = None
        self._late = Future()
        outcome: Future[Result] = Future()
        signs, ending = Signs(), Future[None]()
        thread = threading.Thread(target=_settle, args=(outcome, work, signs), name=self._name, daemon=True)
        self._ending = ending
        thread.start()
        came = _comes(outcome, ending, _End(signs, silent_after, time.monotonic() + at_most, budget or Budget()))
        self._ending = None
        if not came:
            signs.give_up()
            self._given_up, self._late = thread, outcome  # type: ignore[assignment]  # whatever it brings
            raise Stopped if ending.done() else ReaderSilent
        thread.join()
        return outcome.result()

    def stop(self) -> None:
        """Nobody waits any more for the work that is under way, if any is. From any thread; returns at once."""
        ending = self._ending
        if ending is not None:
            with suppress(InvalidStateError):  # it was said before
                ending.set_result(None)

    def when_late(self, tell: Callable[[Future[object]], None]) -> None:
        """`tell` once, when the work that was given up last comes back after all: in its thread, or at once."""
        self._late.add_done_callback(tell)


class _End:
    """When work is given up."""

    def __init__(self, signs: Signs, silent_after: float, until: float, budget: Budget) -> None:
        self._signs = signs
        self._silent_after = silent_after
        self._until = until
        self._budget = budget
        self._began = signs.last

    @property
    def left(self) -> float:
        """Seconds until then, as things stand."""
        budget, signs = self._budget, self._signs
        turn = max(self._began, budget.back)  # since when the card could have spoken
        if budget.asked:  # it has a limit of its own, and is given up by whoever asked it
            ends = budget.until + _GRACE
        elif signs.last <= turn:
            ends = min(turn + self._silent_after, max(budget.until, turn + _GRACE))
        else:
            ends = silence_ends(signs.last, self._silent_after, begun=budget.begun)
        return min(ends, self._until) - time.monotonic()


def _comes(outcome: Future[Result], ending: Future[None], end: _End) -> bool:
    either: tuple[Future[Any], ...] = (outcome, ending)
    while (left := end.left) > 0 and not ending.done():
        if outcome in wait(either, timeout=left, return_when=FIRST_COMPLETED).done:
            return True
    return outcome.done()


def silence_ends(last: float, silent_after: float, *, begun: float) -> float:
    """When silence since `last` is enough: a slow card that falls silent late is not waited for as long as one that has
    only begun, so that whoever stands at the desk waits ten seconds.
    """
    shortest = min(silent_after, _SHORTEST_SILENCE)
    return min(last + silent_after, max(last + shortest, begun + max(WITHIN, silent_after)))


def _settle(outcome: Future[Result], work: Callable[[Signs], Result], signs: Signs) -> None:
    try:
        outcome.set_result(work(signs))
    except BaseException as error:  # noqa: BLE001  it is raised again by the thread that waits
        outcome.set_exception(error)

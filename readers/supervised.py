"""Runs work that may never come back, such as a call to a card that does not answer, and gives it up in time.

A thread inside such a call cannot be ended; it is left alone until the card is lifted. Refuses to gather such threads:
while one is still inside, new work is turned down at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

from counter_app.domain.errors import ReaderSilent

Result = TypeVar("Result")

_GRACE = 0.5  # seconds for a thread given up to come back once its card is lifted


class Supervised:
    """One piece of work at a time, each in a thread of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._given_up: threading.Thread | None = None

    def run(self, work: Callable[[], Result], *, seconds: float) -> Result:
        """What `work` returns or raises. Raises ReaderSilent after `seconds`, or while earlier work is still inside."""
        if self._given_up is not None:
            self._given_up.join(_GRACE)
            if self._given_up.is_alive():
                raise ReaderSilent
            self._given_up = None
        outcome: Future[Result] = Future()
        thread = threading.Thread(target=_settle, args=(outcome, work), name=self._name, daemon=True)
        thread.start()
        if outcome not in wait((outcome,), timeout=seconds).done:
            self._given_up = thread
            raise ReaderSilent
        thread.join()
        return outcome.result()


def _settle(outcome: Future[Result], work: Callable[[], Result]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # noqa: BLE001  it is raised again by the thread that waits
        outcome.set_exception(error)

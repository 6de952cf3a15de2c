"""What goes wrong with a simulated part, on purpose: it is slow, says an odd status word, falls silent, is pulled.

Counts the commands and keeps their headers for whoever asks (`log`), never their data: a PIN travels there. Knows no
card and no reader.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from readers.simulator.control import Word

SILENT, PULLED = "silent", "pulled"
_KEPT = 200  # headers


class Pulled(Exception):
    """The card is to leave the reader now, in the middle of a command."""


class Silent(Exception):
    """The card is never to answer this command."""


@dataclass
class Mishaps:
    """Plans by number of the command (from 1, counted since this was made): a status word (hex), `silent`, `pulled`.

    `delay`: seconds before each answer.
    """

    delay: float = 0.0
    plans: dict[int, str] = field(default_factory=dict)
    _asked: int = 0
    _headers: deque[str] = field(default_factory=lambda: deque(maxlen=_KEPT))

    def meet(self, apdu: bytes) -> bytes | None:
        """Count a command; the status word it is to be answered with, None when nothing was planned.

        Raises Pulled or Silent. A plan is used up when its moment has come.
        """
        self._asked += 1
        self._headers.append(apdu[:4].hex().upper())
        plan = self.plans.pop(self._asked, None)
        if plan == PULLED:
            raise Pulled
        if plan == SILENT:
            raise Silent
        return None if plan is None else bytes.fromhex(plan)

    def words(self) -> Mapping[str, Word]:
        """What a control side understands: `delay MS`, `fail STEP [SW|silent|pulled]`, `well` (no plan is
        left), `log`.
        """
        return {
            "delay": self._delay_by,
            "fail": self._fail,
            "well": self._well,
            "log": lambda _argument: " ".join(self._headers) or "none",
        }

    def plan(self, step: int, what: str = "6F00") -> None:
        """Let the command `step` (1: the next) go wrong. Raises ValueError naming what is wrong."""
        self.plans[self._asked + step] = checked_plan(step, what)

    def _delay_by(self, argument: str) -> str:
        milliseconds = int(argument)
        if not 0 <= milliseconds <= 60_000:
            raise ValueError("delay: milliseconds up to a minute")
        self.delay = milliseconds / 1000
        return "slow" if milliseconds else "quick"

    def _well(self, _argument: str) -> str:
        self.plans.clear()
        return "well"

    def _fail(self, argument: str) -> str:
        step, _, what = argument.partition(" ")
        self.plan(int(step), what.strip() or "6F00")
        return "planned"


def checked_plan(step: int, what: str) -> str:
    """A plan of the right form. Raises ValueError naming what is wrong."""
    if not 1 <= step <= 10_000:
        raise ValueError("fail: a step from 1 on")
    if what not in (SILENT, PULLED) and not re.fullmatch(r"[0-9A-Fa-f]{4}", what):
        raise ValueError("fail: a status word of four hex digits, silent or pulled")
    return what

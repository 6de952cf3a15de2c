"""One paper on its way into a receipt printer, a piece at a time, until the printer has said that it is out.

A piece goes out only when the printer has worked off the one before the last (GS r, answered in turn): a small printer
never chokes, and what it prints by itself after it stood still is a few millimetres. Refuses to say done before the
answer to the question behind the last byte, the cut. Refuses a receipt in two halves: a paper that stood still for want
of paper, an open cover or silence begins anew, under a strip that says the part above is void.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from counter_app.domain.print_job import PrinterSays, PrintState
from counter_app.domain.printer_address import Kind, Roll
from counter_app.domain.text import Text
from printing.escpos_commands import (
    BAND,
    HOT,
    LOW,
    PAPER_IN_TURN,
    SILENT,
    STATUS_AT_ONCE,
    WHITE,
    Answers,
    process_id,
)
from printing.escpos_ways import Way

_AHEAD = 2  # pieces the printer may have without having worked them off
_TRIES = 3  # times a paper begins anew
_LOST = 3  # times as long until what it had counts as lost
_BITS = 10  # a byte on a serial line
_LONGEST_WAIT = 0.05  # seconds for a first byte

CUT_OFF = Text(
    "打印中途断了线，纸没有打完，请重打；半张作废",
    "The line to the printer broke: the paper is not whole. Print it again; the half one is void",
)
_GAVE_UP = Text(
    "打了几次都中途停下，请检查打印机后重打", "It stopped half way several times: look at the printer, print again"
)
_LAST = Text(
    "打印机收完后报告：{why}。看纸是否完整，不完整就重打",
    "The printer took it all and then said: {why}. Look whether the paper is complete, else print it again",
)
MUTE = Text("已送出（打印机不回话），请看纸", "Handed over (this printer cannot answer): look at the paper")

_GOES_ON = PrinterSays(PrintState.PRINTING)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds: until a printer that takes nothing has lost the paper (`patience`), for an answer that comes at once,
    without an answer in turn until it is asked why (`still`), and until one that says nothing has lost the paper.
    """

    patience: float = 10.0
    answer: float = 1.5
    still: float = 2.0
    silence: float = 120.0


class RollPaper:
    """`whole` are its pieces, `before` those that part it from a torn one, `strip` makes such. `word` is its process
    id.
    """

    def __init__(
        self,
        way: Way,
        roll: Roll,
        *,
        whole: tuple[bytes, ...],
        before: tuple[bytes, ...],
        strip: Callable[[], tuple[bytes, ...]],
        word: bytes,
        times: Times,
    ) -> None:
        self._way, self._roll, self._whole, self._strip, self._word = way, roll, whole, strip, word
        self._times = times
        slow = _AHEAD * BAND * roll.dots / 8 * _BITS / roll.baud if roll.kind is Kind.SERIAL else 0.0
        self._still = times.still + 2 * slow
        self._pieces = deque((WHITE, *before, *whole))
        self._answers = Answers()
        self._owed = 0  # answers in turn that have not come
        self._begun_anew = 0
        self._moved = time.monotonic()  # when something last went on
        self._asked = 0.0  # when the printer was asked why it stands still, or how it ended
        self._waits = False  # for the answer to that
        self._stands: Text | None = None
        self._torn = False
        self._ending = False
        self.touched = False  # the first byte has gone out

    @property
    def all_out(self) -> bool:
        """The printer has every byte."""
        return not self._pieces

    def close(self) -> None:
        """Let go of the printer."""
        self._way.close()

    def step(self, seconds: float) -> PrinterSays:
        """Move it on for at most about that long. Raises OSError when the way is gone."""
        until = time.monotonic() + seconds
        if self._roll.mute:
            return self._unheard(until)
        try:
            return self._heard(until)
        except OSError:
            if self._ending:  # the answer behind the last byte had come
                return PrinterSays(PrintState.DONE)
            raise

    def _unheard(self, until: float) -> PrinterSays:
        while self._pieces and time.monotonic() < until:
            self._send(self._pieces[0])
            self._pieces.popleft()
        return _GOES_ON if self._pieces else PrinterSays(PrintState.PRINTING, MUTE)

    def _heard(self, until: float) -> PrinterSays:
        while (now := time.monotonic()) < until:
            if self._may_send():
                self._send_in_turn()
            self._listen(0.0 if self._may_send() else min(_LONGEST_WAIT, until - now))
            says = self._ended() if self._worked_off() else self._standing()
            if says is not None:
                return says
        return PrinterSays(PrintState.PRINTING, self._stands)

    def _may_send(self) -> bool:
        return bool(self._pieces) and self._owed < _AHEAD and self._stands is None and not self._torn

    def _send(self, data: bytes) -> None:
        self.touched = True
        self._way.send(data)

    def _send_in_turn(self) -> None:
        self._send(self._pieces[0] + PAPER_IN_TURN)
        self._pieces.popleft()
        self._owed += 1
        self._moved = time.monotonic()
        if not self._pieces and self._roll.proof_by_id:
            self._send(process_id(self._word))

    def _listen(self, seconds: float) -> None:
        before = self._answers.in_turn
        self._answers.take(self._way.hear(seconds))
        came = self._answers.in_turn - before
        if came:
            self._owed = max(0, self._owed - came)
            self._moved = time.monotonic()

    def _worked_off(self) -> bool:
        """The answers to everything are there."""
        proved = not self._roll.proof_by_id or self._word in self._answers.ids
        return not self._pieces and not self._owed and proved and self._stands is None and not self._torn

    def _ask(self) -> None:
        self._answers.forget_status()
        self._send(STATUS_AT_ONCE)
        self._asked, self._waits = time.monotonic(), True

    def _ended(self) -> PrinterSays | None:
        """One more look: some printers answer in turn before they print."""
        if not self._ending:
            self._ending = True
            self._ask()
            return None
        status = self._answers.status()
        if status is None:
            return None if time.monotonic() - self._asked < self._times.answer else PrinterSays(PrintState.DONE)
        trouble = status.trouble()
        if trouble is not None:
            return PrinterSays(PrintState.FAILED, _LAST.format(why=trouble), unsure=True)
        return PrinterSays(PrintState.DONE, LOW if status.low() or self._answers.low else None)

    def _standing(self) -> PrinterSays | None:
        """Nothing went on for a while: ask why; go on, or begin anew, once the printer is well again."""
        now = time.monotonic()
        if self._torn and self._stands is None and not self._owed:
            return self._anew()
        if now - self._moved < self._still:
            return None
        if now - self._moved > self._times.silence and self._stands in (None, SILENT):
            return PrinterSays(PrintState.FAILED, CUT_OFF, unsure=self.all_out)
        status = self._answers.status()
        if status is not None:
            return self._told(status.trouble(), now)
        if now - self._asked > self._times.answer:
            if self._waits:
                self._stands, self._torn = SILENT, True
            self._ask()
        return None

    def _told(self, trouble: Text | None, now: float) -> PrinterSays | None:
        self._waits = False
        if trouble is not None:
            self._stands, self._torn = trouble, self._torn or trouble is not HOT
            self._moved = now - self._still  # it talks: it may stand as long as it likes
            return PrinterSays(PrintState.PRINTING, trouble)
        if self._stands is not None:  # well again: what it still has comes out first
            self._stands, self._moved = None, now
        elif self._owed and now - self._moved > _LOST * self._still:  # well, and silent about what it had
            self._torn, self._owed = True, 0
        return None

    def _anew(self) -> PrinterSays | None:
        if self._begun_anew == _TRIES:
            return PrinterSays(PrintState.FAILED, _GAVE_UP)
        self._begun_anew += 1
        self._answers = Answers()
        self._torn, self._ending, self._waits, self._moved = False, False, False, time.monotonic()
        self._pieces = deque((WHITE, *self._strip(), *self._whole))
        return None

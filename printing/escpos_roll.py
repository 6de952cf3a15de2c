"""A receipt printer on a roll that takes ESC/POS: Chinese as the dots of the same PDF, so no font of it is needed.

`hand_over` asks whether the printer is ready and opens the way; no byte of the paper goes out before `state_of` is
asked, which moves it on for at most `STEP` seconds a call. Refuses two papers at a time, over all programs of a data
folder, and a paper wider than the print head. A printer that can never answer gets the paper and is never said to have
printed it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import RLock

from filelock import FileLock, Timeout

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.print_job import Document, PrinterSays, PrintState
from counter_app.domain.printer_address import Roll
from counter_app.domain.text import Text, same
from printing.escpos_commands import BEGIN, END, SILENT, STATUS_AT_ONCE, Answers, bands
from printing.escpos_paper import CUT_OFF, MUTE, RollPaper, Times
from printing.escpos_ways import Way, open_way
from printing.raster import raster

USUAL = Times()
LOCK_NAME = "roll.lock"
STEP = 0.4  # seconds a call of `state_of` may take
_REMEMBERED = 200  # papers

_BUSY = Text("打印机还在打上一张", "The printer is still busy with the paper before")
_AWAY = Text("连不上打印机（{why}）", "The printer cannot be reached ({why})")
_TAKEN_BACK = Text("打印中取消", "Taken back while it printed")
_NOT_SURE = Text(
    "打印中程序关过，不知打完没有：看纸是否完整，不完整就重打",
    "The program was closed while it printed: look whether the paper is complete, else print it again",
)


class RollPrinter:
    """`strip` makes the PDF of the strip under a torn paper. `folder`: its lock says that some program has a paper
    under way. One thread after the other may call.
    """

    def __init__(self, roll: Roll, *, strip: Callable[[], bytes], folder: Path, times: Times = USUAL) -> None:
        self._roll, self._strip, self._times = roll, strip, times
        self._turn = RLock()
        # The system's own lock: it dies with the program that holds it.
        self._mine = FileLock(folder / LOCK_NAME, timeout=0, thread_local=False)
        self._paper: RollPaper | None = None
        self._spooled = ""
        self._said: dict[str, PrinterSays] = {}
        self._torn = False

    def examine(self) -> Text | None:
        """Why the printer would wait, None when it is ready or cannot say. Raises PrinterRefused."""
        with self._turn:
            if self._paper is not None:
                return None
            way = self._opened()
            try:
                return self._trouble(way)
            finally:
                way.close()

    def hand_over(self, document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:
        """Ready the printer for this paper, no byte of which has gone out yet; `named` is told the name that `state_of`
        takes. Raises PrinterRefused: no printer, no answer, no paper, content too wide, another paper under way.
        """
        with self._turn:
            if begun and self._knows(begun):
                return
            if not begun:
                # Printed again: what became of it the time before is not what becomes of it now.
                self._said.pop(_name(job), None)
            self._make_room()
            whole = self._pieces(document.pdf)
            self._take_hold()
            try:
                self._paper = self._begun(whole, job, named)
            except BaseException:
                self._mine.release()
                raise
            self._spooled = _name(job)
            self._said.pop(self._spooled, None)

    def find(self, job: str) -> str:
        """Its name, where a paper of that job is or was under way since the program started; else ""."""
        with self._turn:
            return _name(job) if self._knows(_name(job)) else ""

    def state_of(self, spooled: str) -> PrinterSays:
        """Move the paper on; how far it is. One of before this program was started may have come out: unsure."""
        with self._turn:
            paper = self._paper
            if paper is None or spooled != self._spooled:
                return self._remembered(spooled)
            try:
                says = paper.step(STEP)
            except OSError:
                says = PrinterSays(PrintState.FAILED, CUT_OFF, unsure=paper.all_out)
            except BaseException:  # a fault of the program: the next paper must find the printer free
                self._end(paper, PrinterSays(PrintState.FAILED, CUT_OFF, unsure=paper.all_out))
                raise
            if says.state is not PrintState.PRINTING or (self._roll.mute and paper.all_out):
                self._end(paper, says)
            return says

    def let_go(self, spooled: str) -> None:
        """Send no more of this paper: somebody took it back. The next one begins under a strip."""
        with self._turn:
            if self._paper is not None and spooled == self._spooled:
                self._end(self._paper, PrinterSays(PrintState.FAILED, _TAKEN_BACK))

    def _begun(self, whole: tuple[bytes, ...], job: str, named: Callable[[str], None]) -> RollPaper:
        way = self._opened()
        try:
            self._must_be_ready(way)
            before = self._void() if self._torn else ()
            named(_name(job))
        except BaseException:
            way.close()
            raise
        word = job.encode("ascii", "replace")[-4:].rjust(4, b"0")
        return RollPaper(way, self._roll, whole=whole, before=before, strip=self._void, word=word, times=self._times)

    def _knows(self, spooled: str) -> bool:
        return spooled in self._said or (self._paper is not None and spooled == self._spooled)

    def _make_room(self) -> None:
        """Wait for the paper before while it moves."""
        until = time.monotonic() + self._times.patience
        while self._paper is not None:
            says = self.state_of(self._spooled)
            waits = says.reason not in (None, MUTE) or time.monotonic() > until
            if says.state is PrintState.PRINTING and waits:
                raise PrinterRefused(why=says.reason or _BUSY)

    def _remembered(self, spooled: str) -> PrinterSays:
        said = self._said.get(spooled)
        if said is not None:
            return said
        if self._paper is None:
            try:
                self._take_hold()
            except PrinterRefused:
                return PrinterSays(PrintState.PRINTING)  # another program has it
            self._mine.release()
        self._torn = True  # half of it may hang from the printer
        return PrinterSays(PrintState.FAILED, _NOT_SURE, unsure=True)

    def _take_hold(self) -> None:
        try:
            self._mine.acquire()
        except Timeout:
            raise PrinterRefused(why=_BUSY) from None
        except OSError as error:
            raise PrinterRefused(why=_away(error)) from error

    def _part_with(self, paper: RollPaper) -> None:
        paper.close()
        self._paper = None
        self._mine.release()

    def _end(self, paper: RollPaper, says: PrinterSays) -> None:
        self._part_with(paper)
        self._torn = says.state is PrintState.FAILED and paper.touched and not says.unsure
        self._said[self._spooled] = says
        while len(self._said) > _REMEMBERED:
            del self._said[next(iter(self._said))]

    def _opened(self) -> Way:
        try:
            return open_way(self._roll, patience=self._times.patience)
        except OSError as error:
            raise PrinterRefused(why=_away(error)) from error

    def _must_be_ready(self, way: Way) -> None:
        trouble = self._trouble(way)
        if trouble is not None:
            raise PrinterRefused(why=trouble)

    def _trouble(self, way: Way) -> Text | None:
        """What the printer says at once. Raises PrinterRefused when it says nothing."""
        if self._roll.mute:
            return None
        answers = Answers()
        until = time.monotonic() + self._times.answer
        try:
            way.send(STATUS_AT_ONCE)
            while (left := until - time.monotonic()) > 0:
                answers.take(way.hear(left))
                status = answers.status()
                if status is not None:
                    return status.trouble()
        except OSError as error:
            raise PrinterRefused(why=_away(error)) from error
        raise PrinterRefused(why=SILENT)

    def _pieces(self, pdf: bytes) -> tuple[bytes, ...]:
        return (BEGIN, *bands(raster(pdf, dots=self._roll.dots)), END)

    def _void(self) -> tuple[bytes, ...]:
        """Under what is torn: a strip that says so, and the cut that parts it from what follows."""
        return self._pieces(self._strip())


def _away(error: OSError) -> Text:
    return _AWAY.format(why=same(error.strerror or type(error).__name__))


def _name(job: str) -> str:
    return f"roll-{job}"

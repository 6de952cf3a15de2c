"""The Printer port on CUPS: the receipt as PDF, kept in a file, or handed to the queue that settings name.

The job goes through the `lp` command: it speaks to local and remote servers with the user's own CUPS set-up, and a
command can be ended after its time where a library call cannot. Refuses to call anything printed: a job id only says
that the spooler has it. Refuses to wait longer than ten seconds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from counter_app.domain.errors import NoPagePrinter, NoPrinter, PrinterRefused
from counter_app.domain.long_paper import LongPaper
from counter_app.domain.receipt import Receipt
from counter_app.domain.text import Language, Text, same
from counter_app.ports import Printer
from counter_app.settings import Settings
from printing.fonts import Fonts, fonts_of_this_machine, load
from printing.receipt import lay_out
from printing.sheet import MM, Sheet, to_pdf

PATIENCE = 10.0  # seconds until a spooler that does not answer counts as refusing
_JOB = re.compile(r"request id is (\S+-\d+)")

_NO_COMMAND = Text("本机没有 lp 命令，请装 cups-client", "no lp command here, install cups-client")
_NO_SERVER = Text("连不上打印服务", "the print service cannot be reached")
_NO_ANSWER = Text("打印服务 {seconds} 秒没有答复", "the print service did not answer for {seconds} seconds")
_NO_QUEUE = Text("没有打印队列 {queue}", "there is no print queue {queue}")
_CLOSED = Text("打印队列 {queue} 暂不收件", "the print queue {queue} takes no jobs now")
_NO_JOB = Text("打印服务没有给出任务号", "the print service gave no job number")

# What `lp` says in the C locale, in small letters, and what it means at a counter.
_WORDS = (
    (("does not exist", "unknown destination", "invalid destination"), _NO_QUEUE),
    (("not accepting",), _CLOSED),
    (("unable to connect", "connection refused", "bad file descriptor", "scheduler", "no route", "host"), _NO_SERVER),
)

_REPORTLAB = "reportlab.pdfgen.canvas"


def receipt_printer(settings: Settings, *, fonts: Fonts | None = None) -> Printer:
    """The printer of this system for `printers.*` and `language` of the settings: receipts, and pages on A4."""
    queue, server, language = settings["printers.receipt"], settings["printers.server"], Language(settings["language"])
    pages = settings["printers.a4"]
    if sys.platform == "win32":
        from printing.windows import WindowsPrinter

        return WindowsPrinter(queue, pages_queue=pages, language=language, fonts=fonts)
    return CupsPrinter(queue, pages_queue=pages, server=server, language=language, fonts=fonts)


class PaperMaker:
    """What every printer does alike: make the PDF, keep it in a file. Any thread may call it."""

    def __init__(self, *, language: Language, fonts: Fonts | None = None) -> None:
        self._language = language
        self._fonts = fonts or fonts_of_this_machine()

    def warming(self) -> tuple[Callable[[], None], ...]:
        """Load what the first receipt needs, in pieces of less than 80 ms. Each raises NoFont."""
        steps: tuple[Callable[[], None], ...] = (partial(load, _REPORTLAB), *self._fonts.warming())
        return tuple(partial(self._alone, step) for step in steps)

    def _alone(self, step: Callable[[], None]) -> None:
        with self._fonts.turn:
            step()

    def pdf(self, receipt: Receipt, *, copy: int = 0) -> bytes:
        """The receipt as PDF, the same bytes each time. `copy` > 0 prints 补打 with that number. Raises NoFont."""
        return self._made(receipt, copy=copy)[1]

    def pages(self, paper: LongPaper) -> bytes:
        """A paper of several pages as PDF on A4, the same bytes each time. Raises NoFont."""
        from printing.pages import pages_pdf

        with self._fonts.turn:
            return pages_pdf(paper, language=self._language, fonts=self._fonts)

    def code(self, number: str) -> tuple[tuple[bool, ...], ...]:
        """The QR code of a number, square by square. Raises ValueError for what is no number of this counter."""
        from printing.qr import modules

        return modules(number)

    def save(self, receipt: Receipt, path: Path) -> None:
        """Write the PDF to `path`, whole or not at all. Raises NoFont, OSError."""
        fresh = path.with_name(path.name + ".new")
        fresh.write_bytes(self.pdf(receipt))
        fresh.replace(path)

    def _made(self, receipt: Receipt, *, copy: int) -> tuple[Sheet, bytes]:
        with self._fonts.turn:
            sheet = lay_out(receipt, language=self._language, fonts=self._fonts, copy=copy)
            return sheet, to_pdf(sheet, fonts=self._fonts)


def _encrypted(server: str) -> tuple[str, ...]:
    """A receipt names a person: to another machine it goes by TLS or not at all (lp(1), `-E`)."""
    host = server.rpartition(":")[0].strip("[]") or server
    return () if server.startswith("/") or host in ("localhost", "127.0.0.1", "::1") else ("-E",)


class CupsPrinter(PaperMaker):
    """A CUPS queue for receipts, and one for pages on A4. `server` is host:port, empty for this machine's own;
    `patience` in seconds.
    """

    def __init__(
        self,
        queue: str,
        *,
        pages_queue: str = "",
        server: str = "",
        language: Language = Language.ZH,
        fonts: Fonts | None = None,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__(language=language, fonts=fonts)
        self._queue, self._pages_queue = queue.strip(), pages_queue.strip()
        self._server = server.strip()
        self._patience = patience

    def examine(self) -> None:
        """Ask the server whether the queue is there and takes jobs. Raises NoPrinter, PrinterRefused."""
        if not self._queue:
            raise NoPrinter
        answer = self._run("lpstat", "-a")
        said = next((line for line in answer.stdout.splitlines() if line.split(" ")[0] == self._queue), "")
        if not said:
            raise PrinterRefused(why=self._reason(f"{answer.stderr} does not exist"))
        if "not accepting" in said:
            raise PrinterRefused(why=_CLOSED.format(queue=self._queue))

    def send(self, receipt: Receipt, *, copy: int = 0) -> str:
        """Hand the receipt to the queue; the spooler's job id, e.g. receipts-12. Raises NoPrinter, PrinterRefused,
        NoFont.
        """
        if not self._queue:
            raise NoPrinter
        sheet, document = self._made(receipt, copy=copy)
        media = f"Custom.{sheet.width / MM:.0f}x{sheet.height / MM:.0f}mm"  # the roll is cut where the receipt ends
        return self._hand_over(self._queue, document, title=receipt.number, media=media)

    def send_pages(self, paper: LongPaper) -> str:
        """Hand a paper of several pages to the queue for A4; likewise. Raises NoPagePrinter, PrinterRefused, NoFont."""
        if not self._pages_queue:
            raise NoPagePrinter
        return self._hand_over(self._pages_queue, self.pages(paper), title=paper.number, media="A4")

    def _hand_over(self, queue: str, document: bytes, *, title: str, media: str) -> str:
        words = ("-d", queue, "-t", title, "-o", f"media={media}", "-o", "print-scaling=none")
        job = self._run("lp", *words, document=document)
        found = _JOB.search(job.stdout)
        if job.returncode != 0:
            raise PrinterRefused(why=self._reason(job.stderr, queue))
        if found is None:
            raise PrinterRefused(why=_NO_JOB)
        return found[1]

    def _run(self, name: str, *words: str, document: bytes = b"") -> _Answer:
        command = shutil.which(name)
        if command is None:
            raise PrinterRefused(why=_NO_COMMAND)
        server = (*_encrypted(self._server), "-h", self._server) if self._server else ()
        try:
            # A session of its own has no terminal: the command cannot stop and ask for a password.
            answer = subprocess.run(
                (command, *server, *words),
                input=document,
                capture_output=True,
                timeout=self._patience,
                check=False,
                env={**os.environ, "LC_ALL": "C", "LANGUAGE": "C"},
                start_new_session=True,
            )
        except subprocess.TimeoutExpired as error:
            raise PrinterRefused(why=_NO_ANSWER.format(seconds=f"{self._patience:g}")) from error
        except OSError as error:
            raise PrinterRefused(why=same(str(error))) from error
        return _Answer(
            answer.returncode, answer.stdout.decode(errors="replace"), answer.stderr.decode(errors="replace")
        )

    def _reason(self, said: str, queue: str = "") -> Text:
        """`lp` says of a server it cannot reach that the queue does not exist, so the server is asked for itself."""
        meaning = next((text for words, text in _WORDS if any(word in said.lower() for word in words)), None)
        if meaning is _NO_QUEUE and "is running" not in self._run("lpstat", "-r").stdout:
            return _NO_SERVER
        return (
            same(said.strip().removeprefix("lp: ")) if meaning is None else meaning.format(queue=queue or self._queue)
        )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a command left behind, in the C locale's words."""

    returncode: int
    stdout: str
    stderr: str

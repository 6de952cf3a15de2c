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
from collections.abc import Callable
from dataclasses import dataclass

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.print_job import Document, PrinterSays, PrintState
from counter_app.domain.text import Text, same
from printing.sheet import MM

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


def _encrypted(server: str) -> tuple[str, ...]:
    """A receipt names a person: to another machine it goes by TLS or not at all (lp(1), `-E`)."""
    host = server.rpartition(":")[0].strip("[]") or server
    return () if server.startswith("/") or host in ("localhost", "127.0.0.1", "::1") else ("-E",)


class CupsPrinter:
    """A CUPS queue. `server` is host:port, empty for this machine's own;
    `patience` in seconds.
    """

    def __init__(self, queue: str, *, server: str = "", patience: float = PATIENCE) -> None:
        self._queue = queue.strip()
        self._server = server.strip()
        self._patience = patience

    def examine(self) -> Text | None:
        """Ask the server whether the queue is there and takes jobs. Raises PrinterRefused."""
        answer = self._run("lpstat", "-a")
        said = next((line for line in answer.stdout.splitlines() if line.split(" ")[0] == self._queue), "")
        if not said:
            raise PrinterRefused(why=self._reason(f"{answer.stderr} does not exist"))
        if "not accepting" in said:
            raise PrinterRefused(why=_CLOSED.format(queue=self._queue))
        return None

    def hand_over(self, document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:  # noqa: ARG002
        """Hand a paper to the queue. Raises PrinterRefused."""
        # The roll is cut where the receipt ends.
        media = f"Custom.{document.width / MM:.0f}x{document.height / MM:.0f}mm"
        named(self._hand_over(document.pdf, title=f"{document.title} {job}", media=media))

    def find(self, job: str) -> str:  # noqa: ARG002
        """Not asked yet."""
        return ""

    def state_of(self, spooled: str) -> PrinterSays:  # noqa: ARG002
        """Not asked yet."""
        return PrinterSays(PrintState.PRINTING)

    def let_go(self, spooled: str) -> None:
        """Take a job from the queue. Raises PrinterRefused."""
        self._run("cancel", spooled)

    def _hand_over(self, document: bytes, *, title: str, media: str) -> str:
        words = ("-d", self._queue, "-t", title, "-o", f"media={media}", "-o", "print-scaling=none")
        job = self._run("lp", *words, document=document)
        found = _JOB.search(job.stdout)
        if job.returncode != 0:
            raise PrinterRefused(why=self._reason(job.stderr))
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

    def _reason(self, said: str) -> Text:
        """`lp` says of a server it cannot reach that the queue does not exist, so the server is asked for itself."""
        meaning = next((text for words, text in _WORDS if any(word in said.lower() for word in words)), None)
        if meaning is _NO_QUEUE and "is running" not in self._run("lpstat", "-r").stdout:
            return _NO_SERVER
        return same(said.strip().removeprefix("lp: ")) if meaning is None else meaning.format(queue=self._queue)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a command left behind, in the C locale's words."""

    returncode: int
    stdout: str
    stderr: str

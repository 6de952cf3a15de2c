"""Keeps one practice platform running for a practice data folder while anybody works on it.

Refuses to leave a process behind: the platform is tied to the process that started it by a pipe and ends with it, even
when that was killed. Other processes on the folder use the one that runs and start another when it has gone.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

import filelock

from counter_app.domain.disk import disk_trouble
from counter_app.domain.errors import NoPlatform, PracticeTrouble
from counter_app.domain.text import Text
from readers.simulator.hidden import make_key

if TYPE_CHECKING:
    from practice.platform.connection import Connection

DATABASE, NOTE, LOCK, CUT, LOG = "platform.db", "platform.json", "platform.lock", "platform.cut", "platform.log"
NOWHERE = "http://127.0.0.1:1"  # nothing listens on this port: what a counter meets while the line is cut
_BUSY = ""
_START, _STOP, _GREETING = 20.0, 5.0, 1.0
_OTHER = Text("不是本版程序的", "it is not of this version of the program")
_NOT_STARTED = Text(
    "练习平台没有启动，见数据文件夹中的 platform.log", "the practice platform did not start; see platform.log"
)


class PracticePlatform:
    """The practice platform of one data folder. Methods may be called from any thread and raise StoreTrouble where the
    folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._child_url = ""

    def url(self) -> str:
        """Where the platform listens now; started when none runs. NOWHERE while the line is cut. Raises NoPlatform."""
        with self._turn:
            if self.line_cut():
                return NOWHERE
            if self._child is not None and self._child.poll() is None:
                return self._child_url
            self._forget_child()
            return self._running() or self._start_once()

    def stop(self) -> None:
        """End the platform if this process started it. Others start their own when they next need one."""
        with self._turn:
            if self._child is not None:
                _end(self._child)
            self._forget_child()

    def line_cut(self) -> bool:
        """True while the trainer has taken the line away."""
        return (self._folder / CUT).exists()

    def cut_line(self, cut: bool) -> None:
        """Take the line away (the platform ends, whoever started it) or give it back. Raises NoPlatform."""
        with self._turn, self._locked():
            if not cut:
                (self._folder / CUT).unlink(missing_ok=True)
                return
            (self._folder / CUT).touch()
            if self._child is not None:
                _end(self._child)
            elif self._running():
                self._end_foreign()
            self._forget_child()

    def module_refuses(self) -> bool:
        """True while the trainer lets the platform's security module say no to every card. Raises StoreTrouble."""
        from practice.platform import database as db

        with self.database() as connection:
            return db.REFUSE_AUTHENTICATION in db.switches(connection)

    def refuse_authentication(self, refuse: bool) -> None:
        """Let it say no, or answer again; from the next challenge on. Raises StoreTrouble."""
        from practice.platform import database as db

        with self.database() as connection:
            db.set_switch(connection, db.REFUSE_AUTHENTICATION, "on" if refuse else None)

    def has_database(self) -> bool:
        """False before the platform has run for the first time."""
        return (self._folder / DATABASE).is_file()

    @contextmanager
    def database(self) -> Iterator[Connection]:
        """The platform's own database, made when there is none yet; a platform that runs works on it meanwhile. Raises
        StoreTrouble.
        """
        from practice.platform.database import OtherVersion, open_database
        from practice.platform.file import Error

        file = self._folder / DATABASE
        try:
            with disk_trouble(at=file):
                self._folder.mkdir(parents=True, exist_ok=True)
                make_key(self._folder)
                with closing(open_database(file)) as connection:
                    yield connection
        except OtherVersion as error:
            raise PracticeTrouble(file=DATABASE, why=_OTHER) from error
        except Error as error:
            why = Text(f"打不开（{error}）", f"it cannot be opened ({error})")
            raise PracticeTrouble(file=DATABASE, why=why) from error

    def _forget_child(self) -> None:
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
        self._child, self._child_url = None, ""

    def _start_once(self) -> str:
        with self._locked():
            if self.line_cut():
                return NOWHERE
            return self._running() or self._start()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Raises NoPlatform, StoreTrouble (the folder cannot be written)."""
        lock = filelock.FileLock(self._folder / LOCK, timeout=_START + _STOP)
        with disk_trouble(at=self._folder):
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                lock.acquire()
            except filelock.Timeout as error:
                raise NoPlatform(why=_NOT_STARTED, handed_over=False) from error
        try:
            with disk_trouble(at=self._folder):
                yield
        finally:
            lock.release()

    def _start(self) -> str:
        make_key(self._folder)
        command = [
            sys.executable,
            "-m",
            "practice.platform",
            "--database",
            str(self._folder / DATABASE),
            "--with-parent",
            "--faults",
        ]
        with (self._folder / LOG).open("wb") as log:
            child = _begun(command, log)
        url = _first_line(child)
        said = _greeting(url) if url else None
        if said is None:
            _end(child)
            raise NoPlatform(why=_NOT_STARTED, handed_over=False)
        self._child, self._child_url = child, url
        self._write({"url": url, "pid": child.pid, "instance": said})
        return url

    def _write(self, note: dict[str, object]) -> None:
        fresh = self._folder / f"{NOTE}.new"
        fresh.write_text(json.dumps(note), encoding="utf-8")
        fresh.replace(self._folder / NOTE)

    def _note(self) -> dict[str, object]:
        try:
            note = json.loads((self._folder / NOTE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def _running(self) -> str:
        """Address of the platform another process runs for this folder, empty when none answers."""
        note = self._note()
        url = str(note.get("url", ""))
        said = _greeting(url) if url else None
        fits = said is not None and (_BUSY in (said, note.get("instance")) or said == note.get("instance"))
        return url if fits else ""

    def _end_foreign(self) -> None:
        """Its greeting was just heard, so the pid in the note is its own."""
        note = self._note()
        with suppress(ProcessLookupError):
            os.kill(int(str(note["pid"])), signal.SIGTERM)
        deadline, beat = time.monotonic() + _STOP, threading.Event()
        while self._running() and time.monotonic() < deadline:
            beat.wait(0.02)


def _begun(command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        cwd=Path(__file__).resolve().parent.parent,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _first_line(child: subprocess.Popen[bytes]) -> str:
    """The address the child says it listens at, empty when it ended or said nothing in time."""
    said: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    out = child.stdout
    if out is None:
        return ""

    def listen() -> None:
        with out:
            said.put(out.readline())

    threading.Thread(target=listen, daemon=True).start()
    try:
        return str(json.loads(said.get(timeout=_START))["url"])
    except (queue.Empty, ValueError, KeyError, TypeError):
        return ""


def _greeting(url: str) -> str | None:
    """The instance a platform at `url` says it is, _BUSY when it takes nothing now, None when there is no platform."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=_GREETING)
    try:
        connection.request("GET", "/v1/hello", headers={"Counter-Version": "1.0"})
        answer = connection.getresponse()
        hello = json.loads(answer.read(4096))
        if answer.status in (426, 503):
            return _BUSY
        return str(hello["instance"]) if hello["service"] == "ssc-platform" else None
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None
    finally:
        connection.close()


def _end(child: subprocess.Popen[bytes]) -> None:
    """Close its standard input, which it takes as the word to leave; harder words after five seconds each."""
    if child.stdin is not None:
        child.stdin.close()
    for harder in (child.terminate, child.kill):
        try:
            child.wait(_STOP)
        except subprocess.TimeoutExpired:
            harder()
        else:
            return
    child.wait()

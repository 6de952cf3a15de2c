"""One process with a pipe: started without a shell, asked, waited for until a deadline, ended with all that it started.

Each frame is a length (4 bytes, big-endian) and a JSON object. Refuses to know what is asked. The branches for Windows
are written after its documentation and unproven here.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from typing import IO

_LOG = logging.getLogger(__name__)

_MOST = 256 * 1024  # bytes of an answer: more is nonsense
_ENDS = 2.0  # seconds for a process that was killed, and for the thread that reads from it


class Late(Exception):
    """No answer before the deadline."""


class Ended(Exception):
    """The process ended, or what it wrote is no answer."""


class Child:
    """One process, and a thread that reads what it writes: on Windows a pipe cannot be waited for otherwise."""

    def __init__(self, command: list[str]) -> None:
        self._process = _begin(command)
        self._heard: queue.SimpleQueue[dict[str, object] | None] = queue.SimpleQueue()
        self._number = 0
        self._listening = threading.Thread(target=self._listen, name="driver-pipe", daemon=True)
        self._listening.start()

    def ask(self, request: dict[str, object], seconds: float) -> dict[str, object]:
        """The answer to a request. Raises Late, Ended."""
        self._number += 1
        body = json.dumps({**request, "id": self._number}).encode()
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(struct.pack(">I", len(body)) + body)
        except OSError as error:
            raise Ended from error
        answer = self.hear(seconds)
        if answer.get("id") != self._number:
            raise Ended
        return answer

    def hear(self, seconds: float) -> dict[str, object]:
        """What it says next. Raises Late, Ended."""
        try:
            heard = self._heard.get(timeout=seconds)
        except queue.Empty:
            raise Late from None
        if heard is None:
            raise Ended
        return heard

    def kill(self) -> None:
        """Kill it and all that it started; who waits for it cleans up."""
        _kill(self._process)

    def end(self, *, patience: float) -> None:
        """Close the pipe, wait `patience` seconds, then kill it and all that it started; nothing is left over."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
        except OSError as error:  # a pipe that broke; it is closed all the same
            _LOG.debug("pipe of the driver: %s", error.strerror)
        if not (patience and self._ended(patience)):
            _kill(self._process)
            if not self._ended(_ENDS):
                _LOG.error("the driver's process %d cannot be ended: it hangs in the system", self._process.pid)
        self._listening.join(_ENDS)
        if self._listening.is_alive():  # what the driver started holds the pipe open
            _kill(self._process)
            self._listening.join(_ENDS)
        self._process.stdout.close()

    def _ended(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while (answer := _frame(self._process.stdout)) is not None:
            self._heard.put(answer)
        self._heard.put(None)


def _begin(command: list[str]) -> subprocess.Popen[bytes]:
    """Without a shell and without a console window; in a session of its own, so that it ends with all it started."""
    if sys.platform == "win32":
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # it ended by itself, and nobody is left of its session
        process.kill()


def _frame(pipe: IO[bytes]) -> dict[str, object] | None:
    """The next answer; None when the process is gone or writes what is none."""
    length = _exactly(pipe, 4)
    if length is None or not 0 < (size := struct.unpack(">I", length)[0]) <= _MOST:
        return None
    body = _exactly(pipe, size)
    try:
        answer = json.loads(body) if body is not None else None
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _exactly(pipe: IO[bytes], count: int) -> bytes | None:
    got = bytearray()
    while len(got) < count:
        try:
            more = pipe.read(count - len(got))
        except (OSError, ValueError):  # closed under us
            return None
        if not more:
            return None
        got += more
    return bytes(got)

"""Starts, awaits and ends the processes of a test. Refuses to sleep, and ends only what it started, by its id."""

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")

_PAUSE = 0.02  # seconds between two looks; short enough for a test, long enough for two cores


class PartMissing(AssertionError):
    """A part of this machine that the tests need is not there; the words say how to get it."""


def wait_until(condition: Callable[[], Found | None], *, seconds: float = 10.0, what: str = "the condition") -> Found:
    """The first true answer of `condition`, looked at every 20 ms; AssertionError after `seconds`."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while True:
        if found := condition():
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for {what} in vain")
        pause.wait(_PAUSE)


def program(name: str, *, package: str) -> str:
    """The full path of a program; PartMissing when the Debian package that brings it is not installed."""
    path = shutil.which(name, path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if path is None:
        raise PartMissing(f"{name} is not installed. Run tools/set-up.sh test, or: apt-get install {package}")
    return path


def short_folder(prefix: str) -> Path:
    """A new folder with a short path: the path of a Unix socket may have 107 bytes, and pytest's are long."""
    return Path(tempfile.mkdtemp(prefix=f"{prefix}-"))


def begin(
    command: Sequence[str], *, log: Path, env: Mapping[str, str] | None = None, pass_fds: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, its words in `log`, its standard input empty."""
    with log.open("ab") as words:
        return subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            pass_fds=pass_fds,
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes], *, seconds: float = 5.0) -> None:
    """End a process that `begin` started: asked first, killed when it does not listen."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(seconds)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def must_live(process: subprocess.Popen[bytes], *, log: Path, name: str) -> None:
    """AssertionError with the last words of a process that should be running and is not."""
    if process.poll() is not None:
        words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise AssertionError(f"{name} ended with {process.returncode}:\n{words}")

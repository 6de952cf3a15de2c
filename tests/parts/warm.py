"""Programs of this project begun in a process that has read their modules already: real processes, a second less each.

A keeper reads the modules once; for each program it forks, and what is forked gets its own command line, environment,
folder and streams and ends as any process does. Refuses to stand for a first start: how quick it is, what it imports,
and what an environment of its own changes is seen in a process that was begun cold.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import random
import runpy
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from tests.parts.processes import PartMissing

ROOT = Path(__file__).resolve().parents[2]
READ_BEFORE = (
    *("practice.platform.server", "practice.population", "counter_app.cli", "counter_app.wiring"),
    *("local_store.folder", "local_store.store", "sync.client", "sync.courier", "alembic.command"),
)
_LARGEST = 150_000  # bytes of one request
_AT_START = ("LANG", "LC_", "PYTHON", "TZ")
"""What an interpreter, or a module, hears only when it begins."""


class _Keeper:
    """The process that reads and forks, and the line to it. One request at a time, from any thread."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._line, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.parts.warm", str(far.fileno())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,  # no file: what is forked finds streams made for a pipe
                cwd=ROOT,
                pass_fds=[far.fileno()],
            )
        atexit.register(self.end)

    def asked(self, request: Mapping[str, Any], fds: Sequence[int] = ()) -> Any:
        """The keeper's answer."""
        with self._turn:
            socket.send_fds(self._line, [json.dumps(request).encode()], fds)
            said = self._line.recv(4096)
        if not said:
            raise PartMissing(f"the keeper of warm programs ended with {self._process.wait(5)}")
        return json.loads(said)

    def end(self) -> None:
        """It ends with its line; what it began stays until whoever began that ends it."""
        self._line.close()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait(10)


_KEEPERS: dict[int, _Keeper] = {}
_FIRST = threading.Lock()


def _keeper() -> _Keeper:
    """This process's own: none is shared with one that was forked."""
    with _FIRST:
        if os.getpid() not in _KEEPERS:
            _KEEPERS[os.getpid()] = _Keeper()
        return _KEEPERS[os.getpid()]


class _Warm(subprocess.Popen[Any]):
    """A process that the keeper forks: whoever began it sees no difference. Of `Popen` only how a process is made, and
    how its end is heard of, is another; both are the same in Python 3.11, 3.12 and 3.13.
    """

    def _execute_child(self, args: Sequence[str], *rest: Any) -> None:
        cwd, env, streams, session = rest[4], rest[5], rest[9:15], rest[20]
        ends = [streams[0], streams[3], streams[5]]
        request = {
            "begin": list(args),
            "cwd": str(cwd or Path.cwd()),
            "env": dict(os.environ if env is None else env),
            "session": session,
        }
        try:
            self.pid = _keeper().asked(request, [own if own != -1 else at for at, own in enumerate(ends)])
            self._child_created = True
            self._pidfd = os.pidfd_open(self.pid)
        finally:
            self._close_pipe_fds(*streams)  # type: ignore[attr-defined]

    def _try_wait(self, flags: int) -> tuple[int, int]:
        if not flags & os.WNOHANG:
            select.select([self._pidfd], [], [])
        status = _keeper().asked({"ended": self.pid})
        return (0, 0) if status is None else (self.pid, status)

    def _internal_poll(self, *_more: object, **_same: object) -> int | None:
        if self.returncode is None:
            with self._waitpid_lock:  # type: ignore[attr-defined]
                if self.returncode is None:
                    pid, status = self._try_wait(os.WNOHANG)
                    if pid:
                        self._handle_exitstatus(status)  # type: ignore[attr-defined]
        return self.returncode

    def __del__(self, *_more: object) -> None:
        with contextlib.suppress(AttributeError, OSError):
            os.close(self._pidfd)
        super().__del__()


def begin(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: int | None = None,
    stdout: int | IO[Any] | None = None,
    stderr: int | IO[Any] | None = None,
    text: bool | None = None,
    encoding: str | None = None,
) -> subprocess.Popen[Any]:
    """As `subprocess.Popen`. `command`: `counter` or `python -m` one of this project's; anything else begins cold."""
    streams = {"stdin": stdin, "stdout": stdout, "stderr": stderr, "text": text, "encoding": encoding}
    kind = _Warm if _can_be_warm(command, env) else subprocess.Popen
    return kind(list(command), env=env, cwd=cwd, **streams)  # type: ignore[call-overload, no-any-return]


def _can_be_warm(command: Sequence[str], env: Mapping[str, str] | None) -> bool:
    if not hasattr(os, "pidfd_open") or sum(map(len, command)) > _LARGEST // 2:
        return False
    if any(os.environ.get(name) != value for name, value in (env or {}).items() if name.startswith(_AT_START)):
        return False
    return Path(command[0]).name == "counter" or list(command[:2]) == [sys.executable, "-m"]


def _keep(line: socket.socket) -> list[str] | None:
    """Answer until the line closes: None. In a process that was forked: its command."""
    while True:
        said, fds, _, _ = socket.recv_fds(line, _LARGEST, 3)
        if not said:
            return None
        request = json.loads(said)
        if "ended" in request:
            pid, status = os.waitpid(request["ended"], os.WNOHANG)
            line.send(json.dumps(status if pid else None).encode())
            continue
        pid = os.fork()
        if pid == 0:
            line.close()
            _take_over(request, fds)
            return list(request["begin"])
        for fd in fds:
            os.close(fd)
        line.send(json.dumps(pid).encode())


def _take_over(request: Mapping[str, Any], fds: Sequence[int]) -> None:
    """Become a process as a fresh one is."""
    for at, fd in enumerate(fds):
        os.dup2(fd, at)
        os.close(fd)
    if request["session"]:
        os.setsid()
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    time.tzset()
    random.seed()


def _run(command: Sequence[str]) -> None:
    """What the interpreter would have run."""
    if Path(command[0]).name == "counter":
        sys.argv = list(command)
        runpy.run_path(command[0], run_name="__main__")
    else:
        module, *words = command[2:]
        sys.argv = [module, *words]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def main() -> None:
    """Read, answer; and in each fork run."""
    line = socket.socket(fileno=int(sys.argv[1]))
    with line:
        for name in READ_BEFORE:
            importlib.import_module(name)
        gc.collect()
        gc.freeze()
        command = _keep(line)
    if command is not None:
        _run(command)


if __name__ == "__main__":
    main()

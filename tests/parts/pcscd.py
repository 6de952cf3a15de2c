"""The machine's smart card service with its virtual reader. There is one a machine, so several test runs share it.

A running service is used as it is, and held so that it does not leave by itself. Else the first run starts one and the
last run to go ends it. The virtual reader takes one card, so one test at a time holds it. Refuses to end a service that
no test started.
"""

import fcntl
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from smartcard.scard import SCARD_S_SUCCESS, SCARD_SCOPE_SYSTEM, SCardEstablishContext, SCardReleaseContext

from tests.parts.processes import PartMissing, program, wait_until

SOCKET = Path("/run/pcscd/pcscd.comm")
PID_FILE = SOCKET.with_name("pcscd.pid")
VIRTUAL_READER_FILE = Path("/etc/reader.conf.d/vpcd")
# One folder a person: another person's lock files cannot be opened, and people do not run tests at once.
_SHARED = Path(tempfile.gettempdir()) / f"counter-tests-{os.geteuid()}"


@dataclass(frozen=True, slots=True)
class VirtualReader:
    """A slot of the virtual reader: its PC/SC name, and the port of this machine where a card plugs itself in."""

    name: str
    port: int


def answers(path: Path = SOCKET) -> bool:
    """Whether a smart card service takes connections on its socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        return line.connect_ex(str(path)) == 0


def port_is_open(port: int, *, state: str = "0A") -> bool:
    """Whether the virtual reader waits for a card on its port. A look at the table only: a connection is a card.

    `state` as the kernel writes it: 0A listening, 01 connected.
    """
    wanted = f":{port:04X}"
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text(encoding="ascii").splitlines()[1:] if table.exists() else []:
            _, local, _, now, *_ = line.split()
            if local.endswith(wanted) and now == state:
                return True
    return False


@contextmanager
def pcscd() -> Iterator[Path]:
    """The socket of a running service that knows the virtual reader; ended by the last user if a test started it."""
    _SHARED.mkdir(mode=0o700, exist_ok=True)
    with (_SHARED / "pcscd.lock").open("a+") as users:
        fcntl.flock(users, fcntl.LOCK_SH)  # a run that uses the service must not keep the next one out
        held = _hold()
        if held is None:
            fcntl.flock(users, fcntl.LOCK_EX)
            held = _hold() or _started(users)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield SOCKET
        finally:
            SCardReleaseContext(held)
            _end_if_last(users)


def _hold() -> object | None:
    """A context of the running service, so that one started with --auto-exit stays as long as this run uses it.

    None when none runs, or when it has just made up its mind to leave.
    """
    if not answers():
        return None
    code, context = SCardEstablishContext(SCARD_SCOPE_SYSTEM)
    return context if code == SCARD_S_SUCCESS else None


def _started(users: IO[str]) -> object:
    _start(users)
    return wait_until(_hold, what="pcscd to give out a context")


def _start(users: IO[str]) -> None:
    if os.geteuid() != 0:
        raise PartMissing("no smart card service runs, and only root may start one: sudo systemctl start pcscd.socket")
    if not VIRTUAL_READER_FILE.exists():
        raise PartMissing("no virtual reader. Run tools/set-up.sh test, or: apt-get install vsmartcard-vpcd")
    # Without --foreground it goes its own way, and so outlives this run as long as another one uses it.
    command = [program("pcscd", package="pcscd")]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
    wait_until(answers, what="pcscd to answer on its socket")
    pid = wait_until(lambda: PID_FILE.read_text(encoding="ascii").strip("\n\0"), what="pcscd to write its number")
    users.truncate(0)
    users.write(pid)
    users.flush()


def _end_if_last(users: IO[str]) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # another test run uses it and will end it
    users.seek(0)
    pid = users.read().strip()
    if pid and Path(f"/proc/{pid}/comm").exists() and "pcscd" in Path(f"/proc/{pid}/comm").read_text(encoding="ascii"):
        os.kill(int(pid), signal.SIGTERM)
        wait_until(lambda: not answers(), what="pcscd to end")
    users.truncate(0)


@contextmanager
def virtual_reader() -> Iterator[VirtualReader]:
    """The first slot of the virtual reader, held against every other test run of this machine while it is used."""
    words = VIRTUAL_READER_FILE.read_text(encoding="ascii").split()
    port = int(next(word for word in words if word.startswith("/dev/null:")).partition(":")[2], 16)
    with (_SHARED / "virtual-reader.lock").open("a") as holder:
        wait_until(lambda: _taken(holder), seconds=90, what="another test run to let go of the virtual reader")
        wait_until(lambda: port_is_open(port), what=f"the virtual reader on port {port}")
        _must_be_empty(port)
        yield VirtualReader(name="Virtual PCD 00 00", port=port)


def _taken(holder: IO[str]) -> bool:
    try:
        fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _must_be_empty(port: int) -> None:
    """PartMissing when a card that no test put there stays on the virtual reader."""
    try:
        wait_until(lambda: not port_is_open(port, state="01"), seconds=3, what="the virtual reader to be empty")
    except AssertionError as error:
        raise PartMissing(
            f"a card lies on the virtual reader (port {port}). Take it away: counter practice card take --data FOLDER"
        ) from error

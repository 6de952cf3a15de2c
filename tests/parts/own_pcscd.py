"""A smart card service of the test's own, in a mount and network namespace of its own, beside the machine's.

Its socket (/run/pcscd) and the virtual reader's port disturb nobody, so it can be stopped and started at will, with
the virtual reader or without any. Needs root, or a kernel that lets people make user namespaces.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.parts.pcscd import SOCKET, VIRTUAL_READER_FILE
from tests.parts.processes import PartMissing, begin, end, must_live, program, short_folder, wait_until

_READY = b"ready\n"
# The shell that stays holds both namespaces open; it goes when its standard input closes.
_HOLD = f"mount -t tmpfs tmpfs {SOCKET.parent} && ip link set lo up && echo ready && exec cat"


class OwnService:
    """A namespace with at most one smart card service in it. `start` and `stop` as often as you like."""

    def __init__(self, *, holder: int, folder: Path) -> None:
        self._holder = holder
        self._folder = folder
        self._service: subprocess.Popen[bytes] | None = None

    def inside(self, command: Sequence[str]) -> list[str]:
        """The same command, run where this service is: it finds this service's socket and port, and no other."""
        nsenter = program("nsenter", package="util-linux")
        return [nsenter, f"--target={self._holder}", "--root", "--wd", *_spaces(), "--", *command]

    def start(self, *, with_reader: bool, second_port: int = 0, second_name: str = "Other PCD") -> None:
        """Start the service, with the virtual reader or with no reader at all; ready when its socket answers.

        `second_port`: with a second reader, its two slots behind that port and the next; by the name of the first PC/SC
        itself calls both the same.
        """
        if self._service is not None:
            raise AssertionError("the service runs already: stop it first")
        readers = self._folder / "readers"
        shutil.rmtree(readers, ignore_errors=True)
        readers.mkdir()
        if with_reader:
            shutil.copy(VIRTUAL_READER_FILE, readers / "vpcd")
        if second_port:
            self._describe(second_port, second_name)
        log = self._folder / "log"
        daemon = program("pcscd", package="pcscd")
        service = begin(self.inside([daemon, "--foreground", "--config", str(readers)]), log=log)
        self._service = service

        def answers() -> bool:
            must_live(service, log=log, name="pcscd")
            return self._socket().is_socket()

        wait_until(answers, what="pcscd to make its socket")

    def _describe(self, port: int, name: str) -> None:
        """Both readers in one file, so that the first stays the first. The second has a copy of the driver: one that is
        loaded twice tells the slots of two readers apart no more.
        """
        words = VIRTUAL_READER_FILE.read_text(encoding="ascii")
        driver = Path(re.findall(r"LIBPATH\s+(\S+)", words)[0])
        copy = shutil.copy(driver, self._folder / driver.name)
        second = re.sub(r"0x[0-9A-Fa-f]+", f"0x{port:X}", words)  # its port and its channel
        second = second.replace('"Virtual PCD"', f'"{name}"').replace(str(driver), str(copy))
        (self._folder / "readers" / "vpcd").write_text(f"{words}\n{second}", encoding="ascii")

    def stop(self) -> None:
        """Stop the service as a machine does that shuts it down; nothing happens when none runs."""
        if self._service is not None:
            end(self._service)
            self._service = None

    def run(self, code: str, *, python: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run Python code beside this service and hand back what it printed."""
        command = self.inside([python, "-c", code])
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)

    def _socket(self) -> Path:
        return Path(f"/proc/{self._holder}/root{SOCKET}")


def _spaces() -> list[str]:
    """The namespaces to make and to enter; who is not root becomes root of a user namespace first."""
    return ["--mount", "--net"] if os.geteuid() == 0 else ["--mount", "--net", "--user"]


@contextmanager
def own_pcscd() -> Iterator[OwnService]:
    """A namespace for a smart card service of the test's own; nothing runs in it yet."""
    folder = short_folder("pcscd")
    unshare = [program("unshare", package="util-linux"), *_spaces()]
    if os.geteuid() == 0:
        SOCKET.parent.mkdir(exist_ok=True)
    else:
        unshare.append("--map-root-user")
    holder = subprocess.Popen(
        [*unshare, "sh", "-c", _HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    service = OwnService(holder=holder.pid, folder=folder)
    try:
        assert holder.stdout is not None
        if holder.stdout.readline() != _READY:
            raise PartMissing("no namespaces of one's own here: run the tests as root, or allow user namespaces")
        yield service
    finally:
        service.stop()
        end(holder)
        shutil.rmtree(folder, ignore_errors=True)

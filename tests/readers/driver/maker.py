"""A made-up maker: builds a driver of C and says what its functions do. Imports nothing of the program."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.parts.processes import program

SOURCE = Path(__file__).with_name("made_up_driver.c")
NAME = "libSSCardDriver.so"


def build(folder: Path, *switches: str) -> Path:
    """The library, compiled with some preprocessor switches."""
    library = folder / NAME
    command = [program("gcc", package="gcc"), "-shared", "-fPIC", "-O1", "-w", *(f"-D{s}" for s in switches)]
    subprocess.run([*command, "-o", str(library), str(SOURCE)], check=True, capture_output=True, timeout=60)
    return library


@dataclass
class Maker:
    """A driver in a folder of its own, with its script."""

    folder: Path

    @property
    def library(self) -> Path:
        return self.folder / NAME

    def take(self, built: Path) -> Maker:
        shutil.copy(built, self.library)
        return self

    def does(self, function: str, what: str, number: int = 0, answer: bytes = b"") -> Maker:
        """One more line of the script."""
        with (self.folder / "script.txt").open("a", encoding="ascii") as script:
            script.write(f"{function} {what} {number} {answer.hex()}\n")
        return self

    def says(self, function: str, text: str | bytes, *, code: int = 0) -> Maker:
        """A function returns a code and a text, in GBK."""
        return self.does(function, "return", code, text if isinstance(text, bytes) else text.encode("gb18030"))

    def forgets(self) -> Maker:
        """An empty script."""
        (self.folder / "script.txt").write_text("", encoding="ascii")
        return self

    def calls(self) -> list[str]:
        """Each call with what it was given, in order."""
        noted = self.folder / "calls.txt"
        return noted.read_text(encoding="ascii").splitlines() if noted.exists() else []

    def functions_called(self) -> list[str]:
        return [call.partition("(")[0] for call in self.calls()]


def inhabitants(folder: Path) -> list[int]:
    """Ids of living processes that work in a folder: a helper, and whatever its driver started."""
    return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and _works_in(p, folder)]


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").resolve() == folder and "\nState:\tZ" not in (process / "status").read_text()
    except OSError:  # it ended while it was looked at, or is somebody else's
        return False


def open_files() -> set[tuple[str, str]]:
    """The file descriptors of this process, each with what it leads to."""
    gc.collect()
    found = {(entry.name, _leads_to(entry)) for entry in Path("/proc/self/fd").iterdir()}
    return {(name, where) for name, where in found if where and where != f"/proc/{os.getpid()}/fd"}


def _leads_to(entry: Path) -> str:
    try:
        return str(entry.readlink())
    except OSError:  # closed meanwhile
        return ""


def helpers() -> list[int]:
    """Ids of the processes that this one started and that run the helper's script, dead ones not yet reaped too."""
    me = os.getpid()
    return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and _is_helper(p, me)]


def _is_helper(process: Path, parent: int) -> bool:
    try:
        stat = (process / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:  # it ended while it was looked at
        return False
    return int(stat[1]) == parent and stat[0] != "?" and _runs_child(process, zombie=stat[0] == "Z")


def _runs_child(process: Path, *, zombie: bool) -> bool:
    try:
        command = (process / "cmdline").read_bytes()
    except OSError:
        return False
    return zombie or b"child.py" in command

"""Whether the print server of this machine keeps the files of jobs that came out: a receipt names a person.

Asks the server itself (`cupsctl`), else reads its `cupsd.conf`. Refuses to change anything, and to guess: where neither
may be looked at, and for a server of another machine, it is not known.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

CONF = Path("/etc/cups/cupsd.conf")
PATIENCE = 5.0  # seconds
_NO = frozenset({"no", "off", "false", "0"})
_A_DAY = "86400"  # seconds; cupsd.conf(5): what holds where PreserveJobFiles is not set
_SAID = re.compile(r"^\s*(PreserveJob(?:Files|History))[ \t=]+(\S+)", re.MULTILINE | re.IGNORECASE)


class Kept(Enum):
    """What becomes of a job's file once it has come out."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class KeptJobs:
    """`seconds` for which files are kept, None for ever, or until there are too many. `elsewhere`: the server is on
    another machine.
    """

    files: Kept
    seconds: int | None = None
    elsewhere: bool = False


def kept_jobs(server: str, *, conf: Path = CONF) -> KeptJobs:
    """Of the server of `printers.server`, "" for this machine's own; `conf` is the file of that one."""
    if sys.platform == "win32":
        return KeptJobs(Kept.UNKNOWN)
    if not _is_here(server):
        return KeptJobs(Kept.UNKNOWN, elsewhere=True)
    said = _asked(server)
    if said is None and not server:
        said = _read(conf)
    return KeptJobs(Kept.UNKNOWN) if said is None else meaning(said)


def meaning(said: str) -> KeptJobs:
    """Of the lines of `cupsd.conf`, or those `cupsctl` writes. Files go with the history (cupsd.conf(5))."""
    told = {name.lower(): value for name, value in _SAID.findall(said)}
    files = told.get("preservejobfiles", _A_DAY)
    if files.lower() in _NO or told.get("preservejobhistory", "Yes").lower() in _NO:
        return KeptJobs(Kept.NO)
    return KeptJobs(Kept.YES, int(files) if files.isascii() and files.isdigit() else None)


def _is_here(server: str) -> bool:
    host = server.rpartition(":")[0].strip("[]") or server
    return not server or server.startswith("/") or host in ("localhost", "127.0.0.1", "::1")


def _asked(server: str) -> str | None:
    """What the server says of its settings, None where it tells them to administrators alone or does not answer."""
    command = shutil.which("cupsctl", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
    if command is None:
        return None
    try:
        # A session of its own has no terminal: the command cannot stop and ask for a password.
        answer = subprocess.run(
            (command, *(("-h", server) if server else ())),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env={**os.environ, "LC_ALL": "C", "LANGUAGE": "C"},
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.decode(errors="replace") if answer.returncode == 0 else None


def _read(conf: Path) -> str | None:
    try:
        return conf.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None

"""The courier that stays when the window is gone: a process without a window, and again when somebody logs on.

Refuses to stay for nothing: it ends when nothing waits, and takes its log-on entry with it. One for a data folder:
whoever runs it holds `local_store.courier_lock.staying_lock`.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import counter_app
from counter_app.domain.disk import disk_trouble
from sync import log_on

SWITCH = "COUNTER_COURIER_STAYS"
"""Environment: "no" where nothing may be left running, as in a test."""
_log = logging.getLogger(__name__)


def wanted() -> bool:
    """Whether a courier is to stay behind a window that is closed."""
    return os.environ.get(SWITCH, "") != "no"


def command(folder: Path, said: Sequence[str]) -> tuple[str, ...]:
    """What is run: `said` are settings of this run, as KEY=VALUE."""
    sets = [part for one in said for part in ("--set", one)]
    return (sys.executable, "-m", "counter_app.cli", "sync", "--until-empty", "--alone", "--data", str(folder), *sets)


def leave(folder: Path, said: Sequence[str]) -> subprocess.Popen[bytes]:
    """Let a courier go on for this data folder, now and after the next log-on, as this process. Raises
    StoreTrouble where it cannot be started.
    """
    line, home = command(folder, said), Path(counter_app.__file__).parent.parent
    try:
        log_on.install(folder, line, home=home)
    except OSError as error:  # it goes on now all the same, and the next window takes the rest up
        _log.warning("nothing will be run at the next log-on: %s", error.strerror)
    with disk_trouble(at=folder):
        return _detached(line, home)


def ended(folder: Path) -> None:
    """Nothing waits any more: nothing is to be run at the next log-on. Raises StoreTrouble."""
    with disk_trouble():
        log_on.remove(folder)


def _detached(line: Sequence[str], home: Path) -> subprocess.Popen[bytes]:
    """A process of its own that outlives this one and its terminal."""
    nothing = subprocess.DEVNULL
    if sys.platform == "win32":
        apart = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return subprocess.Popen(line, stdin=nothing, stdout=nothing, stderr=nothing, cwd=home, creationflags=apart)
    return subprocess.Popen(line, stdin=nothing, stdout=nothing, stderr=nothing, cwd=home, start_new_session=True)

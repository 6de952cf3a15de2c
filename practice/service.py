"""The smart card service of this machine and the slots of its virtual reader, as practice finds or starts them.

Slot 0 (`Virtual PCD 00 00`) is the holder's card, slot 1 the PSAM. Refuses to start anything but as root on Linux, and
to touch a slot: only `practice.slot` does. Nobody waits for ever: a service that is silent, or does not start, is said
to be so within seconds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from counter_app.domain.errors import CardTrouble, NoReader
from counter_app.domain.text import Text
from readers.doctor import VIRTUAL
from readers.questions import ServiceSilent, asked
from readers.simulator.vpcd import PORT

Found = TypeVar("Found")

_CONFIGURATION = Path("/etc/reader.conf.d")
STARTED_WITHIN = 10.0  # seconds for a program of practice
_SERVICE_WITHIN = 6.0  # seconds; it takes a tenth of one
_STRAGGLER = 1.0  # seconds for a service that another program has started this moment


class ServiceNotStarted(NoReader):
    """It is installed, this program may start it, and it does not come."""

    happened = Text("读卡服务启动失败", "The smart card service did not start")
    advice = Text(
        "运行 pcscd --foreground 看原因，修好再读；或按号码查找",
        "Run pcscd --foreground to see why and mend that; or search by number",
    )
    told_as = NoReader


@dataclass(frozen=True, slots=True)
class ReaderService:
    """The smart card service of this machine. `virtual`: the name of the virtual reader's first slot, "" when it has
    none; `second`: that of its second slot.

    `started`: it was started this moment. `why_not`: why no practice card can be put there, None when it can.
    `trouble`: it should be there and is not; None also where it was never meant to be.
    """

    virtual: str = ""
    started: bool = False
    why_not: Text | None = None
    second: str = ""
    trouble: CardTrouble | None = None


def ensure_pcscd() -> ReaderService:
    """The smart card service with the virtual reader, started when nobody runs it and this is root on Linux.

    A service started here leaves by itself after a minute in which nobody used it. One that is silent, or does not
    come, costs seconds each time: ask once.
    """
    try:
        slots = _slots()
    except ServiceSilent as trouble:
        return ReaderService(why_not=trouble.message, trouble=trouble)
    if slots is not None:
        return _service(slots, started=False)
    program = shutil.which("pcscd", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin")))
    if program is None:
        return ReaderService(why_not=Text("没有装读卡服务 pcscd", "The smart card service pcscd is not installed"))
    if sys.platform == "win32" or os.geteuid() != 0:
        return ReaderService(
            why_not=Text(
                "读卡服务没有运行，只有管理员能启动", "The smart card service does not run, and only root may start it"
            )
        )
    slots = _started(program)
    if slots is None:
        failed = ServiceNotStarted()
        return ReaderService(why_not=failed.message, trouble=failed)
    return _service(slots, started=True)


def _started(program: str) -> tuple[str, ...] | None:
    """The slots of a service that `program` starts, None when it does not come."""
    until = time.monotonic() + _SERVICE_WITHIN
    try:
        done = subprocess.run(
            [program, "--auto-exit"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SERVICE_WITHIN,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return virtual_slots()
    left = until - time.monotonic()
    return wait_for(virtual_slots, seconds=min(left, _STRAGGLER) if done.returncode else left)


def virtual_slots() -> tuple[str, ...] | None:
    """Names of the virtual reader's slots in their order, none when the service has none; None when none answers."""
    try:
        return _slots()
    except CardTrouble:
        return None


def _slots() -> tuple[str, ...] | None:
    """The same. Raises ServiceSilent for a service that takes the question and does not answer."""
    try:
        return tuple(sorted(name for name in asked(lambda opened: opened.names()) if name.startswith(VIRTUAL)))
    except ServiceSilent:
        raise
    except CardTrouble:
        return None


def virtual_port() -> int:
    """The port where the virtual reader's first slot waits for a card, as its configuration says."""
    for file in sorted(_CONFIGURATION.glob("*vpcd*")):
        for word in file.read_text(encoding="utf-8", errors="replace").split():
            head, _, port = word.partition(":")
            if head == "/dev/null" and port:
                try:
                    return int(port, 0)
                except ValueError:
                    continue
    return PORT


def card_on(reader: str) -> bool:
    """Whether the service sees a card there; False when nobody can tell."""
    try:
        return asked(lambda opened: opened.look(reader).card)
    except CardTrouble:
        return False


def wait_for(look: Callable[[], Found | None], *, seconds: float) -> Found | None:
    """What `look` finds within so many seconds, None when it finds nothing."""
    until, pause = time.monotonic() + seconds, threading.Event()
    while (found := look()) is None and time.monotonic() < until:
        pause.wait(0.02)
    return found


def _service(slots: tuple[str, ...], *, started: bool) -> ReaderService:
    if slots:
        return ReaderService(slots[0], started, second=slots[1] if len(slots) > 1 else "")
    if any(_CONFIGURATION.glob("*vpcd*")):
        port = virtual_port()
        why = Text(
            f"虚拟读卡器没有启动，{port} 端口被占用",
            f"The virtual reader did not start: port {port} is held by another program",
        )
    else:
        why = Text("没有装虚拟读卡器 vsmartcard-vpcd", "The virtual reader vsmartcard-vpcd is not installed")
    return ReaderService(started=started, why_not=why)

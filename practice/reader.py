"""Practice cards on a reader: the virtual PC/SC reader where there is one, else the simulated card inside the program.

The card is held by a small process of its own, so that it lies there after whoever put it has ended. What lies there is
kept in the data folder. Only `put` and `take` ever touch the virtual reader's port: reading never inserts a card.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from counter_app.domain.disk import disk_trouble
from counter_app.domain.errors import CardTrouble, NotFound
from counter_app.domain.holder import Person
from counter_app.domain.text import Text, same
from counter_app.ports import CardReader
from practice.chip import description_of
from readers import pcsc
from readers.attempt import Authentication
from readers.desk_pin import Cards
from readers.desk_reader import DeskReader
from readers.doctor import VIRTUAL
from readers.in_process import InProcessReader
from readers.in_process_pin import InProcessPinReader
from readers.pin_reader import PinReader
from readers.simulator.control import say
from readers.simulator.vpcd import PORT

Found = TypeVar("Found")

_CARD, _CONTROL, _LOCK, _IN_PROCESS = "card.json", "card.control", "card.lock", "card.in-process.json"
_CONFIGURATION = Path("/etc/reader.conf.d")
_NOTICED_WITHIN = 3.0  # seconds; pcscd looks at its readers every 0.4
_STARTED_WITHIN = 10.0
PATIENCE = 1.5  # seconds for a service just started to notice a card that lies there


class VirtualReaderHeld(CardTrouble):
    """Another program has put a card on the virtual reader, or holds its port."""

    happened = Text("虚拟读卡器被别的程序占用", "Another program holds the virtual reader")
    advice = Text("结束占用 {port} 端口的程序再放卡", "End the program that holds port {port}, then put the card on")


class CardNotPut(CardTrouble):
    """The card's process could not start. `why` is its own word."""

    happened = Text("练习卡没有放上：{why}", "The practice card was not put on: {why}")


@dataclass(frozen=True, slots=True)
class ReaderService:
    """The smart card service of this machine. `virtual`: the virtual reader's name, "" when it has none.

    `started`: it was started this moment. `why_not`: why no practice card can be put there, None when it can.
    """

    virtual: str = ""
    started: bool = False
    why_not: Text | None = None


def ensure_pcscd() -> ReaderService:
    """The smart card service with the virtual reader, started when nobody runs it and this is root on Linux.

    A service started here leaves by itself after a minute in which nobody used it.
    """
    virtual = _virtual_reader()
    if virtual is not None:
        return _service(virtual, started=False)
    program = shutil.which("pcscd", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin")))
    if program is None:
        return ReaderService(why_not=Text("没有装读卡服务 pcscd", "The smart card service pcscd is not installed"))
    if sys.platform == "win32" or os.geteuid() != 0:
        return ReaderService(
            why_not=Text(
                "读卡服务没有运行，只有管理员能启动", "The smart card service does not run, and only root may start it"
            )
        )
    subprocess.run(
        [program, "--auto-exit"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_STARTED_WITHIN,
        check=False,
    )
    virtual = _wait_for(_virtual_reader, seconds=_STARTED_WITHIN)
    if virtual is None:
        return ReaderService(why_not=Text("读卡服务启动失败", "The smart card service did not start"))
    return _service(virtual, started=True)


def card_reader(
    folder: Path, *, wanted: str, besides: str = "", authentication: Authentication | None = None
) -> CardReader:
    """The reader of a practice folder, PC/SC or else in process. `wanted`: the setting readers.ssc, `besides` the
    setting readers.psam. `authentication`: the ways to open a card that asks for it.
    """
    service = ensure_pcscd()
    if service.why_not is not None and wanted == pcsc.ANY:
        return InProcessReader(folder / _IN_PROCESS, authentication=authentication)
    patience = PATIENCE if service.started else 0.0
    return DeskReader(wanted, patience=patience, besides=besides, authentication=authentication)


def pin_reader(folder: Path, *, wanted: str, besides: str = "") -> Cards:
    """The same reader as the PIN needs it."""
    if ensure_pcscd().why_not is not None and wanted == pcsc.ANY:
        return InProcessPinReader(folder / _IN_PROCESS)
    return PinReader(wanted, besides=besides)


def card_description(person: Person) -> dict[str, str]:
    """What the chip of a practice person's card says. Raises NotFound when the person has no card."""
    if person.card is None:
        raise NotFound(what=Text("卡", "Card"))
    return description_of(person.holder, person.card)


def put(card: Mapping[str, object], folder: Path) -> None:
    """Put a card (as `card_description` gives it) on the reader, in place of what this folder put there before.

    Returns when the reader has noticed. Raises VirtualReaderHeld, CardNotPut, StoreTrouble.
    """
    service = ensure_pcscd()
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        _take(folder, service.virtual)
        if service.why_not is not None:
            _write(folder / _IN_PROCESS, card)
            return
        _write(folder / _CARD, card)
        _hold(folder, service.virtual)


def take(folder: Path) -> None:
    """Take this folder's card away; returns when the reader has noticed. Harmless when there is none. Raises
    StoreTrouble.
    """
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        _take(folder, _virtual_reader() or "")


def lying(folder: Path) -> str:
    """The holder's number of the practice card that lies there, "" when none does. A process that died is noticed."""
    for card, there in ((_CARD, _held(folder)), (_IN_PROCESS, True)):
        if there:
            try:
                content = json.loads((folder / card).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            return str(content.get("number", "")) if isinstance(content, dict) else ""
    return ""


def virtual_port() -> int:
    """The port where the virtual reader waits for a card, as its configuration says."""
    for file in sorted(_CONFIGURATION.glob("*vpcd*")):
        for word in file.read_text(encoding="utf-8", errors="replace").split():
            head, _, port = word.partition(":")
            if head == "/dev/null" and port:
                try:
                    return int(port, 0)
                except ValueError:
                    continue
    return PORT


def _hold(folder: Path, reader: str) -> None:
    if not _wait_for(lambda: not _card_on(reader) or None, seconds=1.0):
        raise VirtualReaderHeld(port=virtual_port())
    command = [sys.executable, "-m", "readers.simulator", str(folder / _CARD), "--port", str(virtual_port())]
    command += ["--control", str(folder / _CONTROL), "--detach"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_STARTED_WITHIN, check=False
    )
    if done.returncode:
        raise CardNotPut(
            why=same(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else str(done.returncode))
        )
    if not _wait_for(lambda: _lies(folder, reader) or None, seconds=_NOTICED_WITHIN):
        say(folder / _CONTROL, "quit")
        raise VirtualReaderHeld(port=virtual_port())


def _take(folder: Path, reader: str) -> None:
    (folder / _IN_PROCESS).unlink(missing_ok=True)
    lay = _held(folder)
    if lay:
        say(folder / _CONTROL, "quit")
        _wait_for(lambda: not _held(folder) or None, seconds=_NOTICED_WITHIN)
        _wait_for(lambda: not _card_on(reader) or None, seconds=_NOTICED_WITHIN)
    (folder / _CONTROL).unlink(missing_ok=True)
    (folder / _CARD).unlink(missing_ok=True)


def _held(folder: Path) -> bool:
    return say(folder / _CONTROL, "status") is not None


def _lies(folder: Path, reader: str) -> bool:
    """Whether the card on the reader is this folder's: somebody else may have laid one on at the same moment."""
    return _card_on(reader) and say(folder / _CONTROL, "status") == "lying"


def _virtual_reader() -> str | None:
    """Name of the virtual reader, "" when the service has none, None when no service answers."""
    try:
        with pcsc.service() as opened:
            return next((name for name in opened.names() if name.startswith(VIRTUAL)), "")
    except CardTrouble:
        return None


def _service(virtual: str, *, started: bool) -> ReaderService:
    if virtual:
        return ReaderService(virtual, started)
    if any(_CONFIGURATION.glob("*vpcd*")):
        port = virtual_port()
        why = Text(
            f"虚拟读卡器没有启动，{port} 端口被占用",
            f"The virtual reader did not start: port {port} is held by another program",
        )
    else:
        why = Text("没有装虚拟读卡器 vsmartcard-vpcd", "The virtual reader vsmartcard-vpcd is not installed")
    return ReaderService(started=started, why_not=why)


def _card_on(reader: str) -> bool:
    try:
        with pcsc.service() as opened:
            return opened.look(reader).card
    except CardTrouble:
        return False


def _wait_for(look: Callable[[], Found | None], *, seconds: float) -> Found | None:
    until, pause = time.monotonic() + seconds, threading.Event()
    while (found := look()) is None and time.monotonic() < until:
        pause.wait(0.02)
    return found


def _write(path: Path, card: Mapping[str, object]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)

"""The PSAM of practice: in the second slot of the virtual reader where there is one, else inside this program.

It comes by itself with a card that asks for it and goes with that card, unless the trainer has put it in for good or
taken it out. Its keys are the made-up ones of `readers.simulator.keys`: they open practice cards and nothing else.
"""

from __future__ import annotations

import logging
import math
import secrets
from enum import StrEnum
from pathlib import Path

from counter_app.devices import Challenge
from counter_app.domain.errors import CardTrouble
from counter_app.domain.text import Text
from practice.service import ReaderService, card_on, ensure_pcscd
from practice.slot import Slot, VirtualReaderHeld
from readers import pcsc
from readers.authentication import Purpose, WayClosed
from readers.simulator import keys

_LOG = logging.getLogger(__name__)
_MODE = "psam.mode"
_NO_PSAM = Text("没有 PSAM 卡", "no PSAM")
_NO_ALGORITHM = Text("PSAM 卡不支持这种算法", "the PSAM does not know the algorithm")
_KINDS = {
    Purpose.READ: keys.ENCRYPT,
    Purpose.PIN_RESET: keys.PIN_RESET,
    Purpose.PIN_UNBLOCK: keys.PIN_UNBLOCK,
}
DESCRIPTION: dict[str, object] = {
    "kind": "psam",
    "number": "43990100000000000001",
    "terminal": "439901000001",
    "algorithm": "sm4",
}


class Mode(StrEnum):
    """AUTO: it comes with a card that asks for it."""

    AUTO = "auto"
    IN = "in"
    OUT = "out"


def mode(folder: Path) -> Mode:
    """What the trainer last did with the PSAM of this folder."""
    try:
        return Mode((folder / _MODE).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return Mode.AUTO


def put(folder: Path, service: ReaderService) -> None:
    """Put it in for good. Raises VirtualReaderHeld, CardNotPut, OSError."""
    if service.why_not is None and not lies(folder):
        _hold(folder, service)
    (folder / _MODE).write_text(Mode.IN, encoding="ascii")


def take(folder: Path, reader: str) -> None:
    """Take it out of `reader`, and leave it out until it is put again. Raises OSError."""
    (folder / _MODE).write_text(Mode.OUT, encoding="ascii")
    _slot(folder).lift(reader)


def come(folder: Path, service: ReaderService) -> None:
    """Lay it in for a card that asks for it, where it can be and nobody took it out.

    One that cannot come is no trouble of the card: the card's own reading tells what is missing.
    """
    if service.why_not is not None or not service.second or mode(folder) is Mode.OUT or card_on(service.second):
        return
    try:
        _hold(folder, service)
    except CardTrouble as trouble:
        _LOG.info("the PSAM of practice did not come: %s", trouble.code)


def go(folder: Path, reader: str) -> None:
    """Take away one that came by itself; `reader`: name of the second slot."""
    if mode(folder) is not Mode.IN:
        _slot(folder).lift(reader)


def lies(folder: Path) -> bool:
    """Whether this folder's PSAM lies in its slot now."""
    return _slot(folder).status() == "lying"


def standing(folder: Path) -> Mode:
    """IN only where it can compute now: a PSAM whose process has died is out until it is put, or comes, again."""
    last = mode(folder)
    if lies(folder) or (last is Mode.IN and ensure_pcscd().why_not is not None):
        return Mode.IN
    return Mode.OUT if last is Mode.IN else last


def in_process(folder: Path, *, wanted: str, service: ReaderService) -> PracticePsam | None:
    """The PSAM inside this program, where no virtual reader can be had; None where one in a slot is the one to ask.

    `wanted`: the setting readers.psam. `service`: as it was found.
    """
    return PracticePsam(folder) if wanted == pcsc.ANY and service.why_not is not None else None


def _hold(folder: Path, service: ReaderService) -> None:
    if not service.second:
        raise VirtualReaderHeld(port=_slot(folder).port)
    _slot(folder).lift(service.second)
    _slot(folder).hold(DESCRIPTION, service.second)


def _slot(folder: Path) -> Slot:
    return Slot(folder, "psam", 1)


class PracticePsam:
    """The PSAM inside this program, for machines without the virtual reader: a `SecurityModule`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def cryptogram(self, challenge: Challenge, *, within: float = math.inf) -> bytes:
        """Cipher (8) and factor (8) for "read", else a code of 4 bytes. Raises WayClosed, nothing else."""
        del within  # it answers at once
        if mode(self._folder) is Mode.OUT:
            raise WayClosed(what="psam-off", why=_NO_PSAM)
        if challenge.algorithm not in keys.ALGORITHMS:
            raise WayClosed(what="psam-algorithm", why=_NO_ALGORITHM)
        key = keys.card_key(
            keys.practice_master(_KINDS[Purpose(challenge.purpose)]),
            history=bytes.fromhex(challenge.history),
            identifier=challenge.card_identifier,
            algorithm=challenge.algorithm,
        )
        random = bytes.fromhex(challenge.random)
        if challenge.purpose != Purpose.READ:
            return keys.mac(key, random, bytes(challenge.data), challenge.algorithm)
        factor = secrets.token_bytes(8)
        session = keys.session(key, random, challenge.algorithm)
        return keys.cryptogram(session, factor, challenge.algorithm) + factor

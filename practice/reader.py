"""Practice cards on a reader: the virtual PC/SC reader where there is one, else the simulated card inside the program.

What lies there is kept in the data folder, and what a card must still know when it is laid on again (its PIN, the tries
left) beside it. Only `put` and `take` ever touch the virtual reader's port: reading never inserts a card.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from filelock import FileLock

from counter_app.domain.disk import disk_trouble
from counter_app.domain.errors import NotFound
from counter_app.domain.holder import Person
from counter_app.domain.moments import today_in_china
from counter_app.domain.text import Text
from counter_app.ports import CardReader
from practice import psam
from practice.chip import brings_psam, description_of
from practice.service import ReaderService, ensure_pcscd, virtual_slots
from practice.slot import Slot, content_of, write
from practice.troubles import Trouble
from readers import pcsc
from readers.attempt import Authentication
from readers.desk_pin import Cards
from readers.desk_reader import DeskReader
from readers.in_process import InProcessReader
from readers.in_process_pin import InProcessPinReader
from readers.pin_reader import PinReader

_LOCK, _IN_PROCESS, _STATES = "card.lock", "card.in-process.json", "card.states.json"
PATIENCE = 1.5  # seconds for a service just started to notice a card that lies there


def card_reader(
    folder: Path,
    *,
    wanted: str,
    besides: str = "",
    authentication: Authentication | None = None,
    service: ReaderService | None = None,
    today: Callable[[], date] = today_in_china,
) -> CardReader:
    """The reader of a practice folder, PC/SC or else in process. `wanted`: the setting readers.ssc, `besides` the
    setting readers.psam. `authentication`: the ways to open a card that asks for it. `service`: as it was found; asked
    for when it is left out. `today`: the day that bounds the birth date in a number. In process, the trouble of a
    service that should be there is told where no card lies.
    """
    service = service or ensure_pcscd()
    if service.why_not is not None and wanted == pcsc.ANY:
        return InProcessReader(
            folder / _IN_PROCESS, today=today, authentication=authentication, instead=service.trouble
        )
    patience = PATIENCE if service.started else 0.0
    return DeskReader(wanted, patience=patience, today=today, besides=besides, authentication=authentication)


def pin_reader(folder: Path, *, wanted: str, besides: str = "", service: ReaderService | None = None) -> Cards:
    """The same reader as the PIN needs it."""
    if (service or ensure_pcscd()).why_not is not None and wanted == pcsc.ANY:
        return InProcessPinReader(folder / _IN_PROCESS)
    return PinReader(wanted, besides=besides)


def card_description(person: Person) -> dict[str, object]:
    """What the chip of a practice person's card says. Raises NotFound when the person has no card."""
    if person.card is None:
        raise NotFound(what=Text("卡", "Card"))
    return description_of(person.holder, person.card)


def put(card: Mapping[str, object], folder: Path, *, fresh: bool = False, trouble: Trouble = Trouble.NONE) -> None:
    """Put a card (as `card_description` gives it) on the reader, in place of what this folder put there before.

    `fresh`: as it was issued, whatever was done to its PIN since. `trouble`: what goes wrong with its next reading.
    Returns when the reader has noticed. Raises VirtualReaderHeld, CardNotPut, StoreTrouble.
    """
    service = ensure_pcscd()
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        _take(folder, service.virtual, keep_psam=brings_psam(card))
        state = {} if fresh else _states(folder).get(_name(card), {})
        laid = {**card, "state": state, "laid_on": secrets.token_hex(4)}
        if service.why_not is not None:
            write(folder / _IN_PROCESS, {**laid, "next": trouble.described})
            return
        if brings_psam(card):
            psam.come(folder, service)
        _slot(folder).hold({**laid, **trouble.described}, service.virtual)


def take(folder: Path) -> None:
    """Take this folder's card away; returns when the reader has noticed. Harmless when there is none. Raises
    StoreTrouble.
    """
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        _take(folder, (virtual_slots() or ("",))[0])


def plan(folder: Path, trouble: Trouble) -> bool:
    """Let the next reading of the card that lies there go wrong; False when none lies there. Raises StoreTrouble."""
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        inside = folder / _IN_PROCESS
        if inside.exists():
            write(inside, {**content_of(inside), "next": trouble.described})
            return True
        return all(_slot(folder).say(word) is not None for word in trouble.words)


def lying(folder: Path) -> str:
    """The holder's number of the practice card that lies there, "" when none does. A process that died, and a card that
    was pulled, is noticed.
    """
    slot, inside = _slot(folder), folder / _IN_PROCESS
    there = slot.file if slot.status() in ("lying", "away") else inside
    return str(content_of(there).get("number", ""))


def put_psam(folder: Path) -> None:
    """Put the PSAM into its slot for good. Raises VirtualReaderHeld, CardNotPut, StoreTrouble."""
    service = ensure_pcscd()
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        psam.put(folder, service)


def take_psam(folder: Path) -> None:
    """Take the PSAM out, and leave it out until it is put again. Raises StoreTrouble."""
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        psam.take(folder, _second())


def _take(folder: Path, reader: str, *, keep_psam: bool = False) -> None:
    inside = folder / _IN_PROCESS
    _remember(folder, content_of(inside), _slot(folder).lift(reader))
    inside.unlink(missing_ok=True)
    if not keep_psam:
        psam.go(folder, _second())


def _remember(folder: Path, *cards: Mapping[str, object]) -> None:
    """Keep what cards that leave must still know when they are laid on again."""
    states = {_name(card): card["state"] for card in cards if card.get("state")}
    if states:
        write(folder / _STATES, {**_states(folder), **states})


def _states(folder: Path) -> dict[str, object]:
    return content_of(folder / _STATES)


def _name(card: Mapping[str, object]) -> str:
    return str(card.get("card_number", ""))


def _second() -> str:
    slots = virtual_slots() or ()
    return slots[1] if len(slots) > 1 else ""


def _slot(folder: Path) -> Slot:
    return Slot(folder, "card")

"""A simulated social security card that answers APDUs (LD/T 32.5), generations 1.0 to 3.0, in the forms of the field.

Selection, records, bytes, PIN, authentication, the bank's and the transit application. Lets nobody read a protected
file before its key or PIN was shown. Knows no reader and no socket.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from readers.simulator import applications
from readers.simulator.applications import BANK, TRANSIT, tlv
from readers.simulator.command import OK, WRONG_LENGTH, Command, Giving, parse
from readers.simulator.description import CardDescription, ExtraFile
from readers.simulator.files import blanked, records_of
from readers.simulator.mishaps import Mishaps, Pulled, Silent
from readers.simulator.pin import ChipPin
from readers.simulator.security import PIN_RESET, PIN_UNBLOCK, TELL, CardKeys

__all__ = ["SSSE", "Pulled", "Silent", "SimulatedCard"]

SSSE = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
_HOME = "SSSE"
_NAMES = {SSSE: _HOME, BANK: "BANK", TRANSIT: "TRANSIT"}

_NOT_ALLOWED, _NO_CURRENT_FILE, _IN_NO_STATE = b"\x69\x82", b"\x69\x86", b"\x69\x85"
_NO_FILE, _NO_RECORD, _WRONG_PLACE = b"\x6a\x82", b"\x6a\x83", b"\x6a\x86"
_NO_COMMAND, _NO_CLASS = b"\x6d\x00", b"\x6e\x00"
_CLASSES = (0x00, 0x80, 0x84)

Handler = Callable[[Command], bytes]


class SimulatedCard:
    """One card. `command` is given whole APDUs, `reset` is called when the power comes or goes.

    `keep` is given what the card must still know when it is laid on again (digest and tries of the PIN, tries of the
    keys), each time it changes.
    """

    def __init__(
        self, description: CardDescription, *, keep: Callable[[Mapping[str, object]], None] = lambda _state: None
    ) -> None:
        self._description = description
        self._records = records_of(description)
        self._keep = keep
        self._pin = ChipPin(description.pin)
        self._keys = CardKeys(
            description.keys,
            atr=description.atr,
            identifier=description.facts["identifier"],
            algorithm=description.algorithm,
        )
        self._giving = Giving(description.answers, description.protocol)
        self._known = self.state
        self.mishaps = Mishaps(description.delay, dict(description.plans))
        self.reset()

    @property
    def atr(self) -> bytes:
        return self._description.atr

    @property
    def delay(self) -> float:
        """Seconds to wait before each answer."""
        return self.mishaps.delay

    @property
    def state(self) -> dict[str, object]:
        """What is kept from one insertion to the next, for the key "state" of the description."""
        return {"pin": self._pin.state, "keys": self._keys.state}

    def reset(self) -> None:
        """Nothing selected, nothing kept, nothing opened."""
        self._place, self._file = "", ""
        self._giving.forget()
        self._shut()

    def command(self, apdu: bytes) -> bytes:
        """Data and status word. Raises Pulled or Silent where somebody planned so."""
        planned = self.mishaps.meet(apdu)
        if planned is not None:
            return planned
        command = parse(apdu)
        if command is None:
            return WRONG_LENGTH
        if command.cla not in _CLASSES:
            return _NO_CLASS
        handler = self._handlers().get(command.name)
        said = handler(command) if handler else _NO_COMMAND
        if self.state != self._known:
            self._known = self.state
            self._keep(self._known)
        return said

    def _handlers(self) -> Mapping[tuple[int, int], Handler]:
        handlers: dict[tuple[int, int], Handler] = {
            (0x00, 0xA4): self._select,
            (0x00, 0xB2): self._read_record,
            (0x00, 0xB0): self._read_binary,
        }
        if self._description.protocol != "contactless" or self._description.answers == "61":
            handlers[0x00, 0xC0] = self._giving.response
        if self._place == "TRANSIT":
            handlers[0x80, 0x5C] = self._balance
        if self._description.kind == "ssc":
            handlers |= {
                (0x00, 0x84): self._challenge,
                (0x00, 0x82): lambda c: self._keys.external(c.p2, c.data),
                (0x00, 0x88): self._internal,
                (0x00, 0x20): self._verify,
                (0x80, 0x5E): self._new_pin,
                (0x84, 0x24): self._unblock,
            }
        return handlers

    # --- selection ---------------------------------------------------------------------------------------------------

    def _select(self, command: Command) -> bytes:
        if command.p1 == 0x04:
            return self._select_name(command)
        fid = command.data.hex().upper()
        if self._in_ssse and command.p1 in (0x00, 0x01) and self._has_directory(fid):
            self._place, self._file = f"{fid}/", ""
            return OK
        name = self._below(fid)
        if not self._in_ssse or command.p1 not in (0x00, 0x02) or not self._has_file(name):
            return _NO_FILE
        self._file = name
        return OK

    def _select_name(self, command: Command) -> bytes:
        place = _NAMES.get(command.data, "")
        if not self._has_application(place):
            return _NO_FILE
        if place != _HOME or not self._in_ssse:
            self._shut()
        self._place, self._file = place, ""
        inner = tlv(b"\x84", command.data) + tlv(b"\xa5", b"\x88\x01\x1e" + self._said_of(place))
        return self._giving.give(command, tlv(b"\x6f", inner))

    def _said_of(self, place: str) -> bytes:
        """What an application's FCI says of itself in tag 9F0C; "nested" and "plain" are both read in the field."""
        card = self._description
        if place == "TRANSIT" and card.transit is not None:
            return applications.transit_said(card.transit)
        if place != _HOME or card.tells_algorithm == "no":
            return b""
        told = bytes((TELL[card.algorithm],))
        return tlv(b"\x9f\x0c", tlv(b"\x86", told) if card.tells_algorithm == "nested" else told)

    def _has_application(self, place: str) -> bool:
        card = self._description
        there = {_HOME: card.kind == "ssc", "BANK": card.bank is not None, "TRANSIT": card.transit is not None}
        return there.get(place, False) and card.kind != "blank"

    @property
    def _in_ssse(self) -> bool:
        return self._place == _HOME or self._place.endswith("/")

    def _has_directory(self, fid: str) -> bool:
        return fid.startswith("DF") and any(name.startswith(f"{fid}/") for name in self._description.files)

    def _has_file(self, name: str) -> bool:
        return name in ("EF05", "EF06") or name in self._description.files

    def _below(self, fid: str) -> str:
        return fid if self._place == _HOME else f"{self._place}{fid}"

    def _shut(self) -> None:
        """Whatever a key or the PIN had opened is shut."""
        self._keys.forget()
        self._pin.verified = False

    # --- files -------------------------------------------------------------------------------------------------------

    def _read_record(self, command: Command) -> bytes:
        number, short, how = command.p1, command.p2 >> 3, command.p2 & 0x07
        if self._place == "BANK" and self._description.bank is not None:
            data = applications.bank_record(self._description.bank, sfi=short, place=number) if how == 4 else b""
            return self._giving.give(command, data) if data else _NO_RECORD
        name, refusal = self._readable(short)
        if refusal:
            return refusal
        if _way(short, how) not in self._description.reads:
            return _WRONG_PLACE
        data = _pick(self._records_in(name), number, how)
        return self._giving.give(command, data) if data else _NO_RECORD

    def _read_binary(self, command: Command) -> bytes:
        by_short = bool(command.p1 & 0x80)
        name, refusal = self._readable(command.p1 & 0x1F if by_short else 0)
        if refusal:
            return refusal
        whole = self._description.files[name].binary if name in self._description.files else b""
        offset = command.p2 if by_short else command.p1 << 8 | command.p2
        data = whole[offset:][: command.le or 256]
        return self._giving.give(Command(0, 0xB0, 0, 0, le=len(data)), data) if data else b"\x6b\x00"

    def _readable(self, short: int) -> tuple[str, bytes]:
        """The file meant, and the status word that refuses it (b"" for none)."""
        if not self._in_ssse:
            return "", _NO_FILE
        name = self._below(f"EF{short:02X}") if short else self._file
        if not name or not self._has_file(name):
            return "", _NO_FILE if short else _NO_CURRENT_FILE
        return name, b"" if self._open(name) else _NOT_ALLOWED

    def _open(self, name: str) -> bool:
        card = self._description
        if name in ("EF05", "EF06"):
            return card.protection != "refused" or name not in card.protects or self._keys.opened
        rule = card.files[name].read
        return (rule in ("free", "pin") or self._keys.opened) and (rule in ("free", "key") or self._pin.verified)

    def _records_in(self, name: str) -> Sequence[bytes]:
        card, plain = self._description, {"EF05": 5, "EF06": 6}.get(name)
        if plain is None:
            return card.files.get(name, ExtraFile("free")).records
        if card.protection == "blank" and name in card.protects and not self._keys.opened:
            return blanked(self._records[plain])
        return self._records[plain]

    # --- keys and PIN ------------------------------------------------------------------------------------------------

    def _challenge(self, command: Command) -> bytes:
        made = self._keys.challenge(command.le or 8)
        return self._giving.give(command, made) if made else WRONG_LENGTH

    def _internal(self, command: Command) -> bytes:
        said = self._keys.internal(command.p2, command.data)
        return self._giving.give(command, said[:-2]) if len(said) > 2 else said

    def _verify(self, command: Command) -> bytes:
        if command.p1 or command.p2:
            return _WRONG_PLACE
        return self._pin.verify(command.data) if command.data else self._pin.asked()

    def _new_pin(self, command: Command) -> bytes:
        if command.p2 or command.p1 > 1:
            return _WRONG_PLACE
        if command.p1 == 1:
            return self._pin.change(command.data)
        new, code = command.data[:-4], command.data[-4:]
        if not new:
            return WRONG_LENGTH
        sealed = self._keys.sealed(PIN_RESET, command.head + new, code)
        return self._pin.reload(new) if sealed == OK else sealed

    def _unblock(self, command: Command) -> bytes:
        if len(command.data) != 4:
            return WRONG_LENGTH
        sealed = self._keys.sealed(PIN_UNBLOCK, command.head, command.data)
        return self._pin.unblock() if sealed == OK else sealed

    def _balance(self, command: Command) -> bytes:
        transit = self._description.transit
        if transit is None or not transit.loaded:
            return _IN_NO_STATE
        return self._giving.give(command, transit.balance_fen.to_bytes(4, "big"))


def _way(short: int, how: int) -> str:
    return {5: "all", 4: "sfi" if short else "number", 0: "tag"}.get(how, "")


def _pick(records: Sequence[bytes], number: int, how: int) -> bytes:
    if how == 5:
        return b"".join(records[number - 1 :]) if number else b""
    if how == 4:
        return records[number - 1] if 0 < number <= len(records) else b""
    return next((record for record in records if record[:1] == bytes((number,))), b"")

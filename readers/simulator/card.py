"""A simulated card that answers APDUs: SELECT, READ RECORD, GET RESPONSE (LD/T 32.5), in the answer forms of the field.

Reads only what a real card lets be read freely. Knows no reader and no socket.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from readers.simulator.description import CardDescription
from readers.simulator.files import records_of

SSSE = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
BANK = bytes.fromhex("A000000333010101")

OK = b"\x90\x00"
_WRONG_LENGTH, _NO_FILE, _NO_RECORD = b"\x67\x00", b"\x6a\x82", b"\x6a\x83"
_WRONG_PLACE, _NO_COMMAND, _NO_CLASS, _NO_CURRENT_FILE = b"\x6a\x86", b"\x6d\x00", b"\x6e\x00", b"\x69\x86"


class Pulled(Exception):
    """The card is to leave the reader now, in the middle of a command."""


class Silent(Exception):
    """The card is never to answer this command."""


class SimulatedCard:
    """One card. `command` is given whole APDUs, `reset` is called when the power comes or goes."""

    def __init__(self, description: CardDescription) -> None:
        self._description = description
        self._records = records_of(description)
        self._asked = 0
        self.reset()

    @property
    def atr(self) -> bytes:
        return self._description.atr

    @property
    def delay(self) -> float:
        """Seconds to wait before each answer."""
        return self._description.delay

    def reset(self) -> None:
        """Nothing selected, nothing kept."""
        self._application = b""
        self._file = 0
        self._kept = b""

    def command(self, apdu: bytes) -> bytes:
        """Data and status word. Raises Pulled or Silent where the description wants so."""
        self._asked += 1
        if self._asked == self._description.pull_at:
            raise Pulled
        if self._asked == self._description.silent_at:
            raise Silent
        if len(apdu) < 4:
            return _WRONG_LENGTH
        if apdu[0] != 0x00:
            return _NO_CLASS
        handlers: dict[int, Callable[[bytes], bytes]] = {
            0xA4: self._select,
            0xB2: self._read,
            0xC0: lambda _: self._get_response(),
        }
        handler = handlers.get(apdu[1])
        return handler(apdu) if handler else _NO_COMMAND

    def _select(self, apdu: bytes) -> bytes:
        wanted = apdu[5 : 5 + apdu[4]] if len(apdu) > 5 else b""
        if apdu[2] == 0x04:
            return self._select_name(wanted)
        fid = int.from_bytes(wanted, "big")
        if not self._application or apdu[2] not in (0x00, 0x02) or fid not in (0xEF05, 0xEF06):
            return _NO_FILE
        self._file = fid & 0x0F
        return OK

    def _select_name(self, name: bytes) -> bytes:
        home = {"ssc": SSSE, "bank": BANK}.get(self._description.kind)
        if name != home:
            return _NO_FILE
        self._application, self._file = name, 0
        inner = b"\x84" + bytes((len(name),)) + name + b"\xa5\x03\x88\x01\x1e"
        return self._give(b"\x6f" + bytes((len(inner),)) + inner, le=0, fetched=True)

    def _read(self, apdu: bytes) -> bytes:
        if self._application != SSSE:
            return _NO_FILE
        number, place, le = apdu[2], apdu[3], apdu[4] if len(apdu) > 4 else 0
        short, how = place >> 3, place & 0x07
        records = self._records.get(short or self._file)
        if records is None:
            return _NO_FILE if short else _NO_CURRENT_FILE
        if self._way(short, how) not in self._description.reads:
            return _WRONG_PLACE
        data = _pick(records, number, how)
        return self._give(data, le=le) if data else _NO_RECORD

    @staticmethod
    def _way(short: int, how: int) -> str:
        return {5: "all", 4: "sfi" if short else "number", 0: "tag"}.get(how, "")

    def _give(self, data: bytes, *, le: int, fetched: bool = False) -> bytes:
        """Data in the card's answer form. `fetched`: an answer to a command with data, never told to be asked again."""
        form = self._description.answers
        if form == "6C" and not fetched and le != len(data):
            return bytes((0x6C, len(data)))
        if form == "61":
            self._kept = data
            return bytes((0x61, len(data)))
        return data + OK

    def _get_response(self) -> bytes:
        kept, self._kept = self._kept, b""
        return kept + OK if kept else _WRONG_PLACE


def _pick(records: Sequence[bytes], number: int, how: int) -> bytes:
    if how == 5:
        return b"".join(records[number - 1 :]) if number else b""
    if how == 4:
        return records[number - 1] if 0 < number <= len(records) else b""
    return next((record for record in records if record[:1] == bytes((number,))), b"")

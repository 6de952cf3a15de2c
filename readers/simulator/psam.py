"""A simulated PSAM (安全存取模块): computes under made-up master keys what a card that asks for authentication wants.

```
{"kind": "psam", "number": "10 bytes", "terminal": "6 bytes", "algorithm": "sm4",
 "keys": [{"type": 7, "key": "01", "master": "16 bytes"}], "answers": "direct", "protocol": "T0", "atr": "3B..",
 "delay": 0.0, "fail_at": {}}
```
Only "kind" is needed. Keys left out are those of practice. Knows no card: it is given history, city, province and the
random number (order as in the form `BF DE`), and the factor (`80 FA`). Refuses to give a key away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readers.simulator import keys
from readers.simulator.command import OK, WRONG_LENGTH, Command, Giving, parse
from readers.simulator.mishaps import Mishaps
from readers.simulator.parsing import atr_of, count, hexed, number, one_of, plans_of

KIND = "psam"
_HISTORY = bytes.fromhex("805053414D4399")
_SSF33_NAME = "sx2.sh.社会保障".encode("gbk")
# Which environment computes in what: DF01 in the algorithm of the description, the others in one of their own.
_ENVIRONMENTS = {b"\xdf\x01": "", b"\xdf\x02": "ssf33", b"\xdf\x03": "sm4", b"\xdf\x04": "des", _SSF33_NAME: "ssf33"}
_ROOTS = (b"\x3f\x00",)
_NUMBER, _TERMINAL = 0x15, 0x16

_NO_FILE, _NO_KEY, _NOT_SUPPORTED = b"\x6a\x82", b"\x6a\x88", b"\x6a\x81"
_WRONG_PLACE, _NOT_READY, _NO_CLASS, _NO_COMMAND = b"\x6a\x86", b"\x69\x85", b"\x6e\x00", b"\x6d\x00"
_PAST_THE_END = b"\x6b\x00"


@dataclass(frozen=True, slots=True)
class PsamDescription:
    """A checked description. `masters` by type and number of the key."""

    number: bytes
    terminal: bytes
    algorithm: str
    masters: Mapping[tuple[int, int], bytes]
    atr: bytes
    answers: str
    protocol: str
    delay: float
    plans: Mapping[int, str]


def checked(raw: Mapping[str, object]) -> PsamDescription:
    """A description as `PsamDescription`. Raises ValueError naming the key that is wrong."""
    protocol = one_of(raw, "protocol", ("T0", "T1"))
    return PsamDescription(
        number=hexed(raw, "number", length=10) or bytes.fromhex("43990000000000000001"),
        terminal=hexed(raw, "terminal", length=6) or bytes.fromhex("439900000001"),
        algorithm=one_of(raw, "algorithm", ("sm4", "des", "ssf33")),
        masters=_masters(raw.get("keys", ())),
        atr=hexed(raw, "atr") or atr_of(protocol, _HISTORY),
        answers=one_of(raw, "answers", ("direct", "61", "6C")),
        protocol=protocol,
        delay=number(raw, "delay"),
        plans=plans_of(raw),
    )


def _masters(told: object) -> dict[tuple[int, int], bytes]:
    """The practice keys under number 01, and those told over them; an empty "master" takes one away."""
    if not isinstance(told, list | tuple) or not all(isinstance(one, Mapping) for one in told):
        raise ValueError("keys: a list of JSON objects")
    kinds = (keys.PIN_UNBLOCK, keys.PIN_RESET, keys.MAINTAIN, keys.ENCRYPT)
    masters = {(kind, 1): keys.practice_master(kind) for kind in kinds}
    for one in told:
        place = (count(one, "type", default=keys.ENCRYPT, most=31), (hexed(one, "key", length=1) or b"\x01")[0])
        masters[place] = hexed(one, "master", length=16)
    return {place: master for place, master in masters.items() if master}


class SimulatedPsam:
    """One PSAM, with the same sides as a simulated card."""

    def __init__(self, description: PsamDescription) -> None:
        self._description = description
        self._giving = Giving(description.answers, description.protocol)
        self.mishaps = Mishaps(description.delay, dict(description.plans))
        self.reset()

    @property
    def atr(self) -> bytes:
        return self._description.atr

    @property
    def delay(self) -> float:
        """Seconds to wait before each answer."""
        return self.mishaps.delay

    def reset(self) -> None:
        """No environment but the first, no session key, no file."""
        self._algorithm = self._description.algorithm
        self._session = b""
        self._file = 0
        self._giving.forget()

    def command(self, apdu: bytes) -> bytes:
        """Data and status word. Raises Pulled or Silent where somebody planned so."""
        planned = self.mishaps.meet(apdu)
        if planned is not None:
            return planned
        command = parse(apdu)
        if command is None:
            return WRONG_LENGTH
        handlers = {
            (0x00, 0xA4): self._select,
            (0x00, 0xB0): self._read,
            (0x00, 0xC0): self._giving.response,
            (0xBF, 0xDE): self._begin,
            (0x80, 0xFA): self._compute,
        }
        handler = handlers.get(command.name)
        if handler is None:
            return _NO_COMMAND if command.cla in (0x00, 0x80, 0xBF) else _NO_CLASS
        return handler(command)

    def _select(self, command: Command) -> bytes:
        wanted = command.data
        if wanted in _ENVIRONMENTS or wanted in _ROOTS:
            self._algorithm = _ENVIRONMENTS.get(wanted, "") or self._description.algorithm
            self._session, self._file = b"", 0
            return OK
        if len(wanted) == 2 and wanted[1] in (_NUMBER, _TERMINAL) and wanted[0] in (0x00, 0xEF):
            self._file = wanted[1]
            return OK
        return _NO_FILE

    def _read(self, command: Command) -> bytes:
        """READ BINARY of EF0015 and EF0016, selected or by short identifier."""
        by_short = bool(command.p1 & 0x80)
        file = command.p1 & 0x1F if by_short else self._file
        whole = {_NUMBER: self._description.number, _TERMINAL: self._description.terminal}.get(file)
        if whole is None:
            return _NO_FILE
        data = whole[command.p2 :][: command.le or 256]
        return data + OK if data else _PAST_THE_END

    def _begin(self, command: Command) -> bytes:
        """`BF DE`: a card's session key, by history, city and province as the purpose's levels want, and random."""
        levels, kind = command.p1 >> 5, command.p1 & 0x1F
        self._session = b""
        if not 1 <= levels <= 3:
            return _WRONG_PLACE
        if len(command.data) != 8 * (levels + 1):
            return WRONG_LENGTH
        if self._algorithm not in keys.ALGORITHMS:
            return _NOT_SUPPORTED
        master = self._description.masters.get((kind, command.p2))
        if master is None:
            return _NO_KEY
        *parts, random = (command.data[at : at + 8] for at in range(0, len(command.data), 8))
        key = keys.diversify(master, *reversed(parts), algorithm=self._algorithm)
        self._session = keys.session(key, random, self._algorithm)
        return OK

    def _compute(self, command: Command) -> bytes:
        """`80 FA`: P1 00 a cryptogram over a factor of 8 bytes, P1 05 a code over any data."""
        if not self._session:
            return _NOT_READY
        if command.p1 == 0x05 and command.data:
            return self._giving.give(command, keys.session_mac(self._session, command.data, self._algorithm))
        if command.p1 or len(command.data) != 8:
            return _WRONG_PLACE if command.p1 else WRONG_LENGTH
        return self._giving.give(command, keys.cryptogram(self._session, command.data, self._algorithm))

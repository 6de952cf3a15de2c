"""The keys of a simulated card: GET CHALLENGE, EXTERNAL and INTERNAL AUTHENTICATION, codes over PIN commands.

Every random number serves once. A key counts its wrong cryptograms and is blocked when no try is left. Refuses SSF33,
which was never published: such a card answers 6A81.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from readers.simulator import keys
from readers.simulator.parsing import count, hexed, one_of

ALGORITHMS = ("des", "ssf33", "sm4")
TELL = {"des": 1, "ssf33": 2, "sm4": 3}  # as a card's FCI says it
READ, PIN_RESET, PIN_UNBLOCK, INTERNAL = "read", "pin-reset", "pin-unblock", "internal"
_KINDS = {
    READ: keys.ENCRYPT,
    PIN_RESET: keys.PIN_RESET,
    PIN_UNBLOCK: keys.PIN_UNBLOCK,
    INTERNAL: keys.ENCRYPT,
}
_USUAL = ({"id": "04", "use": INTERNAL}, {"id": "0A"}, {"id": "0B", "use": PIN_RESET}, {"id": "0C", "use": PIN_UNBLOCK})
_TRIES = 10

OK = b"\x90\x00"
_WRONG_LENGTH, _BLOCKED, _NO_RANDOM = b"\x67\x00", b"\x69\x83", b"\x69\x85"
_WRONG_CODE, _NOT_SUPPORTED, _NO_KEY = b"\x69\x88", b"\x6a\x81", b"\x6a\x88"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """One key: its number on the card, what it opens, its master, levels of diversification, tries and those left."""

    number: int
    use: str
    master: bytes
    levels: int
    tries: int
    left: int


def facts_of(raw: object, *, state: Mapping[str, object]) -> tuple[KeyFacts, ...]:
    """The keys of a description over the usual ones, as `state` (tries left by number) left them. Raises ValueError."""
    if not isinstance(raw, list | tuple) or not all(isinstance(one, Mapping) for one in raw):
        raise ValueError("keys: a list of JSON objects")
    told = {fact.number: fact for fact in (_key(one, state) for one in (*_USUAL, *raw))}
    return tuple(told.values())


def _key(raw: Mapping[str, object], state: Mapping[str, object]) -> KeyFacts:
    number = hexed(raw, "id", length=1) or b"\x0a"
    use = one_of(raw, "use", tuple(_KINDS))
    tries = count(raw, "tries", default=_TRIES)
    left = min(tries, count(state, number.hex().upper(), default=count(raw, "left", default=tries)))
    master = hexed(raw, "master", length=16) or keys.practice_master(_KINDS[use])
    levels = count(raw, "levels", default=1, most=3)
    return KeyFacts(number[0], use, master, levels, tries, left)


class CardKeys:
    """The keys of one card and what was opened with them since the power came. Answers are status words, or data."""

    def __init__(
        self,
        facts: tuple[KeyFacts, ...],
        *,
        atr: bytes,
        identifier: str,
        algorithm: str,
        random: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._facts = {fact.number: fact for fact in facts}
        self._left = {fact.number: fact.left for fact in facts}
        self._history = keys.history_of(atr)
        self._identifier = identifier
        self._algorithm = algorithm
        self._random = random
        self.forget()

    def forget(self) -> None:
        """The power went, or another application was chosen: nothing is open, no random number stands."""
        self._challenge = b""
        self.opened = False

    @property
    def state(self) -> dict[str, object]:
        """What a card that is laid on again must still know: tries left where some were lost."""
        return {f"{n:02X}": left for n, left in self._left.items() if left != self._facts[n].tries}

    def challenge(self, length: int) -> bytes:
        """A random number of 4 or 8 bytes (LD/T 32.5 GET CHALLENGE); b"" for another length."""
        if length not in (4, 8):
            return b""
        made = self._random(length)
        self._challenge = made.ljust(8, b"\x00")
        return made

    def external(self, number: int, data: bytes) -> bytes:
        """EXTERNAL AUTHENTICATION: cipher (8) and factor (8) under key `number`; opens what needs a key. Without data
        it asks for the tries left, and costs none.
        """
        fact = self._facts.get(number)
        if fact is None or fact.use != READ:
            return _NO_KEY
        if not data and self._left[number]:
            return bytes((0x63, 0xC0 | self._left[number]))
        if data and len(data) != 16:
            return _WRONG_LENGTH
        return self._tried(fact, data[:8], data[8:]) if self._left[number] else _BLOCKED

    def _tried(self, fact: KeyFacts, cipher: bytes, factor: bytes) -> bytes:
        random = self._spend()
        if not random:
            return _NO_RANDOM
        if self._algorithm not in keys.ALGORITHMS:
            return _NOT_SUPPORTED
        session = keys.session(self._key(fact), random, self._algorithm)
        self.opened = hmac.compare_digest(keys.cryptogram(session, factor, self._algorithm), cipher)
        self._left[fact.number] = fact.tries if self.opened else self._left[fact.number] - 1
        return OK if self.opened else bytes((0x63, 0xC0 | self._left[fact.number]))

    def internal(self, number: int, data: bytes) -> bytes:
        """INTERNAL AUTHENTICATION: random (8) and factor (8) in; eight bytes and 9000 out."""
        fact = self._facts.get(number)
        if fact is None or fact.use != INTERNAL:
            return _NO_KEY
        if len(data) != 16:
            return _WRONG_LENGTH
        if self._algorithm not in keys.ALGORITHMS:
            return _NOT_SUPPORTED
        session = keys.session(self._key(fact), data[:8], self._algorithm)
        return keys.cryptogram(session, data[8:], self._algorithm) + OK

    def sealed(self, use: str, message: bytes, code: bytes) -> bytes:
        """Whether `code` (4 bytes) seals `message` under the key of that use and the random number before: 9000."""
        fact = next((one for one in self._facts.values() if one.use == use), None)
        if fact is None:
            return _NO_KEY
        random = self._spend()
        if not random:
            return _NO_RANDOM
        if self._algorithm not in keys.ALGORITHMS:
            return _NOT_SUPPORTED
        good = hmac.compare_digest(keys.mac(self._key(fact), random, message, self._algorithm), code)
        return OK if good else _WRONG_CODE

    def _spend(self) -> bytes:
        random, self._challenge = self._challenge, b""
        return random

    def _key(self, fact: KeyFacts) -> bytes:
        return keys.card_key(
            fact.master,
            history=self._history,
            identifier=self._identifier,
            levels=fact.levels,
            algorithm=self._algorithm,
        )

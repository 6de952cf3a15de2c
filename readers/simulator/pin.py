"""The PIN of a simulated card: compared, counted, changed (LD/T 32.5 VERIFY, CHANGE PIN; PBOC RELOAD, UNBLOCK).

Keeps a salted digest, never the digits: they are made up, but no file of this program holds a PIN of any card. Refuses
to open a blocked PIN for a right one: only `reload` and `unblock` give the tries back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from readers.simulator.parsing import count, flag

TRIES = 6
MADE_UP = "123456"  # of every practice card
_ROUNDS = 1000

_OK, _BLOCKED, _WRONG_LENGTH, _WRONG_DATA = b"\x90\x00", b"\x69\x83", b"\x67\x00", b"\x6a\x80"


@dataclass(frozen=True, slots=True)
class PinFacts:
    """`tells`: whether VERIFY without data says how many tries are left."""

    digest: str
    salt: str
    tries: int
    left: int
    tells: bool


def facts_of(raw: Mapping[str, object], *, state: Mapping[str, object], salt: str) -> PinFacts:
    """The PIN of a description ("value" or "digest", "tries", "left", "tells") as `state` left it. Raises
    ValueError.
    """
    value = str(raw.get("value", MADE_UP))
    if not (value.isascii() and value.isdigit() and 4 <= len(value) <= 12):
        raise ValueError("pin: value: 4 to 12 digits")
    tries = count(raw, "tries", default=TRIES)
    digest = str(state.get("digest") or raw.get("digest") or _digest(packed(value), salt))
    return PinFacts(
        digest=digest,
        salt=salt,
        tries=tries,
        left=min(tries, count(state, "left", default=count(raw, "left", default=tries))),
        tells=flag(raw, "tells", default=True),
    )


def packed(digits: str) -> bytes:
    """Two digits a byte, an odd one padded with F."""
    return bytes.fromhex(digits + "F" * (len(digits) % 2))


class ChipPin:
    """One PIN with its counter. Every method answers with a status word (two bytes)."""

    def __init__(self, facts: PinFacts) -> None:
        self._facts = facts
        self._digest = facts.digest
        self.left = facts.left
        self.verified = False

    @property
    def state(self) -> dict[str, object]:
        """What a card that is laid on again must still know."""
        return {"digest": self._digest, "left": self.left}

    def asked(self) -> bytes:
        """VERIFY without data: how it stands, which costs no try."""
        if not self._facts.tells:
            return _WRONG_LENGTH
        if not self.left:
            return _BLOCKED
        return _OK if self.verified else self._left()

    def verify(self, pin: bytes) -> bytes:
        """9000, 63Cx with the tries that are left, or 6983."""
        if not 2 <= len(pin) <= 8:
            return _WRONG_LENGTH
        if not self.left:
            return _BLOCKED
        self.verified = self._is(pin)
        self.left = self._facts.tries if self.verified else self.left - 1
        return _OK if self.verified else self._left()

    def change(self, old_and_new: bytes) -> bytes:
        """Old PIN, FF, new PIN."""
        old, parted, new = old_and_new.partition(b"\xff")
        if not parted or not _well_formed(new):
            return _WRONG_DATA
        said = self.verify(old)
        if said == _OK:
            self._set(new)
        return said

    def reload(self, new: bytes) -> bytes:
        """A new PIN and all tries, under a key that was checked already."""
        if not _well_formed(new):
            return _WRONG_DATA
        self._set(new)
        return self.unblock()

    def unblock(self) -> bytes:
        """All tries again, under a key that was checked already."""
        self.left, self.verified = self._facts.tries, False
        return _OK

    def _set(self, new: bytes) -> None:
        self._digest, self.verified = _digest(new, self._facts.salt), False

    def _is(self, pin: bytes) -> bool:
        return _digest(pin, self._facts.salt) == self._digest

    def _left(self) -> bytes:
        return bytes((0x63, 0xC0 | self.left))


def _well_formed(pin: bytes) -> bool:
    digits = pin.hex()
    return 2 <= len(pin) <= 6 and digits.rstrip("f").isdecimal() and digits.count("f") <= 1


def _digest(pin: bytes, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", pin, salt.encode(), _ROUNDS).hex()

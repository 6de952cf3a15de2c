"""Cards of generations 1.0 and 3.0, contact and contactless, beside those of `cards`: what the published facts say.

Imports nothing of the program. A card of 3.0 keeps its files until it has been authenticated; it asks for a challenge
first, takes any cryptogram after it, and forgets it all when its environment is selected again.
"""

import random
from dataclasses import dataclass, replace

from tests.readers.cards import AID, HISTORY, Card, Facts, Manner, draw, records

GUARDS = ("EF06", "both", "6985", "blank", "all-blank")
ALGORITHMS = {"des": 0x01, "ssf33": 0x02, "sm4": 0x03}
RANDOM = bytes.fromhex("0123456789ABCDEF")


def with_check(body: bytes) -> bytes:
    """An answer to reset with its check byte (ISO/IEC 7816-3, 8.2.5)."""
    check = 0
    for byte in body:
        check ^= byte
    return b"\x3b" + body + bytes((check,))


T0 = bytes((0x3B, 0x6D, 0x00, 0x00)) + HISTORY
T1 = with_check(bytes((0x8D, 0x01)) + HISTORY)
CONTACTLESS = with_check(bytes((0x8D, 0x80, 0x01)) + HISTORY)


@dataclass
class Modern(Card):
    """`guard`: what it keeps until it is authenticated, one of GUARDS or "" nothing. `fci`: its whole FCI.

    `lengths`: which Le it takes: "any", "none" (SELECT without Le only), "le" (SELECT with Le
    only), "extended" (nothing but extended commands). `tells`: it has an FCP to give for each file.
    """

    guard: str = ""
    fci: bytes = b""
    lengths: str = "any"
    tells: bool = False
    opened: bool = False
    challenges: int = 0
    _challenged: bool = False

    def reset(self) -> None:
        super().reset()
        self.opened = self._challenged = False

    def answer(self, apdu: bytes) -> bytes:
        long = len(apdu) > 6 and apdu[4] == 0
        if self.lengths == "extended":
            if not long:
                return b"\x67\x00"
            apdu = shortened(apdu)
        elif (
            long
            or (self.lengths == "none" and apdu[1] == 0xA4 and len(apdu) > 5 + apdu[4])
            or (self.lengths == "le" and apdu[1] == 0xA4 and len(apdu) == 5 + apdu[4])
        ):
            return b"\x67\x00"
        if apdu[1] == 0x84:
            self._challenged = True
            self.challenges += 1
            return RANDOM + b"\x90\x00"
        if apdu[1] == 0x82:
            self.opened, self._challenged = self._challenged and len(apdu) == 21, False
            return b"\x90\x00" if self.opened else b"\x69\x85"
        if apdu[1] == 0xA4 and AID in apdu:
            self.opened = False
        return super().answer(apdu)

    def _select(self, p1: int, wanted: bytes) -> bytes:
        said = super()._select(p1, wanted)
        if self.tells and said == b"\x90\x00":
            self._kept = b"\x62\x00"
            return b"\x61\x02"
        if self.fci and p1 == 0x04 and wanted == AID:
            return self._give(self.fci, le=len(self.fci))
        return said

    def _read(self, p1: int, p2: int, le: int) -> bytes:
        held, place = self.files, p2 >> 3 or self._file
        if self.opened or held is None:
            return super()._read(p1, p2, le)
        if self.guard == "both" or (self.guard == "EF06" and place == 6):
            return b"\x69\x82"
        if self.guard == "6985" and place == 6:
            return b"\x69\x85"
        veiled = {"blank": (0x08, 0x09), "all-blank": (0x07, 0x08, 0x09)}.get(self.guard, ())
        self.files = {file: [veil(r) if r[0] in veiled else r for r in rs] for file, rs in held.items()}
        try:
            return super()._read(p1, p2, le)
        finally:
            self.files = held


def veil(record: bytes) -> bytes:
    """The same record with nothing in it."""
    return record[:2] + bytes(len(record) - 2)


def shortened(apdu: bytes) -> bytes:
    """A command of extended lengths (ISO/IEC 7816-4, 5.1) as the short one that says the same."""
    head, body = apdu[:4], apdu[5:]
    if len(body) == 2:
        return head + body[1:]
    count = int.from_bytes(body[:2], "big")
    rest = body[2 + count :]
    return head + bytes((count,)) + body[2 : 2 + count] + rest[1:]


def fci_of(algorithm: str, form: str) -> bytes:
    """An FCI that says the algorithm under 9F0C, in one of the forms seen: "length", "direct", "object"; "" none."""
    code = bytes((ALGORITHMS.get(algorithm, 0),))
    issuer = {
        "length": b"\x9f\x0c\x02\x86" + code,
        "direct": b"\x9f\x0c\x86" + code,
        "object": b"\x9f\x0c\x03\x86\x01" + code,
        "long": b"\x9f\x0c\x0a\x86" + code + bytes(8),
    }.get(form, b"")
    inner = b"\x84\x0f" + AID + b"\xa5" + bytes((3 + len(issuer),)) + b"\x88\x01\x1e" + issuer
    return b"\x6f" + bytes((len(inner),)) + inner


def draw_old(rng: random.Random) -> tuple[Facts, Manner, dict[int, list[bytes]]]:
    """A card of generation 1.0: its name in one record, so that those behind it stand one place earlier."""
    facts, manner = draw(rng)
    name = facts.name
    while len(name.encode("gb18030")) > 30:
        name = name[:-1]
    facts = replace(facts, version=rng.choice(("1.0", "1.00")), name=name.rstrip("· "))
    files = records(facts, manner)
    files[6] = [record for record in files[6] if record[0] != 0x4E]
    return facts, manner, files


def draw_guarded(rng: random.Random, atr: bytes) -> tuple[Facts, Manner, Modern, str]:
    """A card of generation 3.0 that asks for authentication, and the algorithm it has."""
    facts, manner = draw(rng)
    facts = replace(facts, version=rng.choice(("3.0", "3.00")))
    algorithm, form = rng.choice(tuple(ALGORITHMS)), rng.choice(("length", "direct", "object", "long", ""))
    guard = rng.choice(GUARDS)
    card = Modern(records(facts, manner), manner, atr=atr, guard=guard, fci=fci_of(algorithm, form))
    # Read before it is authenticated, the identifier says what no FCI does: none of these begins with 11.
    return facts, manner, card, algorithm if form else "sm4"

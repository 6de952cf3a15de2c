"""Cards built from the published facts alone, and the line to the virtual reader: an oracle for the reading side.

Imports nothing of the program. A card holds the two files as records, answers in the form it was drawn with, and can be
swapped for another while it lies on the reader. All people are made up: county codes 4399xx were never given out.
"""

import contextlib
import random
import socket
import threading
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import TracebackType
from typing import Protocol

AID = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
HISTORY = bytes.fromhex("00814E43990011223344990055")
FAMILY = "林何周谢唐蒋彭罗石田曾廖董范苏钟卢崔沈余欧阳司马䶮𠮷㐂"
GIVEN = "晓岚秀珍建平芳芳雪梅文海国春燕永康丽华强素琴志远玉兰明海德福秋月佳怡辰镕堃喆玥翀昇垚𣲗𬭚"
FOREIGN = "阿依古丽·买买提尔江卜杜热合曼玉素甫"
READS = ("all", "all-sfi", "number", "sfi", "tag")


def identity_number(rng: random.Random) -> str:
    """A number with a right check character (ISO 7064 MOD 11-2), weights written out from the standard."""
    born = date(1936, 1, 1) + timedelta(days=rng.randrange(31_000))
    body = f"4399{rng.randrange(1, 15):02d}{born:%Y%m%d}{rng.randrange(1000):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def card_number(rng: random.Random) -> str:
    """Nine characters with the check character of GB 11714."""
    body = rng.choice("ABX5") + f"{rng.randrange(10**7):07d}"
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return body + {10: "X", 11: "0"}.get(rest, str(rest))


def name(rng: random.Random) -> str:
    """A short name, a long one with the middle dot, or one of letters; never more than 50 bytes in GB 18030."""
    kind = rng.randrange(10)
    if kind == 0:
        made = rng.choice(("MARIA", "JOHN", "ANNA")) + " " + "".join(rng.choices("ABCDEFGH", k=rng.randrange(3, 40)))
    elif kind <= 3:
        parts = ["".join(rng.choices(FOREIGN.replace("·", ""), k=rng.randrange(3, 12))) for _ in range(2)]
        made = "·".join(parts) + rng.choice(("", "𠮷", "䶮"))
    else:
        made = rng.choice(FAMILY) + "".join(rng.choices(GIVEN, k=rng.randrange(1, 4)))
    while len(made.encode("gb18030")) > 50:
        made = made[:-1]
    return made.rstrip("· ")


@dataclass(frozen=True)
class Facts:
    """What the chip is to say. Dates None: left blank by the issuer."""

    identifier: str
    card_class: str
    version: str
    agency: str
    issued: date | None
    expires: date | None
    card_number: str
    number: str
    name: str
    sex: str
    nation: str
    birthplace: str
    born: date


@dataclass(frozen=True)
class Manner:
    """How the issuer wrote it and how the card answers."""

    padding: int = 0x00
    dates: str = "bcd"  # or "ascii": eight digits, or "year": four ASCII digits
    cut_inside: bool = False
    answers: str = "direct"  # or "61", "6C", "6700" (only the exact length), "cut" (no more than was asked for)
    reads: tuple[str, ...] = READS
    select_p1: tuple[int, ...] = (0x00, 0x02)
    root: bool = False  # files under 3F00 only


def draw(rng: random.Random) -> tuple[Facts, Manner]:
    """A person, a card and its manner, all at random."""
    number = identity_number(rng)
    issued = date(2012, 1, 1) + timedelta(days=rng.randrange(5000))
    facts = Facts(
        identifier=f"{number[:6]}D156000005{rng.randrange(16**16):016X}",
        card_class=rng.choice("123"),
        version=rng.choice(("2.0", "2.00")),
        agency=f"9156000002439900{number[:6]}{rng.randrange(256):02X}",
        issued=issued,
        expires=rng.choice((issued + timedelta(days=3652), None)),
        card_number=card_number(rng),
        number=number,
        name=name(rng),
        sex=rng.choice(("1" if int(number[16]) % 2 else "2", "9")),
        nation=f"{rng.randrange(1, 57):02d}",
        birthplace=number[:6],
        born=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
    )
    manner = Manner(
        padding=rng.choice((0x00, 0xFF, 0x20)),
        dates=rng.choice(("bcd", "bcd", "ascii", "year")),
        cut_inside=rng.random() < 0.5,
        answers=rng.choice(("direct", "61", "6C", "6700")),
        reads=tuple(rng.sample(READS, rng.randrange(1, len(READS) + 1))),
        select_p1=rng.choice(((0x00,), (0x02,), (0x00, 0x02))),
        root=rng.random() < 0.1,
    )
    return facts, manner


def records(facts: Facts, manner: Manner) -> dict[int, list[bytes]]:
    """Both files: EF05 (card) and EF06 (holder), tag, length, value."""
    pad = bytes((manner.padding,))

    def text(value: str, length: int) -> bytes:
        return value.encode("ascii").ljust(length, pad)

    def day(value: date | None) -> bytes:
        if value is None:
            return pad * (8 if manner.dates == "ascii" else 4)
        written = value.strftime("%Y%m%d")
        if manner.dates == "bcd":
            return bytes.fromhex(written)
        return (written if manner.dates == "ascii" else written[:4]).encode("ascii")

    first, more = cut(facts.name, inside=manner.cut_inside)
    issuer = {
        0x01: bytes.fromhex(facts.identifier),
        0x02: text(facts.card_class, 1),
        0x03: text(facts.version, 4),
        0x04: bytes.fromhex(facts.agency),
        0x05: day(facts.issued),
        0x06: day(facts.expires),
        0x07: text(facts.card_number, 9),
    }
    holder = {
        0x08: text(facts.number, 18),
        0x09: first.ljust(30, pad),
        0x4E: more.ljust(20, pad),
        0x0A: text(facts.sex, 1),
        0x0B: bytes.fromhex(facts.nation),
        0x0C: bytes.fromhex(facts.birthplace),
        0x0D: day(facts.born) if manner.dates != "year" else bytes.fromhex(facts.born.strftime("%Y%m%d")),
    }
    return {
        5: [bytes((t, len(v))) + v for t, v in issuer.items()],
        6: [bytes((t, len(v))) + v for t, v in holder.items()],
    }


def cut(whole: str, *, inside: bool) -> tuple[bytes, bytes]:
    """The bytes of a name for the two name records: cut after 30 bytes, or before the character that does not fit."""
    coded = whole.encode("gb18030")
    if inside or len(coded) <= 30:
        return coded[:30], coded[30:]
    first = b""
    for character in whole:
        if len(first + character.encode("gb18030")) > 30:
            break
        first += character.encode("gb18030")
    return (first, coded[len(first) :]) if len(coded) - len(first) <= 20 else (coded[:30], coded[30:])


@dataclass
class Card:
    """A card that answers SELECT, READ RECORD and GET RESPONSE. `files` None: not a social security card."""

    files: dict[int, list[bytes]] | None
    manner: Manner = field(default_factory=Manner)
    atr: bytes = bytes((0x3B, 0x6D, 0x00, 0x00)) + HISTORY
    locked: bytes = b""  # a status word for every read
    _here: bool = False
    _file: int = 0
    _kept: bytes = b""

    def swapped(self, files: dict[int, list[bytes]], manner: Manner) -> "Card":
        """Another card with this one's answer to reset."""
        return replace(self, files=files, manner=manner, _here=False, _file=0, _kept=b"")

    def reset(self) -> None:
        self._here, self._file, self._kept = False, 0, b""

    def answer(self, apdu: bytes) -> bytes:
        """Data and status word for one command."""
        if apdu[1] == 0xC0:
            kept, self._kept = self._kept, b""
            return kept[: apdu[4] or 256] + b"\x90\x00" if kept else b"\x69\x85"
        if apdu[1] == 0xA4:
            return self._select(apdu[2], apdu[5 : 5 + apdu[4]])
        if apdu[1] == 0xB2:
            return self._read(apdu[2], apdu[3], apdu[4] if len(apdu) > 4 else 0)
        return b"\x6d\x00"

    def _select(self, p1: int, wanted: bytes) -> bytes:
        if self.files is None:
            return b"\x6a\x82"
        if p1 == 0x04 and len(wanted) != 2:
            self._here, self._file = wanted == AID, 0
            fci = b"\x6f\x16\x84\x0f" + AID + b"\xa5\x03\x88\x01\x1e"
            return self._give(fci, le=len(fci)) if self._here else b"\x6a\x82"
        if wanted == b"\x3f\x00" and self.manner.root and p1 == 0x00:
            self._here, self._file = True, -1
            return b"\x90\x00"
        under = self._file == -1 or self._file > 0 if self.manner.root else self._here
        if p1 not in self.manner.select_p1 or not under or wanted not in (b"\xef\x05", b"\xef\x06"):
            return b"\x6a\x82"
        self._file = wanted[1] & 0x0F
        return b"\x90\x00"

    def _read(self, p1: int, p2: int, le: int) -> bytes:
        if self.locked:
            return self.locked
        sfi, how = p2 >> 3, p2 & 7
        way = {(True, 5): "all-sfi", (False, 5): "all", (True, 4): "sfi", (False, 4): "number", (False, 0): "tag"}
        if not self._here or self.files is None or way.get((sfi > 0, how)) not in self._ways():
            return b"\x6a\x86"
        if (sfi or self._file) not in self.files:
            return b"\x69\x86"
        held = self.files[sfi or self._file]
        if how == 5:
            data = b"".join(held[p1 - 1 :])
        elif how == 4:
            data = held[p1 - 1] if 0 < p1 <= len(held) else b""
        else:
            data = next((r for r in held if r[0] == p1), b"")
        return self._give(data, le=le) if data else b"\x6a\x83"

    def _ways(self) -> tuple[str, ...]:
        """A card that keeps its files under 3F00 knows no short identifiers, and one way by which they can be read."""
        if not self.manner.root:
            return self.manner.reads
        return tuple(w for w in self.manner.reads if "sfi" not in w) or ("number",)

    def _give(self, data: bytes, *, le: int) -> bytes:
        form = self.manner.answers
        if form == "61":
            self._kept = data
            return bytes((0x61, len(data)))
        if form == "6C" and le != len(data):
            return bytes((0x6C, len(data)))
        if form == "6700" and le not in (len(data), 0xFF):
            return b"\x67\x00"
        if form == "cut" and le:
            data = data[:le]
        return data + b"\x90\x00"


class Answers(Protocol):
    """Whatever can lie on the virtual reader."""

    @property
    def atr(self) -> bytes: ...

    def reset(self) -> None: ...

    def answer(self, apdu: bytes) -> bytes:
        """Data and status word for one command."""
        ...


class OnReader:
    """A card lying on the virtual reader: `with OnReader(card, port)`. `card` may be replaced while it lies there.

    `pull_at` and `silent_at` count APDUs from 1 since the count was last set to 0: leave without a word, never answer.
    `pace`: seconds before each answer.
    """

    def __init__(self, card: Answers, port: int) -> None:
        self.card = card
        self.asked = 0
        self.pull_at = 0
        self.silent_at = 0
        self.pace = 0.0
        self.went = threading.Event()
        self._line = socket.create_connection(("127.0.0.1", port), timeout=5)
        self._line.settimeout(None)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "OnReader":
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.lift()

    def lift(self) -> None:
        """Take the card away."""
        self.went.set()
        with contextlib.suppress(OSError):  # it may have gone by itself
            self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._line.close()

    def _serve(self) -> None:
        while (head := self._take(2)) and (message := self._take(int.from_bytes(head, "big"))):
            if message == b"\x04":  # the service asks so every 0.4 s whether a card is there: it stays as it is
                answer = self.card.atr
            elif len(message) == 1:
                self.card.reset()
                answer = b""
            else:
                self.asked += 1
                if self.asked == self.silent_at:
                    self.went.wait()
                if self.asked == self.pull_at:
                    self._line.shutdown(socket.SHUT_RDWR)
                    return
                self.went.wait(self.pace)
                answer = self.card.answer(message)
            if answer:
                try:
                    self._line.sendall(len(answer).to_bytes(2, "big") + answer)
                except OSError:
                    return

    def _take(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            try:
                self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                part = self._line.recv(count - len(data))
            except OSError:
                return b""
            if not part:
                return b""
            data += part
        return data

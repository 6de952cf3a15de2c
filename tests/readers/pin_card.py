"""A card with a PIN, built from the published facts alone (as `tests.readers.cards`), that keeps what it was asked.

Imports nothing of the program. The code of RELOAD and UNBLOCK is a constant here: who computes it is not this card's
question.
"""

from dataclasses import dataclass, field

from tests.readers.cards import Card

RANDOM = bytes.fromhex("0102030405060708")
CODE = bytes.fromhex("C0DEC0DE")
PACKED = bytes.fromhex("314159")  # 314159 as the card keeps it
TRIES = 6


@dataclass
class PinCard(Card):
    """`seen`: INS and header of every command in order. `says`: status words for the next PIN commands, over the
    card's own. `no_count`: wrong is told as 63 00. `mute_state`: what VERIFY without data is answered, "" as usual.
    """

    pin: bytes = PACKED
    left: int = TRIES
    no_count: bool = False
    mute_state: bytes = b""
    seen: list[bytes] = field(default_factory=list)
    says: list[bytes] = field(default_factory=list)
    challenged: bool = False

    def answer(self, apdu: bytes) -> bytes:
        self.seen.append(apdu[:4])
        challenged, self.challenged = self.challenged, False
        if apdu[:4] == b"\x00\x84\x00\x00":
            self.challenged = True
            return RANDOM + b"\x90\x00"
        if apdu[1] in (0x20, 0x5E, 0x24):
            if self.says:
                return self.says.pop(0)
            return self._pin(apdu, challenged=challenged) if self._here else b"\x69\x85"
        return super().answer(apdu)

    def selected(self) -> bool:
        """Whether its application is selected: after a reset it is not."""
        return self._here

    @property
    def touched(self) -> list[bytes]:
        """Headers of the PIN commands that reached the card, the question for the tries among them."""
        return [head for head in self.seen if head[1] in (0x20, 0x5E, 0x24)]

    def _pin(self, apdu: bytes, *, challenged: bool) -> bytes:
        head, data = apdu[:4], apdu[5 : 5 + apdu[4]] if len(apdu) > 4 else b""
        if head == b"\x00\x20\x00\x00":
            return self._verify(data) if data else self._state()
        if head == b"\x80\x5e\x01\x00":
            return self._change(data)
        if head in (b"\x80\x5e\x00\x00", b"\x84\x24\x00\x00"):
            return self._ordered(data, challenged=challenged)
        return b"\x6a\x86"

    def _state(self) -> bytes:
        return self.mute_state or (bytes((0x63, 0xC0 | self.left)) if self.left else b"\x69\x83")

    def _verify(self, data: bytes) -> bytes:
        if not self.left:
            return b"\x69\x83"
        if data == self.pin:
            self.left = TRIES
            return b"\x90\x00"
        self.left -= 1
        return b"\x63\x00" if self.no_count else bytes((0x63, 0xC0 | self.left))

    def _change(self, data: bytes) -> bytes:
        old, between, new = data[:3], data[3:4], data[4:]
        if len(data) != 7 or between != b"\xff":
            return b"\x67\x00"
        said = self._verify(old)
        if said == b"\x90\x00":
            self.pin = new
        return said

    def _ordered(self, data: bytes, *, challenged: bool) -> bytes:
        if not challenged or data[-4:] != CODE:
            return b"\x69\x88"
        if data[:-4]:
            self.pin = data[:-4]
        self.left = TRIES
        return b"\x90\x00"

"""A reader with a key pad, hand-written at the process edge: the virtual reader of PC/SC refuses control codes.

Takes the structures apart by the offsets published in PC/SC part 10 rev 2.02.09 (2.5.2, 2.5.3), not by our own writer,
puts the digits "the holder pressed" where the structure says, and gives the command to the card. Imports nothing of the
program's layouts.
"""

import struct
import threading

from tests.readers.pin_card import PinCard
from tests.readers.pin_desk import InHand

FEATURES_CODE = 0x42000000 + 3400  # pcsc-lite's SCARD_CTL_CODE(3400)
VERIFY_CODE, MODIFY_CODE = 0x42330006, 0x42330007
BOTH = bytes.fromhex("0604423300060704423300070A04423300 0A".replace(" ", ""))
VERIFY_HEAD, MODIFY_HEAD = 19, 24


class KeyPadReader(InHand):
    """`pressed`: what the holder enters, one entry after the other. `says`: status words of the reader itself instead.
    `features`: its answer to GET_FEATURE_REQUEST. Keeps the structures it was given.
    """

    def __init__(self, card: PinCard, *pressed: str, features: bytes = BOTH, says: str = "") -> None:
        super().__init__(card)
        self.pressed = list(pressed)
        self.features = features
        self.says = says
        self.blocks: list[bytes] = []

    def control(self, code: int, data: bytes) -> bytes | None:
        if code == FEATURES_CODE:
            return self.features
        self.blocks.append(data)
        if self.says:
            return bytes.fromhex(self.says)
        if code == VERIFY_CODE:
            return self.card.answer(self._verify(data))
        return self.card.answer(self._modify(data)) if code == MODIFY_CODE else None

    def _verify(self, block: bytes) -> bytes:
        length = struct.unpack_from("<L", block, 15)[0]
        assert len(block) == VERIFY_HEAD + length
        return self._filled(block[VERIFY_HEAD:], block, [(0, self.pressed.pop(0))])

    def _modify(self, block: bytes) -> bytes:
        length = struct.unpack_from("<L", block, 20)[0]
        assert len(block) == MODIFY_HEAD + length
        old, new, again = (self.pressed.pop(0) for _ in range(3))
        assert new == again
        return self._filled(block[MODIFY_HEAD:], block, [(block[5], old), (block[6], new)])

    @staticmethod
    def _filled(apdu: bytes, block: bytes, entries: list[tuple[int, str]]) -> bytes:
        """BCD digits at their places in the data of the command, as bmFormatString and bmPINBlockString say."""
        assert block[2] & 0x83 == 0x81, "system unit byte, BCD"
        assert not block[2] & 0x04, "left-justified"
        start, size = block[2] >> 3 & 0x0F, block[3] & 0x0F
        filled = bytearray(apdu)
        for offset, digits in entries:
            at = 5 + offset + start
            filled[at : at + size] = bytes.fromhex(digits.ljust(size * 2, "F"))
        return bytes(filled)


class HangingKeys(KeyPadReader):
    """Keys that take a structure and answer nothing until `free`; `taken` once they have one. As long as they hang
    nobody else gets at the card: they hold it.
    """

    def __init__(self, card: PinCard, *pressed: str) -> None:
        super().__init__(card, *pressed)
        self.taken, self.free = threading.Event(), threading.Event()

    def control(self, code: int, data: bytes) -> bytes | None:
        if code not in (VERIFY_CODE, MODIFY_CODE):
            return super().control(code, data)
        self.taken.set()
        self.free.wait(120)
        return super().control(code, data) if self.pressed else b"\x90\x00"

"""A reader's own key pad: PC/SC part 10 rev 2.02.09, IFDs with Secure PIN Entry. The PIN never leaves the reader.

Byte layouts and control codes only; which card it is and what its status words mean is for others. Refuses a card whose
PIN is not of six digits: the blocks below have fixed places for them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Protocol

from smartcard.scard import SCARD_CTL_CODE

from counter_app.domain.chip_errors import NoKeyPad, PinBadLength, PinCancelled, PinsDiffer, PinTimedOut
from counter_app.domain.errors import CardTrouble

GET_FEATURE_REQUEST = SCARD_CTL_CODE(3400)  # CM_IOCTL_GET_FEATURE_REQUEST, 2.2: another number on each system
VERIFY_DIRECT, MODIFY_DIRECT = 0x06, 0x07  # tags of FEATURE_VERIFY_PIN_DIRECT and FEATURE_MODIFY_PIN_DIRECT, 2.3
DIGITS = 6
FIRST_KEY, AFTER_IT = 20, 15  # seconds of an entry: until the first key, and from it to the last
_AFTER_THE_READER = 5.0  # seconds after its own limits, which end every entry, until a reader is given up
VERIFY_WITHIN = FIRST_KEY + AFTER_IT + _AFTER_THE_READER
CHANGE_WITHIN = 3 * (FIRST_KEY + AFTER_IT) + _AFTER_THE_READER  # the old PIN, the new one, the new one again

_BYTES = DIGITS // 2
_BCD_FROM_START = 0x81  # bmFormatString 2.5.2: bit 7 positions in bytes, bits 6-3 position 0, bit 2 left, bits 1-0 BCD
_BLOCK = _BYTES  # bmPINBlockString: bits 7-4 no length is put in, bits 3-0 length of the block in bytes
_NO_LENGTH = 0x00  # bmPINLengthFormat: no place for a length
_LEAST_AND_MOST = DIGITS << 8 | DIGITS  # wPINMaxExtraDigit: XXYY, least in the upper byte, most in the lower
_BY_ENTER = 0x02  # bEntryValidationCondition: the holder presses the key that ends an entry
_CHINESE = 0x0804  # wLangId: Chinese (PRC), USB language identifiers
_OLD_AND_TWICE = 0x03  # bConfirmPIN 2.5.3: bit 0 the new PIN is entered twice, bit 1 the old one is entered too
_THREE_MESSAGES = 0x03
_VERIFY = bytes((0x00, 0x20, 0x00, 0x00, _BYTES)) + b"\xff" * _BYTES
_CHANGE = bytes((0x80, 0x5E, 0x01, 0x00, 2 * _BYTES + 1)) + b"\xff" * (2 * _BYTES + 1)
_OLD_AT, _NEW_AT = 0, _BYTES + 1  # places in the data of the command; a byte FF stands between them

# What the reader itself answers in place of the card (2.5.2 and 2.5.3, response).
_READER_SAYS: dict[int, type[CardTrouble]] = {
    0x6400: PinTimedOut,
    0x6401: PinCancelled,
    0x6402: PinsDiffer,
    0x6403: PinBadLength,
}
_WRONG_STRUCTURE = 0x6B80  # this reader cannot do it in this form


class Controls(Protocol):
    """A reader that takes control codes."""

    def control(self, code: int, data: bytes) -> bytes | None:
        """What the reader answers to a control code; None when it refuses it. Raises CardTrouble."""
        ...


@dataclass(frozen=True, slots=True)
class Features:
    """Control codes by feature tag, as one reader told them."""

    codes: dict[int, int]

    @property
    def verifies(self) -> bool:
        return VERIFY_DIRECT in self.codes

    @property
    def modifies(self) -> bool:
        return MODIFY_DIRECT in self.codes


def features(reader: Controls) -> Features:
    """What the reader can do by itself (2.2: entries of tag, length 04, control code in big-endian order).

    A reader that refuses the question, or answers nonsense, can do nothing.
    """
    answer = reader.control(GET_FEATURE_REQUEST, b"") or b""
    entries = [answer[at : at + 6] for at in range(0, len(answer) - 5, 6)]
    if len(answer) % 6 or any(entry[1] != 4 for entry in entries):
        return Features({})
    return Features({entry[0]: int.from_bytes(entry[2:], "big") for entry in entries})


def verify_block() -> bytes:
    """PIN_VERIFY structure (2.5.2) with VERIFY of this card: PIN as BCD, six digits, from the first byte of data on."""
    head = struct.pack(
        "=BBBBBHBBHB3sL",
        FIRST_KEY,  # bTimeOut
        AFTER_IT,  # bTimeOut2: seconds after the first key
        _BCD_FROM_START,
        _BLOCK,
        _NO_LENGTH,
        _LEAST_AND_MOST,
        _BY_ENTER,
        0x01,  # bNumberMessage
        _CHINESE,
        0x00,  # bMsgIndex: the reader's first message, "enter PIN"
        bytes(3),  # bTeoPrologue: T=1 prologue, filled in by the driver
        len(_VERIFY),  # ulDataLength
    )
    return head + _VERIFY


def modify_block() -> bytes:
    """PIN_MODIFY structure (2.5.3) with CHANGE PIN of this card: old PIN, FF, new PIN (entered twice)."""
    head = struct.pack(
        "=BBBBBBBHBBBHBBB3sL",
        FIRST_KEY,
        AFTER_IT,
        _BCD_FROM_START,
        _BLOCK,
        _NO_LENGTH,
        _OLD_AT,  # bInsertionOffsetOld
        _NEW_AT,  # bInsertionOffsetNew
        _LEAST_AND_MOST,
        _OLD_AND_TWICE,
        _BY_ENTER,
        _THREE_MESSAGES,
        _CHINESE,
        0x00,  # bMsgIndex1: old PIN
        0x01,  # bMsgIndex2: new PIN
        0x02,  # bMsgIndex3: new PIN again
        bytes(3),
        len(_CHANGE),
    )
    return head + _CHANGE


def verify(reader: Controls, known: Features) -> int:
    """Let the holder enter the PIN on the keys and the reader send VERIFY; the card's status word.

    Raises NoKeyPad, PinTimedOut, PinCancelled, PinBadLength. An answer that is none raises `NoAnswer`.
    """
    return _enter(reader, known, VERIFY_DIRECT, verify_block())


def change(reader: Controls, known: Features) -> int:
    """Old PIN, new PIN twice on the keys, and CHANGE PIN from the reader; the card's status word. Raises as `verify`,
    and PinsDiffer.
    """
    return _enter(reader, known, MODIFY_DIRECT, modify_block())


class NoAnswer(CardTrouble):
    """The reader took the structure and never told how it ended. Never leaves `readers`."""


def _enter(reader: Controls, known: Features, tag: int, block: bytes) -> int:
    code = known.codes.get(tag)
    if code is None:
        raise NoKeyPad
    try:
        answer = reader.control(code, block)
    except CardTrouble as error:
        raise NoAnswer from error
    if answer is None or len(answer) < 2:
        raise NoAnswer
    sw = int.from_bytes(answer[-2:], "big")
    if sw == _WRONG_STRUCTURE:
        raise NoKeyPad
    if sw in _READER_SAYS:
        raise _READER_SAYS[sw]
    return sw

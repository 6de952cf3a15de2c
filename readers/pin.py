"""PIN commands to the social security chip (LD/T 32.5; domain facts 1.5) and what the card's answers mean.

Each goes out once and never again by itself: an answer that gets lost is `PinUnsettled`, because the card may have
counted. Refuses to find out whose card it is (`readers.guard` does, right before) and to keep a digit: what it packed
is overwritten as soon as the command has left.
"""

from __future__ import annotations

from typing import NoReturn, Protocol

from counter_app.domain.card import PinState
from counter_app.domain.chip_errors import (
    CardLockedForGood,
    PinBadLength,
    PinBlocked,
    PinCodeRefused,
    PinUnsettled,
    PinWrong,
    PinWrongUntold,
)
from counter_app.domain.errors import CardSaid, CardTrouble, NeedsAuthentication
from counter_app.domain.secret import SecretDigits
from readers import key_pad
from readers.apdu import OK, WRONG_LENGTH, Channel
from readers.authentication import AskingCard, Authority, Purpose
from readers.key_pad import Controls, Features

ASK = bytes(
    (0x00, 0x20, 0x00, 0x00)
)  # VERIFY without data: how many tries are left; costs none (ISO/IEC 7816-4, 7.5.6)
VERIFY = ASK
CHANGE = bytes((0x80, 0x5E, 0x01, 0x00))
RELOAD = bytes((0x80, 0x5E, 0x00, 0x00))
UNBLOCK = bytes((0x84, 0x24, 0x00, 0x00))
BETWEEN = 0xFF  # stands between the old and the new PIN
CODE = 4  # bytes of a message authentication code

_BLOCKED = frozenset((0x63C0, 0x6983, 0x6984))  # 6984: referenced data invalidated, whether asked or verified
_LOCKED_FOR_GOOD = 0x9303
_NOT_TOLD = frozenset((0x6300, 0x6700, 0x6982, 0x6985, 0x6A80, 0x6A81, 0x6A86, 0x6A88, 0x6B00, 0x6D00, 0x6E00, OK))
_AUTHENTICATE = frozenset((0x6982, 0x6985))
# RELOAD and UNBLOCK: the card knows no such key, parameter or command. It has judged no code.
_NO_CODE_JUDGED = frozenset(
    (0x6981, 0x6986, 0x6A80, 0x6A81, 0x6A82, 0x6A83, 0x6A86, 0x6A88, 0x6B00, 0x6D00, 0x6E00, 0x9403)
)
_MORE_TO_SAY = frozenset((0x61, 0x6C))  # first byte of words about lengths


class PinLine(Channel, Controls, Protocol):
    """An open card on a reader, held by us alone."""

    def transmit_secret(self, command: bytearray) -> tuple[bytes, int, int]:
        """One exchange; `command` is overwritten when it returns, and when it raises."""
        ...

    def close_when_left(self) -> None:
        """The card is being authenticated: it is to be reset, and so closed again, when it is left."""
        ...

    def atr(self) -> str:
        """Answer to reset (hex), "" where it is not known."""
        ...


def state(line: PinLine) -> PinState:
    """Tries left, None where the card does not tell. Raises CardLockedForGood, CardSaid, what the line raises."""
    _, sw1, sw2 = line.transmit(ASK)
    sw = sw1 << 8 | sw2
    if sw in _BLOCKED:
        return PinState(0, blocked=True)
    if sw & 0xFFF0 == 0x63C0:
        return PinState(sw & 0x0F)
    if sw in _NOT_TOLD:
        return PinState(None)
    raise _said(sw)


def verify(line: PinLine, pin: SecretDigits) -> None:
    """VERIFY. Raises PinWrong, PinBlocked, PinBadLength, PinUnsettled, NeedsAuthentication, CardLockedForGood,
    CardSaid.
    """
    judge(line, _send(line, VERIFY, pin.packed()))


def change(line: PinLine, old: SecretDigits, new: SecretDigits) -> None:
    """CHANGE PIN: old, FF, new. Raises as `verify`."""
    before, after = old.packed(), new.packed()
    both = bytearray(len(before) + 1 + len(after))
    both[: len(before)] = before
    both[len(before)] = BETWEEN
    both[len(before) + 1 :] = after
    _wipe(before, after)
    judge(line, _send(line, CHANGE, both))


def reset(line: PinLine, card: AskingCard, authority: Authority, new: SecretDigits) -> None:
    """RELOAD PIN: new PIN and a code over header and PIN. Raises NoWayToAuthenticate, AuthenticationRefused,
    PinCodeRefused, PinUnsettled, PinBadLength, CardLockedForGood, CardSaid.
    """
    packed = new.packed()
    length = len(packed) + CODE
    data, over = bytearray(length), bytearray(len(RELOAD) + 1 + len(packed))
    try:
        over[: len(RELOAD) + 1] = RELOAD + bytes((length,))
        over[len(RELOAD) + 1 :] = packed
        code = authority.mac(card, Purpose.PIN_RESET, over)
        data[: len(packed)] = packed
        data[len(packed) :] = code
    finally:
        _wipe(packed, over)
    _judge_code(_send(line, RELOAD, data))


def unblock(line: PinLine, card: AskingCard, authority: Authority) -> None:
    """PIN UNBLOCK: a code over the header alone; the PIN stays. Raises as `reset`."""
    code = authority.mac(card, Purpose.PIN_UNBLOCK, UNBLOCK + bytes((CODE,)))
    _judge_code(_send(line, UNBLOCK, bytearray(code)))


def verify_on_keys(line: PinLine, known: Features) -> None:
    """The holder enters the PIN on the reader. Raises as `verify`, and PinTimedOut, PinCancelled, NoKeyPad."""
    try:
        sw = key_pad.verify(line, known)
    except key_pad.NoAnswer as error:
        raise PinUnsettled from error
    judge(line, sw)


def change_on_keys(line: PinLine, known: Features) -> None:
    """Old PIN and the new one twice on the reader. Raises as `verify_on_keys`, and PinsDiffer."""
    try:
        sw = key_pad.change(line, known)
    except key_pad.NoAnswer as error:
        raise PinUnsettled from error
    judge(line, sw)


def judge(line: PinLine, sw: int) -> None:
    """What a card's answer to VERIFY or CHANGE PIN means; returns for 9000."""
    if sw == OK:
        return
    if sw in _BLOCKED:
        raise PinBlocked
    if sw & 0xFFF0 == 0x63C0:
        raise PinWrong(left=sw & 0x0F)
    if sw == 0x6300:
        _wrong_without_count(line)
    if sw == WRONG_LENGTH:
        raise PinBadLength
    if sw in _AUTHENTICATE:
        raise NeedsAuthentication
    raise _said(sw)


def _wrong_without_count(line: PinLine) -> NoReturn:
    """63 00: wrong, and no number with it; the card is asked for it."""
    try:
        now = state(line)
    except CardTrouble as error:
        raise PinWrongUntold from error
    if now.blocked:
        raise PinBlocked
    if now.tries_left is None:
        raise PinWrongUntold
    raise PinWrong(left=now.tries_left)


def _judge_code(sw: int) -> None:
    """What a card's answer to a code means. A word nobody expects counts as a refusal: a further code may lock it."""
    if sw == OK:
        return
    if sw == WRONG_LENGTH:
        raise PinBadLength
    if sw == _LOCKED_FOR_GOOD or sw in _NO_CODE_JUDGED or sw >> 8 in _MORE_TO_SAY:
        raise _said(sw)
    raise PinCodeRefused(sw=f"{sw:04X}")


def _said(sw: int) -> CardTrouble:
    return CardLockedForGood() if sw == _LOCKED_FOR_GOOD else CardSaid(sw=f"{sw:04X}")


def _send(line: PinLine, header: bytes, data: bytearray) -> int:
    """One command, once. `data` is overwritten. Raises PinUnsettled when the answer gets lost."""
    command = bytearray(len(header) + 1 + len(data))
    command[: len(header)] = header
    command[len(header)] = len(data)
    command[len(header) + 1 :] = data
    _wipe(data)
    try:
        _, sw1, sw2 = line.transmit_secret(command)
    except CardTrouble as error:
        raise PinUnsettled from error
    finally:
        _wipe(command)
    return sw1 << 8 | sw2


def _wipe(*secrets: bytearray) -> None:
    for secret in secrets:
        secret[:] = bytes(len(secret))

"""The bank application of the chip (PBOC 3.0, UnionPay debit): which account it is, masked.

Refuses to give the whole number away: it is masked before it leaves this file, and reads nothing else of the account.
"""

from __future__ import annotations

from readers.apdu import Channel, Command, ask, read_record, select_application
from readers.ber import objects

UNIONPAY_DEBIT = bytes.fromhex("A000000333010101")
SHORTEST, LONGEST = 12, 19  # digits of a number of the account (ISO/IEC 7812-1 allows up to 19)

_NUMBER, _TRACK_2 = 0x5A, 0x57
# Record 1 of short identifier 2 or 3 holds it with most banks, of 16 with some.
_PLACES: tuple[Command, ...] = (
    read_record(0x01, 0x14),
    read_record(0x01, 0x1C),
    read_record(0x01, 0x84, le=0x21),
)


def bank_account(channel: Channel) -> str:
    """The account's number, all but its last four digits hidden; "" where no bank application answers or tells it.

    Raises CardTrouble from the channel.
    """
    if not select_application(channel, UNIONPAY_DEBIT, fetch=False).good:
        return ""
    for place in _PLACES:
        answer = ask(channel, place)
        if answer.good and (number := account_number(answer.data)):
            return masked(number)
    return ""


def account_number(record: bytes) -> str:
    """The whole number in one record: tag 5A, or the second track's (57) first part; "" when there is none.

    For the tests and this file alone: what leaves is `masked`.
    """
    found = objects(record)
    plain = found.get(_NUMBER, b"").hex().rstrip("f")
    track = found.get(_TRACK_2, b"").hex().partition("d")[0]
    return next((n for n in (plain, track) if n.isdecimal() and SHORTEST <= len(n) <= LONGEST and n.strip("0")), "")


def masked(number: str) -> str:
    """As many stars as digits, but for the last four."""
    return "*" * (len(number) - 4) + number[-4:]

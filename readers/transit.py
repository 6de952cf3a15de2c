"""The transit application of the chip (交通联合, JT/T 978): whether it is loaded, its number masked, its balance.

Refuses to change the balance, and to give the whole number away. Where the number lies in the FCI is not the same with
every issuer, so it is looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from readers.apdu import Channel, Command, ask, select_application
from readers.ber import objects

TRANSIT_UNION = bytes.fromhex("A000000632010105")
_INVALIDATED = 0x6283  # selected, and no longer or not yet in use (ISO/IEC 7816-4, 5.6)
_NUMBER, _ISSUER_DATA = 0x5A, 0x9F0C
_SERIAL = slice(10, 20)  # where the issuer's data of a purse hold its serial number (JT/T 978.2, as PBOC 2.0 part 9)
_NETWORK = "31"
_MOST_ZEROS, _FEWER = 9, 6  # within a number, at its end
_SHORTEST, _LONGEST = 16, 20
_BALANCE = Command(0x5C, 0x00, 0x02, le=0x04, cla=0x80)  # GET BALANCE of the electronic purse
_MOST_FEN = 0x7FFF_FFFF


@dataclass(frozen=True, slots=True)
class Transit:
    """`loaded`: the issuer has put it to use. `number` masked, "" unknown; `balance_fen` None where it is not told."""

    loaded: bool
    number: str = ""
    balance_fen: int | None = None


def transit(channel: Channel) -> Transit | None:
    """The transit application; None where none answers. Raises CardTrouble from the channel."""
    selected = select_application(channel, TRANSIT_UNION)
    if not selected.good and selected.sw != _INVALIDATED:
        return None
    number = purse_number(selected.data)
    balance = ask(channel, _BALANCE)
    fen = balance_of(balance.data) if balance.good else None
    loaded = selected.good and (bool(number) or fen is not None)
    return Transit(loaded, "*" * (len(number) - 4) + number[-4:] if number else "", fen)


def balance_of(answer: bytes) -> int | None:
    """分 in the answer of GET BALANCE: four bytes, high first; None where they are none."""
    fen = int.from_bytes(answer, "big")
    return fen if len(answer) == 4 and fen <= _MOST_FEN else None


def purse_number(fci: bytes) -> str:
    """The whole number in an FCI, "" when none is found. For the tests and this file alone.

    Under tag 5A; else at its place in the issuer's data where it begins with the 31 of this network; else anywhere in
    these where digits do, for some issuers keep it elsewhere and its place then holds a part of it; else at its place.
    """
    found = objects(fci)
    issuer = found.get(_ISSUER_DATA, b"")
    if number := _digits(found.get(_NUMBER, b"")):
        return number
    there = _digits(issuer[_SERIAL])
    return there if there.startswith(_NETWORK) else _elsewhere(issuer) or there


def _elsewhere(issuer: bytes) -> str:
    """Digits that begin with the network's anywhere at the border of a byte, one 0 before them or none; "" where there
    are none. What ends in zeros, or holds many, is the number's padding, a code or a day, and not a number.
    """
    digits = issuer.hex()
    places = (re.match(f"0?({_NETWORK}[0-9]{{14,17}})", digits[at:]) for at in range(0, len(digits), 2))
    numbers = (place[1] for place in places if place is not None)
    return next((n for n in numbers if "0" * _MOST_ZEROS not in n and not n.endswith("0" * _FEWER)), "")


def _digits(value: bytes) -> str:
    """Packed digits without their padding, F behind or one 0 before; "" when they are none, or nothing but zeros."""
    digits = value.hex().rstrip("f")
    if len(digits) == _LONGEST and digits[0] == "0":
        digits = digits[1:]
    good = digits.isdecimal() and _SHORTEST <= len(digits) <= _LONGEST and digits.strip("0")
    return digits if good else ""

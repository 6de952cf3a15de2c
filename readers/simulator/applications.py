"""The other two applications of the chip: the bank's (PBOC/UnionPay debit) and transit (交通联合), as made-up data.

Nothing is masked here: this is the chip. Refuses to pay: neither has a command that moves money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readers.simulator.parsing import count, flag, mapping, number, one_of

BANK = bytes.fromhex("A000000333010101")
TRANSIT = bytes.fromhex("A000000632010105")
_ISSUER = bytes.fromhex("0143990000000000")
_FROM, _TO = bytes.fromhex("20200101"), bytes.fromhex("20401231")


@dataclass(frozen=True, slots=True)
class BankFacts:
    """`form`: the account stands in tag 5A, or only as the beginning of tag 57; `sfi`: 2 or 3. "" for no record."""

    account: str = ""
    form: str = "5A"
    sfi: int = 2


@dataclass(frozen=True, slots=True)
class TransitFacts:
    """`number`: 19 digits. `loaded` false: the application is there and was never taken into use."""

    number: str
    loaded: bool
    balance_fen: int


def bank_of(raw: Mapping[str, object]) -> BankFacts | None:
    """The key "bank" of a description, None without it; a card of kind "bank" always has one. Raises ValueError."""
    told = mapping(raw, "bank")
    if not told and raw.get("kind") != "bank":
        return None
    account = str(told.get("account", ""))
    if account and not (account.isascii() and account.isdigit() and 12 <= len(account) <= 19):
        raise ValueError("bank: account: 12 to 19 digits")
    sfi = count(told, "sfi", default=2)
    if sfi not in (2, 3):
        raise ValueError("bank: sfi: 2 or 3")
    return BankFacts(account, one_of(told, "form", ("5A", "57")), sfi)


def transit_of(raw: Mapping[str, object]) -> TransitFacts | None:
    """The key "transit" of a description, None without it. Raises ValueError."""
    told = mapping(raw, "transit")
    if not told:
        return None
    digits = str(told.get("number", ""))
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 20):
        raise ValueError("transit: number: up to 20 digits")
    balance = int(number(told, "balance_fen", most=0x7FFFFFFF))
    return TransitFacts(digits, flag(told, "loaded", default=True), balance)


def bank_record(bank: BankFacts, *, sfi: int, place: int) -> bytes:
    """READ RECORD of the bank application; b"" where there is no such record."""
    if not bank.account or (sfi, place) != (bank.sfi, 1):
        return b""
    digits = bank.account
    if bank.form == "5A":
        inner = tlv(b"\x5a", bytes.fromhex(digits + "F" * (len(digits) % 2)))
    else:
        track = f"{digits}D40122010000000000"
        inner = tlv(b"\x57", bytes.fromhex(track + "F" * (len(track) % 2)))
    return tlv(b"\x70", inner)


def transit_said(transit: TransitFacts) -> bytes:
    """What its FCI says of it: tag 9F0C with issuer, type, version, number, first and last day."""
    digits = transit.number if transit.loaded else ""
    days = _FROM + _TO if transit.loaded else bytes(8)
    kind = b"\x01" if transit.loaded else b"\x00"
    return tlv(b"\x9f\x0c", _ISSUER + kind + b"\x01" + bytes.fromhex(digits.rjust(20, "0")) + days + bytes(2))


def tlv(tag: bytes, value: bytes) -> bytes:
    """Tag, length of one byte, value."""
    return tag + bytes((len(value),)) + value

"""The records of EF05 and EF06 made from plain facts (LD/T 32.6): the writing side, unknown to the reading side."""

from __future__ import annotations

from collections.abc import Sequence

from readers.simulator.description import CardDescription

_NAME, _NAME_MORE = 30, 20


def records_of(card: CardDescription) -> dict[int, tuple[bytes, ...]]:
    """Records (tag, length, value) of both files by short identifier. Raises ValueError for facts that do not fit."""
    made = {5: _issuer(card), 6: _holder(card)} if card.facts["number"] else {5: (), 6: ()}
    return {5: card.records.get("EF05", made[5]), 6: card.records.get("EF06", made[6])}


def _issuer(card: CardDescription) -> tuple[bytes, ...]:
    facts = card.facts
    return (
        _record(0x01, _hex(facts["identifier"], 16)),
        _record(0x02, _text(card, facts["card_class"], 1)),
        _record(0x03, _text(card, facts["spec_version"], 4)),
        _record(0x04, _hex(facts["issuing_agency"], 12)),
        _record(0x05, _day(card, facts["issued_on"])),
        _record(0x06, _day(card, facts["expires_on"])),
        _record(0x07, _text(card, facts["card_number"], 9)),
    )


def _holder(card: CardDescription) -> tuple[bytes, ...]:
    facts = card.facts
    name, more = split_name(facts["name"], by_byte=card.name_split == "byte")
    padding = bytes((card.padding,))
    without = facts["spec_version"].startswith("1") and not more  # 姓名扩展 came with generation 2.0
    return (
        _record(0x08, _text(card, facts["number"], 18)),
        _record(0x09, name.ljust(_NAME, padding)),
        *(() if without else (_record(0x4E, more.ljust(_NAME_MORE, padding)),)),
        _record(0x0A, _text(card, facts["sex"], 1)),
        _record(0x0B, _hex(facts["nation"], 1)),
        _record(0x0C, _hex(facts["birthplace"], 3)),
        _record(0x0D, _day(card, facts["birth_date"])),
    )


def blanked(records: Sequence[bytes]) -> tuple[bytes, ...]:
    """The records as some 3.0 cards show them before authentication: number and name are 00."""
    return tuple(r[:2] + bytes(len(r) - 2) if r[:1] in (b"\x08", b"\x09", b"\x4e") else r for r in records)


def split_name(name: str, *, by_byte: bool) -> tuple[bytes, bytes]:
    """The GB 18030 bytes of a name for records 09 and 4E. Raises ValueError when they do not fit into 50."""
    coded = name.encode("gb18030")
    cut = _NAME
    if not by_byte and len(coded) > _NAME:
        cut = max(end for end in _ends(name) if end <= _NAME)
    if len(coded) - cut > _NAME_MORE:
        raise ValueError("name: does not fit into 50 bytes")
    return coded[:cut], coded[cut:]


def _ends(name: str) -> list[int]:
    return [len(name[:count].encode("gb18030")) for count in range(len(name) + 1)]


def _record(tag: int, value: bytes) -> bytes:
    return bytes((tag, len(value))) + value


def _text(card: CardDescription, text: str, length: int) -> bytes:
    if len(text) > length:
        raise ValueError(f"a text of {len(text)} characters where {length} fit")
    return text.encode("ascii").ljust(length, bytes((card.padding,)))


def _hex(digits: str, length: int) -> bytes:
    value = bytes.fromhex(digits)
    if len(value) > length:
        raise ValueError(f"{len(value)} bytes where {length} fit")
    return value.ljust(length, b"\x00")


def _day(card: CardDescription, iso: str) -> bytes:
    digits = iso.replace("-", "")
    return _text(card, digits, 8) if card.dates == "ascii" else _hex(digits, 4)

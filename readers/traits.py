"""What an answer to reset and an FCI let one expect of a card before its first file is read.

Hints for the order of trying only: a card that keeps to none of them is read all the same. Total: any bytes give an
answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from readers.ber import objects

_ALGORITHMS = {0x01: "des", 0x02: "ssf33", 0x03: "sm4"}
_ISSUER_DATA = 0x9F0C
_CAPABILITIES = 7  # compact-TLV tag of the card capabilities


@dataclass(frozen=True, slots=True)
class Traits:
    """Ways to a record that the card says it knows or does not; None: it does not say."""

    by_short_identifier: bool | None = None
    by_record_number: bool | None = None


def traits_of(atr: str) -> Traits:
    """What the historical bytes of `atr` (hex) say (ISO/IEC 7816-4, 12.1.1: card capabilities, first software function
    table). Contactless cards have theirs behind 3B 8n 80 01 (PC/SC 2.0 part 3, 3.1.3.2.3.1).
    """
    listed = _capabilities(historical_bytes(bytes.fromhex(atr)))
    if not listed or not listed[0] & 0x07:
        return Traits()
    by_number = bool(listed[0] & 0x02) if listed[0] & 0x03 else None
    return Traits(by_short_identifier=bool(listed[0] & 0x04), by_record_number=by_number)


def historical_bytes(atr: bytes) -> bytes:
    """The historical bytes of an answer to reset (ISO/IEC 7816-3, 8.2); b"" where it has none or is cut off."""
    if len(atr) < 2:
        return b""
    interface, at = atr[1], 2
    while interface & 0xF0:
        last = at + (interface >> 4).bit_count()
        interface, at = (atr[last - 1] if interface & 0x80 and last <= len(atr) else 0), last
    return atr[at : at + (atr[1] & 0x0F)]


def _capabilities(history: bytes) -> bytes:
    """The card capabilities of a list of compact-TLV objects that is whole, else b"" (ISO/IEC 7816-4, 12.1.1.1)."""
    if history[:1] not in (b"\x00", b"\x80"):
        return b""
    body = history[1:-3] if history[0] == 0x00 else history[1:]
    found, at = b"", 0
    while at < len(body):
        end = at + 1 + (body[at] & 0x0F)
        if end > len(body) or not body[at] >> 4:
            return b""
        found = found or (body[at + 1 : end] if body[at] >> 4 == _CAPABILITIES else b"")
        at = end
    return found


def algorithm_of(fci: bytes, *, identifier: str = "", generation: str = "") -> str:
    """ "des", "ssf33" or "sm4": what the FCI says under 9F0C (issuer 86, then 01, 02 or 03), else by what is usual.

    Seen in the field, no clause known: an identifier (卡识别码) that begins with 11 has SSF33, others DES; generation 3,
    and a card that shows nothing before it is authenticated, SM4. Where the length stands in 9F0C is not agreed.
    """
    if said := _ALGORITHMS.get(_algorithm_byte(fci)):
        return said
    if generation == "3" or not (generation or identifier):
        return "sm4"
    return "ssf33" if identifier.startswith("11") else "des"


def _algorithm_byte(fci: bytes) -> int:
    """The byte that says the algorithm, -1 where there is none."""
    value = objects(fci).get(_ISSUER_DATA, b"")
    if not value:
        value = fci.partition(_ISSUER_DATA.to_bytes(2, "big"))[2]
        value = value if value[:1] == b"\x86" else value[1:]
    if value[:1] == b"\x86":
        value = value[2:] if len(value) == 3 and value[1] == 1 else value[1:]
    return value[0] if value else -1

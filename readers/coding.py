"""How the chip writes text, numbers, dates and names (LD/T 32.6), read back.

Refuses to guess: what cannot be read raises `Unreadable`; what the issuer left blank is "" or None.
"""

from __future__ import annotations

from datetime import date

_BLANK = b"\x00\xff "

# GB 18030 codes whose character lay in a private use area until a later edition named it: Python's table is the older
# one (FE51 ... of 2005, FE59 ... and A6D9 ... of 2022). Chips and identity cards carry the codes either way.
_NAMED_LATER = str.maketrans(
    {
        0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
        0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7,
        0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB,
        0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14,
        0xE792: 0xFE15, 0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
    }
)  # fmt: skip


class Unreadable(ValueError):
    """A value is not of the form it must have. Its words never hold the value."""


def is_blank(value: bytes) -> bool:
    """Whether the issuer left a value empty: 00, FF or spaces only."""
    return not value.strip(_BLANK)


def ascii_text(value: bytes) -> str:
    """Printable ASCII without its padding. Raises Unreadable."""
    text = value.strip(_BLANK)
    if any(not 0x20 <= byte <= 0x7E for byte in text):
        raise Unreadable("not printable ASCII")
    return text.decode("ascii")


def hex_text(value: bytes) -> str:
    """Binary as capital hex digits."""
    return value.hex().upper()


def bcd_digits(value: bytes) -> str:
    """Packed decimal digits, two a byte; "" when left blank (00 and FF only). Raises Unreadable."""
    if not value.strip(b"\x00\xff"):  # not spaces: 20 is nation 20
        return ""
    digits = value.hex()
    if not digits.isdecimal():
        raise Unreadable("not packed decimal")
    return digits


def code(value: bytes, *, length: int) -> str:
    """A code of two digits a byte in `length` bytes, packed, or written out in twice as many ASCII digits; "" when left
    blank. Raises Unreadable.
    """
    if len(value) == 2 * length and value.isdigit() and value.isascii():
        return value.decode("ascii")
    return bcd_digits(value[:length])


def day(value: bytes) -> date | None:
    """A date YYYYMMDD, packed or eight ASCII digits; None when blank, or only a year or a year and month (four or six
    ASCII digits): no day is ever made up for them, neither the first nor the last of the month.

    Packed and ASCII cannot be mistaken for each other: no packed date has a month of 30 to 39. Raises Unreadable.
    """
    if is_blank(value):
        return None
    text = value.rstrip(_BLANK)
    if text.isdigit() and len(text) == 8:
        digits = text.decode("ascii")
    elif text.isdigit() and len(text) in (4, 6):
        return None
    else:
        digits = bcd_digits(value[:4])
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise Unreadable("no such day") from error


def characters_named_later(text: str) -> str:
    """`text` with each private-use character that a later edition of GB 18030 named put right."""
    return text.translate(_NAMED_LATER)


def name_of(value: bytes, extension: bytes = b"") -> str:
    """A name in GB 18030 from records 09 and 4E, split between or inside characters. Raises Unreadable."""
    rest = extension.rstrip(_BLANK)
    if not rest:
        whole = value.rstrip(_BLANK)
    elif rest[0] < 0x80:  # a one-byte character would have fitted: a space before it belongs to the name
        whole = value.rstrip(b"\x00\xff") + rest
    else:
        whole = value.rstrip(_BLANK) + rest
    try:
        name = characters_named_later(whole.decode("gb18030"))
    except UnicodeDecodeError as error:
        raise Unreadable("not GB 18030") from error
    return name.strip()

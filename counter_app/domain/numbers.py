"""Numbers of people and cards: what makes one valid, how it is masked.

Refuses to guess: a number that fails is reported with the reason, never repaired.
Sources: GB 11643-1999 (identity number, ISO 7064 MOD 11-2 check), GB 11714 (card number check, a warning only).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_MAP = "10X98765432"
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_CARD_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_WHOLE = 18
EARLIEST_BIRTH = date(1880, 1, 1)


class NumberFault(StrEnum):
    """Why a number is not valid."""

    LENGTH = "length"
    CHARACTERS = "characters"
    REGION = "region"
    DATE = "date"
    CHECK = "check"


def tidy(typed: str) -> str:
    """A typed or scanned number without blanks and dashes, full-width forms made plain, letters in capitals."""
    if typed.isascii() and typed.isalnum():
        return typed.upper()
    plain = "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in typed)
    return re.sub(r"[\s\u3000\u2010-\u2015\u2212-]+", "", plain).upper()


def identity_check_digit(first17: str) -> str:
    """The 18th character of a citizen identity number (GB 11643: ISO 7064 MOD 11-2)."""
    return _CHECK_MAP[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def identity_fault(number: str, *, today: date) -> NumberFault | None:
    """Why `number` (18 characters, tidied) is no citizen identity or residence permit number, None if it is one.

    Regions are checked to the province only: counties come and go, and people keep the number they were born with.
    A leading 9 is a foreigner's permanent residence number of 2023.
    """
    if len(number) != _WHOLE:
        return NumberFault.LENGTH
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number, flags=re.ASCII):
        return NumberFault.CHARACTERS
    if number[0] != "9" and number[:2] not in _PROVINCES:
        return NumberFault.REGION
    born = birth_date_of(number)
    if born is None or not EARLIEST_BIRTH <= born <= today:
        return NumberFault.DATE
    if identity_check_digit(number[:17]) != number[17]:
        return NumberFault.CHECK
    return None


def birth_date_of(number: str) -> date | None:
    """The birth date inside an 18-character number; None when the eight digits are no date, and in any other number:
    that of a pass, a passport or a card of 2017 tells none.
    """
    if len(number) != _WHOLE or not re.fullmatch(r"[0-9]{8}", number[6:14], flags=re.ASCII):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """GB/T 2261.1 code ("1" male, "2" female) inside an 18-character number: odd sequence is male."""
    return "1" if int(number[16]) % 2 else "2"


def birth_date_fits(number: str, birth_date: date | None) -> bool:
    """True where a valid 18-character `number` says that very birth date (GB 11643: characters 7 to 14), or none is
    told. A number of another length says none, so any fits.

    The sex is not asked for: registers hold old mistakes in it, and it makes nobody another person.
    """
    return len(number) != _WHOLE or birth_date in (None, birth_date_of(number))


def card_check_character(body: str) -> str:
    """The ninth character of a card number by GB 11714 (weights 3 7 9 10 5 8 4 2, A=10 ... Z=35)."""
    total = sum(int(c, 36) * w for c, w in zip(body, _CARD_WEIGHTS, strict=True))
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def looks_like_card_number(number: str) -> bool:
    """True for nine letters and digits: the shape of a 社保卡卡号. The check character is judged by `card_number_checks`."""
    return re.fullmatch(r"[0-9A-Z]{9}", number, flags=re.ASCII) is not None


def card_number_checks(number: str) -> bool:
    """True when the check character fits. A warning only: some issuers use other forms."""
    return looks_like_card_number(number) and card_check_character(number[:8]) == number[8]


def mobile_fault(number: str) -> NumberFault | None:
    """Why `number` is no mainland mobile number (11 digits from 13 to 19), None if it is one."""
    if not number.isascii() or not number.isdigit():
        return NumberFault.CHARACTERS
    if len(number) != 11:
        return NumberFault.LENGTH
    return None if re.match(r"1[3-9]", number) else NumberFault.REGION


def mask_identity(number: str) -> str:
    """430102 ******** 2043: region and last four stay. ZZZ ********** 03: of a card of 2017 the state and the last two.
    Of a shorter number (passport, pass) only the last two.
    """
    if len(number) > 15:
        return f"{number[:6]} {'*' * (len(number) - 10)} {number[-4:]}"
    return f"{number[:3]} {'*' * 10} {number[-2:]}" if len(number) == 15 else mask_tail(number)


def mask_birth(born: date) -> str:
    """1958: the year alone (ISO 8601-1, 5.2.2.3), for the whole day beside a masked number tells the number."""
    return f"{born.year:04d}"


def mask_card(number: str) -> str:
    """B0000 **19: the middle two of nine are hidden."""
    return f"{number[:5]} **{number[-2:]}" if len(number) == 9 else mask_tail(number)


def mask_mobile(number: str) -> str:
    """138 **** 2046."""
    return f"{number[:3]} **** {number[-4:]}" if len(number) == 11 else mask_tail(number)


def mask_tail(number: str) -> str:
    """Any other number: all but the last two hidden."""
    return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 2 else "*" * len(number)

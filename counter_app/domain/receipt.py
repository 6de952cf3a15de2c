"""The receipt: a printed promise as data. What it says is decided once; printing it again says the same.

Refuses to hold whole numbers or names: rows come masked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from counter_app.domain.operation import OperationId
from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Row:
    """One line: label, value, whether it is to stand out."""

    label: Text
    value: Text
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """One question with all its choices, as on a form that is signed; `chosen`: which of them, counted from 0."""

    label: Text
    choices: tuple[Text, ...]
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptDraft:
    """A receipt that has no number yet; the number is taken inside the transaction that records the operation.

    `state` stands in the box at the top (e.g. 已受理，待平台确认). `notes` are sentences under the rows that hold whatever the
    platform answers; `pending` those that hold until it has answered (the desk leaves them out afterwards).
    `scannable`: the number stands as a QR code too, for a telephone's camera. `signed`: the holder signs it.
    `ticks`: what was asked with choices, for the form to sign; the receipt itself does not show them.
    """

    title: Text
    heading: Text
    state: Text
    rows: tuple[Row, ...]
    notes: tuple[Text, ...]
    basis: tuple[Text, ...]
    hotline: Text
    practice: bool
    pending: tuple[Text, ...] = ()
    scannable: bool = False
    signed: bool = True
    ticks: tuple[Ticks, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A numbered receipt. `issued_at` UTC; `number` is outlet-window-yymmdd-serial-check. `code`: its signed code, ""
    where it has none (yet).
    """

    number: str
    operation_id: OperationId
    issued_at: datetime
    draft: ReceiptDraft
    void: bool = False
    code: str = ""


def receipt_number(outlet: str, window: str, day: date, serial: int) -> str:
    """`outlet-window-yymmdd-serial-check`, e.g. 439901-01-261121-0007-3.

    The serial has at least four digits, starts at 1 each local day and is gapless for a window. The last digit is ISO
    7064 MOD 11,10 over the rest (letters read as base 36 values), so any one wrong digit is noticed.
    """
    body = f"{outlet}-{window}-{day:%y%m%d}-{serial:04d}"
    return f"{body}-{_check(body)}"


def receipt_number_checks(number: str) -> bool:
    """True when the check digit of a typed or scanned receipt number fits."""
    body, _, digit = number.strip().upper().rpartition("-")
    return bool(re.fullmatch(r"[0-9A-Z]+-[0-9A-Z]+-[0-9]{6}-[0-9]{4,}", body)) and _check(body) == digit


def _check(body: str) -> str:
    """ISO 7064 MOD 11,10 (hybrid): catches every single wrong digit."""
    product = 10
    for digit in "".join(str(int(c, 36)) for c in body if c.isalnum()):
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)

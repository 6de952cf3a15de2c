"""A request that could not be met today: what is missing or why not, told once and in full, to be taken up again.

The one-time notice (一次性告知单) lists everything that is missing and carries a number; whoever brings it is served from
where the visit stood. A refusal names a reason by code. Refuses to hold a PIN, ever: answers of a visit have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.receipt import ReceiptDraft, receipt_number, receipt_number_checks

_LETTER = "N"


class CaseKind(StrEnum):
    """Papers are missing (材料不齐) · the rules say no (不予办理) · the holder gave it up (本人放弃)."""

    MISSING = "missing"
    REFUSED = "refused"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Case:
    """`number` of the notice, "" until it is kept. `reason`: code of the pack. `missing`: ids of papers. `answers` and
    `step` as the visit had them. `resumed_at` (UTC): when it was taken up again, None until then.
    """

    number: str
    kind: CaseKind
    holder_number: str
    holder_name: str
    card_number: str
    procedure: str
    step: int
    answers: tuple[tuple[str, str], ...]
    reason: str
    missing: tuple[str, ...]
    made_at: datetime
    clerk: str
    outlet: str
    window: str
    notice: ReceiptDraft
    resumed_at: datetime | None = None


def case_number(outlet: str, window: str, day: date, serial: int) -> str:
    """`N`, then as a receipt's number: N439901-01-261121-0003-7. The letter keeps the two apart."""
    return receipt_number(_LETTER + outlet, window, day, serial)


def is_case_number(typed: str) -> bool:
    """True for a whole number of a notice, typed or scanned, whose check digit fits."""
    number = typed.strip().upper()
    return re.match(f"{_LETTER}[0-9A-Z]+-", number) is not None and receipt_number_checks(number)

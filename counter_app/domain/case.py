"""A request that could not be met today: what is missing or why not, told once and in full, to be taken up again.

The one-time notice (一次性告知单) lists everything that is missing and carries a number; whoever brings it is served from
where the visit stood. A refusal names a reason by code. It reaches the platform, so that any window may take it up,
once. Refuses to hold a PIN, ever: answers of a visit have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.errors import NotEligible, NotFound, Refused
from counter_app.domain.moments import say_full
from counter_app.domain.receipt import ReceiptDraft, receipt_number, receipt_number_checks
from counter_app.domain.text import Text

_LETTER = "N"


class CaseKind(StrEnum):
    """Papers are missing (材料不齐) · the rules say no (不予办理) · the holder gave it up (本人放弃)."""

    MISSING = "missing"
    REFUSED = "refused"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Case:
    """`number` of the notice, "" until it is kept. `reason`: code of the pack. `missing`: ids of papers. `answers` and
    `step` as the visit had them. `notice` None: it was printed at another window. `resumed_at` (UTC): when it was taken
    up again, None until then; `resumed_by`: at which other window ("outlet-window"), "" at this one. `expires_on`: the
    last day on which it goes on, None: for ever. `pack`: version of the rules it was told under.
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
    notice: ReceiptDraft | None
    resumed_at: datetime | None = None
    resumed_by: str = ""
    expires_on: date | None = None
    province: str = ""
    pack: str = ""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """Where and when (UTC) somebody came back with a notice."""

    at: datetime
    outlet: str
    window: str

    @property
    def where(self) -> str:
        """As it is told: outlet-window."""
        return f"{self.outlet}-{self.window}"


@dataclass(frozen=True, slots=True)
class CaseElsewhere:
    """A case as the platform holds it; `taken` None: nobody has taken it up yet."""

    case: Case
    taken: TakenUp | None


class Claim(StrEnum):
    """The platform's word on taking a case up: this window has it (also when it asks again) · another has it · it is
    too late · the platform has no such case.
    """

    YOURS = "yours"
    ELSEWHERE = "elsewhere"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Claimed:
    """`taken`: who has it, None where nobody has."""

    claim: Claim
    taken: TakenUp | None = None


@dataclass(frozen=True, slots=True)
class CaseOnWay:
    """A case kept here and how the platform stands to it. `key` (a UUID) tells this counter's taking-up from others'.
    `sent`: the platform has it. `given_here`: False for one that was fetched. `taken`: it was taken up here and the
    platform has not been told, None where there is nothing to tell.
    """

    case: Case
    key: str
    sent: bool
    given_here: bool = True
    taken: TakenUp | None = None


class NoticeUnknown(NotFound):
    """Neither this counter nor the platform knows that number."""

    told_as = NotFound
    happened = Text("本窗口和省平台都没有这张告知单", "Neither this window nor the platform has this notice")
    advice = Text(
        "核对号码；别的窗口离线时给的，等那边接上线路，或按号码查找本人从头办理",
        "Check the number; one given without a line comes when that window has one. Or find the person and begin anew",
    )


class NoticeNeedsLine(Refused):
    """It was given at another window, and there is no line to ask the platform for it."""

    happened = Text(
        "这张告知单是别的窗口给的，要有线路才取得到", "This notice was given at another window; it needs the line"
    )
    advice = Text(
        "等线路恢复再扫；等不得的，按号码查找本人从头办理",
        "Scan it when the line is back, or find the person and begin anew",
    )


def taken_up(taken: TakenUp | None, *, here: bool) -> NotEligible:
    """It was taken up already: when, and where if that was another window."""
    how = Text("按号码查找本人，从头办理", "Find the person by number and begin anew")
    if taken is None:
        return NotEligible(
            why=Text("这张告知单已在别的窗口接着办", "This notice was taken up at another window"), how=how
        )
    at = say_full(taken.at)
    zh, en = ("", "") if here else (f"在 {taken.where} 窗口", f" at window {taken.where}")
    return NotEligible(why=Text(f"这张告知单已于 {at} {zh}接着办", f"This notice was taken up on {at}{en}"), how=how)


def expired(day: date | None) -> NotEligible:
    """The day until which it goes on is over."""
    until = f"（{day:%Y-%m-%d}）" if day is not None else ""
    said = f" on {day:%Y-%m-%d}" if day is not None else ""
    return NotEligible(
        why=Text(f"这张告知单已过期{until}", f"This notice expired{said}"),
        how=Text("按号码查找本人，从头办理", "Find the person by number and begin anew"),
    )


def case_number(outlet: str, window: str, day: date, serial: int) -> str:
    """`N`, then as a receipt's number: N439901-01-261121-0003-7. The letter keeps the two apart."""
    return receipt_number(_LETTER + outlet, window, day, serial)


def is_case_number(typed: str) -> bool:
    """True for a whole number of a notice, typed or scanned, whose check digit fits."""
    number = typed.strip().upper()
    return re.match(f"{_LETTER}[0-9A-Z]+-", number) is not None and receipt_number_checks(number)

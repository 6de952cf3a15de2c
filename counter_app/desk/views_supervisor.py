"""What a supervisor is shown: agents who act for many, requests that were not met, banks that were chosen.

Refuses to hold anything a page must work out for itself. Numbers of people stand whole here: whoever shows them masks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from counter_app.domain.case import CaseOnWay
    from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class ManyActs:
    """One agent who has acted today for more people than the pack's `limit`. `since`: the first act too many (UTC);
    `works`: receipts of the acts from then on, with the procedure's title. `seen_by`: the clerk who has acknowledged
    all of it, with `seen_at`; "" while nobody has. `last`: id of the last operation, which an acknowledgement names.
    """

    agent: str
    name: str
    people: int
    limit: int
    since: datetime
    works: tuple[tuple[str, Text], ...]
    last: str
    seen_by: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NotMet:
    """A request that was not met today: the case, the procedure's title, the reason in words, "" for none."""

    on_way: CaseOnWay
    title: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A procedure that was given up on its way: when, by whom at the window, which, and why."""

    at: datetime
    clerk: str
    title: Text
    code: str
    reason: Text


@dataclass(frozen=True, slots=True)
class OddNotice:
    """A notice somebody must look after by hand, heard of at `at` (UTC). `twice`: two windows took it up, one without a
    line; else the platform has another notice under its `number`, and knows nothing of this one. `title` of the
    procedure; `holder` and `name` are "" where the case was erased.
    """

    at: datetime
    number: str
    twice: bool
    title: Text
    holder: str
    name: str


@dataclass(frozen=True, slots=True)
class SupervisorView:
    """What a supervisor must see of today. `acknowledges`: whether whoever is on duty may say it was seen."""

    many: tuple[ManyActs, ...]
    not_met: tuple[NotMet, ...]
    abandoned: tuple[Abandoned, ...]
    odd: tuple[OddNotice, ...]
    acknowledges: bool = True


@dataclass(frozen=True, slots=True)
class BankChoice:
    """One choice of a bank as it was audited: the order the banks were `shown` in, by code, and which was `chosen`.
    `receipt`: of the operation it led to, "" where it led to none. `holder`: number of whom it was for, "" as well.
    """

    at: datetime
    clerk: str
    shown: tuple[str, ...]
    chosen: str
    receipt: str
    holder: str

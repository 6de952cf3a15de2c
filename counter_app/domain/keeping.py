"""How long what a counter keeps of people stays, by kind, as the province's pack says (保存期限).

Refuses to erase: that is the store's, and nothing that is not settled is ever past its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.domain.province import Basis


class Kind(StrEnum):
    """What is kept of people besides the mirror, which has its own days (`[mirror]` of the pack).

    VISITS left open, with what was answered in them · WORK settled operations with receipt, answer, settling and
    picture · CASES notices of requests that could not be met · TRAIL the facts of audit entries: looks, searches,
    prints, consents. Of WORK and TRAIL the rows stay, with the digests of what they said.
    """

    VISITS = "visits"
    WORK = "work"
    CASES = "cases"
    TRAIL = "trail"


KIND_NAMES = {
    Kind.VISITS: Text("没有办完的来访", "Visits left open"),
    Kind.WORK: Text("已办结的业务、回执和答复", "Settled work, receipts and answers"),
    Kind.CASES: Text("一次性告知等通知单", "Notices of requests that could not be met"),
    Kind.TRAIL: Text(
        "审计记录中的个人信息（查找、查看、打印）", "Personal facts of the trail (searches, looks, prints)"
    ),
}


@dataclass(frozen=True, slots=True)
class KeptFor:
    """`days` after it was opened (visits), settled (work), given (cases), written (trail), and on what basis."""

    kind: Kind
    days: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Before:
    """Until when (UTC) each kind is past its time; `cases` None: never."""

    visits: datetime
    work: datetime
    cases: datetime | None
    trail: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows of each kind."""

    visits: int = 0
    work: int = 0
    cases: int = 0
    trail: int = 0

    @property
    def total(self) -> int:
        return self.visits + self.work + self.cases + self.trail

    def counts(self) -> dict[str, int]:
        """By the names of `Kind`."""
        return {kind.value: getattr(self, kind.value) for kind in Kind}

    def __add__(self, other: Erased) -> Erased:
        return Erased(**{name: count + other.counts()[name] for name, count in self.counts().items()})


def before(kept: tuple[KeptFor, ...], *, now: datetime, notice_days: int) -> Before:
    """What is past its time at `now`. A case stays for at least as long as its notice may be taken up; with
    `notice_days` 0, for ever.
    """
    until = {one.kind: now - timedelta(days=one.days) for one in kept}
    good = now - timedelta(days=notice_days) if notice_days else None
    return Before(
        visits=until[Kind.VISITS],
        work=until[Kind.WORK],
        cases=min(until[Kind.CASES], good) if good is not None else None,
        trail=until[Kind.TRAIL],
    )

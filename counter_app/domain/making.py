"""A card that is being made (制卡): ordered by an application or a replacement, made by the platform, waiting to be
handed over. A province may look at an order first (审核).

Refuses to invent: every state is the platform's word; the counter orders once and resumes, it never orders again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.text import Text


class MakingState(StrEnum):
    """How the making stands, as the platform says. UNKNOWN: a word this program does not know."""

    REVIEWING = "reviewing"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    COLLECTED = "collected"
    STOPPED = "stopped"
    UNKNOWN = "?"

    @property
    def words(self) -> Text:
        return _WORDS[self]

    @property
    def under_way(self) -> bool:
        """True while a card of this order may still come into the holder's hands."""
        return self not in (MakingState.COLLECTED, MakingState.STOPPED)


_WORDS = {
    MakingState.REVIEWING: Text("审核中", "In review"),
    MakingState.MAKING: Text("制卡中", "Being made"),
    MakingState.READY: Text("待领", "Ready for collection"),
    MakingState.FAILED: Text("制卡失败", "Making failed"),
    MakingState.COLLECTED: Text("已领", "Collected"),
    MakingState.STOPPED: Text("已停", "Stopped"),
    MakingState.UNKNOWN: Text("未知", "Unknown"),
}


class OrderKind(StrEnum):
    """Why a card is made: a first (or new) card, in place of another, or with another bank. UNKNOWN: for a reason this
    program does not know.
    """

    NEW = "new"
    REPLACEMENT = "replacement"
    BANK = "bank"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class CardOrder:
    """One card being made. `number` is the platform's number of the order, `batch` that of the batch it is made in.

    `replaces`: number of the card that stops when the new one is enabled, "" for none. `card_number`: of the new card,
    "" until it is made. `promised_on`: until when it is to be ready. `outlet`: where it is handed over. `reason`: why
    the making failed. `as_of` (UTC): when the platform said so. `keeps_account`: the bank account stays.
    """

    number: str
    batch: str
    kind: OrderKind
    state: MakingState
    bank: str
    bank_name: str
    outlet: str
    ordered_at: datetime
    as_of: datetime
    promised_on: date | None = None
    replaces: str = ""
    card_number: str = ""
    keeps_account: bool = False
    reason: Text | None = None


ORDERING = {"application": OrderKind.NEW, "replacement": OrderKind.REPLACEMENT, "bank-change": OrderKind.BANK}
"""Which procedures order a card, and why it is made."""

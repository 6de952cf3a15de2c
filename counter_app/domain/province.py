"""A province's rules as data. Each rule carries its legal basis or is marked as an example.

Refuses to compute: packs are read and checked by `counter_app.provinces`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from counter_app.domain.card import CardState
from counter_app.domain.text import Text


class OfflineRule(StrEnum):
    """What may be done without a line: FINAL as good as done · PROVISIONAL until the platform answers · NEVER blind."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    NEVER = "never"


class BankLoss(StrEnum):
    """Who tells the bank of a loss: the platform hands it on (JOINT), or the holder must call the bank (SEPARATE)."""

    JOINT = "joint"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class Basis:
    """Regulation and article. `draft` is marked （草案）on screen and paper; `example` where the regulation leaves it
    open.
    """

    text: Text
    draft: bool = False
    example: bool = False

    @property
    def words(self) -> Text:
        """The basis as shown: with （草案） or （示例）."""
        zh = self.text.zh + ("（草案）" if self.draft else "") + ("（示例）" if self.example else "")
        en = self.text.en + (" (draft)" if self.draft else "") + (" (example)" if self.example else "")
        return Text(zh, en)


@dataclass(frozen=True, slots=True)
class Bank:
    """A cooperating bank. `loss`: whether the platform hands a loss to it; `phone`: its own line for loss reports."""

    code: str
    name: Text
    phone: str
    loss: BankLoss
    basis: Basis


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One point of the guide: heading (材料, 时限, 费用 ...), sentence, icon name."""

    heading: Text
    text: Text
    icon: str


@dataclass(frozen=True, slots=True)
class ProcedureRules:
    """The rules of one procedure in one province."""

    allowed: bool
    offline: OfflineRule
    guide: tuple[GuideLine, ...]
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Province:
    """A loaded pack. `code` six digits (GB/T 2260), `version` e.g. 2026.3, `temporary_loss_days` whole days by the
    minute. `pin_typed`: without a key pad the holder may type the card PIN at this window. `pin_initial`: PINs cards
    are issued with, which nobody may choose (LD/T 6001.5, return code -36). `pin_states`: by task with the PIN, the
    states of the social-security half in which it is done.
    """

    id: str
    code: str
    name: Text
    version: str
    draft: bool
    in_force_from: date | None
    hotline: str
    complaint: Text
    temporary_loss_days: int
    temporary_loss_basis: Basis
    formal_release: bool
    longest_wait: float
    banks: tuple[Bank, ...]
    procedures: Mapping[str, ProcedureRules]
    pin_typed: bool = False
    pin_initial: tuple[str, ...] = ()
    pin_states: Mapping[str, frozenset[CardState]] = field(default_factory=dict)

    def bank(self, code: str) -> Bank | None:
        """The bank of that code, None if the pack does not know it."""
        return next((b for b in self.banks if b.code == code), None)

"""The social security card: its two halves, their states, and what a chip said.

The card is always two halves (社保功能, 金融功能) because they drift apart. States of the social-security half are
AAZ502 codes; the chip's PIN is a third thing that belongs to neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.text import Text


class Half(StrEnum):
    """The two halves of one card."""

    SSC = "ssc"
    BANK = "bank"

    @property
    def words(self) -> Text:
        return Text("社保功能", "Social security") if self is Half.SSC else Text("金融功能", "Bank account")


class CardState(StrEnum):
    """卡应用状态 AAZ502 of the social-security half. `UNKNOWN` is the counter's own word: nothing was heard yet."""

    SEALED = "0"
    NORMAL = "1"
    FORMAL_LOSS = "2"
    LOCKED = "3"
    TEMPORARY_LOSS = "4"
    CANCELLED = "9"
    UNKNOWN = "?"


class BankState(StrEnum):
    """State of the bank account behind the card, as the bank tells the platform."""

    NORMAL = "normal"
    INACTIVE = "inactive"
    TEMPORARY_LOSS = "temporary-loss"
    FORMAL_LOSS = "formal-loss"
    FROZEN = "frozen"
    CLOSED = "closed"
    UNKNOWN = "?"


STATE_NAMES: dict[CardState | BankState, Text] = {
    CardState.SEALED: Text("封存", "Sealed"),
    CardState.NORMAL: Text("正常", "Normal"),
    CardState.FORMAL_LOSS: Text("正式挂失", "Formal loss"),
    CardState.LOCKED: Text("应用锁定", "Locked"),
    CardState.TEMPORARY_LOSS: Text("临时挂失", "Temporary loss"),
    CardState.CANCELLED: Text("注销", "Cancelled"),
    CardState.UNKNOWN: Text("未知", "Unknown"),
    BankState.NORMAL: Text("正常", "Normal"),
    BankState.INACTIVE: Text("未激活", "Not activated"),
    BankState.TEMPORARY_LOSS: Text("临时挂失", "Temporary loss"),
    BankState.FORMAL_LOSS: Text("正式挂失", "Formal loss"),
    BankState.FROZEN: Text("冻结", "Frozen"),
    BankState.CLOSED: Text("销户", "Closed"),
    BankState.UNKNOWN: Text("未知", "Unknown"),
}


def state_of(half: Half, code: str) -> CardState | BankState:
    """The state enum of `half` for a stored code; unknown codes become UNKNOWN, never an exception."""
    kind: type[CardState] | type[BankState] = CardState if half is Half.SSC else BankState
    try:
        return kind(code)
    except ValueError:
        return kind("?")


@dataclass(frozen=True, slots=True)
class BankAccount:
    """The bank half as the platform tells it. `tail` is the last four digits; the whole number never comes here.
    `loss_until` the moment a temporary loss of this half lapses (UTC).
    """

    bank: str
    bank_name: str
    tail: str
    state: BankState
    as_of: datetime
    account_class: str = ""
    loss_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One physical card in the platform's records.

    `identifier` is the 卡识别码 (32 hex digits), `loss_until` the moment a temporary loss lapses (UTC), `as_of` when the
    platform said so (UTC). `loss_until` is that of the social-security half; the bank half has its own. `version` rises
    with each change at the platform; None where it tells none.
    """

    number: str
    identifier: str
    state: CardState
    as_of: datetime
    issued_on: date | None = None
    expires_on: date | None = None
    loss_until: datetime | None = None
    bank: BankAccount | None = None
    version: int | None = None

    def state_of(self, half: Half) -> CardState | BankState:
        """The confirmed state of one half; UNKNOWN for a bank half the platform told nothing of."""
        if half is Half.SSC:
            return self.state
        return self.bank.state if self.bank else BankState.UNKNOWN

    def lapse_of(self, half: Half) -> datetime | None:
        """When a temporary loss of that half ends (UTC); None where there is none, or nobody has said when."""
        if half is Half.SSC:
            return self.loss_until if self.state is CardState.TEMPORARY_LOSS else None
        lost = self.bank is not None and self.bank.state is BankState.TEMPORARY_LOSS
        return self.bank.loss_until if lost and self.bank is not None else None

    def as_of_half(self, half: Half) -> datetime:
        """Since when the state of that half is known (UTC)."""
        return self.bank.as_of if half is Half.BANK and self.bank else self.as_of


@dataclass(frozen=True, slots=True)
class CardIdentity:
    """Which very card it is: 卡识别码 (32 hex), holder's number, answer to reset (hex). `reader`: where it was read, for
    there it is looked for first.
    """

    card_identifier: str
    social_security_number: str
    atr: str
    reader: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ChipApplications:
    """The other two applications of the chip. `bank_account`: masked, "" where no bank application answers.

    `transit`: None where none answers, else whether it is loaded; `transit_number` masked, `balance_fen` in 分.
    """

    bank_account: str = ""
    transit: bool | None = None
    transit_number: str = ""
    balance_fen: int | None = None


@dataclass(frozen=True, slots=True)
class PinState:
    """The chip PIN: tries left (None: the card does not tell), blocked or not."""

    tries_left: int | None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class ChipData:
    """What EF05 and EF06 of the SSC environment said (LD/T 32.6). Dates are None where the chip holds none.

    `identifier` 32 hex, `issuing_agency` 24 hex, `nation` two digits (GB 3304), `birthplace` six digits (GB/T 2260),
    `sex` "1"/"2"/"9" (GB/T 2261.1), `atr` hex of the answer to reset. `authenticated_by`: "psam", "platform" or
    "driver" where the card asked for it, else "".
    """

    social_security_number: str
    name: str
    sex: str
    nation: str
    birthplace: str
    birth_date: date | None
    card_number: str
    card_identifier: str
    card_class: str
    spec_version: str
    issuing_agency: str
    issued_on: date | None
    expires_on: date | None
    atr: str = ""
    reader: str = ""
    authenticated_by: str = ""

    @property
    def identity(self) -> CardIdentity:
        """What must be the same before anything is written or a PIN is touched."""
        return CardIdentity(self.card_identifier, self.social_security_number, self.atr, self.reader)

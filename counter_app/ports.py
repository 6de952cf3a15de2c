"""What the counter needs from the world, as small Protocols: store, platform, readers, printer, secrets, clock.

Adapters translate their own errors into `counter_app.domain.errors` at their border; nothing else ever comes through
here. Every moment is an aware UTC datetime.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from counter_app.answering import AnswerDoor, AnswerStore
from counter_app.approving import ApprovalDoor
from counter_app.auditing import AuditDoor, AuditStore, Head
from counter_app.backing_up import RestoredStore
from counter_app.cases import CaseDoor, CaseStore
from counter_app.clerk_door import ClerkDoor
from counter_app.contact import ContactStore
from counter_app.domain.card import CardIdentity, ChipApplications, ChipData
from counter_app.domain.holder import Hit, Person
from counter_app.domain.operation import (
    Answer,
    AuditEntry,
    AuditReport,
    Operation,
    OperationId,
    Settlement,
    Waiting,
    Work,
    WorkState,
)
from counter_app.domain.receipt import Receipt, ReceiptDraft
from counter_app.domain.text import Text
from counter_app.feed import FeedStore, NewsDoor
from counter_app.looking_up import LookingUpDoor
from counter_app.paper_ports import PrintStore
from counter_app.pictures import PictureDoor, PictureStore
from counter_app.receipt_codes import CodeStore
from counter_app.reconciling import ReconcilingDoor, ReconcilingStore
from counter_app.retention import RetentionStore
from counter_app.settlements import SettlementStore
from counter_app.transfer import TransferDoor, TransferStore
from counter_app.visit_store import VisitStore


class Clock(Protocol):
    """Time as the counter knows it."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


# --- the line -----------------------------------------------------------------------------------------------------


class LineKind(StrEnum):
    """How the way to the platform stands. UNTRIED: nobody has asked yet."""

    UNTRIED = "untried"
    ONLINE = "online"
    NO_NETWORK = "no_network"
    NO_PLATFORM = "no_platform"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class Line:
    """State of the line, since when, when it is tried next (None: not planned), and in words what is wrong."""

    kind: LineKind
    since: datetime
    next_try: datetime | None = None
    detail: Text | None = None


@dataclass(frozen=True, slots=True)
class PassReport:
    """One courier pass: operations handed over, accepted, refused; the line as found; `busy`: another is courier.

    `more`: work is left that could go at once. `trouble`: code of what was wrong with the line, "" when nothing was.
    `reached`: the platform was greeted and has not asked to be left alone, whatever became of the work. `asked`: for so
    many seconds it has.
    """

    line: Line
    handed_over: int = 0
    accepted: int = 0
    refused: int = 0
    busy: bool = False
    more: bool = False
    trouble: str = ""
    reached: bool = False
    asked: float = 0.0


class Courier(Protocol):
    """Carries waiting work to the platform, one pass at a time. Never raises for a platform in trouble: it reports."""

    def pass_once(self) -> PassReport:
        """Send a batch, apply the answers. Raises StoreTrouble only."""
        ...

    def delay_after(self, report: PassReport) -> float:
        """Seconds until the next pass should start (back-off with jitter; 0 when more can go at once)."""
        ...


class Platform(
    AnswerDoor,
    ApprovalDoor,
    AuditDoor,
    CaseDoor,
    ClerkDoor,
    LookingUpDoor,
    NewsDoor,
    PictureDoor,
    ReconcilingDoor,
    TransferDoor,
    Protocol,
):
    """The provincial platform. Every method raises NoNetwork, NoPlatform, NotNow or TooOld when it cannot answer."""

    def greet(self, *, within: float | None = None) -> datetime:
        """Ask whether the platform is there; its own time (UTC). `within` seconds, None: as long as anything may
        take.
        """
        ...

    def send(self, batch: Sequence[Operation], *, on_hand_over: Callable[[], None]) -> tuple[Answer, ...]:
        """Hand over a batch. `on_hand_over` is called once, when the connection stands and before its first byte goes
        out.

        If it raises, nothing is sent. A trouble raised before `on_hand_over` was called means: nothing left this
        machine. Answers come in any order, and may be missing for some (they stay in flight).
        """
        ...


# --- the store ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """One person at the desk as kept on disk. `answers` by field name; never a PIN.

    `state`: "person" no procedure chosen · "asking" in a procedure · "recorded" the operation stands, result not yet
    closed. `proof`: "document" a valid identity document was read, "card" the chip was, "typed" found by number or
    name. `operation_id` is made when a procedure begins and makes submitting twice harmless; `replaces` is the refused
    one it is done anew for. `card_number` is what a chip said, for a person no mirror row is known of. `seat` is who
    serves: the window, or one run of the command; neither touches the other's visits. `persons` have had it in hand.
    """

    id: str
    mark: int
    holder_number: str
    holder_name: str
    proof: str
    state: str
    clerk: str
    opened_at: datetime
    procedure: str = ""
    step: int = 0
    answers: tuple[tuple[str, str], ...] = ()
    operation_id: str = ""
    card_number: str = ""
    seat: str = "window"
    replaces: str = ""
    persons: tuple[str, ...] = ()


class Store(
    AnswerStore,
    AuditStore,
    CaseStore,
    CodeStore,
    ContactStore,
    FeedStore,
    PictureStore,
    PrintStore,
    ReconcilingStore,
    RestoredStore,
    RetentionStore,
    SettlementStore,
    TransferStore,
    VisitStore,
    Protocol,
):
    """Everything that must not be lost. Raises StoreTrouble. All writing transactions begin IMMEDIATE."""

    # work
    def record(self, operation: Operation, receipt: ReceiptDraft, audit: AuditEntry, *, visit_id: str = "") -> Receipt:
        """Operation, outbox row, receipt (number taken inside), audit entry and the visit's picture in one transaction;
        marks the visit "recorded". Raises NotFound for a picture the visit has not.

        Recording an operation id that already stands changes nothing and returns its receipt.
        """
        ...

    def work(self, operation_id: OperationId) -> Work | None: ...

    def works(self, *, states: Sequence[WorkState] = (), limit: int = 500) -> tuple[Work, ...]:
        """Outbox rows in sending order (urgent first, then `order`), settled ones newest first; all states when none is
        named."""
        ...

    def works_of(self, holder_number: str, *, settled: bool = False, limit: int = 50) -> tuple[Work, ...]:
        """Unsettled work of a holder by `order`; with `settled` the history, newest first."""
        ...

    def waiting(self) -> Waiting: ...

    def done_since(self, moment: datetime) -> int:
        """Operations recorded at this counter since `moment`."""
        ...

    def acted_for(self, actor_number: str, *, since: datetime) -> int:
        """For how many holders whoever has that number has acted at this counter since that moment; a pass is the
        same before and after a renewal.
        """
        ...

    # courier
    def next_batch(self, limit: int) -> tuple[Work, ...]:
        """What may go now: every row in flight and waiting rows that nothing holds, losses first.

        A row is held by an earlier unsettled row (by `order`) of the same card or holder. An urgent row passes what is
        refused and what a refusal holds back; an earlier row that can go now goes directly before it, in its place; it
        is held by one in flight and by one that itself waits for something that will move.
        """
        ...

    def hand_over(self, ids: Sequence[OperationId], at: datetime) -> None:
        """waiting, or in a file only -> in_flight, committed before the first byte leaves. Raises NotEligible when one
        of them is settled meanwhile (withdrawn): then none is handed over.
        """
        ...

    def settle(self, operation_id: OperationId, settlement: Settlement, reason: str, audit: AuditEntry) -> None:
        """A clerk settles a refused row. Raises NotEligible when it is not refused."""
        ...

    def withdraw(self, operation_id: OperationId, reason: str, audit: AuditEntry) -> None:
        """Close a row that was never handed over and void its receipt, in one transaction. Raises NotEligible for any
        other: once in flight only the platform's answer settles it.
        """
        ...

    def line(self) -> Line: ...

    def keep_line(self, line: Line) -> None: ...

    # people (mirror of the platform: written from its words only)
    def keep_people(self, people: Sequence[Person]) -> None: ...

    def person(self, number: str) -> Person | None: ...

    def person_by_card(self, card_number: str) -> Person | None: ...

    def lapsing(self, before: datetime, *, limit: int = 200) -> tuple[Person, ...]:
        """Holders with a card whose temporary loss ends before that moment, soonest first, as the platform told
        last."""
        ...

    def being_made(self, *, limit: int = 200) -> tuple[Person, ...]:
        """Holders with a card under way (being made, ready, failed), by number."""
        ...

    def of_bank(self, code: str, *, limit: int = 200) -> tuple[Person, ...]:
        """Holders with a card of that bank that is not cancelled, by number."""
        ...

    def find(self, text: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """By whole or leading identity number (6 or more characters), card number, name (leading), pinyin initials."""
        ...

    # receipts
    def receipt(self, key: str) -> Receipt | None:
        """By operation id or receipt number."""
        ...

    # the PIN of cards
    def keep_tries(self, card: str, left: int | None) -> None:
        """What a card last told of its PIN: tries left, 0 blocked; None: that no longer holds. `card`: a digest that
        stands for it.
        """
        ...

    def tries(self, card: str) -> int | None:
        """As it was kept; None where nothing is."""
        ...

    # audit
    def note(self, entry: AuditEntry) -> None:
        """Append an entry of its own (sign-in, search, print ...)."""
        ...

    def times(self, what: str, subject: str) -> int:
        """How often `what` was audited for `subject`."""
        ...

    def entries(self, what: str, *, since: datetime, limit: int = 500) -> tuple[AuditEntry, ...]:
        """What was audited as `what` since that moment, oldest first."""
        ...

    def verify_audit(self, *, known: Sequence[Head] = ()) -> AuditReport:
        """Walk the trail and compare it with the heads the platform has taken: those kept here, and `known`."""
        ...

    def close(self) -> None: ...


# --- devices ------------------------------------------------------------------------------------------------------


class ReaderEventKind(StrEnum):
    """What the watch loop tells: reader found or gone, card laid on or taken away, service trouble."""

    READER = "reader"
    NO_READER = "no_reader"
    CARD = "card"
    NO_CARD = "no_card"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class ReaderEvent:
    """One event. `reader` is its name, `trouble` in words when `kind` is TROUBLE."""

    kind: ReaderEventKind
    reader: str = ""
    trouble: Text | None = None


class CardReader(Protocol):
    """The social security card reader. Methods may be called from one worker thread; `watch` runs a thread of its
    own."""

    def read(self) -> ChipData:
        """Read the card now on the reader. Raises CardTrouble. Gives up after 6 s without an answer, 30 s in all."""
        ...

    def applications(self, expected: CardIdentity | None = None) -> ChipApplications:
        """Bank and transit applications of the card now on the reader, numbers masked. Raises CardTrouble, as `read`
        does, and WrongPerson for another card than `expected`; a card that has none of them is no trouble.
        """
        ...

    def watch(self, tell: Callable[[ReaderEvent], None]) -> None:
        """Start telling events (from the watching thread), beginning with how things stand. Survives a lost service."""
        ...

    def stop(self) -> None: ...

    def describe(self) -> Text:
        """What this reader is, for doctor: "pcscd: Virtual PCD 00 00" or "in process"."""
        ...

    @property
    def in_process(self) -> bool:
        """True for the simulated card inside this program: doctor and strip say so."""
        ...


class Secrets(Protocol):
    """Secrets by name. A real counter keeps them in the OS keyring, practice mode may use a key file and says so."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str) -> None: ...

    def describe(self) -> Text: ...

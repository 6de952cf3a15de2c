"""The station behind one window: its ports, its place, who is signed in, and what lies on the reader now.

Refuses to act without a clerk: `clerk` raises `NotSignedIn`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from counter_app.clerks import ClerkSession
from counter_app.clock import NOTICED, OnwardClock
from counter_app.desk import pin_memory
from counter_app.desk.views import Place, Session
from counter_app.devices import CardPin
from counter_app.domain.card import ChipData, PinState
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble, NotSignedIn
from counter_app.domain.four_eyes import HERE
from counter_app.domain.operation import AuditEntry
from counter_app.domain.province import Province
from counter_app.paper_ports import PaperMaker, Printer
from counter_app.ports import Clock, LineKind, Platform, Store, VisitRecord
from counter_app.rights import NotAllowed, Right, make_sure

if TYPE_CHECKING:
    from counter_app.receipt_codes import CodeKeys
    from counter_app.second_person import Proving

WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agreed, and when, to what (`four_eyes.digest` of an operation); `way`: here, or from afar by the platform."""

    clerk: str
    of: str
    at: datetime
    way: str = HERE


@dataclass(slots=True)
class Station:
    """Ports and present facts of one counter. Work is recorded from one lane; looking up and paper may use others.

    `unread`: what is wrong with a card that lies there. `insertions` counts the cards laid on so far. `document`
    lies on the identity card reader now; `documents` are those read for open visits, by visit id: in memory only,
    gone with the visit. `actors`: likewise those of whoever acts for the holder of a visit. `names_asked`: visits
    whose document bears another name than the records, and no clerk has yet said that it is the same person.
    `nobodys`: card numbers the platform has said in this run that nobody has. `pin`: a door to the PIN of the card
    on the reader, opened when it is first needed; `tries`: what was last heard of it, with the laying-on it belongs
    to. `agreements`: what a second person has agreed to, by visit id, in memory only. `prove`: who somebody is, by
    number and password; None: nobody can prove it here. `renew` reads the rules of a
    day, `rules_day` is the day those of `province` were read for. `answered_at`: when the platform last answered to
    being asked whether it is there. `onward`: the clock of what goes on record, None: `clock` too. `set_back_told`:
    that the machine's clock is behind it stands in the audit. `clerk_session`: how whoever is signed in proved it,
    with the platform's token; None for a practice clerk who was only named. `locked`: the window is covered.
    `pressing`: whether this process alone brings papers to the printers while the block lasts.
    `codes`: the keys that papers are signed and checked with, None: no paper has a code.
    """

    store: Store
    platform: Platform
    paper: PaperMaker
    printer: Printer
    province: Province
    place: Place
    clock: Clock
    session: Session | None = None
    chip: ChipData | None = None
    unread: CardTrouble | None = None
    seat: str = WINDOW
    heard: dict[str, datetime] = field(default_factory=dict)
    insertions: int = 0
    document: IdentityDocument | None = None
    documents: dict[str, IdentityDocument] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    actors: dict[str, IdentityDocument] = field(default_factory=dict)
    names_asked: set[str] = field(default_factory=set)
    nobodys: set[str] = field(default_factory=set)
    pin: Callable[[], CardPin] | None = None
    tries: tuple[int, PinState] | None = None
    agreements: dict[str, Agreement] = field(default_factory=dict)
    prove: Proving | None = None
    renew: Callable[[date], Province] | None = None
    rules_day: date | None = None
    signed: Callable[[], int] | None = None
    rules_mark: int = 0
    answered_at: datetime | None = None
    onward: OnwardClock | None = None
    set_back_told: bool = False
    clerk_session: ClerkSession | None = None
    locked: bool = False
    pressing: Callable[[], AbstractContextManager[bool]] = lambda: nullcontext(True)
    codes: CodeKeys | None = None

    def moment(self) -> datetime:
        """Now, as it goes on record: never before what is on record already."""
        return self.clock.now() if self.onward is None else self.onward.now()

    def present(self) -> datetime:
        """Now, as ages and papers are judged: the machine's moment. Where that is behind what is on record, the nearest
        that the platform's last word allows, and never beyond what is on record: either may be what is wrong. Raises
        StoreTrouble.
        """
        here, last = self.clock.now(), self.moment()
        if last - here < NOTICED:
            return here
        return min(max(here, self.store.contact().by_platform(here)), last)

    @property
    def clerk(self) -> str:
        """Number of the clerk who is signed in. Raises NotSignedIn."""
        if self.session is None:
            raise NotSignedIn
        return self.session.clerk

    @property
    def persons(self) -> tuple[str, ...]:
        """Who stands behind the number that is signed in, as the platform says; () where it does not."""
        return (self.session.person,) if self.session is not None and self.session.person else ()

    def must(self, right: Right) -> None:
        """Nothing where a role of whoever is signed in has that right. Raises NotSignedIn, and NotAllowed, which is
        audited with the right and nothing else.
        """
        if self.session is None:
            raise NotSignedIn
        try:
            make_sure(self.session.roles, right)
        except NotAllowed:
            self.store.note(self.entry("right.refused", facts={"right": right.value}))
            raise

    @property
    def online(self) -> bool:
        """True when the platform answered the last time anyone asked."""
        return self.store.line().kind is LineKind.ONLINE

    def visits(self) -> tuple[VisitRecord, ...]:
        """Open visits of this seat."""
        return tuple(v for v in self.store.visits() if v.seat == self.seat)

    def card_here(self, chip: ChipData | None, *, why: CardTrouble | None = None) -> None:
        """What lies on the card reader now, None when it was taken away, or when `why` tells that it cannot be read.
        Each laying-on is counted.
        """
        self.unread = why
        if chip is not None and chip is not self.chip:
            self.insertions += 1
        self.chip = chip

    @property
    def pin_state(self) -> PinState | None:
        """The PIN of the card that lies there, as last heard since it was laid on; None: nobody has asked."""
        if self.chip is None or self.tries is None or self.tries[0] != self.insertions:
            return None
        return self.tries[1]

    @property
    def pin_recalled(self) -> PinState | None:
        """What it told before it was laid on this time, also before the program was started; None where that is not
        known, or it has told of its tries since.
        """
        now = self.pin_state
        if self.chip is None or (now is not None and (now.blocked or now.tries_left is not None)):
            return None
        return pin_memory.recall(self.store, self.chip.identity)

    def pin_heard(self, state: PinState | None, *, laid: int) -> None:
        """What the card of that laying-on (`insertions` then) said of its PIN; None: what is known no longer holds."""
        self.tries = None if state is None else (laid, state)

    def forget(self, visit_id: str) -> None:
        """The visit is over: what was read from a document is kept no longer, even while it still lies there."""
        self.document = None
        self.documents.pop(visit_id, None)
        self.actors.pop(visit_id, None)
        self.names_asked.discard(visit_id)
        self.agreements.pop(visit_id, None)

    def entry(self, what: str, *, subject: str = "", facts: Mapping[str, str] | None = None) -> AuditEntry:
        """An audit entry in the name of the clerk who is signed in."""
        return AuditEntry(
            what=what,
            at=self.moment(),
            clerk=self.clerk,
            outlet=self.place.outlet,
            window=self.place.window,
            subject=subject,
            facts=dict(facts or {}),
        )

"""The desk: everything a clerk does at one window, in the words of the window. Blocks, so never called from a GUI
thread.

Refuses to know whether a window, a command or a test stands in front of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from counter_app.clerks import ClerkSession
from counter_app.desk import (
    attaching,
    by_document,
    carrying,
    choosing,
    duty,
    finding,
    following,
    guiding,
    leaving,
    moving,
    on_duty,
    pin,
    reconciling,
    results,
    returning,
    searching,
    settling,
    standing_words,
    supervising,
    turning_away,
)
from counter_app.desk.approval_part import ApprovalPart
from counter_app.desk.auditing import AuditPart
from counter_app.desk.day_part import DayPart
from counter_app.desk.duty_part import DutyPart
from counter_app.desk.needs import guarded
from counter_app.desk.paper_part import PaperPart
from counter_app.desk.personal import PersonalPart
from counter_app.desk.station import Station
from counter_app.desk.views import (
    FollowView,
    GuideView,
    HomeView,
    OutcomeView,
    PersonView,
    PinView,
    Place,
    SearchView,
    Session,
    VisitView,
    WaitingView,
)
from counter_app.desk.views_leaving import LeaveView, TurnAwayView
from counter_app.desk.views_reconciling import DayState, ReconcileView
from counter_app.desk.views_second import SecondView
from counter_app.desk.views_supervisor import BankChoice, SupervisorView
from counter_app.domain.card import ChipData
from counter_app.domain.case import CaseKind
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble
from counter_app.domain.operation import OperationId, Waiting
from counter_app.domain.password import Password
from counter_app.domain.receipt import Receipt
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.ports import Line


@guarded
class Desk(ApprovalPart, AuditPart, PaperPart, PersonalPart, DayPart, DutyPart):
    """One counter window; `needs` says which right each method asks for. Every method may raise `Refused` or
    `StoreTrouble`; nothing else that is foreseen.
    """

    def __init__(self, station: Station) -> None:
        self._station = station

    @property
    def place(self) -> Place:
        return self._station.place

    # duty
    def clerks(self) -> tuple[Session, ...]:
        """Clerks who may sign in here (practice)."""
        return duty.PRACTICE_CLERKS if self.place.practice else ()

    def sign_in(self, clerk: str) -> Session:
        return duty.sign_in(self._station, clerk)

    def take_duty(self, signed: ClerkSession) -> Session:
        """Whoever has signed in with number and password works here from now on."""
        return on_duty.take(self._station, signed)

    def sign_out(self) -> Waiting:
        """What is left for whoever comes next: how much waits, how much was turned down and is not settled."""
        return duty.sign_out(self._station)

    # looking
    def home(self) -> HomeView:
        return settling.home(self._station)

    def suggest(self, text: str) -> SearchView:
        """People of the mirror for what is typed so far: no network; who is listed is on record."""
        return searching.suggest(self._station, text)

    def known_here(self, text: str) -> bool:
        """Whether a finished search for it is answered here: no network, no audit."""
        return searching.known_here(self._station, text)

    def search(self, text: str) -> SearchView:
        """People for a finished search; asks the platform when the one meant is not known here, and is audited."""
        return searching.search(self._station, text)

    def open_number(self, number: str) -> PersonView:
        return finding.open_number(self._station, number)

    def open_card(self, card_number: str) -> PersonView:
        return finding.open_card(self._station, card_number)

    def open_unknown(self, number: str) -> PersonView:
        return finding.open_unknown(self._station, number)

    def open_chip(self, chip: ChipData) -> PersonView:
        return finding.open_chip(self._station, chip)

    def card_here(self, chip: ChipData | None, *, why: CardTrouble | None = None) -> None:
        """What lies on the reader now, None when it was taken away; with `why` when it cannot be read."""
        self._station.card_here(chip, why=why)

    def open_document(self, document: IdentityDocument) -> PersonView:
        return by_document.open_document(self._station, document)

    def document_of_actor(self, visit_id: str, document: IdentityDocument) -> VisitView | None:
        """Fills in whoever acts for the holder of the procedure that is being asked; None where nobody else acts."""
        return carrying.document_of_actor(self._station, visit_id, document)

    def document_here(self, document: IdentityDocument | None) -> None:
        """What lies on the identity card reader now, None when it was taken away."""
        by_document.document_here(self._station, document)

    def same_person(self, visit_id: str) -> PersonView:
        """The clerk says that the differing name on the document is that of the person of the records."""
        return by_document.same_person(self._station, carrying.record_of(self._station, visit_id))

    def choose_card(self, visit_id: str, card: str) -> PersonView:
        """Of several cards in use, the one this is about: by its number or its last characters. Raises BadInput."""
        record = carrying.record_of(self._station, visit_id)
        return finding.view(self._station, choosing.choose(self._station, record, card))

    def person(self, visit_id: str) -> PersonView:
        return finding.view(self._station, carrying.record_of(self._station, visit_id))

    def refresh(self, visit_id: str) -> PersonView:
        """The person page after asking the platform; what is known here when it does not answer."""
        return finding.refresh(self._station, carrying.record_of(self._station, visit_id))

    # carrying out
    def begin(self, visit_id: str, procedure: str) -> VisitView:
        return carrying.begin(self._station, visit_id, procedure)

    def visit(self, visit_id: str) -> VisitView:
        """The procedure page as it stands."""
        return carrying.show(carrying.load(self._station, carrying.record_of(self._station, visit_id)))

    def answer(self, visit_id: str, changes: Mapping[str, str]) -> VisitView:
        return carrying.answer(self._station, visit_id, changes)

    def attach(self, visit_id: str, data: bytes) -> VisitView:
        """A picture (bytes of a JPEG or PNG file) for the step that asks for one. Raises BadPicture."""
        return attaching.attach(self._station, visit_id, data)

    def forward(self, visit_id: str) -> VisitView | OutcomeView:
        return carrying.forward(self._station, visit_id)

    def second_page(self, visit_id: str) -> SecondView:
        """Asks a second person to agree to what the visit is about to record. Raises NotFound."""
        return carrying.second_page(self._station, visit_id)

    def agree(self, visit_id: str, clerk: str, password: SecretDigits | Password) -> VisitView:
        """A second person agrees to what the visit is about to record; `password` is overwritten. Raises NotEligible,
        WrongPassword, and what a sign-in raises.
        """
        return carrying.agree(self._station, visit_id, clerk, password)

    def back(self, visit_id: str) -> VisitView | PersonView | LeaveView:
        """One step back. From the first one to the person, where something was answered only with a reason."""
        station = self._station
        return carrying.back(station, visit_id) or leaving.page(station, visit_id) or self.leave(visit_id)

    def leave(self, visit_id: str, reason: str = "") -> PersonView:
        """Give the open procedure up. `reason`: code of the pack, needed where something was answered."""
        leaving.leave(self._station, visit_id, reason)
        return self.person(visit_id)

    def outcome(self, visit_id: str) -> OutcomeView:
        return results.outcome(self._station, carrying.record_of(self._station, visit_id))

    def end(self, visit_id: str) -> None:
        """The person leaves; the visit is closed. Ending it twice is harmless."""
        self._station.store.end_visit(visit_id)
        self._station.forget(visit_id)

    # the PIN of the chip; these talk to the card, and may raise CardTrouble too
    def pin_page(self, visit_id: str) -> PinView:
        return pin.page(self._station, visit_id)

    def ask_pin(self, visit_id: str) -> PersonView:
        """Ask the card how many tries are left, which costs none; the person page with the answer."""
        pin.ask(self._station, visit_id)
        return self.person(visit_id)

    def ask_pin_page(self, visit_id: str) -> PinView:
        """The same from the page of the PIN."""
        pin.ask(self._station, visit_id)
        return pin.page(self._station, visit_id)

    def pin_task(self, visit_id: str, task: str, *typed: SecretDigits, seen: str = "") -> PinView:
        """Carry out one of the page's tasks. `typed` in the order of its `entries`, nothing on the reader's keys; it is
        overwritten, done or not. `seen`: how the clerk checked the identity where no document proved it.
        """
        return pin.carry_out(self._station, visit_id, task, typed, seen=seen)

    def answer_pin(self, visit_id: str, changes: Mapping[str, str]) -> PinView:
        """Keep who acts for the holder of the card."""
        return pin.answer(self._station, visit_id, changes)

    def pin_second_page(self, visit_id: str, task: str, *, seen: str = "") -> SecondView:
        """Asks another clerk to agree to a task of the page, before anything is entered. Raises Refused."""
        return pin.second_page(self._station, visit_id, task, seen=seen)

    def agree_pin(self, visit_id: str, clerk: str, password: SecretDigits | Password) -> PinView:
        """A second person agrees to what was asked there; `password` is overwritten. Raises as `agree`."""
        return pin.agree(self._station, visit_id, clerk, password)

    def pin_lawful(self, visit_id: str, task: str, *, seen: str = "") -> None:
        """Whether a task of the page may be done now. Raises Refused, CardTrouble."""
        pin.make_sure(self._station, visit_id, task, seen=seen)

    def stop_pin(self) -> None:
        """Nobody waits any longer for the task with the PIN that is under way: it ends as one whose end is not known.
        Returns at once, so a GUI thread may call it.
        """
        pin.stop(self._station)

    # waiting and exceptions
    def waiting(self) -> WaitingView:
        return settling.waiting(self._station)

    def following(self) -> FollowView:
        """What somebody must look after today."""
        return following.following(self._station)

    def holders_of_bank(self, code: str) -> moving.BankHolders:
        """Everybody here with a living card of that bank, masked; audited. Raises NotFound."""
        return moving.holders_of(self._station, code)

    def supervised(self, *, full: bool = False) -> SupervisorView:
        """What a supervisor must see of today; audited where it is shown unmasked (`full`)."""
        if full:
            self._station.store.note(self._station.entry("supervisor.shown_full"))
        return supervising.supervised(self._station)

    def acknowledge(self, operation_id: str) -> FollowView:
        """The clerk who is signed in has seen that an agent acts for many (`ManyActs.last`). Raises NotFound."""
        supervising.acknowledge(self._station, operation_id)
        return self.following()

    def bank_choices(self, *, since: datetime, full: bool = False) -> tuple[BankChoice, ...]:
        """How banks were shown and chosen since that moment, for an auditor; audited where it is shown unmasked."""
        if full:
            self._station.store.note(self._station.entry("choices.shown_full"))
        return supervising.choices(self._station, since=since)

    def reconciling(self, *, shown: date | None = None) -> ReconcileView:
        """How today and the days before stand beside the platform, as last compared."""
        return reconciling.overview(self._station, shown=shown)

    def reconcile(self, day: date) -> DayState:
        """Compare a day with the platform. Raises PlatformTrouble, BadInput."""
        return reconciling.reconcile(self._station, day)

    def send_again(self, day: date) -> tuple[OperationId, ...]:
        """Let what the platform has lost go again; see `reconciling.send_again`. Raises PlatformTrouble, BadInput."""
        return reconciling.send_again(self._station, day)

    def explain(self, day: date, operation_id: str, reason: str) -> None:
        """Say why the platform has what this counter has not; see `reconciling.explain`. Raises BadInput, NotFound."""
        reconciling.explain(self._station, day, operation_id, reason)

    def may_carry(self) -> None:
        """That whoever is signed in may carry work in sealed files; how that is done stands beside the desk."""

    def waiting_count(self) -> Waiting:
        return self._station.store.waiting()

    def settle(self, operation_id: str, way: str, reason: str, choice: str = "") -> str:
        """One step about refused work; the number of the receipt's successor, "" where there is none."""
        return settling.settle(self._station, operation_id, way, reason, choice)

    def redo(self, operation_id: str) -> VisitView | PersonView:
        return settling.redo(self._station, operation_id)

    def line(self) -> Line:
        return self._station.store.line()

    def clock_trouble(self) -> Text | None:
        """What is wrong with the clock of this machine, and what to do; None while nothing is known to be."""
        return standing_words.clock_trouble(self._station)

    # the guide of the pack
    def guide(self, procedure: str = "") -> GuideView:
        return guiding.guide(self._station, procedure)

    # requests that cannot be met today
    def turning_away(self, visit_id: str, procedure: str = "") -> TurnAwayView:
        return turning_away.page(self._station, visit_id, procedure)

    def turn_away(
        self, visit_id: str, kind: str, *, procedure: str = "", reason: str = "", missing: Sequence[str] = ()
    ) -> Receipt:
        """The notice to print; the visit has ended. `kind` "missing" | "refused" | "given-up"."""
        return turning_away.turn_away(
            self._station, visit_id, CaseKind(kind), procedure=procedure, reason=reason, missing=missing
        )

    def resume_case(self, number: str) -> VisitView | PersonView:
        """By the number of a notice, given at any window. Asks the platform where there is a line."""
        return returning.resume(self._station, number)

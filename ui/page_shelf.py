"""The pages of a window: each built once, when it is first needed, and connected to the work.

Refuses to build a page before it is wanted, so that the first one is on screen at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar, cast, runtime_checkable

from counter_app.desk.views import OutcomeView
from counter_app.domain.print_job import Role
from ui import pages as kinds
from ui.pages.page import Page
from ui.print_words import ON_ITS_WAY
from ui.rail_places import BESIDE, PLACES
from ui.standing import Standing
from ui.warming_steps import FIRST_STEPS, PAPER_STEPS

if TYPE_CHECKING:
    from ui.window import Window

LATER = ("PersonPage", "ProcedurePage", "ResultPage", "WaitingPage")
Kind = TypeVar("Kind", bound=Page)


@runtime_checkable
class ShowsStanding(Protocol):
    """A page that shows line, reader, printer and store."""

    def show_standing(self, standing: Standing) -> None:
        """Draw how things stand."""
        ...


class PageShelf:
    """Gives the page of a kind; `place_of` says where on the rail it belongs."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._pages: dict[type[Page], Page] = {}
        self._warming = window.serving.warming
        window.serving.opened.connect(self._prepare_more)

    def prepare(self) -> None:
        """Build what the work will need, a small piece in a turn of the loop, so that none is waited for later: first
        what comes right after signing in; the rest when the store is open and its lane at rest.
        """
        for step in FIRST_STEPS:
            self._warming.add(step)
        self._warming.add(self._window.build_frames)
        self._warming.add(partial(self._shelve, "HomePage"))

    def _prepare_more(self) -> None:
        for page in LATER:
            self._warming.add(partial(self._shelve, page))
        for step in PAPER_STEPS:
            self._warming.add(step)

    def _shelve(self, name: str) -> None:
        self.get(getattr(kinds, name))

    def get(self, kind: type[Kind]) -> Kind:
        """The page of that kind."""
        if kind not in self._pages:
            page = self._build(kind)
            self._pages[kind] = page
            self._window.stack.addWidget(page)
        return cast(Kind, self._pages[kind])

    def let_go(self) -> None:
        """Away with every page on which somebody may stand; each is built anew when it is wanted again."""
        self._window.training.retire()
        for kind in [one for one in self._pages if one.__name__ in PLACES]:
            page = self._pages.pop(kind)
            self._window.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._warming.add(partial(self._shelve, "HomePage"))
        self._prepare_more()

    def sign_in(self) -> kinds.SignInPage:
        """The first page."""
        return self.get(kinds.SignInPage)

    def of_place(self, place: str) -> Page:
        """The page of a rail place that asks nothing of the desk."""
        named = BESIDE.get(place) or next(k for k, name in PLACES.items() if name == place)
        kind: type[Page] = getattr(kinds, named)
        return self.get(kind)

    def place_of(self, page: Page) -> str:
        """Which rail item a page belongs to."""
        return PLACES.get(type(page).__name__, "")

    def _build(self, kind: type[Page]) -> Page:
        window = self._window
        look, printer = window.look, window.serving.parts.printer_set
        pages = window.serving.parts.pages_printed
        makers: dict[str, Callable[[], Page]] = {
            "SignInPage": lambda: self._connected_sign_in(kinds.SignInPage(look)),
            "HomePage": lambda: self._connected_home(kinds.HomePage(look)),
            "PersonPage": lambda: self._connected_person(kinds.PersonPage(look, printer_set=printer)),
            "ProcedurePage": lambda: self._connected_procedure(kinds.ProcedurePage(look)),
            "ResultPage": lambda: self._connected_result(
                kinds.ResultPage(look, printer_set=printer, pages_printed=pages)
            ),
            "PinPage": lambda: self._connected_pin(kinds.PinPage(look, printer_set=printer)),
            "PinEntryPage": lambda: self._connected_pin_entry(kinds.PinEntryPage(look)),
            "WaitingPage": lambda: self._connected_waiting(kinds.WaitingPage(look, printer_set=printer)),
            "ReconcilePage": lambda: self._connected_reconcile(kinds.ReconcilePage(look)),
            "ApprovalsPage": lambda: self._connected_approvals(kinds.ApprovalsPage(look)),
            "AuditPage": lambda: self._connected_audit(kinds.AuditPage(look)),
            "TransferPage": lambda: self._connected_transfer(kinds.TransferPage(look)),
            "SecondPage": lambda: self._connected_second(kinds.SecondPage(look)),
            "HandOverPage": lambda: self._connected_hand_over(kinds.HandOverPage(look)),
            "LockPage": lambda: self._connected_lock(kinds.LockPage(look)),
            "PasswordPage": lambda: self._connected_password(kinds.PasswordPage(look)),
            "LeavePage": lambda: self._connected_leave(kinds.LeavePage(look)),
            "TurnAwayPage": lambda: self._connected_turn_away(
                kinds.TurnAwayPage(look, printer_set=printer, pages_printed=pages)
            ),
            "GuidePage": lambda: self._connected_guide(kinds.GuidePage(look, printer_set=printer, pages_printed=pages)),
            "CheckedPage": lambda: self._connected_checked(kinds.CheckedPage(look)),
            "FollowPage": lambda: self._connected_follow(kinds.FollowPage(look)),
            "PreviewPage": lambda: self._connected_preview(kinds.PreviewPage(look, printers=self._printers)),
            "PapersPage": lambda: self._connected_papers(kinds.PapersPage(look)),
            "PracticePage": lambda: window.training.connected(kinds.PracticePage(look)),
            "SettingsPage": lambda: self._connected_settings(kinds.SettingsPage(look)),
            "TroublePage": lambda: self._connected_trouble(kinds.TroublePage(look)),
            "RepairPage": lambda: self._connected_repair(kinds.RepairPage(look)),
            "UnlockPage": lambda: self._connected_unlock(kinds.UnlockPage(look)),
        }
        return makers[kind.__name__]()

    @property
    def _printers(self) -> frozenset[Role]:
        parts = self._window.serving.parts
        there = {Role.RECEIPT: parts.printer_set, Role.FORM: parts.pages_printed}
        return frozenset(role for role, is_set in there.items() if is_set)

    def _connected_preview(self, page: kinds.PreviewPage) -> kinds.PreviewPage:
        from ui.previewing import Previewing

        self.previewing = Previewing(self._window, page)
        return page

    def _preview(self, kind: str, key: str) -> None:
        """Of any page that has a paper to look at."""
        self.get(kinds.PreviewPage)
        self.previewing.open(kind, key)

    def _connected_papers(self, page: kinds.PapersPage) -> kinds.PapersPage:
        from ui.papering import Papering

        self.papering = Papering(self._window, page)
        return page

    def _connected_settings(self, page: kinds.SettingsPage) -> kinds.SettingsPage:
        duty = self._window.serving.duty
        page.changed.connect(self._window.look_wanted)
        page.locked.connect(duty.lock)
        page.handed_over.connect(duty.hand_over)
        page.approvals.connect(lambda: self._window.go_to("approvals"))
        page.left.connect(duty.sign_out)
        return page

    def _connected_trouble(self, page: kinds.TroublePage) -> kinds.TroublePage:
        page.tried_again.connect(self._window.leave_trouble)
        return page

    def _connected_repair(self, page: kinds.RepairPage) -> kinds.RepairPage:
        page.tried_again.connect(self._window.leave_trouble)
        return page

    def _connected_unlock(self, page: kinds.UnlockPage) -> kinds.UnlockPage:
        from ui.unlocking import Unlocking

        Unlocking(self._window, page)
        return page

    def _connected_sign_in(self, page: kinds.SignInPage) -> kinds.SignInPage:
        page.signed_in.connect(self._window.serving.duty.sign_in)
        page.size_asked.connect(self._window.other_size)
        page.language_asked.connect(self._window.other_language)
        return page

    def _connected_lock(self, page: kinds.LockPage) -> kinds.LockPage:
        page.given.connect(self._window.serving.duty.sign_in)
        page.left.connect(self._window.serving.duty.sign_out)
        return page

    def _connected_password(self, page: kinds.PasswordPage) -> kinds.PasswordPage:
        page.given.connect(self._window.serving.duty.change)
        page.left.connect(self._window.covering.back)
        return page

    def _connected_hand_over(self, page: kinds.HandOverPage) -> kinds.HandOverPage:
        page.accepted.connect(self._window.serving.duty.accept)
        page.left.connect(self._window.serving.home)
        return page

    def _connected_home(self, page: kinds.HomePage) -> kinds.HomePage:
        page.begun.connect(self._window.want)
        page.opened.connect(self._window.serving.finding.open_number)
        page.went.connect(self._window.go_to)
        page.search_wanted.connect(self._window.focus_search)
        return page

    def _connected_person(self, page: kinds.PersonPage) -> kinds.PersonPage:
        carrying = self._window.serving.carrying
        page.begun.connect(carrying.begin)
        page.advised.connect(self._window.toast.say)
        page.ended.connect(carrying.end)
        page.reprinted.connect(lambda key: carrying.print_receipt(key, copy=True))
        page.settled.connect(self._window.serving.meeting.same_person)
        page.went.connect(self._window.go_to)
        page.pin_opened.connect(self._window.serving.pin.open)
        page.pin_asked.connect(self._window.serving.pin.ask_row)
        page.card_chosen.connect(carrying.choose_card)
        page.header.number_asked.connect(self._window.revealing.ask)
        page.previewed.connect(self._preview)
        return page

    def _connected_pin(self, page: kinds.PinPage) -> kinds.PinPage:
        pin = self._window.serving.pin
        page.chosen.connect(pin.begin)
        page.answered.connect(pin.answer)
        pin.unsaid.connect(page.tell_actor)
        page.asked.connect(pin.ask)
        page.advised.connect(self._window.toast.say)
        page.left.connect(pin.leave)
        page.printed.connect(self._window.saving.on_paper)
        page.saved.connect(self._window.saving.save_as)
        page.previewed.connect(self._preview)
        return page

    def _connected_pin_entry(self, page: kinds.PinEntryPage) -> kinds.PinEntryPage:
        pin = self._window.serving.pin
        page.finished.connect(pin.finish)
        page.left.connect(pin.call_off)
        page.stopped.connect(pin.stop_waiting)
        return page

    def _connected_procedure(self, page: kinds.ProcedurePage) -> kinds.ProcedurePage:
        carrying = self._window.serving.carrying
        page.answered.connect(carrying.answer)
        page.went_on.connect(carrying.forward)
        page.turned_away.connect(self._window.serving.turning.open)
        page.went_back.connect(carrying.back)
        picturing = self._window.picturing
        page.picture_wanted.connect(picturing.choose)
        page.picture_brought.connect(picturing.bring)
        picturing.refused.connect(page.refuse_picture)
        page.previewed.connect(self._preview)
        return page

    def _connected_result(self, page: kinds.ResultPage) -> kinds.ResultPage:
        page.finished.connect(self._window.serving.carrying.end)
        page.reprinted.connect(self._window.saving.reprint)
        page.saved.connect(self._window.saving.save)
        page.withdrawn.connect(self._withdraw)
        page.document_printed.connect(self._window.saving.print_document)
        page.document_saved.connect(self._window.saving.save_document)
        page.paper_printed.connect(self._window.saving.print_own)
        self._window.serving.printing.stood.connect(page.show_job)
        page.previewed.connect(self._preview)
        return page

    def _withdraw(self) -> None:
        """What is on the result page is withdrawn where all that waits is settled, with a reason."""
        visit = self._window.serving.visit
        if isinstance(visit, OutcomeView):
            self._look_at(visit.work.operation.id)

    def _connected_second(self, page: kinds.SecondPage) -> kinds.SecondPage:
        seconding = self._window.serving.seconding
        page.agreed.connect(seconding.agree)
        page.asked.connect(seconding.ask_elsewhere)
        page.wondered.connect(seconding.look_again)
        page.submitted.connect(seconding.submit)
        page.left.connect(seconding.leave)
        seconding.refused.connect(page.show_refusal)
        seconding.not_asked.connect(page.show_not_asked)
        seconding.answered.connect(page.show_afar)
        return page

    def _connected_leave(self, page: kinds.LeavePage) -> kinds.LeavePage:
        page.chosen.connect(self._window.serving.carrying.leave)
        page.left.connect(self._window.serving.home)
        return page

    def _connected_turn_away(self, page: kinds.TurnAwayPage) -> kinds.TurnAwayPage:
        turning = self._window.serving.turning
        page.named.connect(turning.open)
        page.given.connect(turning.give)
        page.left.connect(turning.leave)
        page.finished.connect(self._window.serving.home)
        page.reprinted.connect(turning.reprint)
        page.saved.connect(self._window.saving.save_as)
        turning.made.connect(page.show_paper)
        page.previewed.connect(self._preview)
        return page

    def _connected_guide(self, page: kinds.GuidePage) -> kinds.GuidePage:
        serving = self._window.serving
        page.wanted.connect(serving.guide)
        page.left.connect(serving.home)
        page.printed.connect(lambda procedure: serving.printing.paper(page.kind, procedure, said=ON_ITS_WAY))
        page.saved.connect(lambda procedure, title: self._window.saving.save_paper(page.kind, procedure, title))
        page.previewed.connect(self._preview)
        return page

    def _connected_checked(self, page: kinds.CheckedPage) -> kinds.CheckedPage:
        page.left.connect(self._window.serving.home)
        page.resumed.connect(self._window.serving.finding.resume)
        return page

    def _connected_follow(self, page: kinds.FollowPage) -> kinds.FollowPage:
        page.wanted.connect(self._window.serving.finding.open_for)
        page.asked.connect(self._look_at)
        page.acknowledged.connect(self._window.serving.acknowledge)
        page.previewed.connect(self._preview)
        return page

    def _look_at(self, operation_id: str) -> None:
        """That operation among what waits."""
        self.get(kinds.WaitingPage).wish(operation_id)
        self._window.serving.waiting()

    def _connected_waiting(self, page: kinds.WaitingPage) -> kinds.WaitingPage:
        serving = self._window.serving
        page.settled.connect(serving.carrying.settle)
        page.redone.connect(serving.carrying.redo)
        page.printed.connect(self._window.saving.on_paper)
        page.saved.connect(self._window.saving.save_as)
        page.retried.connect(serving.line.urge)
        page.reconciled.connect(serving.reconciling.open)
        page.carried.connect(self._window.carry)
        page.previewed.connect(self._preview)
        return page

    def _connected_transfer(self, page: kinds.TransferPage) -> kinds.TransferPage:
        from ui.stick_files import StickFiles

        sticking = self._window.serving.sticking
        files = StickFiles(self._window, page, sticking)
        page.chosen.connect(sticking.choose)
        page.exported.connect(sticking.take_out)
        page.asked.connect(files.ask)
        page.resaved.connect(files.ask_for_answers)
        page.left.connect(self._window.serving.waiting)
        sticking.changed.connect(page.show_stick)
        page.show_stick(sticking.view)
        return page

    def _connected_approvals(self, page: kinds.ApprovalsPage) -> kinds.ApprovalsPage:
        from ui.approving import Approving

        self.approving = Approving(self._window, page)
        return page

    def _connected_audit(self, page: kinds.AuditPage) -> kinds.AuditPage:
        from ui.auditing import Auditing

        self.auditing = Auditing(self._window, page)
        return page

    def _connected_reconcile(self, page: kinds.ReconcilePage) -> kinds.ReconcilePage:
        reconciling = self._window.serving.reconciling
        page.wanted.connect(reconciling.open)
        page.compared.connect(reconciling.compare)
        page.resent.connect(reconciling.send_again)
        page.explained.connect(reconciling.explain)
        page.asked.connect(self._look_at)
        page.left.connect(self._window.serving.waiting)
        return page

"""Which page draws which view. Refuses to decide anything else: a view goes to its page and is drawn there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.desk.views import (
    FollowView,
    GuideView,
    HomeView,
    OutcomeView,
    PersonView,
    PinView,
    VisitView,
    WaitingView,
)
from counter_app.desk.views_checked import Checked
from counter_app.desk.views_handing_over import HandOverView
from counter_app.desk.views_leaving import LeaveView, TurnAwayView
from counter_app.desk.views_reconciling import ReconcileView
from counter_app.desk.views_second import SecondView
from ui import pages as kinds
from ui.pages.page import Page

if TYPE_CHECKING:
    from ui.page_shelf import PageShelf

Beside = (
    Checked
    | FollowView
    | GuideView
    | HandOverView
    | LeaveView
    | ReconcileView
    | SecondView
    | TurnAwayView
    | WaitingView
)
Shown = HomeView | PersonView | PinView | VisitView | OutcomeView | Beside


def draw(shelf: PageShelf, view: Shown) -> Page:
    """The page of the view, drawn in place."""
    page: Page
    if isinstance(view, HomeView):
        page = home = shelf.get(kinds.HomePage)
        home.show_home(view)
    elif isinstance(view, PersonView):
        page = person = shelf.get(kinds.PersonPage)
        person.show_person(view)
    elif isinstance(view, VisitView):
        page = procedure = shelf.get(kinds.ProcedurePage)
        procedure.show_visit(view)
    elif isinstance(view, OutcomeView):
        page = result = shelf.get(kinds.ResultPage)
        result.show_outcome(view)
    elif isinstance(view, PinView):
        page = pin = shelf.get(kinds.PinPage)
        pin.show_pin(view)
    else:
        page = _beside(shelf, view)
    return page


def _beside(shelf: PageShelf, view: Beside) -> Page:
    """Pages beside the way of one person."""
    page: Page
    if isinstance(view, Checked):
        page = checked = shelf.get(kinds.CheckedPage)
        checked.show_checked(view)
    elif isinstance(view, FollowView):
        page = follow = shelf.get(kinds.FollowPage)
        follow.show_following(view)
    elif isinstance(view, GuideView):
        page = guide = shelf.get(kinds.GuidePage)
        guide.show_guide(view)
    elif isinstance(view, HandOverView):
        page = over = shelf.get(kinds.HandOverPage)
        over.show_left(view)
    elif isinstance(view, LeaveView):
        page = leave = shelf.get(kinds.LeavePage)
        leave.show_leave(view)
    elif isinstance(view, ReconcileView):
        page = reconcile = shelf.get(kinds.ReconcilePage)
        reconcile.show_days(view)
    elif isinstance(view, SecondView):
        page = second = shelf.get(kinds.SecondPage)
        second.show_second(view)
    elif isinstance(view, TurnAwayView):
        page = away = shelf.get(kinds.TurnAwayPage)
        away.show_page(view)
    else:
        page = waiting = shelf.get(kinds.WaitingPage)
        waiting.show_waiting(view)
    return page

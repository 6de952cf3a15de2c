"""The pages of the window. Each is built once, draws a view it is shown, and sends out what the clerk wants; decides
nothing. Each is imported when it is first named here, so that the sign-in page need not wait for the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.pages.follow import FollowPage as FollowPage
    from ui.pages.guide_page import GuidePage as GuidePage
    from ui.pages.home import HomePage as HomePage
    from ui.pages.leave import LeavePage as LeavePage
    from ui.pages.person import PersonPage as PersonPage
    from ui.pages.pin import PinPage as PinPage
    from ui.pages.pin_entry import PinEntryPage as PinEntryPage
    from ui.pages.practice import PracticePage as PracticePage
    from ui.pages.procedure import ProcedurePage as ProcedurePage
    from ui.pages.reconcile import ReconcilePage as ReconcilePage
    from ui.pages.result import ResultPage as ResultPage
    from ui.pages.second import SecondPage as SecondPage
    from ui.pages.settings import SettingsPage as SettingsPage
    from ui.pages.sign_in import SignInPage as SignInPage
    from ui.pages.trouble import TroublePage as TroublePage
    from ui.pages.turn_away import TurnAwayPage as TurnAwayPage
    from ui.pages.waiting import WaitingPage as WaitingPage

_WHERE = {
    "FollowPage": "follow",
    "GuidePage": "guide_page",
    "HomePage": "home",
    "LeavePage": "leave",
    "PersonPage": "person",
    "PinEntryPage": "pin_entry",
    "PinPage": "pin",
    "PracticePage": "practice",
    "ProcedurePage": "procedure",
    "ReconcilePage": "reconcile",
    "ResultPage": "result",
    "SecondPage": "second",
    "SettingsPage": "settings",
    "SignInPage": "sign_in",
    "TroublePage": "trouble",
    "TurnAwayPage": "turn_away",
    "WaitingPage": "waiting",
}


def __getattr__(name: str) -> Any:
    """The page of that name, imported now."""
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"ui.pages.{_WHERE[name]}"), name)

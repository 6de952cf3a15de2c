"""The pages of the window. Each is built once, draws a view it is shown, and sends out what the clerk wants; decides
nothing. Each is imported when it is first named here, so that the sign-in page need not wait for the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.pages.approvals import ApprovalsPage as ApprovalsPage
    from ui.pages.audit import AuditPage as AuditPage
    from ui.pages.checked import CheckedPage as CheckedPage
    from ui.pages.follow import FollowPage as FollowPage
    from ui.pages.guide_page import GuidePage as GuidePage
    from ui.pages.hand_over import HandOverPage as HandOverPage
    from ui.pages.home import HomePage as HomePage
    from ui.pages.leave import LeavePage as LeavePage
    from ui.pages.lock import LockPage as LockPage
    from ui.pages.papers import PapersPage as PapersPage
    from ui.pages.password import PasswordPage as PasswordPage
    from ui.pages.person import PersonPage as PersonPage
    from ui.pages.pin import PinPage as PinPage
    from ui.pages.pin_entry import PinEntryPage as PinEntryPage
    from ui.pages.practice import PracticePage as PracticePage
    from ui.pages.preview import PreviewPage as PreviewPage
    from ui.pages.procedure import ProcedurePage as ProcedurePage
    from ui.pages.reconcile import ReconcilePage as ReconcilePage
    from ui.pages.repair import RepairPage as RepairPage
    from ui.pages.result import ResultPage as ResultPage
    from ui.pages.second import SecondPage as SecondPage
    from ui.pages.settings import SettingsPage as SettingsPage
    from ui.pages.sign_in import SignInPage as SignInPage
    from ui.pages.transfer import TransferPage as TransferPage
    from ui.pages.trouble import TroublePage as TroublePage
    from ui.pages.turn_away import TurnAwayPage as TurnAwayPage
    from ui.pages.unlock import UnlockPage as UnlockPage
    from ui.pages.waiting import WaitingPage as WaitingPage

_WHERE = {
    "ApprovalsPage": "approvals",
    "AuditPage": "audit",
    "CheckedPage": "checked",
    "FollowPage": "follow",
    "GuidePage": "guide_page",
    "HandOverPage": "hand_over",
    "HomePage": "home",
    "LeavePage": "leave",
    "LockPage": "lock",
    "PapersPage": "papers",
    "PasswordPage": "password",
    "PersonPage": "person",
    "PinEntryPage": "pin_entry",
    "PinPage": "pin",
    "PracticePage": "practice",
    "PreviewPage": "preview",
    "ProcedurePage": "procedure",
    "ReconcilePage": "reconcile",
    "RepairPage": "repair",
    "ResultPage": "result",
    "SecondPage": "second",
    "SettingsPage": "settings",
    "SignInPage": "sign_in",
    "TransferPage": "transfer",
    "TroublePage": "trouble",
    "TurnAwayPage": "turn_away",
    "UnlockPage": "unlock",
    "WaitingPage": "waiting",
}


def __getattr__(name: str) -> Any:
    """The page of that name, imported now."""
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"ui.pages.{_WHERE[name]}"), name)

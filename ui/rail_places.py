"""Which item of the rail a page belongs to. Refuses to know what is on a page."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "HomePage": "home",
    "PersonPage": "home",
    "PreviewPage": "home",
    "ProcedurePage": "home",
    "ResultPage": "home",
    "PinPage": "home",
    "PinEntryPage": "home",
    "SecondPage": "home",
    "LeavePage": "home",
    "TurnAwayPage": "home",
    "CheckedPage": "home",
    "GuidePage": "home",
    "HandOverPage": "home",
    "PapersPage": "home",
    "ApprovalsPage": "approvals",
    "AuditPage": "home",
    "WaitingPage": "waiting",
    "ReconcilePage": "waiting",
    "TransferPage": "waiting",
    "FollowPage": "follow",
    "PracticePage": "practice",
    "SettingsPage": "settings",
}
BESIDE = {
    "transfer": "TransferPage",
    "audit": "AuditPage",
    "approvals": "ApprovalsPage",
    "papers": "PapersPage",
}
"""Places that are no item of the rail."""

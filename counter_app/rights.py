"""Who may do what at a counter: one table, read by the desk, the window and the command alike.

Refuses to know a person by more than the roles the platform gave: a role nobody knows gives no right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from counter_app.clerks import Role
from counter_app.domain.errors import Refused
from counter_app.domain.text import Text


class Right(StrEnum):
    """One thing a person may do or not; a closed list."""

    SERVE = "serve"  # find a holder, do procedures, print and reprint receipts
    REVEAL = "reveal"  # see a number whole where the task needs it
    COPY_OF_DATA = "copy_of_data"  # give a holder the copy of what is kept of them
    SECOND = "second"  # agree as the second person to what somebody else does
    APPROVE = "approve"  # decide on another window's or outlet's high-risk work
    SUPERVISE = "supervise"  # what a supervisor must see, acknowledging it, escalated exceptions
    RECONCILE = "reconcile"  # compare a day with the platform and explain
    TRANSFER = "transfer"  # carry work in sealed files
    READ_AUDIT = "read_audit"  # search and export the trail
    EXPORT = "export"  # lists of people in a file
    SETTINGS = "settings"  # settings, enrolment, readers and printers of this counter
    BACK_UP = "back_up"  # make, try and restore backups, recovery shares
    TRAIN = "train"  # the practice province


_C, _S, _AU, _AD, _T = Role.CLERK, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.TRAINER

GRANTED: Mapping[Right, frozenset[Role]] = {
    Right.SERVE: frozenset({_C, _S}),
    Right.REVEAL: frozenset({_C, _S}),
    Right.COPY_OF_DATA: frozenset({_C, _S}),
    Right.SECOND: frozenset({_C, _S}),
    Right.APPROVE: frozenset({_S}),
    Right.SUPERVISE: frozenset({_S}),
    Right.RECONCILE: frozenset({_C, _S}),
    Right.TRANSFER: frozenset({_C, _S}),
    Right.READ_AUDIT: frozenset({_AU}),
    Right.EXPORT: frozenset({_S, _AU}),
    Right.SETTINGS: frozenset({_AD}),
    Right.BACK_UP: frozenset({_AD}),
    Right.TRAIN: frozenset({_T, _S, _AD}),
}
"""Right -> roles that have it. An auditor changes nothing, an administrator sees no person."""

ROLE_NAMES: Mapping[Role, Text] = {
    Role.CLERK: Text("柜员", "clerk"),
    Role.SUPERVISOR: Text("主管", "supervisor"),
    Role.AUDITOR: Text("审计员", "auditor"),
    Role.ADMINISTRATOR: Text("管理员", "administrator"),
    Role.TRAINER: Text("培训员", "trainer"),
}


RIGHT_NAMES: Mapping[Right, Text] = {
    Right.SERVE: Text("接待持卡人、办业务、打印回执", "serve holders: find, carry out, print receipts"),
    Right.REVEAL: Text("显示完整号码", "see a number whole where the task needs it"),
    Right.COPY_OF_DATA: Text("给本人一份留存资料", "give a holder the copy of what is kept of them"),
    Right.SECOND: Text("复核他人业务", "agree as the second person"),
    Right.APPROVE: Text("审批别处的高风险业务", "decide on high-risk work of another window or outlet"),
    Right.SUPERVISE: Text("知悉须主管留意的事", "see to what a supervisor must see"),
    Right.RECONCILE: Text("与平台对账", "compare a day with the platform and explain"),
    Right.TRANSFER: Text("用文件转送业务", "carry work in sealed files"),
    Right.READ_AUDIT: Text("查阅审计", "search and export the trail"),
    Right.EXPORT: Text("导出人员名单", "lists of people"),
    Right.SETTINGS: Text("设置与登记本机", "settings and enrolment of this counter"),
    Right.BACK_UP: Text("备份、恢复与密钥份额", "backups, recovery and its shares"),
    Right.TRAIN: Text("带练习", "run the practice province for others"),
}


class NotAllowed(Refused):
    """Whoever is signed in has no role that may do this. `who`: the roles that may."""

    happened = Text("您的岗位不能办这件事", "Your role may not do this")
    advice = Text("请{who}登录后办", "Ask a person to sign in who is: {who}")


def may(roles: Iterable[Role], right: Right) -> bool:
    """Whether one of these roles has that right."""
    return not GRANTED[right].isdisjoint(roles)


def make_sure(roles: Iterable[Role], right: Right) -> None:
    """Raises NotAllowed."""
    if not may(roles, right):
        names = [ROLE_NAMES[role] for role in Role if role in GRANTED[right]]
        raise NotAllowed(who=Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)))

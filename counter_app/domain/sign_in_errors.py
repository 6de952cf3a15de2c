"""What can go wrong when a clerk signs in. Same rules as `counter_app.domain.errors`: two lines for the clerk, no names
in the facts.
"""

from __future__ import annotations

from counter_app.domain.errors import Refused
from counter_app.domain.text import Text


class WrongClerkOrPassword(Refused):
    """Nobody has that number, or it is another one's password: nobody is told which."""

    happened = Text("工号或密码不对", "Wrong number or password")
    advice = Text(
        "核对后重新输入；连错几次会锁定，忘了密码请省平台重设",
        "Compare and type them again; several wrong ones lock you out. Forgotten: the platform sets a new one",
    )


class ClerkLocked(Refused):
    """Too many wrong passwords. `minutes` until the next try, at least 1."""

    happened = Text("密码连错太多次，工号已锁定", "Too many wrong passwords: this number is locked")
    advice = Text(
        "{minutes} 分钟后再试；不是本人试的，请告诉管理员", "Try in {minutes} minutes; if it was not you, say so"
    )

    @property
    def minutes(self) -> int:
        """Until the next try."""
        return int(str(self.facts["minutes"]))


class PasswordToBeChanged(Refused):
    """The password is right and must be changed before anything else: set by somebody else, or too old."""

    happened = Text("密码到期或须首次修改，还没有登录", "The password must be changed first: nobody is signed in yet")
    advice = Text("联网修改：counter change-password 工号", "Change it with a line: counter change-password NUMBER")


class NotOfThisOutlet(Refused):
    """The password is right; the clerk belongs to another outlet than those this counter serves."""

    happened = Text("这位工作人员不属于本网点", "This clerk does not belong to this outlet")
    advice = Text("到所属网点登录；调动了，请管理员在省平台改", "Sign in at your own outlet, or have the platform told")


class NewPasswordUnfit(Refused):
    """A new password is too weak, or the one in use. `why` is a `Text`."""

    happened = Text("新密码不合要求：{why}", "The new password will not do: {why}")
    advice = Text("另想一个再改", "Think of another one and change it again")


class NoSignInWithoutLine(Refused):
    """No line, and this clerk has not signed in here with one, or too long ago."""

    happened = Text("没有连上省平台，这个工号不能离线登录", "No platform, and this number cannot sign in without it")
    advice = Text(
        "联网登录一次，之后的期限内才可离线登录", "Sign in once with a line: it holds without one for the days granted"
    )


class ClockSetBack(Refused):
    """This machine's clock says less than it did before: nobody knows whether the days are over."""

    happened = Text("本机时钟被调回，不能离线登录", "This machine's clock was set back: no sign-in without a line")
    advice = Text("校准日期和时间，或联网登录", "Set date and time right, or sign in with a line")


class NobodySignedIn(Refused):
    """No clerk is signed in for commands, or the time is over."""

    happened = Text("没有人登录，或登录已到时", "Nobody is signed in, or the time is over")
    advice = Text("登录：counter sign-in 工号", "Sign in: counter sign-in NUMBER")

"""What can go wrong between a counter's key and the platform. Work that was recorded is never touched by any of it.

Same rules as `counter_app.domain.errors`: two lines for the clerk, no names or numbers of people in the facts.
"""

from __future__ import annotations

from counter_app.domain.errors import NoPlatform, PlatformTrouble, Refused
from counter_app.domain.text import Text


class NotEnrolled(PlatformTrouble):
    """The platform takes nothing from this counter: it has no key there. Looking things up by GET goes on."""

    happened = Text("本机还没有在省平台登记，业务送不出去", "This counter is not enrolled: the platform takes nothing")
    advice = Text(
        "请管理员用登记码登记：counter enrol；已受理的业务都在本机等着",
        "Have the administrator enrol it: counter enrol; recorded work is safe and waits here",
    )


class EnrolmentLapsed(NotEnrolled):
    """The key was not renewed in time."""

    happened = Text("本机在省平台的登记已过期，业务送不出去", "This counter's enrolment has run out: nothing is taken")


class EnrolmentRevoked(NotEnrolled):
    """The platform has revoked the key: lost or stolen machine, outlet closed."""

    happened = Text("省平台已停用本机的登记，业务送不出去", "The platform has revoked this counter: nothing is taken")
    advice = Text(
        "联系省平台查明原因，拿到新登记码后 counter enrol；已受理的业务都在本机等着",
        "Ask the platform why, then counter enrol with a new code; recorded work is safe and waits here",
    )


class TakenOver(EnrolmentRevoked):
    """This counter was set up again on another machine from a backup: that one is it now."""

    happened = Text(
        "本柜台已在另一台机器上接替，这台机器送不出去",
        "This counter was taken over by another machine: nothing is taken from this one",
    )
    advice = Text(
        "这台机器停止受理，联系管理员；这里没送出的业务都还在，不要删",
        "Stop taking work here and call the administrator; what was not sent from here is kept: delete nothing",
    )


class KeyUnreadable(NotEnrolled):
    """The counter's own key cannot be read or kept just now: keyring locked or gone, its content damaged."""

    happened = Text("本机的登记密钥读不了，业务送不出去", "The key of this counter cannot be read: nothing can go")
    advice = Text(
        "照常受理，业务都在本机等着；请管理员解锁系统密钥环，不行就用新登记码 counter enrol",
        "Go on as with no line, work waits here; have the keyring unlocked, else enrol anew: counter enrol",
    )


class ClockOff(PlatformTrouble):
    """The platform finds the time of a signed call too far from its own. `minutes`: how far this machine's clock is."""

    happened = Text(
        "本机时钟与省平台相差 {minutes} 分钟，业务送不出去",
        "This machine's clock is {minutes} minutes off: the platform takes nothing",
    )
    advice = Text(
        "校准本机日期和时间；已受理的业务都在本机等着",
        "Set this machine's date and time; recorded work is safe and waits here",
    )


class CallRepeated(NoPlatform):
    """The platform has had this very call before, and this time refused it: the line sent it twice."""

    happened = Text(
        "线路把本机的请求送了两遍，省平台不收第二遍",
        "The line sends what this counter sends twice; the platform refuses the second",
    )
    advice = Text(
        "请管理员检查中间的代理；已受理的业务不会办两次，都在本机等着",
        "Have the proxy between looked at; recorded work is safe, waits here and takes effect once",
    )


class CodeRefused(Refused):
    """The platform does not take an enrolment code."""

    happened = Text("省平台不认这个登记码", "The platform does not take this enrolment code")
    advice = Text(
        "核对登记码；用过的、过期的，请省平台另发一个",
        "Compare the code; used or old ones are replaced by the platform",
    )

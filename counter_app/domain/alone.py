"""How long and with how much work a counter may go on without the platform: when it warns, when it stops.

Refuses to count days by anything but the last greeting after which the counter was not turned away, and to keep a loss
report back: a card somebody may be misusing is reported however old the line is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.errors import Refused
from counter_app.domain.text import Text

DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the pack: `warn_days` and `warn_count` are told, from `days` and `count` on no provisional work is taken."""

    warn_days: int
    days: int
    warn_count: int
    count: int


@dataclass(frozen=True, slots=True)
class Alone:
    """A counter without the platform: whole `days` since it was last heard, `unsent` operations nobody has answered."""

    days: int
    unsent: int


class TooLongAlone(Refused):
    """The platform was not heard for `days` days, `most` is the limit of the pack."""

    happened = Text(
        "已 {days} 天没有连上省平台（上限 {most} 天），暂停受理须平台确认的业务",
        "No platform for {days} days (limit {most}): no work that needs it is taken",
    )
    advice = Text(
        "先恢复线路把等待的送出；挂失照常受理，其余请到有网的窗口办",
        "Mend the line first; losses are taken as ever, the rest at a window with a line",
    )


class TooMuchWaiting(Refused):
    """`count` operations wait for the platform, `most` is the limit of the pack."""

    happened = Text(
        "已有 {count} 件等待省平台（上限 {most} 件），暂停受理须平台确认的业务",
        "{count} operations wait for the platform (limit {most}): no work that needs it is taken",
    )
    advice = TooLongAlone.advice


def alone(heard: datetime, unsent: int, *, now: datetime) -> Alone:
    """Since the platform was `heard`. A clock before that moment counts no days."""
    return Alone(max(0, int((now - heard).total_seconds() // DAY)), unsent)


def refusal(how: Alone, limits: Limits) -> Refused | None:
    """Why no provisional work is taken, None while it is."""
    if how.days >= limits.days:
        return TooLongAlone(days=how.days, most=limits.days)
    if how.unsent >= limits.count:
        return TooMuchWaiting(count=how.unsent, most=limits.count)
    return None


def warning(how: Alone, limits: Limits) -> Text | None:
    """What the clerk is told before it comes to that, or once it has; None while there is time."""
    no = refusal(how, limits)
    if no is not None:
        return no.message
    if how.days >= limits.warn_days:
        left = limits.days - how.days
        return Text(
            f"已 {how.days} 天没有连上省平台，再过 {left} 天只受理挂失，请尽快恢复线路",
            f"No platform for {how.days} days; in {left} more only losses are taken: mend the line",
        )
    if how.unsent >= limits.warn_count:
        left = limits.count - how.unsent
        return Text(
            f"已有 {how.unsent} 件等待省平台，再有 {left} 件就只受理挂失，请尽快恢复线路",
            f"{how.unsent} wait for the platform; after {left} more only losses are taken: mend the line",
        )
    return None

"""Which of two words of the platform on one person stands: the versions of the cards say it, else the moments.

Refuses to choose by which came first: answers pass each other on the way, and a line may hold one back for long.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from counter_app.domain.holder import Person
from counter_app.domain.versions import Course, Versions, course, lacks_a_card, newest_of_each, versions_of

# Two answers may pass each other on the way. One that is older by more comes from a platform whose clock was set back.
_OVERTAKEN = timedelta(seconds=60)


def later(before: Person | None, one: Person) -> Person:
    """Which of two words stands, where `one` came after `before`. Raises ValueError as `told_at`."""
    if before is None:
        return one
    kept, told = versions_of(before), versions_of(one)
    how = course(kept, told)
    late = how is Course.OLDER or (how is not Course.NEWER and is_late(kept, told_at(before), told, told_at(one)))
    return newest_of_each(before, one) if late else newest_of_each(one, before)


def is_late(kept: Versions, kept_at: datetime, told: Versions, at: datetime, *, newest_only: bool = False) -> bool:
    """Whether a word was overtaken by the moments, where versions leave it open. `newest_only`: one of the very moment
    was, too. A card that was made stays made.
    """
    back = kept_at - at
    overtaken = timedelta(0) < back <= _OVERTAKEN or (newest_only and not back)
    return overtaken or (back > timedelta(0) and lacks_a_card(kept, told))


def told_at(one: Person) -> datetime:
    """When the platform said it. Raises ValueError for a person it never told of."""
    if one.as_of is None:
        raise ValueError("the mirror holds only what the platform has told, and when")
    return one.as_of

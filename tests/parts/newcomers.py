"""People without a card that a practice platform has just heard of: each is used by one test alone."""

from __future__ import annotations

from itertools import count

from counter_app.domain.holder import Holder, Person
from counter_app.domain.numbers import identity_check_digit
from tests.parts.practice_platform import Platform

_SERIALS = count(1)


def newcomer(platform: Platform) -> Person:
    """Another person whom nobody has touched, with a number nobody else of the practice province has."""
    serial = next(_SERIALS)
    first17 = f"439901197001{1 + serial // 900:02d}{100 + serial % 900:03d}"
    number = first17 + identity_check_digit(first17)
    platform.change("INSERT INTO person VALUES (?,?,?,?,?,?,?)", number, "申领人", "1", None, "", "13900000046", "")
    return Person(Holder(number, "申领人", "1", None, mobile="13900000046"))

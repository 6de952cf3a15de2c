"""Rules take effect by date, drafts are for practice only, and work keeps the version and basis it was done under."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from counter_app import provinces
from counter_app.provinces import RulesNotInForce, must_be_in_force
from counter_app.provinces.reading import Source, heading
from tests.provinces.samples import FULLER, read


def test_a_change_holds_from_its_day_on_with_its_own_version_and_basis() -> None:
    before, after = read(FULLER, on=date(2098, 12, 31)), read(FULLER, on=date(2099, 1, 1))
    assert (before.version, before.temporary_loss_days) == ("2030.1", 15)
    assert (after.version, after.temporary_loss_days) == ("2030.2", 20)
    assert after.temporary_loss_basis.words.zh == "示例条例第七条"
    assert after.grounds == before.grounds


def test_the_first_paint_shows_the_version_of_the_day_too() -> None:
    source = Source("sample.toml", FULLER)
    assert heading(source, on=date(2098, 12, 31))[1] == "2030.1"
    assert heading(source, on=date(2099, 1, 1))[1] == "2030.2"


@pytest.mark.parametrize("name", ["hunan", "guangxi"])
def test_a_draft_is_refused_for_real_work_in_words(name: str) -> None:
    with pytest.raises(RulesNotInForce) as caught:
        must_be_in_force(provinces.load(name))
    assert "草案" in caught.value.message.zh
    assert caught.value.what_next.zh


def test_rules_of_a_later_day_are_refused_until_that_day() -> None:
    pack = replace(provinces.load("chongqing"), in_force_from=date(2027, 1, 1))
    with pytest.raises(RulesNotInForce, match="2027-01-01"):
        must_be_in_force(pack, on=date(2026, 12, 31))
    must_be_in_force(pack, on=date(2027, 1, 1))


@pytest.mark.parametrize("name", ["hainan", "guangdong", "chongqing"])
def test_regulations_in_force_are_good_for_real_work(name: str) -> None:
    must_be_in_force(provinces.load(name), on=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 17), False),  # Spring Festival, a Tuesday
        (date(2026, 2, 14), True),  # a Saturday worked instead
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # a Saturday as any other
        (date(2027, 2, 5), False),  # the eve of Spring Festival, a Friday
        (date(2027, 2, 9), True),  # may be moved when 2027 is published
        (date(2027, 6, 9), False),  # Dragon Boat Festival
    ],
)
def test_working_days_are_those_published(day: date, works: bool) -> None:
    from counter_app.domain.calendar import is_working

    assert is_working(provinces.load("hunan").calendar, day) is works


def test_days_after_those_published_are_counted_by_the_laws_own_holidays_and_are_not_settled() -> None:
    from counter_app.domain.calendar import is_settled

    calendar = provinces.load("hainan").calendar
    assert calendar.published_until == date(2026, 12, 31)
    assert is_settled(calendar, date(2026, 12, 31))
    assert not is_settled(calendar, date(2027, 1, 1))
    assert is_settled(replace(calendar, published_until=None), date(2027, 1, 1))

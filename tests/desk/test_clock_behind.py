"""At a desk whose machine's clock was reset to long ago, people born since are served; of a clock that is right beside
moments far ahead on record nobody grows older.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from counter_app.clock import OnwardClock
from counter_app.desk.desk import Desk
from counter_app.desk.searching import number_fault
from counter_app.desk.station import Station
from counter_app.desk.views import VisitView
from counter_app.domain.identity import FAULTS
from counter_app.domain.moments import local
from counter_app.domain.numbers import NumberFault, identity_check_digit
from tests.contracts.samples import entry
from tests.desk.conftest import Office
from tests.parts.counter_folder import SetClock
from tests.parts.practice_folder import NOWHERE

LONG = timedelta(days=9_600)
FAR = timedelta(days=27_000)
MINUTE = timedelta(minutes=1)


def number_born(day: date, *, sequence: str = "071") -> str:
    first = f"439914{day:%Y%m%d}{sequence}"
    return first + identity_check_digit(first)


def at(office: Office, ahead: timedelta, *, url: str = "") -> tuple[Station, SetClock]:
    """The platform was heard a moment ago; since then the machine's clock is so far ahead."""
    counter, _desk = office.open()
    counter.close()
    station, clock = office.stand(url=url), SetClock()
    clock.ahead = ahead
    station.clock = clock
    station.onward = OnwardClock(clock, station.store.last_moment, station.store.clock_taken_back)
    return station, clock


def off(station: Station) -> timedelta:
    return abs(station.present() - datetime.now(UTC))


@pytest.mark.parametrize("procedure", ["temporary-loss", "formal-loss"])
def test_a_grown_up_born_after_the_day_the_clock_shows_reports_a_loss(office: Office, procedure: str) -> None:
    station, _clock = at(office, -LONG, url=NOWHERE)
    desk = Desk(station)
    opened = desk.open_unknown(number_born(date(2002, 3, 5)))
    shown = desk.begin(opened.visit_id, procedure)
    assert isinstance(shown, VisitView)
    who = [one.field for one in shown.fields if one.field.name == "actor"]
    assert all(choice.refused is None for field in who for choice in field.choices), "is no child"


def test_a_birth_date_that_has_not_come_is_still_none(office: Office) -> None:
    station, _clock = at(office, -LONG, url=NOWHERE)
    today = local(datetime.now(UTC)).date()
    assert number_fault(station, number_born(today - timedelta(days=1))) is None
    assert number_fault(station, number_born(today + timedelta(days=2))) == FAULTS[NumberFault.DATE]


def test_ages_and_papers_are_judged_by_the_platforms_last_word_where_the_clock_is_behind(office: Office) -> None:
    station, clock = at(office, -LONG, url=NOWHERE)
    assert off(station) < MINUTE, "heard before it was reset"
    station.store.keep_contact(clock.now(), LONG.total_seconds())
    assert off(station) < MINUTE, "heard again since"
    clock.ahead = timedelta(0)
    assert off(station) < MINUTE, "and put right"


def test_a_moment_far_ahead_on_record_makes_nobody_older(office: Office) -> None:
    station, _clock = at(office, timedelta(0), url=NOWHERE)
    station.store.note(entry("holder.searched", at=datetime.now(UTC) + FAR))
    station.onward = OnwardClock(station.clock, station.store.last_moment, station.store.clock_taken_back)
    assert station.moment() > datetime.now(UTC) + FAR - MINUTE
    assert off(station) < MINUTE
    station.store.keep_contact(datetime.now(UTC) + FAR, -FAR.total_seconds())
    assert off(station) < MINUTE, "the platform was heard under that clock"

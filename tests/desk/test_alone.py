"""At the desk: days without the platform count on over restarts, are told on the person's page, and then stop what
needs it; a clock set back is told and put on record once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from counter_app.clock import OnwardClock
from counter_app.desk.standing_words import SET_BACK, clock_trouble
from counter_app.desk.views import VisitView
from counter_app.domain.alone import TooLongAlone
from counter_app.domain.holder import Person
from tests.desk.conftest import Office
from tests.parts.counter_folder import SetClock
from tests.parts.practice_folder import NOWHERE

Somebody = Callable[[], Person]


def heard(office: Office, days: int) -> None:
    """The platform was heard last so many days ago, and the program has ended since."""
    counter, _desk = office.open(url=NOWHERE)
    counter.store().keep_contact(datetime.now(UTC) - timedelta(days=days, hours=1), 0.0)
    counter.close()


def test_the_person_page_warns_before_the_limit(office: Office, somebody: Somebody) -> None:
    heard(office, 8)
    _counter, desk = office.open(url=NOWHERE)
    page = desk.open_number(somebody().holder.number)
    assert page.notice is not None
    assert page.notice.zh.startswith("已 8 天没有连上省平台，再过 22 天只受理挂失")
    assert isinstance(desk.begin(page.visit_id, "data-change"), VisitView)


def test_beyond_it_only_losses_are_taken_until_the_line_is_back(office: Office, somebody: Somebody) -> None:
    heard(office, 30)
    counter, desk = office.open(url=NOWHERE)
    visit = desk.open_number(somebody().holder.number).visit_id
    with pytest.raises(TooLongAlone) as no:
        desk.begin(visit, "data-change")
    assert "已 30 天" in no.value.message.zh
    shut = next(one for one in desk.person(visit).actions if one.procedure == "data-change")
    assert shut.refused == no.value.message
    assert isinstance(desk.begin(visit, "temporary-loss"), VisitView)
    desk.end(visit)
    counter.close()
    _counter, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    assert desk.person(visit).notice is None
    assert isinstance(desk.begin(visit, "data-change"), VisitView)


def test_a_clock_set_back_is_told_and_put_on_record_once(office: Office) -> None:
    station, clock = office.stand(), SetClock()
    station.onward = OnwardClock(clock, station.store.last_moment)
    assert clock_trouble(station) is None
    clock.ahead = -timedelta(hours=3)
    for _ in range(3):
        told = clock_trouble(station)
        assert told is not None
        assert told.zh.startswith("本机时钟被拨回 3 小时")
    assert station.store.times(SET_BACK, "") == 1
    clock.ahead = timedelta(seconds=5)
    assert clock_trouble(station) is None
    clock.ahead = -timedelta(hours=3)
    clock_trouble(station)
    assert station.store.times(SET_BACK, "") == 2


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(299, None), (720, "本机时钟比省平台慢 12 分钟"), (-7300, "本机时钟比省平台快 2 小时"), (4 * 86400, "4 天")],
)
def test_a_clock_far_from_the_platforms_is_told_with_what_to_do(
    office: Office, seconds: float, said: str | None
) -> None:
    station = office.stand()
    station.store.keep_contact(datetime.now(UTC), seconds)
    told = clock_trouble(station)
    if said is None:
        assert told is None
    else:
        assert told is not None
        assert said in told.zh
        assert "校准" in told.zh

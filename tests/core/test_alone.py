"""Without the platform a counter warns in words with numbers, then takes only losses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app import provinces
from counter_app.desk.situations import refusal
from counter_app.domain.alone import Alone, Limits, TooLongAlone, TooMuchWaiting, alone, warning
from counter_app.domain.errors import ForbiddenOffline, Refused
from counter_app.domain.procedure import Procedure
from counter_app.domain.province import OfflineRule
from counter_app.procedures import all_procedures
from tests.core.situations import NOW
from tests.core.test_procedures import about, people

LIMITS = Limits(warn_days=3, days=10, warn_count=50, count=100)
FINE, LONG, MUCH = Alone(2, 49), Alone(10, 0), Alone(0, 100)


def test_days_are_whole_days_since_the_last_greeting() -> None:
    assert alone(NOW, 4, now=NOW + timedelta(days=3, hours=23)) == Alone(3, 4)
    assert alone(NOW, 0, now=NOW - timedelta(days=400)) == Alone(0, 0), "a clock set back counts no days"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (FINE, None),
        (Alone(3, 0), "已 3 天没有连上省平台，再过 7 天只受理挂失，请尽快恢复线路"),
        (Alone(0, 50), "已有 50 件等待省平台，再有 50 件就只受理挂失，请尽快恢复线路"),
        (LONG, "已 10 天没有连上省平台（上限 10 天），暂停受理须平台确认的业务"),
        (MUCH, "已有 100 件等待省平台（上限 100 件），暂停受理须平台确认的业务"),
    ],
)
def test_the_clerk_is_told_with_numbers_before_it_stops(how: Alone, said: str | None) -> None:
    words = warning(how, LIMITS)
    assert (words.zh if words else None) == said


@pytest.mark.parametrize("which", all_procedures(), ids=lambda p: p.id)
@pytest.mark.parametrize(("how", "no"), [(LONG, TooLongAlone), (MUCH, TooMuchWaiting)], ids=["long", "much"])
def test_beyond_the_limit_a_procedure_is_refused_unless_it_reports_a_loss(
    which: Procedure, how: Alone, no: type[Refused]
) -> None:
    """Whatever could be begun without a line just before it."""
    province = replace(provinces.load("hunan"), limits=LIMITS)
    rule = province.procedures[which.id].offline
    seen = 0
    for who in people():
        before = about(which, who, province=province, online=False)
        before = replace(before, alone=FINE, proven=True, outlet="439901")
        refused = refusal(before, which)
        after = refusal(replace(before, alone=how), which)
        if refused is not None:
            assert type(after) is type(refused)
            continue
        seen += 1
        expected = no if rule is OfflineRule.PROVISIONAL and not which.urgent else type(None)
        assert type(after) is expected
    assert seen or rule is OfflineRule.NEVER, "nothing was proven"


def test_what_is_never_done_blind_stays_refused_for_that_reason_and_a_line_lifts_every_limit() -> None:
    province = replace(provinces.load("hunan"), limits=LIMITS)
    for which in all_procedures():
        for who in people()[:40]:
            now = about(which, who, province=province, online=True)
            blind = replace(now, online=False, alone=LONG)
            if province.procedures[which.id].offline is OfflineRule.NEVER and refusal(now, which) is None:
                assert isinstance(refusal(blind, which), ForbiddenOffline)


@pytest.mark.parametrize("pack", provinces.available())
def test_every_pack_that_ships_warns_before_it_stops(pack: str) -> None:
    limits = provinces.load(pack).limits
    assert 0 < limits.warn_days < limits.days
    assert 0 < limits.warn_count < limits.count

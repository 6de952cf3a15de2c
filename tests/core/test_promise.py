"""Every page and paper says until when it is to be done, where the pack promises a time (海南 art. 7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter_app.domain.province import Promise
from counter_app.procedures import procedure
from tests.core.situations import HUNAN, person, situation

NAMES = ("temporary-loss", "formal-loss", "release", "activation", "cancellation", "data-change", "replacement")


@pytest.mark.parametrize("name", NAMES)
def test_the_promised_time_stands_on_every_paper(name: str) -> None:
    """The tests' day is Wednesday, 18 March 2026."""
    which = procedure(name)
    said = []
    for days in (0, 2):
        rules = replace(HUNAN.procedures[name], promise=Promise(days, HUNAN.temporary_loss_basis))
        pack = replace(HUNAN, procedures={**HUNAN.procedures, name: rules})
        rows = {r.label.zh: r.value.zh for r in which.rows(situation(which, person(), province=pack), {})}
        said.append(rows["承诺办结"])
    assert said == ["平台确认后当场办结", "2026年3月20日前（2 个工作日）"]
    rules = replace(HUNAN.procedures[name], promise=None)
    pack = replace(HUNAN, procedures={**HUNAN.procedures, name: rules})
    assert "承诺办结" not in {r.label.zh for r in which.rows(situation(which, person(), province=pack), {})}


def test_a_day_whose_holidays_are_not_published_yet_is_told_as_such() -> None:
    which, name = procedure("replacement"), "replacement"
    rules = replace(HUNAN.procedures[name], promise=Promise(10, HUNAN.temporary_loss_basis))
    pack = replace(HUNAN, procedures={**HUNAN.procedures, name: rules})
    now = situation(which, person(), province=pack)
    late = replace(now, now=datetime(2026, 12, 21, 2, 0, tzinfo=UTC))
    rows = {r.label.zh: r.value for r in which.rows(late, {})}
    assert rows["承诺办结"].zh == "2027年1月5日前（10 个工作日，暂按法定节假日推算）"
    assert "by the law's own holidays so far" in rows["承诺办结"].en

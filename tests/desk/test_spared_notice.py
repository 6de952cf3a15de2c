"""A paper the records spare is neither listed as missing nor compared, at the desk as in the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from tests.parts.counting import working
from tests.parts.practice_platform import Platform


@pytest.mark.parametrize(("pack", "asked"), [("hainan", False), ("hunan", True)])
def test_the_one_time_notice_lists_no_paper_the_platform_has_on_record(
    folder: Path, roles: dict[str, Person], platform: Platform, pack: str, asked: bool
) -> None:
    """海南条例 art. 12: a child on record brings no household register there."""
    child = roles["minor-no-card"]
    with working(folder, f"province={pack}", f"platform.url={platform.url}") as counter:
        counter.courier().pass_once()
        desk = counter.desk()
        desk.sign_in("0317")
        visit = desk.open_number(child.holder.number).visit_id
        papers = {name for name, _words in desk.turning_away(visit, "application").papers}
        desk.end(visit)
    assert ("id-or-register" in papers) is asked
    assert "guardian-proof" in papers

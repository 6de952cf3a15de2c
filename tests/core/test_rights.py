"""The table of rights: what docs/rights.md shows is what the program obeys, and no role has everything."""

from pathlib import Path

import pytest

from counter_app.clerks import Role
from counter_app.rights import GRANTED, RIGHT_NAMES, NotAllowed, Right, make_sure, may
from tools.rights_table import roles

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_shows_the_table_the_program_obeys() -> None:
    assert "\n".join(roles()) in (ROOT / "docs" / "rights.md").read_text(encoding="utf-8")
    assert set(RIGHT_NAMES) == set(GRANTED) == set(Right)


def test_who_sees_people_reads_no_trail_and_who_sets_up_sees_nobody() -> None:
    """Each of the three keeps an eye on the others."""
    assert not GRANTED[Right.READ_AUDIT] & (GRANTED[Right.SERVE] | GRANTED[Right.SETTINGS])
    assert not GRANTED[Right.SETTINGS] & GRANTED[Right.SERVE]


def test_a_role_nobody_knows_gives_no_right_and_a_refusal_names_who_may() -> None:
    assert not any(may((), right) for right in Right)
    with pytest.raises(NotAllowed) as no:
        make_sure((Role.CLERK,), Right.APPROVE)
    assert "主管" in no.value.what_next.zh
    make_sure((Role.CLERK, Role.SUPERVISOR), Right.APPROVE)

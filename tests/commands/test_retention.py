"""`counter retention`: what is kept for how long is told in counts, and what is past its time goes."""

from __future__ import annotations

from tests.parts.command import Command


def test_each_kind_is_told_with_its_days_and_basis(inside: Command) -> None:
    told = inside("retention", "show").json
    assert set(told) == {"known", "kinds"}
    assert [one["kind"] for one in told["kinds"]] == ["visits", "work", "cases", "trail"]
    assert all(set(one) == {"kind", "days", "due", "basis"} and one["basis"] for one in told["kinds"])
    assert all(one["due"] == 0 for one in told["kinds"])


def test_a_run_tells_counts_and_leaves_what_is_young(inside: Command) -> None:
    inside("sync")
    said = inside("retention", "run")
    assert said.status == 0
    assert said.json == {"known": True, "erased": {"visits": 0, "work": 0, "cases": 0, "trail": 0}}
    assert "已删除" in inside.words("retention", "run").out


def test_only_an_administrator_erases(inside: Command) -> None:
    """A clerk is told whose task it is."""
    assert inside("retention", "run", "--clerk", "0317").error["code"] == "NotAllowed"
    assert inside("retention", "run", "--clerk", "0501").status == 0

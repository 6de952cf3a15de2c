"""Every procedure by the command: its example names somebody for whom it is lawful, and carries through."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from counter_app.procedures import all_procedures
from tests.parts import practice_platform
from tests.parts.command import Command
from tests.parts.four_eyes import pack_with


@pytest.mark.parametrize("name", [p.id for p in all_procedures()])
def test_the_example_is_carried_out_and_the_platform_accepts_it(
    inside: Command, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a platform of its own: the people of the examples are everybody's. A second clerk is named, needed or not."""
    monkeypatch.setenv("COUNTER_SECOND_PASSWORD", "180318")
    with practice_platform.running(tmp_path / "platform.db") as platform:
        alone = replace(inside, sets=(f"platform.url={platform.url}",))
        example = alone.words("carry-out", name, "--example")
        assert example.status == 0, example.err
        done = alone("carry-out", name, "--answers", "-", "--second", "0318", given=example.out)
        assert done.status == 0, (example.out, done.err)
        assert (done.json["procedure"], done.json["settlement"]) == (name, "accepted"), example.out


def test_a_second_clerk_is_named_where_the_pack_asks_for_one(
    inside: Command, tmp_path: Path, somebody: Callable[[], Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "hunan.toml").write_text(pack_with("temporary-loss"), encoding="utf-8")
    two = replace(inside, sets=(*inside.sets, f"packs={packs}"))
    given = json.dumps({"holder": {"number": somebody().holder.number}})
    words = ("carry-out", "temporary-loss", "--answers", "-")
    alone = two(*words, given=given)
    assert (alone.status, alone.error["code"]) == (1, "NeedsSecond")
    monkeypatch.setenv("COUNTER_SECOND_PASSWORD", "999999")
    wrong = two(*words, "--second", "0318", given=given)
    assert (wrong.status, wrong.error["code"]) == (1, "WrongPassword")
    assert two("outbox").json["operations"] == []
    monkeypatch.setenv("COUNTER_SECOND_PASSWORD", "180318")
    assert two(*words, "--second", "0318", given=given).json["settlement"] == "accepted"

"""`counter transfer` as somebody at a shell uses it: two practice folders, one practice platform, one stick."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from tests.parts.command import Command
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform


@pytest.fixture
def other(made_folder: Path, tmp_path: Path, platform: Platform) -> Command:
    """The counter at the outlet with a line."""
    folder = shutil.copytree(made_folder, tmp_path / "other")
    return Command(folder, (f"platform.url={platform.url}",), inside=True)


def test_from_an_outlet_without_a_line_over_another_one_and_back(
    inside: Command, other: Command, tmp_path: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert inside("sync").status == 0, "a line once: enrolled, and the transfer key kept"
    cut = replace(inside, sets=(f"platform.url={NOWHERE}",))
    first, second = (cut.carry_out("temporary-loss", somebody().holder.number).json["operation"] for _ in range(2))
    out = cut("transfer", "export", str(stick))
    assert out.status == 0, out
    assert [row["carried"] for row in cut("outbox").json["operations"]] == [1, 1]
    assert cut.words("outbox").out.count("已导出，第 1 号文件") == 2
    file = Path(out.json["file"])
    assert (file.parent, out.json["operations"], out.json["serial"], out.json["left"]) == (stick, 2, 1, 0)
    assert cut("withdraw", first, "--reason", "换人").error["code"] == "NotEligible"
    twice = [other("transfer", "import", str(file)) for _ in range(2)]
    assert [(one.json["accepted"], one.json["known"]) for one in twice] == [(2, 0), (2, 2)]
    answers = twice[0].json["answers"]
    assert Path(answers).parent == stick
    assert other("transfer", "take", answers).error["code"] == "OthersAnswers"
    taken = [cut("transfer", "take", answers).json for _ in range(2)]
    assert [(one["accepted"], one["before"]) for one in taken] == [(2, 0), (0, 2)]
    states = {row["id"]: row["settlement"] for row in cut("outbox").json["operations"]}
    assert (states[first], states[second]) == ("accepted", "accepted")
    assert [len(platform.effects(one)) for one in (first, second)] == [2, 2]
    assert cut("audit", "verify").json["whole"] is True


def test_what_cannot_be_is_said_in_two_lines(
    inside: Command, other: Command, tmp_path: Path, somebody: Callable[[], Person]
) -> None:
    never = replace(inside, sets=(f"platform.url={NOWHERE}",))
    never.carry_out("temporary-loss", somebody().holder.number)
    assert never("transfer", "export", str(tmp_path)).error["code"] == "NoTransferKey"
    no_file = tmp_path / "letter.txt"
    no_file.write_text("亲爱的", encoding="utf-8")
    for command in ("import", "take"):
        said = other.words("transfer", command, str(no_file))
        assert (said.status, said.out, len(said.err.splitlines())) == (1, "", 2)
        assert "不是转送文件" in said.err
    assert other("transfer", "import", str(tmp_path / "none")).error["code"] == "StickTrouble"
    assert other("sync").status == 0
    assert other("transfer", "export", str(tmp_path)).error["code"] == "NothingToTransfer"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "letter.txt", "other"]

"""Rules spoilt in every way: `counter doctor` tells file, line and reason, and the last good version stays in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.commands.checkup_nearby import nearby_rows
from counter_app.commands.checkup_rules import rules_row
from counter_app.commands.findings import OK, TROUBLE
from counter_app.wiring import open_counter
from tests.parts.command import Command
from tests.provinces.samples import FULLER, write

CIRCLE = (
    "[names.materials.a]\nzh = '甲'\nen = 'A'\nwith = ['b']\n[names.materials.b]\nzh = '乙'\nen = 'B'\nwith = ['a']\n"
)
SPOILT = {
    "unknown key": (
        FULLER.replace("days = 15\n", "days = 15\nmonths = 3\n", 1),
        "months = 3",
        "temporary_loss.months：没有这一项",
    ),
    "own rule left out": (FULLER.replace('code = "990000"\n', ""), 'name = { zh = "示例省"', "code：缺这一项"),
    "wrong date": (FULLER.replace("2026-01-01", '"next spring"', 1), '"next spring"', "in_force_from：日期写作"),
    "a date that is no day": (FULLER.replace("2026-01-01", "2026-02-30", 1), "2026-02-30", "不是 TOML"),
    "circular requirement": (
        FULLER.replace("[[grounds]]", CIRCLE + "[[grounds]]", 1),
        "with = ['b']",
        "names.materials.a.with：互为前提：a → b → a",
    ),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_each_kind_of_mistake_is_told_at_its_line_and_the_last_good_rules_stay(tmp_path: Path, kind: str) -> None:
    """File, line and reason; the counter goes on working by the version before."""
    text, where, why = SPOILT[kind]
    line = next(number for number, words in enumerate(text.splitlines(), start=1) if where in words)
    write(tmp_path / "packs", FULLER)
    counter = open_counter(tmp_path, ["province=sample"])
    good = counter.rules().province
    write(tmp_path / "packs", text)
    row = rules_row(counter)
    assert row.state == TROUBLE
    assert row.what.zh.startswith("沿用 示例省 2030.1")
    assert f"；新文件有错，sample.toml 第 {line} 行" in row.what.zh
    assert why in row.what.zh
    assert f"sample.toml line {line}" in row.what.en
    assert counter.rules().province == good
    write(tmp_path / "packs", FULLER.replace("2030.1", "2030.5"))
    mended = rules_row(counter)
    assert (mended.state, mended.what.zh[:10]) == (OK, "示例省 2030.5")


def test_the_command_says_so_too_and_its_status_is_1(inside: Command, tmp_path: Path) -> None:
    packs = tmp_path / "own"
    counter = inside.having("province=sample", f"packs={packs}")
    write(packs, FULLER)
    assert counter("holders", "S01").status == 0
    write(packs, SPOILT["circular requirement"][0])
    said = counter("doctor")
    (rules,) = (part for part in said.json["parts"] if part["part"] == "rules")
    assert (said.status, rules["state"]) == (1, "trouble")
    assert "互为前提：a → b → a" in rules["what"]
    assert counter("holders", "S01").status == 0, "the last good rules stay in use"


def test_work_nearby_that_the_pack_does_not_know_is_told(tmp_path: Path) -> None:
    write(tmp_path / "packs", FULLER)
    known = open_counter(tmp_path, ["province=sample", "nearby=pension,school-fees"])
    assert nearby_rows(known) == ()
    (row,) = nearby_rows(open_counter(tmp_path, ["province=sample", "nearby=pension,knitting"]))
    assert row.state == TROUBLE
    assert "“knitting”" in row.what.zh
    assert row.advice is not None
    assert "school-fees" in row.advice.zh

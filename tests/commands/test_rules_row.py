"""`counter doctor` says by which rules the counter works, and what is wrong with a file that is not in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.commands.checkup_rules import rules_row
from counter_app.commands.findings import OK, TROUBLE
from counter_app.wiring import open_counter
from tests.provinces.samples import FULLER, write


@pytest.mark.parametrize(
    ("province", "said"),
    [
        ("hunan", "湖南 2026.3（草案），规则包所写"),
        ("chongqing", "重庆 2026.1，2025-01-01 起施行（规则包所写）"),
        ("sample", "示例省 2030.1，2026-01-01 起施行（规则包所写）"),
    ],
)
def test_the_rules_in_use_are_named(tmp_path: Path, province: str, said: str) -> None:
    write(tmp_path / "packs", FULLER)
    row = rules_row(open_counter(tmp_path, [f"province={province}"]))
    assert (row.state, row.what.zh) == (OK, said)


def test_a_file_with_a_mistake_is_told_with_its_place_beside_the_rules_in_use(tmp_path: Path) -> None:
    write(tmp_path / "packs", FULLER)
    counter = open_counter(tmp_path, ["province=sample"])
    assert rules_row(counter).state == OK
    write(tmp_path / "packs", FULLER.replace("days = 15", "days = 'many'"))
    row = rules_row(counter)
    assert row.state == TROUBLE
    assert row.what.zh.startswith("沿用 示例省 2030.1，2026-01-01 起施行（规则包所写）；新文件有错，sample.toml 第 ")
    assert "temporary_loss.days：应为整数" in row.what.zh
    assert row.advice is not None


def test_a_pack_that_was_never_good_is_told(tmp_path: Path) -> None:
    write(tmp_path / "packs", FULLER.replace('status = "in_force"', 'status = "soon"'))
    row = rules_row(open_counter(tmp_path, ["province=sample"]))
    assert row.state == TROUBLE
    assert "sample.toml 第 4 行 status" in row.what.zh

"""A counter's own packs: they come before those that ship, and the last good one stays in use while a file is wrong."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from counter_app import provinces, settings
from counter_app.domain.errors import BadInput, BadSettings, StoreTrouble
from counter_app.provinces import Loaded, RulesNotInForce, load_kept
from counter_app.wiring import Counter, open_counter
from tests.provinces.samples import FULLER, LEAST, shipped_text, write

WRONG = LEAST.replace("2030.1", "2030.9") + "colour = 7\n"
KEPT = "kept"


def in_use(folder: Path, name: str = "sample") -> Loaded:
    return load_kept(name, folder=folder, kept=folder / KEPT)


def test_a_good_file_is_used_and_kept(tmp_path: Path) -> None:
    write(tmp_path, FULLER)
    loaded = in_use(tmp_path)
    assert loaded.fault is None
    assert loaded.province.banks[0].code == "S01"
    assert (tmp_path / KEPT / "sample.toml").read_text(encoding="utf-8") == FULLER


def test_a_file_spoilt_later_leaves_the_last_good_one_in_use_and_says_what_is_wrong(tmp_path: Path) -> None:
    write(tmp_path, FULLER)
    good = in_use(tmp_path).province
    write(tmp_path, WRONG)
    loaded = in_use(tmp_path)
    assert loaded.province == good
    assert loaded.fault is not None
    assert "sample.toml 第 8 行 regulation.colour" in loaded.fault.message.zh
    write(tmp_path, FULLER.replace("2030.1", "2030.3"))
    mended = in_use(tmp_path)
    assert mended.fault is None
    assert mended.province.version == "2030.3"


def test_a_file_that_is_gone_or_no_text_leaves_the_last_good_one_too(tmp_path: Path) -> None:
    file = write(tmp_path, FULLER)
    good = in_use(tmp_path).province
    file.write_bytes(b"\xff\xfe\x00")
    assert in_use(tmp_path).province == good
    file.unlink()
    assert in_use(tmp_path).province == good


def test_a_wrong_file_with_none_before_it_is_refused(tmp_path: Path) -> None:
    write(tmp_path, WRONG)
    with pytest.raises(BadInput, match="colour"):
        in_use(tmp_path)


def test_a_wrong_file_of_a_pack_that_ships_leaves_the_one_that_ships(tmp_path: Path) -> None:
    (tmp_path / "hainan.toml").write_text(shipped_text("hainan") + "[nonsense]\n", encoding="utf-8")
    loaded = in_use(tmp_path, "hainan")
    assert loaded.province == provinces.load("hainan")
    assert loaded.fault is not None


def test_a_good_file_that_cannot_be_kept_is_told_as_the_disks_trouble(tmp_path: Path) -> None:
    write(tmp_path, FULLER)
    (tmp_path / KEPT).write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreTrouble):
        in_use(tmp_path)


def test_two_windows_that_keep_the_same_file_at_once_both_have_it(tmp_path: Path) -> None:
    write(tmp_path, FULLER)
    versions: list[str] = []
    both = [threading.Thread(target=lambda: versions.append(in_use(tmp_path).province.version)) for _ in range(6)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert versions == ["2030.1"] * 6


def _counter(folder: Path, *, practice: bool = True, province: str = "sample") -> Counter:
    chosen = settings.load(folder).with_values({"province": province})
    return Counter(folder, chosen, practice=practice)


def test_a_counter_is_opened_on_a_sixth_province_by_one_file_and_no_code(tmp_path: Path) -> None:
    """Name and version for the first paint, rules for the desk: all from the file in the counter's own folder."""
    write(tmp_path / "packs", FULLER)
    counter = open_counter(tmp_path, ["province=sample"])
    place = counter.place()
    assert (place.province_name.zh, place.pack) == ("示例省", "2030.1")
    rules = counter.rules().province
    assert rules.banks[0].name.zh == "示例甲行"
    assert [m.id for m in rules.procedures["application"].materials][-2:] == ["student-card", "school-letter"]
    replacement = rules.procedures["replacement"]
    assert replacement.fee is not None
    assert replacement.fee.fen == 1600
    assert [line.text.zh for line in replacement.guide if line.heading.zh == "费用"] == ["16.00 元"]
    assert [line.text.zh for line in replacement.guide if line.heading.zh == "时限"] == ["15 个工作日内"]


def test_the_folder_of_packs_can_be_set(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", FULLER)
    counter = open_counter(tmp_path / "data", ["province=sample", f"packs={tmp_path / 'elsewhere'}"])
    assert counter.place().pack == "2030.1"


def test_a_counter_whose_pack_was_spoilt_opens_on_the_last_good_one(tmp_path: Path) -> None:
    write(tmp_path / "packs", FULLER)
    assert _counter(tmp_path).rules().fault is None
    write(tmp_path / "packs", "torn [")
    counter = open_counter(tmp_path, ["province=sample"])
    assert counter.place().pack == "2030.1"
    assert counter.rules().fault is not None


def test_a_province_nobody_has_is_refused_when_the_counter_opens(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        open_counter(tmp_path, ["province=sample"])
    settings.keep(tmp_path, {"province": "sample"})
    with pytest.raises(BadSettings):
        open_counter(tmp_path, [])


def test_a_real_counter_refuses_a_draft_before_it_opens_its_store(tmp_path: Path) -> None:
    with pytest.raises(RulesNotInForce, match="draft"):
        _counter(tmp_path, practice=False, province="hunan").desk()
    assert list(tmp_path.iterdir()) == []

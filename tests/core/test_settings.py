"""Settings: what a value may be, and that keeping one loses nothing, whoever else writes at the same time."""

import multiprocessing
import threading
from pathlib import Path

import pytest

from counter_app import settings
from counter_app.domain.errors import BadInput, BadSettings, StoreTrouble

TURNS = 8


def fresh() -> settings.Settings:
    return settings.Settings({key.name: key.default for key in settings.KEYS})


@pytest.mark.parametrize("value", ["1", "50", "500"])
def test_a_count_is_a_whole_number(value: str) -> None:
    assert fresh().with_values({"courier.batch": value}).count("courier.batch") == int(value)


@pytest.mark.parametrize("value", ["0", "0.5", "2.5", "501", "-3", "1e2", "", "五", "５", "nan", "9" * 5000])
def test_another_count_is_refused_in_words(value: str) -> None:
    with pytest.raises(BadInput) as raised:
        fresh().with_values({"courier.batch": value})
    assert raised.value.message.zh == "courier.batch：应为 1 到 500 的整数"
    assert "whole number from 1 to 500" in raised.value.message.en


@pytest.mark.parametrize("value", ["0.25", "3", "86400"])
def test_seconds_may_be_fractions(value: str) -> None:
    assert fresh().with_values({"platform.timeout": value}).number("platform.timeout") == float(value)


@pytest.mark.parametrize("value", ["0", "-1", "86401", "nan", "inf", "soon", ""])
def test_other_seconds_are_refused_in_words(value: str) -> None:
    with pytest.raises(BadInput) as raised:
        fresh().with_values({"courier.longest_wait": value})
    assert "0 到 86400" in raised.value.message.zh


def _write(folder: Path, name: str, start: "threading.Event") -> None:
    start.wait(20)
    for turn in range(1, TURNS + 1):
        settings.keep(folder, {name: str(turn)})


@pytest.mark.parametrize("value", ["psam,platform,driver", "platform", " driver , psam ", ""])
def test_ways_to_authenticate_are_named_in_any_order(value: str) -> None:
    named = fresh().with_values({"readers.authentication": value}).names("readers.authentication")
    assert named == tuple(word.strip() for word in value.split(",") if word.strip())


@pytest.mark.parametrize("value", ["psam,hsm", "psam psam", "psam,platform,psam", "PSAM"])
def test_other_ways_and_the_same_way_twice_are_refused_in_words(value: str) -> None:
    with pytest.raises(BadInput) as told:
        fresh().with_values({"readers.authentication": value})
    assert "psam、platform、driver" in told.value.message.zh


@pytest.mark.parametrize("name", ["readers.psam_purpose", "readers.psam_key", "readers.card_key"])
def test_a_byte_is_two_hexadecimal_digits(name: str) -> None:
    assert fresh().with_values({name: "4f"})[name] == "4f"
    for value in ("", "7", "0x27", "127", "2G", "２７"):
        with pytest.raises(BadInput):
            fresh().with_values({name: value})


def test_three_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Three processes, each with a key of its own: at the end each key has its last value, and no file is left over."""
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Event()
    names = ["courier.batch", "courier.longest_wait", "platform.timeout"]
    writers = [spawn.Process(target=_write, args=(tmp_path, name, start)) for name in names]
    for writer in writers:
        writer.start()
    start.set()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    kept = settings.load(tmp_path)
    assert [kept[name] for name in names] == [str(TURNS)] * 3
    assert {path.name for path in tmp_path.iterdir()} <= {settings.FILE_NAME, settings.LOCK_NAME}


def test_comments_and_other_keys_stay(tmp_path: Path) -> None:
    path = tmp_path / settings.FILE_NAME
    path.write_text('# 本柜台\nwindow = "02"\n\n[courier]\nbatch = 20  # 少一点\n', encoding="utf-8")
    assert settings.keep(tmp_path, {"courier.longest_wait": "1.5"})["window"] == "02"
    text = path.read_text(encoding="utf-8")
    assert all(part in text for part in ("# 本柜台", 'window = "02"', "# 少一点", 'longest_wait = "1.5"'))


def test_a_bad_value_leaves_no_folder_behind(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        settings.keep(tmp_path / "new", {"courier.batch": "2.5"})
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_no_toml_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / settings.FILE_NAME
    path.write_text("window = [", encoding="utf-8")
    with pytest.raises(BadSettings):
        settings.keep(tmp_path, {"window": "03"})
    assert path.read_text(encoding="utf-8") == "window = ["


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreTrouble):
        settings.keep(tmp_path / "file" / "below", {"window": "03"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]

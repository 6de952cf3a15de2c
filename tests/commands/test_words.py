"""How the command talks: help in both languages, exit statuses, troubles in two lines or as JSON, settings."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from counter_app.cli import build
from counter_app.settings import KEYS
from tests.parts.command import Command, ended, program, started
from tests.parts.practice_platform import Platform

CHINESE, ENGLISH = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[a-z]{2,}")


def _all(command: Any, path: str = "counter") -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _all(below, f"{path} {name}")


def test_every_command_and_option_is_explained_in_chinese_and_english() -> None:
    found = dict(_all(get_command(build())))
    assert {f"counter {name}" for name in ("doctor", "practice card put", "read card", "audit verify")} <= set(found)
    for path, command in found.items():
        texts = [command.help, *(p.help for p in command.params if not p.hidden)]
        for text in texts:
            assert text, path
            assert CHINESE.search(text), (path, text)
            assert ENGLISH.search(text), (path, text)


def test_help_as_a_shell_sees_it(counter: Command) -> None:
    said = Command(counter.folder).words("carry-out", "--help")
    assert said.status == 0
    for words in ("办理一笔业务 / carry out a procedure", "选项 / Options", "显示本说明 / show this help", "--answers"):
        assert words in said.out
    assert said.err == ""


def test_help_at_80_columns_cuts_nothing_and_names_values_in_words(counter: Command) -> None:
    for path in (
        (),
        ("carry-out",),
        ("platform",),
        ("settings",),
        ("sync",),
        ("receipt",),
        ("practice", "card", "put"),
    ):
        shown = Command(counter.folder, env={"COLUMNS": "80"}).words(*path, "--help").out
        assert "…" not in shown, path
        assert "<" not in shown.replace("<=x<=", ""), path
    kept = Command(counter.folder, env={"COLUMNS": "200"}).words("settings", "--help").out
    assert "keep it from now on" in kept
    assert "this run only" not in kept


def test_a_platform_that_cannot_start_names_port_or_file_in_both_languages(tmp_path: Path, platform: Platform) -> None:
    (tmp_path / "odd.db").write_text("no database " * 100)
    for words, named in (
        (("--port", str(platform.port), "--database", str(tmp_path / "new.db")), str(platform.port)),
        (("--database", str(tmp_path / "odd.db")), "odd.db"),
        (("--database", str(tmp_path)), str(tmp_path)),
    ):
        said = ended(started([program(), "platform", *words]))
        assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 2)
        assert named in said.err
        assert "练习平台起不来" in said.err
        assert "the practice platform cannot start" in said.err
        assert "Errno" not in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("outbox", "--bogus"),
        ("carry-out",),
        ("carry-out", "nonsense", "--example"),
        ("outbox", "--set", "nonsense=1"),
        ("outbox", "--set", "window"),
        ("outbox", "--set", "window=壹"),
        ("outbox", "--set", "platform.timeout=soon"),
        ("outbox", "--set", "language=fr"),
        ("outbox", "--set", "province=../base"),
        ("settings", "--set", "province=base"),
    ],
    ids=" ".join,
)
def test_a_wrong_use_is_status_2_and_told_as_json(inside: Command, words: tuple[str, ...]) -> None:
    said = inside(*words)
    assert (said.status, said.error["code"], said.err) == (2, "UsedWrongly", "")


def test_a_wrong_use_is_told_in_two_lines_in_the_language_of_the_setting(counter: Command, tmp_path: Path) -> None:
    said = counter.having("language=en").words("receipt", "439901-01-000000-0001-1")
    assert (said.status, said.out) == (1, "")
    assert said.err.splitlines() == ["This receipt not found", "Check the number or the name and search again"]
    file = tmp_path / "file"
    file.write_text("no folder")
    wrong = Command(file).words("outbox")
    assert (wrong.status, wrong.out, len(wrong.err.splitlines())) == (2, "", 2)
    assert "不是文件夹" in wrong.err


def test_settings_are_listed_with_meaning_kept_in_the_folder_and_held_for_one_run(tmp_path: Path) -> None:
    """`counter settings --set` keeps, `--set` elsewhere does not; the folder may be missing, and nothing is asked."""
    counter = Command(tmp_path / "new", inside=True)
    kept = counter("settings", "--set", "window=a7", "--set", "printers.receipt=slips")
    assert kept.status == 0
    listed = {row["key"]: row for row in kept.json["settings"]}
    assert list(listed) == [key.name for key in KEYS]
    assert all(set(row) == {"key", "value", "default", "meaning"} and row["meaning"] for row in listed.values())
    assert (listed["window"]["value"], listed["window"]["default"]) == ("A7", "01")
    for wrong in ("province=atlantis", "courier.batch=0", "printers.colour=red"):
        assert counter("settings", "--set", wrong).status == 2
    one_run = Command(counter.folder, ("window=B2", "language=en"), inside=True).words("outbox")
    assert one_run.out.startswith("0 operations: 0 waiting")
    after = {row["key"]: row["value"] for row in counter("settings").json["settings"]}
    assert (after["window"], after["language"], after["province"]) == ("A7", "zh", "hunan")
    assert after["printers.receipt"] == "slips"


def test_a_settings_file_that_is_none_is_named(inside: Command) -> None:
    (inside.folder / "settings.toml").write_text("window = [", encoding="utf-8")
    assert "settings.toml" in inside("outbox").error["message"]
    (inside.folder / "settings.toml").write_text('colour = "red"', encoding="utf-8")
    assert "colour" in inside("outbox").error["message"]


def test_json_is_utf_8_and_words_come_out_on_any_terminal(counter: Command) -> None:
    """A terminal that knows no Chinese loses characters and nothing else; a machine loses none."""
    poor = Command(counter.folder, counter.sets, env={"PYTHONIOENCODING": "latin-1"})
    said = poor.words("outbox")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("0 ")
    told = Command(counter.folder, counter.sets, env={"PYTHONIOENCODING": "gbk"})("receipt", "none")
    assert told.error["message"] == "没有找到这张回执"

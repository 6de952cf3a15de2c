"""Folders that cannot be used: told in words with path and cause, status 1, and `doctor` judges the rest."""

import json
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.command import Command, Said, ended, started
from tests.parts.processes import PartMissing

# Root may write anywhere: the command runs without what makes root different.
_PLAIN = ("--bounding-set", "-all", "--inh-caps", "-all")


def plain(counter: Command, *words: str, given: str = "") -> Said:
    """The command with --json as a user whom the marks of files bind; root here gives up its rights first."""
    line = counter.line(*words, "--json")
    if sys.platform == "linux" and os.geteuid() == 0:
        program = shutil.which("setpriv")
        if program is None:
            raise PartMissing("setpriv is not there: apt-get install util-linux")
        line = [program, *_PLAIN, *line]
    said = ended(started(line, given=given, env=counter.env))
    assert "Traceback" not in said.err
    assert said.err == ""
    return said


@pytest.fixture
def locked(folder: Path) -> Iterator[Path]:
    """A made practice folder in which nothing may be written."""
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    yield folder
    folder.chmod(stat.S_IRWXU)


def _parts(said: Said) -> dict[str, dict[str, str]]:
    return {part["part"]: part for part in said.json["parts"]}


def test_doctor_names_a_folder_it_may_not_write_and_judges_the_other_parts(locked: Path) -> None:
    said = plain(Command(locked), "doctor")
    parts = _parts(said)
    assert said.status == 1
    assert parts["data_folder"]["state"] == "trouble"
    assert str(locked) in parts["data_folder"]["what"]
    assert "没有权限写入" in parts["data_folder"]["what"]
    assert parts["data_folder"]["advice"]
    assert {"store", "platform", "card_reader", "printer", "fonts", "window"} <= set(parts)
    assert parts["printer"]["state"] == "off"
    assert parts["fonts"]["state"] in ("ok", "trouble")


def test_doctor_on_a_home_where_nothing_can_be_made(tmp_path: Path) -> None:
    """The folder that stands where no --data is named."""
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    line = Command(home / "x", env={"HOME": str(home), "XDG_DATA_HOME": ""})
    said = plain(line, "doctor")
    parts = _parts(said)
    assert (said.status, parts["data_folder"]["state"], parts["store"]["state"]) == (1, "trouble", "trouble")
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("outbox",),
        ("sync",),
        ("receipt", "439901-01-261121-0001-9"),
        ("carry-out", "temporary-loss", "--answers", "-"),
        ("practice", "card", "put", "林晓岚"),
        ("practice", "card", "take"),
        ("settings", "--set", "window=02"),
        ("audit", "verify"),
    ],
    ids=" ".join,
)
def test_a_command_in_a_folder_it_may_not_write_names_path_and_cause(locked: Path, words: tuple[str, ...]) -> None:
    given = json.dumps({"holder": {"number": "43990119580312204X"}})
    said = plain(Command(locked), *words, given=given)
    if said.status == 0:  # what needs no writing may be looked at
        assert words[0] in ("outbox", "audit")
        return
    assert (said.status, said.error["code"]) == (1, "StoreTrouble")
    assert str(locked) in said.error["message"]
    assert any(why in said.error["message"] for why in ("没有权限", "不能写入"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    said = plain(Command(closed / "data"), "outbox")
    assert (said.status, said.error["code"]) == (1, "StoreTrouble")
    assert str(closed / "data") in said.error["message"]
    assert "没有权限" in said.error["message"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[platform]\nurl = [", 2, "不是 TOML"),
        ('window = "01"\ncolour = "red"\n', 2, "没有这个设置项"),
        ("\n\n[courier]\nlongest_wait = 'long'\n", 4, "应为"),
        (b'window = "01"\noutlet_name = "\xff"\n', 2, "UTF-8"),
        ('province = "atlantis"\n', 1, "atlantis"),
    ],
    ids=["not toml", "unknown key", "bad value", "not text", "no such pack"],
)
def test_a_broken_settings_file_is_named_with_its_line(
    inside: Command, text: str | bytes, line: int, words: str
) -> None:
    """Nobody used the command wrongly: the answer is no, and both languages stand around the parser's own words."""
    (inside.folder / "settings.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    for command in (("outbox",), ("doctor",), ("settings",), ("settings", "--set", "window=02")):
        said = inside(*command)
        assert (said.status, said.error["code"]) == (1, "BadSettings"), command
        assert f"settings.toml 第 {line} 行" in said.error["message"]
        assert words in said.error["message"]
    assert f"Line {line} of" in inside.having("language=en")("outbox").error["message"]

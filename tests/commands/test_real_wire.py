"""Outside practice the way to the platform cannot be weakened: not by a setting, not by the file, not for one run."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from counter_app import settings
from counter_app.domain.errors import BadInput, BadSettings
from counter_app.domain.text import same
from counter_app.wire_settings import make_sure_of_wire
from counter_app.wiring import open_counter
from local_store.folder import MARK_NAME, Mark
from tests.commands.test_real_folder import in_keyring  # noqa: F401 - a fixture
from tests.parts.command import Command

HTTPS = {"platform.url": "https://ssc.example", "platform.ca": "root.pem"}


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A data folder that says it is real. Nothing here opens its store."""
    folder = tmp_path / "real"
    folder.mkdir()
    mark = Mark("real", "0" * 32, "keyring", "", "", "2026-11-20T01:00:00Z")
    folder.joinpath(MARK_NAME).write_text(json.dumps(asdict(mark)), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"platform.url": "http://ssc.example"}, "platform.url"),
        ({"platform.url": "http://127.0.0.1:8080"}, "platform.url"),
        ({"platform.url": "HTTP://127.0.0.1"}, "platform.url"),
        ({"platform.url": "ftp://ssc.example"}, "platform.url"),
        ({"platform.url": "https://"}, "platform.url"),
        ({"platform.url": "https://ssc.example:notaport"}, "platform.url"),
        ({"platform.url": "https://[::1"}, "platform.url"),
        ({"platform.url": "https://clerk:word@ssc.example"}, "platform.url"),
        ({"platform.ca": ""}, "platform.ca"),
    ],
)
def test_an_address_or_root_that_would_weaken_the_line_is_refused_by_name(
    tmp_path: Path, changes: dict[str, str], key: str
) -> None:
    good = settings.load(tmp_path).with_values(HTTPS)
    make_sure_of_wire(good)
    with pytest.raises(BadInput) as raised:
        make_sure_of_wire(good.with_values(changes))
    assert raised.value.facts["what"] == same(key)


def test_a_real_folder_does_not_open_on_a_file_that_switches_encryption_off(real: Path) -> None:
    settings.keep(real, HTTPS)
    open_counter(real, ()).close()
    settings.keep(real, {"platform.url": "http://127.0.0.1:8080"})
    with pytest.raises(BadSettings) as raised:
        open_counter(real, ())
    assert "https" in raised.value.message.en


@pytest.mark.parametrize(
    "pair", ["platform.url=https://other.example", "platform.ca=other.pem", "platform.signing_key=x", "window=02"]
)
def test_nobody_gives_a_real_counter_another_platform_for_one_run(real: Path, pair: str) -> None:
    with pytest.raises(BadInput):
        open_counter(real, (pair,))
    open_counter(real, ("language=en", "text_size=large")).close()


@pytest.mark.usefixtures("in_keyring")
def test_the_command_keeps_no_such_setting_in_a_real_folder_and_says_why(tmp_path: Path) -> None:
    command = Command(tmp_path / "fresh", inside=True)
    assert command("set-up").status == 0
    said = command("settings", "--set", "platform.url=http://127.0.0.1:8080")
    assert (said.status, "https" in said.error["message"]) == (2, True)
    assert settings.load(command.folder)["platform.url"] == ""
    assert command("settings", "--set", "platform.ca=root.pem", "--set", "platform.url=https://ssc.example").status == 0

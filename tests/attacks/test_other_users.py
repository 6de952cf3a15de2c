"""Another user of the same machine: what the counter makes is closed to others, and doctor tells of what is not."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter_app import settings
from counter_app.commands.checkup import folder_row
from counter_app.commands.findings import OK, TROUBLE
from counter_app.domain.errors import BadSettings
from counter_app.log import kept_log
from counter_app.wiring import Counter
from tests.parts import under_passphrase


@pytest.fixture
def careless() -> Iterator[None]:
    """A system that closes nothing by itself."""
    before = os.umask(0)
    yield
    os.umask(before)


def _set_up(folder: Path) -> None:
    under_passphrase.made(folder).store.close()


def _settings(folder: Path) -> None:
    settings.keep(folder, {"window": "02"})


def _log(folder: Path) -> None:
    with kept_log(folder):
        logging.getLogger(__name__).warning("a line")


@pytest.mark.usefixtures("careless")
@pytest.mark.parametrize("make", [_set_up, _settings, _log])
def test_a_data_folder_is_its_owners_alone_whatever_makes_it(tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder = tmp_path / "data"
    make(folder)
    assert folder.stat().st_mode & 0o077 == 0


def test_doctor_tells_of_a_folder_others_may_write_in(tmp_path: Path) -> None:
    counter = Counter(tmp_path, settings.load(tmp_path), practice=True)
    tmp_path.chmod(0o700)
    assert folder_row(counter).state == OK
    tmp_path.chmod(0o770)
    row = folder_row(counter)
    assert row.state == TROUBLE
    assert row.advice is not None
    assert "chmod 700" in row.advice.en


def test_a_settings_file_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").symlink_to("/dev/zero")
    with pytest.raises(BadSettings):
        settings.load(tmp_path)

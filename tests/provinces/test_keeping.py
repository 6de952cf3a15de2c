"""What is kept is written whole or not at all, and what was begun is not left lying about."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from counter_app.domain.errors import DiskFull, StoreTrouble
from counter_app.provinces.keeping import keep_whole


def _held_open(path: Path) -> bool:
    return any(fd.resolve() == path.resolve() for fd in Path("/proc/self/fd").iterdir())


def test_a_full_disk_is_told_and_what_was_begun_is_shut_before_it_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows takes no open file away."""
    unlink = Path.unlink

    def no_room(_file: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    def as_on_windows(path: Path, *, missing_ok: bool = False) -> None:
        if _held_open(path):
            raise PermissionError(errno.EACCES, "used by another process", str(path))
        unlink(path, missing_ok=missing_ok)

    keep_whole(tmp_path / "rules.toml", "as it was")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", no_room)
        patched.setattr(Path, "unlink", as_on_windows)
        with pytest.raises(DiskFull):
            keep_whole(tmp_path / "rules.toml", "as it should be")
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("rules.toml", "as it was")]


def test_what_cannot_have_its_name_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").mkdir()
    with pytest.raises(StoreTrouble):
        keep_whole(tmp_path / "rules.toml", "as it should be")
    assert [one.name for one in tmp_path.iterdir()] == ["rules.toml"]

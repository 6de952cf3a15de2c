"""The backups of a practice folder, past the wiring."""

from __future__ import annotations

from pathlib import Path

from local_store.backup import Backups
from local_store.folder import MARK_NAME, STORE_NAME, key_of, mark_of, secrets_of


def backups_of(folder: Path, where: Path | None = None) -> Backups:
    """Of a practice folder that stands already; kept beside it, or in `where`."""
    mark = mark_of(folder)
    if mark is None:
        raise FileNotFoundError(folder / MARK_NAME)
    return Backups(
        store=folder / STORE_NAME,
        key=key_of(mark, secrets_of(folder, mark, None)),
        folder_id=mark.id,
        mark=(folder / MARK_NAME).read_text(encoding="utf-8"),
        where=where or folder.with_name(folder.name + "-backups"),
        place=("439901", "01"),
    )

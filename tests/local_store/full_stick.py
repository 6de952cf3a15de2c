"""Run on a small disk of its own: a backup onto it while there is room, when there is none, and when it fills up in the
middle. Prints what happened as JSON. With "die" for the disk: killed when half a backup is written.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from counter_app.domain.backup import BackupHeader
from counter_app.domain.errors import StoreTrouble
from local_store.backup import Backups
from tests.contracts.samples import NOON
from tests.local_store.full_disk import fill
from tests.parts.backups import backups_of

SECOND = timedelta(seconds=1)


class Dying(Backups):
    """Killed once the copy is written and before it has a name."""

    def _copied(self, fresh: Path, at: object) -> BackupHeader:
        super()._copied(fresh, NOON)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


class Filling(Backups):
    """The room it asked for is taken by somebody else before it has written anything."""

    def _ask_for_room(self) -> None:
        super()._ask_for_room()
        fill(self.where / "ballast", 64 * 1024)


def _tried(kept: Backups, n: int) -> str:
    try:
        return kept.make(NOON + SECOND * n, keep=9).state.value
    except StoreTrouble as error:
        return type(error).__name__


def main(disk: str, folder: Path) -> None:
    """See above."""
    where = Path(disk)
    kept = backups_of(folder, where)
    first = _tried(kept, 0)
    middle = _tried(_as(Filling, kept), 1)
    asked = _tried(kept, 2)
    left = [one.state.value for one in kept.list()]
    told = "told" if middle in ("BackupFolderTrouble", "NoRoomForBackup") else middle
    sys.stdout.write(json.dumps({"first": first, "asked": asked, "middle": told, "left": left}))


def _as(kind: type[Backups], kept: Backups) -> Backups:
    return kind(kept.store, kept.key, kept.folder_id, kept.mark, kept.where, kept.place)


if __name__ == "__main__":
    if sys.argv[1] == "die":
        _as(Dying, backups_of(Path(sys.argv[2]))).make(NOON + SECOND, keep=9)
    main(sys.argv[1], Path(sys.argv[2]))

"""The courier while the disk is full: nothing goes that could not be written down, an answer that could not be applied
is asked for again, and the same courier goes on when there is room.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from counter_app.domain.operation import Operation
from tests.local_store.test_disk_full import on_own_mounts
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform
from tests.sync import courier_without_room

MOUNT = 'mount -t tmpfs -o size=8m tmpfs "$1" && cp -a "$2" "$1/data" && exec "$3" -m "$4" "$1" "$5"'


def test_an_answer_that_could_not_be_applied_leaves_it_in_flight_and_goes_again(
    tmp_path: Path, platform: Platform, loss: Callable[[], Operation]
) -> None:
    made = [loss() for _ in range(3)]
    with parts.open_store(tmp_path / "counter") as store:
        for operation in made:
            parts.record(store, operation)
    disk = tmp_path / "disk"
    disk.mkdir()
    given = (str(disk), str(tmp_path / "counter"), sys.executable, courier_without_room.__name__, platform.url)
    first, full, still_full, free, whole = json.loads(on_own_mounts(MOUNT, *given))
    assert first == ["DiskFull", ["waiting"], 0], "nothing is handed over that could not be written down as such"
    assert full == ["DiskFull", ["in_flight"], 3]
    assert still_full == ["DiskFull", ["in_flight"], 6]
    assert free == [3, ["settled"], 9]
    assert whole is True
    assert [len(platform.effects(one.id)) for one in made] == [2, 2, 2], "each half once"

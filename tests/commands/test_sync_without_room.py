"""A courier without a window does not die of a full disk or one that only reads: it waits, and goes on when it can."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.commands import sending
from counter_app.commands.ending import Ending
from counter_app.domain.errors import DiskFull, ReadOnly
from counter_app.domain.holder import Person
from counter_app.wiring import Counter
from tests.commands import sync_without_room
from tests.local_store.test_disk_full import on_own_mounts
from tests.parts.command import Command
from tests.parts.counting import working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform

MOUNT = 'mount -t tmpfs -o size=12m tmpfs "$1" && cp -a "$2" "$1/data" && exec "$3" -m "$4" "$1" "$5" "$6"'


@pytest.mark.parametrize("how", ["full", "read-only"])
def test_it_waits_for_the_disk_and_goes_on(
    counter: Command, somebody: Callable[[], Person], platform: Platform, tmp_path: Path, how: str
) -> None:
    away = replace(counter, inside=True, sets=(f"platform.url={NOWHERE}",))
    made = away.carry_out("temporary-loss", somebody().holder.number).json["operation"]
    disk = tmp_path / "disk"
    disk.mkdir()
    given = (str(disk), str(counter.folder), sys.executable, sync_without_room.__name__, platform.url, how)
    said = json.loads(on_own_mounts(MOUNT, *given))
    assert (said["accepted"], said["left"]) == (1, 0)
    assert len(platform.effects(made)) == 2


def test_what_a_pass_did_counts_though_the_disk_fails_when_it_is_looked_what_still_waits(
    counter: Command, somebody: Callable[[], Person], platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = replace(counter, inside=True, sets=(f"platform.url={NOWHERE}",))
    away.carry_out("temporary-loss", somebody().holder.number)
    troubles, can_move = [ReadOnly(), DiskFull()], sending._can_move  # noqa: SLF001 - where the disk fails

    def look(at: Counter) -> bool:
        if troubles:
            raise troubles.pop()
        return can_move(at)

    monkeypatch.setattr(sending, "_can_move", look)
    with working(counter.folder, f"platform.url={platform.url}", "courier.longest_wait=0.2") as opened:
        total = sending._passes(opened, Ending(), until_empty=True, deadline=None)  # noqa: SLF001 - as the command does
    assert (total.accepted, troubles) == (1, [])

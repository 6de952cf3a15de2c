"""Backups by schedule while the window is open: made beside the work, not before they are due, and told where not."""

from __future__ import annotations

from pathlib import Path

from counter_app.backup_wiring import SCHEDULE, backups, last_made
from counter_app.domain.backup import BackupState
from tests.ui.counter_window import Clerk


def test_one_is_made_when_it_is_due_and_the_next_when_its_hours_have_passed(clerk: Clerk) -> None:
    backing_up, counter = clerk.front.backing_up, clerk.counter
    assert last_made(counter) is None
    backing_up.ask()
    clerk.until(lambda: last_made(counter) is not None)
    [made] = backups(counter).list()
    assert made.state is BackupState.GOOD
    backing_up.ask()
    heard: list[object] = []
    clerk.front.lanes.keeping.run(int, heard.append)
    clerk.until(lambda: bool(heard))
    assert backups(counter).list() == (made,)
    [noted] = counter.store().entries("backup.made", since=made.header.made_at if made.header else counter.onward.now())
    assert noted.clerk == SCHEDULE


def test_a_folder_that_cannot_be_used_is_told_once_and_work_goes_on(clerk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    counter = clerk.counter
    counter.settings = counter.settings.with_values({"backup.folder": str(tmp_path / "file" / "stick")})
    told: list[str] = []
    clerk.front.serving.said.connect(lambda bold, more: told.append(bold.zh + more.zh))
    for asked in (1, 2):
        clerk.front.backing_up.ask()
        clerk.until(lambda asked=asked: counter.store().times("backup.failed", "") == asked)  # type: ignore[misc]
    assert len(told) == 1
    assert "backup.folder" in told[0]
    clerk.open(clerk.person("林晓岚").holder.number)

"""Damaged data at the start: the last good backup is offered in the window, with what it would lose, and put back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app.backup_wiring import SCHEDULE, make
from counter_app.wiring import open_counter
from tests.contracts.samples import draft, entry, operation
from tests.ui.counter_window import at_window
from ui.pages.home import HomePage
from ui.pages.repair import RepairPage
from ui.pages.sign_in import SignInPage


def _damaged(folder: Path) -> list[str]:
    """A counter with a backup, two receipts since, and a page that cannot be read; those receipts."""
    counter = open_counter(folder, [])
    store = counter.store()
    store.record(operation(), draft(), entry())
    make(counter, clerk=SCHEDULE)
    lost = [store.record(operation(), draft(), entry()).number for _ in range(2)]
    counter.close()
    path = folder / "store.db"
    content = bytearray(path.read_bytes())
    content[6 * 4096 + 100] ^= 1
    path.write_bytes(content)
    return lost


def test_the_last_good_backup_is_offered_with_what_is_lost_and_put_back(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "counter"
    lost = _damaged(folder)
    with at_window(qtbot, folder) as clerk:
        clerk.on(RepairPage)
        page = clerk.page
        assert isinstance(page, RepairPage)
        assert all(number in page._numbers.text() for number in lost)  # noqa: SLF001 - what is drawn
        clerk.key(Qt.Key.Key_Return)
        clerk.until(lambda: isinstance(clerk.page, SignInPage))
        clerk.on(RepairPage)
        page.button.click()
        clerk.until(lambda: clerk.front.serving.desk is not None)
        clerk.sign_in()
        clerk.on(HomePage)
        store = clerk.counter.store()
        assert len(store.works()) == 1
        assert store.verify_audit().whole
        assert [one.clerk for one in store.restorations()] == ["0501"]
    assert (folder / "set-aside").is_dir()

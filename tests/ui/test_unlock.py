"""A window on data under a passphrase: asked for before anything else, and nothing is opened without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.parts.practice_folder import NOWHERE
from tests.parts.under_passphrase import WORDS, made
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import check
from ui.pages.sign_in import SignInPage
from ui.pages.unlock import UnlockPage


def _typed(clerk: Clerk, words: str) -> None:
    page = clerk.page
    assert isinstance(page, UnlockPage)
    clerk.until(page.passphrase.hasFocus)
    QTest.keyClicks(page.passphrase, words)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)


def test_the_right_passphrase_opens_what_a_wrong_one_leaves_shut(qtbot: QtBot, tmp_path: Path) -> None:
    """Only dots are seen of it, the field is empty after each try, and no courier is promised behind the window."""
    folder = tmp_path / "data"
    made(folder, practice=True).store.close()
    with at_window(qtbot, folder, f"platform.url={NOWHERE}") as clerk:
        clerk.on(UnlockPage)
        page = clerk.page
        assert isinstance(page, UnlockPage)
        assert not clerk.counter.is_open
        clerk.key(Qt.Key.Key_Return)
        assert "先输入口令" in page.note.words.text()
        _typed(clerk, "this-is-another-1")
        clerk.until(lambda: "口令不对" in page.note.words.text())
        assert page.passphrase.blank
        assert clerk.front.serving.desk is None
        clerk.on(UnlockPage)
        _typed(clerk, WORDS)
        clerk.until(lambda: clerk.front.serving.desk is not None)
        clerk.on(SignInPage)
        assert not clerk.front.serving.parts.courier_stays()
        assert len(clerk.counter.store().works()) == 0


@pytest.mark.parametrize("pairs", [("text_size=large",), ("language=en", "text_size=large")], ids=["zh", "en"])
def test_the_page_fits_and_has_names(qtbot: QtBot, tmp_path: Path, pairs: tuple[str, ...]) -> None:
    made(tmp_path, practice=True).store.close()
    with at_window(qtbot, tmp_path, f"platform.url={NOWHERE}", *pairs) as clerk:
        clerk.on(UnlockPage)
        check(clerk)

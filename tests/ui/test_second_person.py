"""The page for the second clerk: it comes before anything is recorded, refuses with words, and submits once agreed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.parts.four_eyes import pack_with
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import LOOKS, check
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.second import SecondPage


@pytest.fixture(params=LOOKS, ids=lambda pairs: " ".join(pairs) or "plain")
def clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A clerk of a province where a temporary loss needs a second one."""
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "hunan.toml").write_text(pack_with("temporary-loss"), encoding="utf-8")
    with at_window(qtbot, tmp_path / "counter", f"packs={packs}", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def asked(clerk: Clerk) -> SecondPage:
    """A temporary loss, submitted: the other clerk's turn."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(SecondPage)
    page = clerk.page
    assert isinstance(page, SecondPage)
    return page


def typed(clerk: Clerk, number: str, password: str) -> None:
    """Number, Enter, password, Enter."""
    clerk.write(number)
    clerk.key(Qt.Key.Key_Return)
    for digit in password:
        clerk.key(Qt.Key(Qt.Key.Key_0 + int(digit)))
    clerk.until(clerk.page.takes_enter)
    clerk.key(Qt.Key.Key_Return)


def test_another_clerk_agrees_and_it_is_submitted(clerk: Clerk) -> None:
    page = asked(clerk)
    check(clerk)
    assert clerk.counter.store().waiting().unsent == 0
    typed(clerk, "0318", "180318")
    clerk.on(ResultPage)
    (work,) = clerk.counter.store().works()
    assert work.operation.facts["second_person"] == "0318"
    assert page.password.blank


def test_the_clerk_who_does_the_work_is_refused_with_words_and_esc_leads_back(clerk: Clerk) -> None:
    page = asked(clerk)
    typed(clerk, "0317", "170317")
    clerk.until(lambda: bool(page.note.words.text()))
    assert clerk.page is page
    assert page.password.blank
    assert QApplication.focusWidget() is page.clerk.line
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(ProcedurePage)
    assert clerk.counter.store().works() == ()

"""What comes after the usual way: withdrawn before it was sent, turned away with a sheet, taken up again, followed
up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from counter_app.domain.operation import Settlement, WorkState
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import LOOKS, check
from ui.pages.follow import FollowPage
from ui.pages.guide_page import GuidePage
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.turn_away import TurnAwayPage
from ui.pages.waiting import WaitingPage
from ui.widgets.tiles import ActionTile

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(params=LOOKS, ids=lambda pairs: " ".join(pairs) or "plain")
def clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A clerk signed in, the smallest screen that must do, in one of the looks."""
    with at_window(qtbot, tmp_path / "counter", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def test_what_was_not_sent_is_withdrawn_with_a_reason(clerk: Clerk) -> None:
    """Offline: Ctrl+Z on the result, the reason, Enter. The receipt is void, the person stands as before."""
    clerk.cut(True)
    person = clerk.person("林晓岚")
    clerk.open(person.holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    [work] = clerk.counter.store().works(states=(WorkState.WAITING,))
    clerk.key(Qt.Key.Key_Z, CONTROL)
    clerk.on(WaitingPage)
    check(clerk)
    clerk.key(Qt.Key.Key_1)
    clerk.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    check(clerk)
    clerk.write("误录")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.front.serving.standing.waiting.unsent == 0)
    settled = clerk.counter.store().work(work.operation.id)
    assert settled is not None
    assert settled.settlement is Settlement.WITHDRAWN
    receipt = clerk.counter.store().receipt(work.operation.id)
    assert receipt is not None
    assert receipt.void
    clerk.key(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    clerk.on(PersonPage)
    clerk.cut(False)


def test_somebody_turned_away_gets_a_sheet_and_goes_on_where_it_stood(clerk: Clerk) -> None:
    """Ctrl+N in the procedure, what is missing by number key, Enter: the sheet. Its number in the search goes on."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_N, CONTROL)
    clerk.on(TurnAwayPage)
    check(clerk)
    page = clerk.page
    assert isinstance(page, TurnAwayPage)
    assert page.view is not None
    first_paper = 4  # after the three reasons why
    clerk.key(Qt.Key(Qt.Key.Key_0 + first_paper))
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.front.serving.visit is None)
    clerk.until(lambda: bool(page.paper.accessibleName()))
    check(clerk)
    kept = next(word for word in page.paper.accessibleName().split() if word.startswith("N4399"))
    clerk.on(TurnAwayPage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)
    clerk.window.focus_search()
    clerk.write(kept)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ProcedurePage)


def test_without_a_reason_nobody_is_sent_away(clerk: Clerk) -> None:
    """From the person page the task is named first; Enter with nothing chosen only says what is needed."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_N, CONTROL)
    clerk.on(TurnAwayPage)
    check(clerk)
    clerk.key(Qt.Key.Key_1)
    clerk.until(lambda: isinstance(clerk.page, TurnAwayPage) and bool(clerk.page.view and clerk.page.view.procedure))
    clerk.on(TurnAwayPage)
    page = clerk.page
    assert isinstance(page, TurnAwayPage)
    page.given.emit("refused", "", ())
    clerk.until(lambda: not clerk.front.serving.moving)
    assert clerk.front.serving.visit is not None
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(PersonPage)


def test_what_lapses_today_is_one_key_from_being_made_formal(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    clerk.on(FollowPage)
    check(clerk)
    view = clerk.front.serving.page
    lapses = getattr(view, "lapses", ())
    assert lapses, "somebody of the practice province has a loss that lapses today"
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ProcedurePage)
    visit = clerk.front.serving.visit
    assert getattr(visit, "procedure", "") == "formal-loss"


def test_the_guide_comes_with_f1_and_the_procedure_stays_as_it_was(clerk: Clerk) -> None:
    """F1 in a procedure opens its guide, another one by its row; Esc leads back to the same step."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_F1)
    clerk.on(GuidePage)
    check(clerk)
    page = clerk.page
    assert isinstance(page, GuidePage)
    assert page.view is not None
    assert page.view.procedure == "formal-loss"
    page.wanted.emit("application")
    clerk.until(lambda: page.view is not None and page.view.procedure == "application")
    clerk.on(GuidePage)
    check(clerk)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(ProcedurePage)


def test_what_has_no_f_key_stands_behind_ctrl_l(clerk: Clerk) -> None:
    clerk.open(clerk.person("林晓岚").holder.number)
    check(clerk)
    clerk.key(Qt.Key.Key_O, CONTROL)
    clerk.until(lambda: QApplication.focusWidget() is not None and isinstance(QApplication.focusWidget(), ActionTile))
    check(clerk)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ProcedurePage)
    check(clerk)

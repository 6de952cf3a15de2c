"""Leaving what was begun, the notice as it stands on the screen, and what a supervisor must see, at the window."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.desk.views import FollowView, PersonView, VisitView
from counter_app.desk.views_leaving import TurnAwayView
from counter_app.domain.operation import OperationId
from counter_app.domain.receipt import Receipt
from counter_app.domain.text import Text
from tests.contracts.samples import NOON, draft
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import LOOKS, check
from ui.look import Look
from ui.pages.follow import FollowPage
from ui.pages.home import HomePage
from ui.pages.leave import LeavePage
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.pages.turn_away import TurnAwayPage

FORMAL = "formal-loss"
FEW = (LOOKS[0], ("language=en", "text_size=large"))
"""The usual look, and the one with the least room."""
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(params=FEW, ids=lambda pairs: " ".join(pairs) or "plain")
def clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A clerk signed in, the smallest screen that must do, in one of the looks."""
    with at_window(qtbot, tmp_path / "counter", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def begun(clerk: Clerk) -> None:
    """A formal loss in which one thing was answered."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    QTest.keyClick(clerk.target, Qt.Key.Key_2)
    clerk.until(lambda: answered(clerk) == "ssc")


def answered(clerk: Clerk) -> str:
    """What stands on the page as the scope of the loss, "" on another page."""
    view = clerk.front.serving.visit
    fields = view.fields if isinstance(view, VisitView) else ()
    return next((one.value for one in fields if one.field.name == "scope"), "")


def test_what_was_answered_is_left_with_one_key_that_says_why(clerk: Clerk) -> None:
    """Esc asks; Esc again is back at the page with its answers; a number key leaves, and the trail has it."""
    begun(clerk)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(LeavePage)
    check(clerk)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(ProcedurePage)
    serving = clerk.front.serving
    assert answered(clerk) == "ssc"
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(LeavePage)
    clerk.key(Qt.Key.Key_3)
    clerk.on(PersonPage)
    assert type(serving.visit) is PersonView
    (kept,) = clerk.counter.store().entries("visit.abandoned", since=datetime.now(UTC) - timedelta(minutes=5))
    assert kept.facts["reason"] == "G03"


def test_what_was_answered_right_before_leaving_stands_there_after_staying(clerk: Clerk) -> None:
    """Esc takes along what was answered a moment before; Esc again shows it, and not the page from before it."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    page.digit(2)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(LeavePage)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(ProcedurePage)
    clerk.until(lambda: answered(clerk) == "ssc")
    assert page.view is not None
    assert next(one.value for one in page.view.fields if one.field.name == "scope") == "ssc"


def test_the_notice_on_the_screen_has_the_code_of_the_paper_and_reaches_the_platform(clerk: Clerk) -> None:
    """A camera reads the signed code from the screen; the page of follow-up lists what was not met."""
    begun(clerk)
    clerk.key(Qt.Key.Key_N, CONTROL)
    clerk.on(TurnAwayPage)
    clerk.key(Qt.Key.Key_4)
    clerk.key(Qt.Key.Key_Return)
    page = clerk.page
    assert isinstance(page, TurnAwayPage)
    clerk.until(lambda: bool(page.paper.accessibleName()))
    number = next(word for word in page.paper.accessibleName().split() if word.startswith("N4399"))
    clerk.until(page.paper.code.isVisible)
    check(clerk)
    ((text, whole),) = seen(page.paper.code)
    assert (text, whole) == (clerk.counter.store().receipt_code(number), True)
    clerk.until(lambda: clerk.counter.store().cases_to_send() == ())
    clerk.on(TurnAwayPage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)
    clerk.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    clerk.on(FollowPage)
    check(clerk)
    view = clerk.front.serving.page
    assert isinstance(view, FollowView)
    assert [one.on_way.case.reason for one in view.supervised.not_met] == [""]


def test_given_up_needs_a_reason_as_a_refusal_does_and_another_paper_has_no_code_left(qtbot: QtBot) -> None:
    page = TurnAwayPage(Look(), printer_set=False)
    qtbot.addWidget(page)
    words = Text("词", "words")
    view = TurnAwayView("v", FORMAL, ((FORMAL, words),), (("photo", words),), (("R01", words),), (("G01", words),))
    page.show_page(view)
    given: list[object] = []
    page.given.connect(lambda *what: given.append(what))
    page.digit(3)
    page.main.click()
    assert given == []
    page.digit(4)
    page.main.click()
    assert given == [("given-up", "G01", ())]
    paper = Receipt("N439901-01-260318-0001-9", OperationId(""), NOON, draft())
    page.show_paper(paper, ((True, False), (False, True)))
    assert page.paper.code.isVisibleTo(page.paper)
    page.show_paper(paper)
    assert not page.paper.code.isVisibleTo(page.paper)


def seen(code: object) -> list[tuple[str, bool]]:
    """What a decoder that is nobody's here reads on that widget: the words, and whether it is a QR code."""

    from PySide6.QtWidgets import QWidget

    assert isinstance(code, QWidget)
    paper = code.parentWidget()
    assert paper is not None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    paper.grab().toImage().save(buffer, "PNG")  # type: ignore[call-overload]

    with Image.open(io.BytesIO(buffer.data().data())) as image:
        return [(one.text, "QR" in str(one.format)) for one in zxingcpp.read_barcodes(image.convert("L"))]

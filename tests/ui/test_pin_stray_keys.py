"""Keys that nobody meant for the page of the PIN: a scanner's, fast or slow, and those the holder types too much."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app.domain.document import DocumentType, IdentityDocument
from readers.desk_pin import DeskPin
from tests.parts.four_eyes import alone
from tests.readers.pin_card import TRIES
from tests.readers.pin_desk import InHand, Module, Reader
from tests.ui.counter_window import at_window
from tests.ui.test_pin import AtPin, card_for_nobody
from ui.pages.pin import PinPage
from ui.pages.pin_entry import PinEntryPage

_TICKET, _NUMBER = "1234567", "439901198805166009"


@pytest.fixture
def at_pin(qtbot: QtBot, tmp_path: Path) -> Iterator[AtPin]:
    line = InHand(card_for_nobody())
    pin = DeskPin(Reader(line), authority=Module())
    with at_window(qtbot, tmp_path / "counter", alone(tmp_path), papers=True, pin=pin) as clerk:
        clerk.sign_in()
        clerk.cut(False)  # the line is known to stand
        yield AtPin(clerk, line)


def scan(at_pin: AtPin, digits: str, *, apart: int) -> None:
    """A scanner's keys to whatever has the keyboard, so many ms apart, and its Enter."""
    for digit in digits:
        QTest.keyClicks(at_pin.clerk.target, digit)
        let_pass(apart)
    QTest.keyClick(at_pin.clerk.target, Qt.Key.Key_Return)


def let_pass(milliseconds: int) -> None:
    """The time between two keys of a scanner: what is proven here is what such a time does."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def proven(at_pin: AtPin) -> None:
    """The holder's identity document has been read for this visit."""
    holder = at_pin.clerk.person("林晓岚").holder
    document = IdentityDocument(
        document_type=DocumentType.RESIDENT, name=holder.name, sex=holder.sex, birth_date=holder.birth_date,
        id_number=holder.number, valid_from=date(2015, 1, 1), valid_to=date(2045, 1, 1),
    )  # fmt: skip
    at_pin.clerk.id_reader.lay_on(document)
    at_pin.clerk.until(lambda: at_pin.page.view is not None and not any(t.ask_proof for t in at_pin.page.view.tasks))


def blocked(at_pin: AtPin) -> None:
    """The page of a blocked PIN: reset and unblock can be done."""
    at_pin.line.card.left = 0
    at_pin.open()
    at_pin.page.ask_button.click()
    at_pin.clerk.until(lambda: [tile.action.procedure for tile in at_pin.page.tiles] == ["reset", "unblock"])
    at_pin.page.tiles[0].setFocus()
    at_pin.clerk.on(PinPage)


@pytest.mark.parametrize("apart", [5, 45, 80])
@pytest.mark.parametrize("digits", [_TICKET, _NUMBER, "1000000", "2"])
def test_a_scan_begins_nothing_and_unblocks_nothing(at_pin: AtPin, digits: str, apart: int) -> None:
    """With the identity document read, so that no question stands between a task and the card."""
    blocked(at_pin)
    proven(at_pin)
    touched = len(at_pin.line.card.touched)
    scan(at_pin, digits, apart=apart)
    let_pass(400)
    assert isinstance(at_pin.clerk.page, PinPage)
    assert not at_pin.clerk.front.serving.moving
    assert len(at_pin.line.card.touched) == touched
    assert at_pin.line.card.left == 0
    assert at_pin.clerk.counter.store().times("pin.begun", "") == 0


@pytest.mark.parametrize("apart", [45, 80])
def test_a_scan_never_says_how_the_identity_was_checked(at_pin: AtPin, apart: int) -> None:
    blocked(at_pin)
    at_pin.choose("unblock")
    at_pin.clerk.on(PinPage)
    scan(at_pin, _TICKET, apart=apart)
    let_pass(400)
    assert at_pin.page.proving is not None, "the question stands, unanswered"
    assert at_pin.line.card.left == 0
    at_pin.clerk.on(PinPage)
    at_pin.clerk.key(Qt.Key.Key_Return)
    let_pass(100)
    assert at_pin.page.proving is not None, "an Enter answers nothing that no one has gone to"
    at_pin.page.tiles[0].setFocus()
    at_pin.clerk.key(Qt.Key.Key_Return)
    at_pin.clerk.until(lambda: "密码已解锁" in at_pin.banner())
    assert at_pin.line.card.left == TRIES


def test_what_the_holder_types_too_much_does_nothing(at_pin: AtPin) -> None:
    """The PIN once more, and Enter, when the page of the clerk is back: hurried, then again and again."""
    at_pin.open()
    at_pin.choose("verify")
    at_pin.type("000000")
    at_pin.clerk.until(lambda: isinstance(at_pin.clerk.page, PinPage))
    begun = monotonic()
    while monotonic() - begun < 2.5:
        scan(at_pin, "3141", apart=100)
        let_pass(300)
        QTest.keyClick(at_pin.clerk.target, Qt.Key.Key_Return)
    assert isinstance(at_pin.clerk.page, PinPage)
    assert at_pin.line.card.left == TRIES - 1
    at_pin.clerk.on(PinPage)
    at_pin.clerk.key(Qt.Key.Key_Return)
    let_pass(100)
    assert isinstance(at_pin.clerk.page, PinPage), "an Enter long after begins nothing either"
    at_pin.clerk.key(Qt.Key.Key_1)
    at_pin.clerk.until(lambda: QApplication.focusWidget() is at_pin.page.tiles[0])
    at_pin.clerk.on(PinPage)
    at_pin.clerk.key(Qt.Key.Key_Return)
    at_pin.clerk.on(PinEntryPage)


def test_a_clerk_presses_a_number_and_enter(at_pin: AtPin) -> None:
    at_pin.open()
    at_pin.clerk.key(Qt.Key.Key_2)
    at_pin.clerk.until(lambda: QApplication.focusWidget() is at_pin.page.tiles[1])
    assert isinstance(at_pin.clerk.page, PinPage)
    at_pin.clerk.on(PinPage)
    at_pin.clerk.key(Qt.Key.Key_Return)
    at_pin.clerk.on(PinEntryPage)

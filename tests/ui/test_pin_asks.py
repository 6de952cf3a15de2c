"""The page of the PIN asks the card for its tries when it is opened: once, and without a word when it cannot."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from readers.desk_pin import DeskPin
from tests.readers.pin_desk import InHand, Module, Reader, drawn
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pin import AtPin
from ui.pages.person import PersonPage
from ui.pages.pin import PinPage

ASK = b"\x00\x20\x00\x00"


def opened(clerk: Clerk, at: AtPin) -> None:
    at.lay_on()
    clerk.key(Qt.Key.Key_F8)
    clerk.on(PinPage)


def refused(clerk: Clerk) -> bool:
    """Whether the person page says that nothing can be done with the PIN now."""
    row = getattr(clerk.front.serving.visit, "pin", None)
    return row is not None and row.refused is not None


def words(at: AtPin) -> str:
    view = at.page.view
    return "" if view is None else view.row.words.zh


def test_it_asks_once_and_again_only_for_another_laying_on(qtbot: QtBot, tmp_path: Path) -> None:
    line = InHand(drawn(1)[1])
    with at_window(qtbot, tmp_path / "counter", pin=DeskPin(Reader(line), authority=Module())) as clerk:
        clerk.sign_in()
        at = AtPin(clerk, line)
        line.card.left = 4
        opened(clerk, at)
        clerk.until(lambda: words(at) == "还可试 4 次")
        assert line.card.touched == [ASK]
        clerk.key(Qt.Key.Key_Escape)
        clerk.on(PersonPage)
        clerk.key(Qt.Key.Key_F8)
        clerk.on(PinPage)
        assert line.card.touched == [ASK]
        assert at.page.banner.isHidden()


def test_a_card_that_cannot_be_asked_is_met_by_no_word(qtbot: QtBot, tmp_path: Path) -> None:
    """Its own application refuses everything: that is told with the first task, not before."""
    line = InHand(drawn(1)[1])
    with at_window(qtbot, tmp_path / "counter", pin=DeskPin(Reader(line), authority=Module())) as clerk:
        clerk.sign_in()
        at, said = AtPin(clerk, line), list[object]()
        clerk.front.serving.said.connect(lambda *words: said.append(words))
        line.card.says.append(b"\x6f\x00")
        opened(clerk, at)
        clerk.until(lambda: line.card.touched == [ASK])
        clerk.until(lambda: not line.card.says and not clerk.front.serving.moving)
        at.choose("verify")
        at.type("314159")
        at.back()
        clerk.until(lambda: "密码正确" in at.banner())
        assert said == []


def test_a_card_left_with_few_tries_is_not_asked_unbidden(qtbot: QtBot, tmp_path: Path) -> None:
    """It might count the question: that is for the clerk to decide."""
    line = InHand(drawn(1)[1])
    with at_window(qtbot, tmp_path / "counter", pin=DeskPin(Reader(line), authority=Module())) as clerk:
        clerk.sign_in()
        at = AtPin(clerk, line)
        line.card.left = 1
        opened(clerk, at)
        clerk.until(lambda: words(at) == "还可试 1 次")
        clerk.key(Qt.Key.Key_Escape)
        clerk.on(PersonPage)
        clerk.reader.take()
        clerk.until(lambda: refused(clerk))
        clerk.reader.lay_on(at.chip)
        clerk.until(lambda: not refused(clerk))
        clerk.key(Qt.Key.Key_F8)
        clerk.on(PinPage)
        clerk.until(lambda: words(at) == "上次还可试 1 次")
        behind: list[object] = []
        clerk.front.serving.lanes.cards.run(lambda: True, behind.append)
        clerk.until(lambda: bool(behind))
        assert line.card.touched == [ASK]
        at.page.ask_button.click()
        clerk.until(lambda: words(at) == "还可试 1 次")
        assert line.card.touched == [ASK, ASK]

"""The PIN at the window: the row, its page, the holder's page, and that no digit goes anywhere else."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import CardTakenAway, ForbiddenOffline
from counter_app.ports import LineKind
from readers.desk_pin import DeskPin
from readers.key_pad import Features
from tests.parts.four_eyes import alone
from tests.readers.key_pad_reader import KeyPadReader
from tests.readers.pin_card import TRIES, PinCard
from tests.readers.pin_desk import InHand, Module, Reader, card_for, drawn
from tests.ui.counter_window import Clerk, at_window, chip_of
from ui.look import Look
from ui.pages.person import PersonPage
from ui.pages.pin import PinPage
from ui.pages.pin_entry import PinEntryPage
from ui.widgets.pin_field import PinField

KEYS = Features({6: 0x42330006, 7: 0x42330007})


class AtPin:
    """A clerk, and the card of one person with a PIN, lying on the reader."""

    def __init__(self, clerk: Clerk, line: InHand) -> None:
        self.clerk, self.line = clerk, line
        self.commands = 0  # for one question
        self.chip = chip_of(clerk.person("林晓岚"))
        line.card = card_for(self.chip)

    @property
    def person(self) -> PersonPage:
        return self.clerk.window.shelf.get(PersonPage)

    @property
    def page(self) -> PinPage:
        return self.clerk.window.shelf.get(PinPage)

    @property
    def entry(self) -> PinEntryPage:
        return self.clerk.window.shelf.get(PinEntryPage)

    def lay_on(self) -> None:
        self.clerk.reader.lay_on(self.chip)
        self.clerk.on(PersonPage)
        self.clerk.until(lambda: any(tile.action.procedure == "card-pin" for tile in self.person.tiles))

    def open(self) -> None:
        """Open the page, and let it ask for the tries; what the card sees from here on is counted anew."""
        self.lay_on()
        self.clerk.key(Qt.Key.Key_F8)
        self.clerk.on(PinPage)
        self.clerk.until(lambda: self.page.view is not None and self.page.view.row.asked)
        self.commands = len(self.line.card.seen)
        self.line.card.seen.clear()

    def choose(self, name: str) -> None:
        tile = next(tile for tile in self.page.tiles if tile.action.procedure == name)
        tile.click()

    def type(self, digits: str) -> None:
        """The holder types and presses Enter; the page hears no Enter in its first moment."""
        self.clerk.on(PinEntryPage)
        QTest.keyClicks(self.clerk.target, digits)
        self.clerk.key(Qt.Key.Key_Return)

    def back(self) -> PinPage:
        self.clerk.on(PinPage)
        return self.page

    def banner(self) -> str:
        return self.page.banner.accessibleName()


@pytest.fixture
def at_pin(qtbot: QtBot, tmp_path: Path) -> Iterator[AtPin]:
    line = InHand(card_for_nobody())
    pin = DeskPin(Reader(line), authority=Module())
    with at_window(qtbot, tmp_path / "counter", alone(tmp_path), pin=pin) as clerk:
        clerk.sign_in()
        clerk.cut(False)  # reset and unblock are done with a line only
        yield AtPin(clerk, line)


def card_for_nobody() -> PinCard:
    return drawn(1)[1]


def lines_of(window: QWidget) -> list[str]:
    """What stands in every text field of the window."""
    return [line.text() for line in window.findChildren(QLineEdit)]


def test_the_row_is_asked_by_one_press_and_leads_to_the_page(at_pin: AtPin) -> None:
    at_pin.line.card.left = 3
    at_pin.lay_on()
    link = at_pin.person.halves.ssc.link
    assert link.isVisible()
    assert at_pin.line.card.touched == []
    link.click()
    at_pin.clerk.until(lambda: at_pin.person.halves.pin_words == "还可试 3 次")
    link.click()
    at_pin.clerk.on(PinPage)
    assert at_pin.page.view is not None
    assert at_pin.page.view.row.words.zh == "还可试 3 次"


def test_the_holder_verifies_and_the_digits_go_nowhere_else(at_pin: AtPin, caplog: pytest.LogCaptureFixture) -> None:
    """Not into a text field, the clipboard, an accessible text, a log line or a file of the folder."""
    caplog.set_level(logging.DEBUG)
    QGuiApplication.clipboard().clear()  # what another test copied is nobody's PIN
    at_pin.open()
    at_pin.choose("verify")
    at_pin.clerk.on(PinEntryPage)
    field = at_pin.entry.field
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "314159")
    assert field.count == 6
    assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    spoken = QAccessible.queryAccessibleInterface(field)
    said = [spoken.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)]
    assert spoken.textInterface() is None
    assert spoken.role() == QAccessible.Role.EditableText
    assert spoken.state().passwordEdit, "screen readers speak no key of a password field"
    assert not any(character in "3459" for character in "".join(said)), said
    at_pin.clerk.key(Qt.Key.Key_Return)
    assert field.blank
    assert at_pin.back().view is not None
    assert "密码正确" in at_pin.banner()
    assert at_pin.line.card.left == TRIES
    assert QGuiApplication.clipboard().text() == ""
    assert not any("314" in text for text in lines_of(at_pin.clerk.window))
    assert "314159" not in caplog.text
    for path in at_pin.clerk.counter.folder.rglob("*"):
        if path.suffix in (".log", ".toml", ".json"):
            assert b"314159" not in path.read_bytes(), path


def test_a_wrong_pin_is_told_with_the_tries_and_one_verify(at_pin: AtPin) -> None:
    at_pin.open()
    at_pin.choose("verify")
    at_pin.type("000000")
    at_pin.back()
    at_pin.clerk.until(lambda: f"还可试 {TRIES - 1} 次" in at_pin.banner())
    assert len(at_pin.line.card.touched) == 1


def test_before_the_last_try_the_holder_is_warned(at_pin: AtPin) -> None:
    at_pin.line.card.left = 1
    at_pin.open()
    at_pin.page.ask_button.click()
    at_pin.clerk.until(lambda: at_pin.page.view is not None and at_pin.page.view.row.kind == "wait")
    at_pin.clerk.on(PinPage)
    at_pin.choose("verify")
    at_pin.clerk.on(PinEntryPage)
    assert at_pin.entry.banner.isVisible()
    assert "还可试 1 次" in at_pin.entry.banner.accessibleName()


def test_the_keyboard_stays_with_its_task_when_they_are_drawn_anew(at_pin: AtPin) -> None:
    at_pin.open()
    at_pin.clerk.key(Qt.Key.Key_2)
    at_pin.clerk.until(lambda: QApplication.focusWidget() is at_pin.page.tiles[1])
    before = at_pin.page.tiles[1]
    at_pin.clerk.front.serving.news()
    at_pin.clerk.until(lambda: at_pin.page.tiles[1] is not before)
    assert QApplication.focusWidget() is at_pin.page.tiles[1]


def test_a_change_asks_old_new_and_new_again(at_pin: AtPin) -> None:
    at_pin.open()
    at_pin.choose("change")
    for digits in ("314159", "271828", "271829"):
        at_pin.type(digits)
    assert "不一样" in at_pin.entry.note.text()
    assert at_pin.line.card.touched == [], "two entries that differ never reach the card"
    for digits in ("271828", "271828"):
        at_pin.type(digits)
    at_pin.back()
    at_pin.clerk.until(lambda: "密码已修改" in at_pin.banner())
    assert at_pin.line.card.pin == bytes.fromhex("271828")


def test_too_few_and_too_many_keys_are_never_sent(at_pin: AtPin) -> None:
    """A scanner's burst fills the places and goes on: a number of another length is no PIN."""
    at_pin.open()
    at_pin.choose("verify")
    at_pin.type("3141")
    assert "现为 4 位" in at_pin.entry.note.text()
    at_pin.type("5926535897")
    assert "现为 14 位" in at_pin.entry.note.text()
    QTest.keyClick(at_pin.entry.field, Qt.Key.Key_Delete)
    at_pin.type("314159")
    at_pin.back()
    assert at_pin.line.card.left == TRIES


def test_letters_and_editing_keys_do_nothing(at_pin: AtPin) -> None:
    at_pin.open()
    at_pin.choose("verify")
    at_pin.clerk.on(PinEntryPage)
    field = at_pin.entry.field
    QGuiApplication.clipboard().setText("314159")
    QTest.keyClicks(field, "abc-/")
    for key in (Qt.Key.Key_V, Qt.Key.Key_Z, Qt.Key.Key_C):
        QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    assert field.count == 0
    QTest.keyClicks(field, "31")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.count == 1
    QGuiApplication.clipboard().clear()


def test_the_field_itself_forgets_when_it_is_taken_from_and_when_it_is_hidden(qtbot: QtBot) -> None:
    """Whatever the page around it does."""
    field = PinField(Look(), name="PIN")
    qtbot.addWidget(field)
    field.show()
    for digit in (3, 1, 4, 1):
        field.press(digit)
    field.hide()
    assert (field.blank, field.count) == (True, 0)
    field.press(3)
    with field.take() as digits:
        assert len(digits) == 1
        assert field.blank


@pytest.mark.parametrize("way", ["escape", "card", "search", "rail"])
def test_what_was_typed_is_gone_when_the_page_is_left(at_pin: AtPin, way: str) -> None:
    at_pin.open()
    at_pin.choose("verify")
    at_pin.clerk.on(PinEntryPage)
    field = at_pin.entry.field
    QTest.keyClicks(field, "3141")
    if way == "card":
        at_pin.clerk.reader.take()
        at_pin.clerk.until(at_pin.entry.banner.isVisible)
        assert not field.isVisible()
    elif way in ("search", "rail"):  # neither can be reached from the holder's page
        key = (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, *(key if way == "search" else (Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)))
        assert QApplication.focusWidget() is field
        assert isinstance(at_pin.clerk.page, PinEntryPage)
    at_pin.clerk.key(Qt.Key.Key_Escape)
    at_pin.clerk.on(PinPage)
    assert field.blank
    assert at_pin.line.card.touched == []
    top = at_pin.clerk.window.top
    assert top is not None
    assert top.isVisible()


def test_alone_on_the_screen_nothing_of_clerk_or_other_people_stands_there(at_pin: AtPin) -> None:
    at_pin.open()
    at_pin.choose("verify")
    at_pin.clerk.on(PinEntryPage)
    window = at_pin.clerk.window
    assert window.top is not None
    assert window.rail is not None
    assert not window.top.isVisible()
    assert not window.rail.isVisible()


def test_a_blocked_pin_leads_to_unblock_and_asks_how_the_holder_was_identified(at_pin: AtPin) -> None:
    at_pin.line.card.left = 0
    at_pin.open()
    at_pin.page.ask_button.click()
    at_pin.clerk.until(lambda: at_pin.page.view is not None and at_pin.page.view.row.kind == "stop")
    assert [tile.action.procedure for tile in at_pin.page.tiles] == ["reset", "unblock"]
    assert [line.action.procedure for line in at_pin.page.greyed] == ["verify", "change"]
    at_pin.clerk.on(PinPage)
    at_pin.choose("unblock")
    assert at_pin.page.proving is not None
    assert at_pin.line.card.left == 0
    at_pin.clerk.on(PinPage)
    at_pin.page.tiles[0].setFocus()
    at_pin.clerk.key(Qt.Key.Key_Return)
    at_pin.clerk.until(lambda: "密码已解锁" in at_pin.banner())
    assert at_pin.line.card.left == TRIES


def test_the_strip_says_at_once_that_a_task_found_the_line_gone(at_pin: AtPin) -> None:
    """Greeted right before a PIN is reset, the platform is silent: no pass of the courier has to come first."""
    at_pin.open()
    serving = at_pin.clerk.front.serving
    serving.line.passed.disconnect()  # from here on no pass tells the strip anything
    at_pin.clerk.counter.trainer().cut_line(True)
    at_pin.choose("reset")
    at_pin.clerk.until(lambda: at_pin.page.proving is not None)
    at_pin.page.tiles[0].click()
    for digits in ("271828", "271828"):
        at_pin.type(digits)
    at_pin.back()
    at_pin.clerk.until(lambda: serving.standing.line is not None and serving.standing.line.kind is not LineKind.ONLINE)
    assert ForbiddenOffline().message.zh in at_pin.banner()
    assert at_pin.line.card.pin != bytes.fromhex("271828")


def test_another_persons_card_laid_on_greys_everything(at_pin: AtPin) -> None:
    at_pin.open()
    other = chip_of(at_pin.clerk.person("何秀珍"))
    at_pin.clerk.reader.take()
    at_pin.clerk.reader.lay_on(other)
    at_pin.clerk.until(lambda: not at_pin.page.tiles)
    assert len(at_pin.page.greyed) == 4
    assert at_pin.line.card.touched == []


def test_a_lost_answer_is_told_and_nothing_is_sent_again(at_pin: AtPin) -> None:
    at_pin.open()
    at_pin.line.lost[at_pin.commands * 2] = CardTakenAway()
    at_pin.choose("verify")
    at_pin.type("000000")
    at_pin.back()
    at_pin.clerk.until(lambda: "不知密码是否算数" in at_pin.banner())
    assert len(at_pin.line.card.touched) == 1


def test_on_the_readers_keys_the_page_only_waits(qtbot: QtBot, tmp_path: Path) -> None:
    line = KeyPadReader(card_for_nobody(), "314159")
    pin = DeskPin(Reader(line, KEYS), authority=Module())
    with at_window(qtbot, tmp_path / "counter", "province=hainan", pin=pin) as clerk:
        clerk.sign_in()
        clerk.cut(False)  # the line is known to stand
        at = AtPin(clerk, line)
        at.open()
        seen: list[bool] = []
        clerk.front.serving.pin.entering.connect(lambda _task, _few: seen.append(at.entry.field.isVisible()))
        at.choose("verify")
        at.back()
        clerk.until(lambda: "密码正确" in at.banner())
        assert seen == [False]
        assert len(line.blocks) == 1


def test_where_the_pack_forbids_typing_the_page_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    line = InHand(card_for_nobody())
    with at_window(qtbot, tmp_path / "counter", "province=hainan", pin=DeskPin(Reader(line))) as clerk:
        clerk.sign_in()
        clerk.cut(False)  # the line is known to stand
        at = AtPin(clerk, line)
        line.card.left = 0
        at.open()
        assert [tile.action.procedure for tile in at.page.tiles] == ["unblock"]
        reasons = {greyed.action.refused.zh for greyed in at.page.greyed if greyed.action.refused}
        assert reasons == {"没有密码键盘，本省不许在窗口输入"}

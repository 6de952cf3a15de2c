"""The field for a password: what is typed stands in one place that is overwritten, and goes nowhere else."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.password import LONGEST
from counter_app.domain.text import Language
from ui.look import Look
from ui.widgets.password_field import PasswordField


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[PasswordField]:
    """One in a window of its own, with the keyboard."""
    host = QWidget()
    one = PasswordField(Look(language=Language.ZH), name="密码")
    QVBoxLayout(host).addWidget(one)
    qtbot.addWidget(host)
    host.show()
    one.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(one.hasFocus)
    yield one
    host.close()


def test_what_is_typed_is_taken_once(field: PasswordField) -> None:
    QTest.keyClicks(field, "Ab 3-x")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(field, "9")
    assert field.count == 6
    with field.take() as taken:
        assert taken.words() == "Ab 3-9"
    assert field.blank
    assert field.count == 0
    with pytest.raises(ValueError, match="characters"):
        field.take()


def test_what_is_rubbed_out_or_hidden_is_overwritten(field: PasswordField) -> None:
    field.type("密码x")
    field.erase()
    field.erase()
    with field.take() as taken:
        assert taken.words() == "密"
    field.type("lianxi")
    field.hide()
    assert field.blank


def test_one_too_many_makes_it_no_password(field: PasswordField) -> None:
    field.type("密" * (LONGEST + 1))
    assert (field.fits, field.count) == (False, LONGEST + 1)
    with pytest.raises(ValueError, match="longer"):
        field.take()
    field.type("密" * (LONGEST + 1))
    field.erase()
    assert (field.fits, field.count) == (True, LONGEST)
    with field.take() as taken:
        assert len(taken.words()) == LONGEST


def test_a_password_is_pasted_and_never_copied(field: PasswordField) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("aus-dem-tresor-26")
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.count == 17
    clipboard.setText("before")
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X):
        QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "before"
    assert field.count == 17


def test_its_keys_are_nobodys_shortcut(field: PasswordField) -> None:
    heard: list[str] = []
    for name in ("1", "Return"):
        QShortcut(name, field.window()).activated.connect(lambda name=name: heard.append(name))
    QTest.keyClick(field, Qt.Key.Key_1)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.count, heard) == (1, ["Return"])


def test_a_screen_reader_hears_of_a_password_and_never_of_a_key(field: PasswordField) -> None:
    told = QAccessible.queryAccessibleInterface(field)
    assert told.state().passwordEdit
    assert told.textInterface() is None

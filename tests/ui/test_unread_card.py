"""An unreadable card at the window of somebody opened without it: the tile of the PIN says what is wrong."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import NoCard, ReaderSilent
from readers.desk_pin import DeskPin
from tests.readers.pin_desk import InHand, Module, Reader, card_for
from tests.ui.counter_window import Clerk, at_window, chip_of
from ui.pages.pin import PinPage


def words(clerk: Clerk) -> str:
    """What the tile of the PIN says, or the page of the PIN."""
    view = clerk.front.serving.visit
    row = getattr(view, "pin", None)
    return row.refused.zh if row is not None and row.refused is not None else ""


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_pin_of_an_unreadable_card(qtbot: QtBot, tmp_path: Path, when: str) -> None:
    """Laid on before anybody signed in, and while the person is served."""
    silent = ReaderSilent()
    with at_window(qtbot, tmp_path / "data") as clerk:
        holder = clerk.person("林晓岚")
        pin = DeskPin(Reader(InHand(card_for(chip_of(holder)))), authority=Module())
        number = holder.holder.number
    with at_window(qtbot, tmp_path / "data", pin=pin) as clerk:
        if when == "before":
            clerk.until(lambda: clerk.front.serving.desk is not None and clerk.reader.watched)
            clerk.reader.lay_on_bad(silent)
        clerk.sign_in()
        clerk.open(number)
        if when == "after":
            clerk.until(lambda: words(clerk) == NoCard().message.zh)
            clerk.reader.lay_on_bad(silent)
        clerk.until(lambda: words(clerk) == silent.message.zh)
        clerk.key(Qt.Key.Key_F8)
        assert not isinstance(clerk.page, PinPage)
        clerk.reader.take()
        clerk.until(lambda: words(clerk) == NoCard().message.zh)

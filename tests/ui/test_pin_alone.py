"""While the screen is turned to the holder nobody else's name stands on it, and what was typed outlives nothing."""

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.domain.document import DocumentType, IdentityDocument
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import same
from readers.desk_pin import DeskPin
from tests.readers.pin_desk import InHand, Module, Reader
from tests.ui.counter_window import at_window
from tests.ui.measure import clipped, cut, outside
from tests.ui.test_pin import AtPin, card_for_nobody
from ui.pages.pin import PinPage
from ui.pages.pin_entry import PinEntryPage


@pytest.fixture
def at_pin(qtbot: QtBot, tmp_path: Path) -> Iterator[AtPin]:
    line = InHand(card_for_nobody())
    pin = DeskPin(Reader(line), authority=Module())
    with at_window(qtbot, tmp_path / "counter", papers=True, pin=pin) as clerk:
        clerk.sign_in()
        clerk.cut(False)  # the line is known to stand
        at = AtPin(clerk, line)
        at.open()
        yield at


def entering(at_pin: AtPin, task: str) -> PinEntryPage:
    at_pin.choose(task)
    at_pin.clerk.on(PinEntryPage)
    return at_pin.entry


def test_notices_wait_until_the_screen_is_the_clerks_again(at_pin: AtPin) -> None:
    """Neither one that stood, nor one that comes, nor the strip with the clerk's name."""
    window = at_pin.clerk.window
    window.say(same("读到另一张卡"), same("是何*珍的"))
    entering(at_pin, "verify")
    assert not window.toast.isVisible()
    window.say(same("读到另一个人的证件"), same("是高*的"))
    assert not window.toast.isVisible()
    assert not window.strip.isVisible()
    at_pin.clerk.key(Qt.Key.Key_Escape)
    at_pin.clerk.on(PinPage)
    assert window.toast.isVisible()
    assert window.toast.accessibleName() == "读到另一个人的证件 是高*的"
    assert window.strip.isVisible()


def test_somebody_elses_document_closes_the_entry(at_pin: AtPin) -> None:
    entry = entering(at_pin, "verify")
    QTest.keyClicks(entry.field, "3141")
    other = at_pin.clerk.person("何秀珍").holder
    document = IdentityDocument(
        document_type=DocumentType.RESIDENT, name=other.name, sex=other.sex, birth_date=other.birth_date,
        id_number=other.number, valid_from=date(2015, 1, 1), valid_to=date(2045, 1, 1),
    )  # fmt: skip
    at_pin.clerk.id_reader.lay_on(document)
    at_pin.clerk.until(lambda: not entry.field.isVisible())
    assert entry.field.blank
    assert "别人的证件" in entry.banner.accessibleName()
    assert not at_pin.clerk.window.toast.isVisible()
    assert at_pin.line.card.touched == []


def test_what_was_taken_from_the_field_is_wiped_when_the_page_goes(at_pin: AtPin) -> None:
    """The old PIN of a change, while the new one is asked for, and another page comes."""
    entry = entering(at_pin, "change")
    with SecretDigits(bytearray(b"314159")) as typed:
        at_pin.type("314159")
        [taken] = [one for one in gc.get_objects() if isinstance(one, SecretDigits) and one is not typed]
        assert taken.same_as(typed)
        at_pin.clerk.front.serving.home()
        at_pin.clerk.until(lambda: not entry.isVisible())
        assert not taken.same_as(typed)


def test_what_cannot_be_handed_on_is_wiped(at_pin: AtPin) -> None:
    """Another move is on its way when the entry ends: it goes nowhere, and stays nowhere."""
    serving = at_pin.clerk.front.serving
    entering(at_pin, "verify")
    digits = bytearray(b"314159")
    serving.moving = True
    serving.pin.finish([SecretDigits(digits)])
    serving.moving = False
    assert not any(digits)
    assert at_pin.line.card.touched == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)])
def test_nothing_is_cut_in_large_text(qtbot: QtBot, tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    """The page of the PIN, the question which document was seen, and the page of the holder."""
    line = InHand(card_for_nobody())
    pin = DeskPin(Reader(line), authority=Module())
    with at_window(qtbot, tmp_path / "counter", "text_size=large", f"language={language}", pin=pin) as clerk:
        clerk.sign_in()
        clerk.cut(False)  # the line is known to stand
        clerk.window.resize(*size)
        at = AtPin(clerk, line)
        at.open()
        button = at.page.ask_button
        clerk.until(lambda: button.visibleRegion().boundingRect().width() == button.width())
        clerk.until(lambda: clipped(clerk.window) + cut(clerk.window) + outside(clerk.window) == [])
        at.choose("reset")
        clerk.until(lambda: clipped(clerk.window) + cut(clerk.window) == [])
        clerk.key(Qt.Key.Key_Escape)
        at.choose("verify")
        clerk.on(PinEntryPage)
        clerk.until(lambda: clipped(clerk.window) + cut(clerk.window) + outside(clerk.window) == [])

"""Who acts, and the second clerk, on the page of the PIN: said before anything is entered, kept afterwards."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app.desk.pin_records import CHANGE, RESET
from counter_app.domain.card import CardState
from counter_app.domain.holder import Person
from counter_app.domain.identity import person_kind
from counter_app.domain.operation import Work
from counter_app.domain.province import PersonKind
from practice.population import residents
from readers.desk_pin import DeskPin
from tests.readers.pin_card import PACKED
from tests.readers.pin_desk import InHand, Module, Reader, card_for
from tests.ui.counter_window import Clerk, at_window, chip_of
from tests.ui.test_pin import AtPin, card_for_nobody
from ui.pages.guide_page import GuidePage
from ui.pages.pin import PinPage
from ui.pages.pin_entry import PinEntryPage
from ui.pages.second import SecondPage
from ui.widgets.fields import ChoiceField, LineField

OLD, NEW = PACKED.hex(), "271828"
GUARDIAN = {"actor_name": "周文", "actor_number": "439901198001010017"}


@pytest.fixture
def at_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., AtPin]]:
    """A window of Hunan, with lines put into a section of its pack."""
    with ExitStack() as stack:

        def made(section: str = "", more: str = "") -> AtPin:
            packs = tmp_path / "packs"
            packs.mkdir()
            shipped = resources.files("counter_app.provinces").joinpath("hunan.toml").read_text(encoding="utf-8")
            assert section in shipped
            changed = shipped.replace(section, f"{section}{more}") if section else shipped
            (packs / "hunan.toml").write_text(changed, encoding="utf-8")
            line = InHand(card_for_nobody())
            pin = DeskPin(Reader(line), authority=Module())
            clerk = stack.enter_context(at_window(qtbot, tmp_path / "counter", f"packs={packs}", pin=pin))
            clerk.sign_in()
            clerk.cut(False)
            return AtPin(clerk, line)

        yield made


def child_of(clerk: Clerk) -> Person:
    """A child of this outlet with a card in order."""
    day = datetime.now(UTC)
    known = clerk.counter.store()
    return next(
        one.person
        for one in residents(now=day)
        if person_kind(one.person.holder, today=day.date()) is PersonKind.MINOR
        and one.person.card is not None
        and one.person.card.state is CardState.NORMAL
        and known.person(one.person.holder.number) is not None
    )


def kept(at: AtPin) -> Work:
    """What was recorded, as soon as it is; sent since or not."""
    store, number = at.clerk.counter.store(), at.chip.social_security_number

    def found() -> tuple[Work, ...]:
        return (*store.works_of(number), *store.works_of(number, settled=True))

    at.clerk.until(lambda: bool(found()))
    return found()[0]


def test_a_child_is_changed_the_pin_by_a_guardian_who_is_written_down_first(at_desk: Callable[..., AtPin]) -> None:
    at = at_desk()
    clerk = at.clerk
    at.chip = chip_of(child_of(clerk))
    at.line.card = card_for(at.chip)
    at.open()
    at.choose(CHANGE)
    name = at.page.actor.fields["actor_name"]
    assert isinstance(name, LineField)
    assert name.entry.line.hasFocus(), "it goes to what is missing"
    clerk.until(lambda: name.note.words.text() == "必填")
    clerk.write(GUARDIAN["actor_name"])
    number = at.page.actor.fields["actor_number"]
    number.focus_here()
    clerk.write(GUARDIAN["actor_number"])
    for asked, value in (("relation", "parent"), ("relation_proof", "birth")):
        box = at.page.actor.fields[asked]
        assert isinstance(box, ChoiceField)
        next(option for option in box.options if option.choice.value == value).click()
    at.choose(CHANGE)  # what was typed a moment ago counts
    for digits in (OLD, NEW, NEW):
        at.type(digits)
    at.back()
    facts = kept(at).operation.facts
    assert {known: facts[known] for known in GUARDIAN} == GUARDIAN
    assert (facts["actor"], facts["relation_proof"], facts["shown_to_holder"]) == ("guardian", "birth", "to_actor")
    assert at.line.card.pin == bytes.fromhex(NEW)


def test_another_clerk_agrees_before_the_holder_enters_anything(at_desk: Callable[..., AtPin]) -> None:
    at = at_desk()
    clerk = at.clerk
    at.open()
    at.choose(RESET)
    clerk.until(lambda: at.page.proving is not None)
    at.page.tiles[0].click()
    clerk.on(SecondPage)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(PinPage)
    assert at.line.card.touched == [] or all(head[1] == 0x20 for head in at.line.card.touched)
    at.choose(RESET)
    at.page.tiles[0].click()
    clerk.on(SecondPage)
    clerk.write("0318")
    clerk.key(Qt.Key.Key_Return)
    for digit in "180318":
        clerk.key(Qt.Key(Qt.Key.Key_0 + int(digit)))
    clerk.until(clerk.page.takes_enter)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(PinEntryPage)
    at.type(NEW)
    at.type(NEW)
    at.back()
    assert kept(at).operation.facts["second_person"] == "0318"
    assert at.line.card.pin == bytes.fromhex(NEW)


def test_f1_on_the_page_is_the_guide_of_what_has_the_keyboard(at_desk: Callable[..., AtPin]) -> None:
    at = at_desk()
    at.open()
    next(tile for tile in at.page.tiles if tile.action.procedure == RESET).setFocus()
    at.clerk.key(Qt.Key.Key_F1)
    at.clerk.on(GuidePage)
    page = at.clerk.page
    assert isinstance(page, GuidePage)
    assert page.view is not None
    assert page.view.procedure == "pin-reset"

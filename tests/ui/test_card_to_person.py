"""What stands between a card and its person on the screen: nothing that could stand ready or follow."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.card import BankState, CardState
from counter_app.domain.errors import CardDamaged
from counter_app.domain.holder import Person
from counter_app.domain.text import Text
from tests.ui.counter_window import Clerk, chip_of
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.standing import ReaderState


@pytest.fixture
def alike(clerk: Clerk) -> tuple[Person, Person]:
    """Two people of whom the same can be reported."""
    people = (
        p
        for p in clerk.counter.trainer().people("")
        if len(p.cards) == 1 and p.card and p.card.state is CardState.NORMAL and p.card.bank
        and p.card.bank.state is BankState.NORMAL and p.card.bank.bank == "B01"
    )  # fmt: skip
    return next(people), next(people)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Holds a lane up until it is opened, at the end of the test at the latest."""
    opened = threading.Event()
    yield opened
    opened.set()


def _laid_on(clerk: Clerk, person: Person) -> PersonPage:
    """His card lies there and his page is drawn with it."""
    clerk.reader.lay_on(chip_of(person))
    clerk.on(PersonPage)
    assert isinstance(clerk.page, PersonPage)
    return clerk.page


def _gone(clerk: Clerk) -> None:
    clerk.reader.take()
    clerk.until(lambda: clerk.front.serving.standing.reader is ReaderState.EMPTY)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(HomePage)


def test_the_tiles_of_the_last_person_stand_ready_for_the_next_of_the_same_kind(
    clerk: Clerk, alike: tuple[Person, Person]
) -> None:
    """Also where they were other ones in between, because the card had left."""
    one, other = alike
    tiles = list(_laid_on(clerk, one).tiles)
    _gone(clerk)
    page = _laid_on(clerk, other)
    assert page.view is not None
    assert page.view.person.holder.number == other.holder.number
    assert page.tiles == tiles
    assert all(tile.isVisible() for tile in tiles)


def test_a_card_whose_person_takes_long_to_find_stands_in_the_strip_meanwhile(
    clerk: Clerk, alike: tuple[Person, Person], gate: threading.Event
) -> None:
    """The strip is drawn with the person; but not only then where the desk is long about it."""
    serving = clerk.front.serving
    serving.lanes.desk.run(gate.wait, lambda _opened: None)
    clerk.reader.lay_on(chip_of(alike[0]))
    clerk.until(lambda: serving.standing.reader is ReaderState.CARD)
    assert serving.moving
    assert isinstance(clerk.page, HomePage)
    gate.set()
    clerk.on(PersonPage)


def test_a_page_that_was_not_in_front_is_told_how_things_stand_when_it_comes(
    clerk: Clerk, alike: tuple[Person, Person]
) -> None:
    """A card could not be read while somebody was served; home says so afterwards."""
    clerk.open(alike[0].holder.number)
    clerk.reader.lay_on_bad(CardDamaged(what=Text("卡面", "face")))
    clerk.until(lambda: clerk.front.serving.standing.unread is not None)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(HomePage)
    assert isinstance(clerk.page, HomePage)
    assert clerk.page.unread.isVisible()

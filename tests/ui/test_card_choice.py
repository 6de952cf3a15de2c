"""Somebody with two cards in use: the clerk says which one it is about, with the keyboard alone, and goes on."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.desk.views import PersonView
from practice.population import cast
from tests.ui.counter_window import Clerk
from tests.ui.measure import clipped
from ui.pages.person import PersonPage
from ui.widgets.card_choice import CardChoiceBox


def shown(clerk: Clerk) -> PersonView:
    view = clerk.front.serving.visit
    assert isinstance(view, PersonView)
    return view


def test_which_card_it_is_about_is_chosen_with_two_keys_and_another_one_later(clerk: Clerk) -> None:
    """The first row has the focus; down and Enter take the second; then what is lawful for it has the focus."""
    who = cast(now=datetime.now(UTC))["two-living"]
    clerk.open(who.holder.number)
    clerk.on(PersonPage)
    page = clerk.page
    assert isinstance(page, PersonPage)
    (box,) = page.findChildren(CardChoiceBox)
    clerk.until(lambda: len(box.rows) == len(who.cards) and box.rows[0].hasFocus())
    assert page.tiles == []
    clerk.key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is box.rows[1]
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: bool(page.tiles) and page.tiles[0].hasFocus())
    card = shown(clerk).person.card
    assert card is not None
    assert card.number == who.cards[1].number
    assert [one.chosen for one in shown(clerk).choices] == [False, True]
    assert clipped(clerk.window) == []
    box.rows[0].click()
    clerk.until(lambda: [one.chosen for one in shown(clerk).choices] == [True, False])

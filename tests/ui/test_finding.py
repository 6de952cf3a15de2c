"""Who is found, and by what: typing, Enter, a scanner, a card laid on at an awkward moment."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app.desk.views import PersonView
from counter_app.domain.chip_errors import NoWayToAuthenticate
from counter_app.domain.holder import Person
from practice.population import cast, residents
from tests.parts import practice_platform
from tests.parts.proxy import proxy
from tests.ui.counter_window import Clerk, at_window, chip_of
from tests.ui.measure import clipped
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.widgets.words import Words


@pytest.fixture(scope="session")
def roles() -> dict[str, Person]:
    """People of the practice province by role."""
    return cast(now=datetime.now(UTC))


def visit(clerk: Clerk) -> PersonView:
    """The person of the open visit."""
    shown = clerk.front.serving.visit
    assert isinstance(shown, PersonView)
    return shown


def searches(clerk: Clerk) -> int:
    """How many searches were audited; every name of a search, whatever it was for."""
    return clerk.counter.store().times("person.searched", "")


def test_typing_asks_nobody_and_enter_is_audited(clerk: Clerk) -> None:
    """Suggestions come from the mirror alone; a finished search leaves its trace."""
    hits = clerk.window.hits
    assert hits is not None
    before = searches(clerk)
    clerk.window.focus_search()
    clerk.write("林晓岚")
    clerk.until(hits.isVisible)
    assert searches(clerk) == before
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: searches(clerk) == before + 1)


@pytest.mark.parametrize("place", [0, 1])
def test_a_card_number_opens_that_card_and_no_other_of_the_same_person(
    clerk: Clerk, roles: dict[str, Person], place: int
) -> None:
    """Somebody with two cards in use, found by Enter; then once more from the list of what was found."""
    named = roles["two-living"].cards[place].number
    clerk.open(named)
    card = visit(clerk).person.card
    assert card is not None
    assert card.number == named
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(HomePage)
    hits = clerk.window.hits
    assert hits is not None
    clerk.window.focus_search()
    clerk.write(named)
    clerk.until(lambda: len(hits.rows) == 1)
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(PersonPage)
    card = visit(clerk).person.card
    assert card is not None
    assert card.number == named


def test_what_the_clerk_must_know_of_the_cards_stands_on_the_page(clerk: Clerk, roles: dict[str, Person]) -> None:
    """Two cards in use and none named: a banner above the history says so, and nothing of it is cut."""
    clerk.open(roles["two-living"].holder.number)
    notice = visit(clerk).notice
    assert notice is not None
    clerk.until(lambda: any(w.text() == notice.zh and w.isVisible() for w in clerk.page.findChildren(Words)))
    clerk.until(lambda: clipped(clerk.window) == [])


@pytest.mark.parametrize("opened", [False, True], ids=["home", "person"])
def test_what_a_scanner_types_beside_every_field_goes_into_the_search(clerk: Clerk, opened: bool) -> None:
    """Focus on a button, a burst with its Enter: the person of the number opens, and no button was pressed."""
    if opened:
        clerk.open(clerk.person("何秀珍").holder.number)
    assert clerk.window.top is not None
    clerk.window.top.size_button.setFocus()
    wanted = clerk.person("林晓岚").holder.number
    before = clerk.window
    for sign in wanted:
        QTest.keyClicks(clerk.target, sign)
    assert clerk.window.top.search.line.text() == wanted
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: _serves(clerk, wanted))
    assert clerk.window is before


@pytest.mark.parametrize("key", [Qt.Key.Key_F4, Qt.Key.Key_F5], ids=["one page", "steps"])
def test_a_scan_in_a_procedure_chooses_nothing_and_submits_nothing(clerk: Clerk, key: Qt.Key) -> None:
    """Number keys pick tiles there, and the scan ends with Enter: it is told, and the page stays as it was."""
    clerk.open(clerk.person("何秀珍").holder.number)
    clerk.key(key)
    clerk.on(ProcedurePage)
    clerk.until(clerk.page.takes_enter)
    before = clerk.front.serving.visit
    for sign in clerk.person("林晓岚").holder.number:
        QTest.keyClicks(clerk.target, sign)
    QTest.keyClick(clerk.target, Qt.Key.Key_Return)
    clerk.until(clerk.window.toast.isVisible)
    assert not clerk.front.serving.moving
    assert clerk.front.serving.visit == before
    assert clerk.counter.store().waiting().unsent == 0


def _serves(clerk: Clerk, number: str) -> bool:
    shown = clerk.front.serving.visit
    return isinstance(shown, PersonView) and shown.person.holder.number == number


def test_a_card_laid_on_while_the_last_visit_ends_opens_when_it_has_ended(clerk: Clerk) -> None:
    """Nothing is dropped: the move arrives first, then the person of the card."""
    gate = threading.Event()
    clerk.open(clerk.person("何秀珍").holder.number)
    clerk.front.lanes.desk.run(gate.wait, lambda _done: None)
    clerk.key(Qt.Key.Key_Escape)
    assert clerk.front.serving.moving
    card = clerk.person("林晓岚")
    clerk.reader.lay_on(chip_of(card))
    clerk.until(lambda: clerk.front.serving.standing.reader.value == "card")
    assert clerk.front.serving.moving
    gate.set()
    clerk.until(lambda: _serves(clerk, card.holder.number))
    assert visit(clerk).proof == "card"


def test_a_network_that_hangs_in_a_search_holds_up_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    """A stranger's number is asked for and no answer comes; the next person opens all the same. So with eight digits
    that may be a pass from Taiwan which nobody here has, though somebody's number begins so.
    """
    now = datetime.now(UTC)
    stranger = residents(now=now, size=2000)[-1].person.holder.number
    known = cast(now=now)["normal"].holder.number
    with (
        practice_platform.running(tmp_path / "platform.db") as platform,
        proxy(platform.port) as between,
        at_window(qtbot, tmp_path / "counter", f"platform.url={between.url}") as clerk,
    ):
        clerk.sign_in()
        between.mode, between.only = "hang", "/v1/lookups"
        hits = clerk.window.hits
        assert hits is not None
        for typed in (known[:8], stranger):
            clerk.window.focus_search()
            clerk.write(typed)
            clerk.key(Qt.Key.Key_Return)
            clerk.until(lambda: hits.isVisible() and any("正在问" in w.text() for w in hits.findChildren(Words)))
            clerk.until(lambda: "/v1/lookups" in between.paths())
            assert not clerk.front.serving.moving
            clerk.window.focus_search()
            field = QApplication.focusWidget()
            assert field is not None
            field.setProperty("text", "")
        clerk.open(known)
        assert visit(clerk).person.holder.number == known
        between.close()


def test_a_stranger_the_platform_knows_is_found_by_enter(clerk: Clerk) -> None:
    """Asked in the platform's lane, opened at once."""
    stranger = residents(now=datetime.now(UTC), size=2000)[-1].person.holder.number
    clerk.open(stranger)
    assert visit(clerk).person.holder.number == stranger


def test_home_says_why_a_card_was_not_read_as_long_as_it_lies_there(clerk: Clerk) -> None:
    """Not in a notice that passes and covers what can be done; over another page a notice tells it."""
    trouble = NoWayToAuthenticate()
    clerk.reader.lay_on_bad(trouble)
    banner = clerk.window.shelf.get(HomePage).unread
    clerk.until(banner.isVisible)
    assert trouble.message.zh in banner.accessibleName()
    assert not clerk.window.toast.isVisible()
    assert clipped(clerk.window) == []
    clerk.reader.take()
    clerk.until(lambda: not banner.isVisible())
    clerk.open(clerk.person("何秀珍").holder.number)
    clerk.reader.lay_on_bad(trouble)
    clerk.until(clerk.window.toast.isVisible)

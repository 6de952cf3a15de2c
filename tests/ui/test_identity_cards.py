"""An identity card at the window: it opens its person, proves who it is, and is called another one's when it is."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.desk.views import PersonView, VisitView
from counter_app.devices import IdEventKind
from counter_app.domain.errors import NoReader, ReaderSilent
from tests.desk.papers import document_of
from tests.ui.counter_window import Clerk, at_window, chip_of
from tests.ui.measure import clipped, cut, nameless, outside, squeezed
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.standing import ReaderState
from ui.widgets.notice import BannerBox
from ui.widgets.words import Words


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    """A clerk at home, signed in, the line standing, both readers there."""
    with at_window(qtbot, tmp_path / "counter", papers=True) as clerk:
        clerk.sign_in()
        yield clerk


def person_view(clerk: Clerk) -> PersonView:
    visit = clerk.front.serving.visit
    assert isinstance(visit, PersonView)
    return visit


def words(clerk: Clerk) -> list[str]:
    """Everything the page in front says."""
    return [part.text() for part in clerk.page.findChildren(Words) if part.isVisible() and part.text()]


def stands(clerk: Clerk) -> tuple[ReaderState, ReaderState | None]:
    standing = clerk.front.serving.standing
    return standing.reader, standing.id_reader


def told(clerk: Clerk) -> str:
    return clerk.window.toast.accessibleName() if clerk.window.toast.isVisible() else ""


def test_it_opens_its_person_and_proves_who_it_is(clerk: Clerk) -> None:
    """Home asks for either; the header says that the identity card was read; a card of the same person joins it."""
    clerk.until(lambda: "请放社保卡或身份证" in words(clerk))
    assert "身份证读卡器 就绪" in words(clerk)
    person = clerk.person("林晓岚")
    clerk.id_reader.lay_on(document_of(person))
    clerk.on(PersonPage)
    assert person_view(clerk).proof == "document"
    assert "身份证已读" in words(clerk)
    assert stands(clerk) == (ReaderState.EMPTY, ReaderState.CARD)
    clerk.reader.lay_on(chip_of(person))
    clerk.until(lambda: "身份证和社保卡已读" in words(clerk))
    assert person_view(clerk).person.chosen == chip_of(person).card_number
    assert stands(clerk) == (ReaderState.CARD, ReaderState.CARD)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(HomePage)
    clerk.until(lambda: stands(clerk) == (ReaderState.CARD, ReaderState.EMPTY))


def test_another_persons_card_is_told_and_the_visit_stays(clerk: Clerk) -> None:
    """Strip, page and notice say whose is whose, masked; the right card afterwards is taken."""
    mine, other = clerk.person("林晓岚"), clerk.person("何秀珍")
    clerk.id_reader.lay_on(document_of(mine))
    clerk.on(PersonPage)
    clerk.reader.lay_on(chip_of(other))
    clerk.until(lambda: stands(clerk) == (ReaderState.OTHER, ReaderState.CARD))
    clerk.until(lambda: any("社保卡是何*珍" in said for said in words(clerk)))
    assert "读到另一张卡" in told(clerk)
    assert "何秀珍" not in told(clerk) + "".join(words(clerk))
    assert person_view(clerk).person.holder.number == mine.holder.number
    clerk.reader.take()
    clerk.reader.lay_on(chip_of(mine))
    clerk.until(lambda: stands(clerk) == (ReaderState.CARD, ReaderState.CARD))
    clerk.until(lambda: person_view(clerk).card_here and person_view(clerk).notice is None)


def test_another_persons_document_is_told_and_the_visit_stays(clerk: Clerk) -> None:
    mine, other = clerk.person("林晓岚"), clerk.person("何秀珍")
    clerk.reader.lay_on(chip_of(mine))
    clerk.on(PersonPage)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.id_reader.lay_on(document_of(other))
    clerk.until(lambda: stands(clerk) == (ReaderState.CARD, ReaderState.OTHER))
    clerk.until(lambda: "读到另一个人的证件" in told(clerk))  # once the desk has said that nobody acts for the holder
    assert "何*珍" in told(clerk)
    visit = clerk.front.serving.visit
    assert isinstance(visit, VisitView)
    assert visit.person.holder.number == mine.holder.number
    clerk.id_reader.take()
    clerk.until(lambda: stands(clerk) == (ReaderState.CARD, ReaderState.EMPTY))


def test_a_document_told_before_proves_its_person_once_that_one_is_served(clerk: Clerk) -> None:
    """It lay there while somebody else was served; opened by number, its person is proven by it."""
    mine, other = clerk.person("林晓岚"), clerk.person("何秀珍")
    clerk.open(mine.holder.number)
    clerk.id_reader.lay_on(document_of(other))
    clerk.until(lambda: stands(clerk)[1] is ReaderState.OTHER)
    clerk.open(other.holder.number)
    clerk.until(lambda: person_view(clerk).proof == "document")
    assert stands(clerk)[1] is ReaderState.CARD


def test_another_name_is_asked_on_the_page(clerk: Clerk) -> None:
    """Both names are shown; one press says that it is the same person, and the document proves it then."""
    clerk.id_reader.lay_on(document_of(clerk.person("林晓岚"), name="林晓兰"))
    clerk.on(PersonPage)
    assert person_view(clerk).proof == "typed"
    [asked] = [box for box in clerk.page.findChildren(BannerBox) if "是同一人吗" in box.accessibleName()]
    assert "林晓兰" in asked.accessibleName()
    assert "林晓岚" in asked.accessibleName()
    assert asked.button is not None
    QTest.mouseClick(asked.button, Qt.MouseButton.LeftButton)
    clerk.until(lambda: person_view(clerk).proof == "document")
    clerk.until(lambda: not asked.isVisible())


def test_both_lie_there_at_signing_in(qtbot: QtBot, tmp_path: Path) -> None:
    """The person opens once, by the card, and the document proves it."""
    with at_window(qtbot, tmp_path / "counter", papers=True) as clerk:
        person = clerk.person("林晓岚")
        clerk.until(lambda: clerk.front.serving.standing.id_reader is ReaderState.EMPTY)
        clerk.until(lambda: clerk.front.serving.standing.reader is ReaderState.EMPTY)
        clerk.reader.lay_on(chip_of(person))
        clerk.id_reader.lay_on(document_of(person))
        clerk.until(lambda: stands(clerk) == (ReaderState.CARD, ReaderState.CARD))
        clerk.key(Qt.Key.Key_Return)
        clerk.on(PersonPage)
        clerk.until(lambda: (person_view(clerk).proof, person_view(clerk).card_here) == ("document", True))


def test_without_such_a_reader_nothing_is_said_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.sign_in()
        clerk.until(lambda: "请放社保卡" in words(clerk))
        assert not clerk.window.strip.id_reader.isVisible()
        assert not any("身份证读卡器" in said for said in words(clerk))


def test_found_by_itself_it_is_missed_only_once_it_was_there(clerk: Clerk) -> None:
    clerk.id_reader.say(IdEventKind.NO_READER, trouble=NoReader())
    clerk.until(lambda: stands(clerk)[1] is ReaderState.NONE)
    clerk.until(lambda: "没有身份证读卡器" in words(clerk))
    assert "请放社保卡" in words(clerk)
    clerk.id_reader.say(IdEventKind.READER)
    clerk.until(lambda: "请放社保卡或身份证" in words(clerk))


def test_one_that_cannot_be_read_is_told_with_what_helps(clerk: Clerk) -> None:
    clerk.id_reader.say(IdEventKind.UNREAD, trouble=ReaderSilent())
    clerk.until(lambda: stands(clerk)[1] is ReaderState.UNREAD)
    assert ReaderSilent().message.zh in told(clerk)


LOOKS = ((), ("text_size=large",), ("language=en",), ("language=en", "text_size=large"))


@pytest.mark.parametrize("pairs", LOOKS, ids=lambda pairs: " ".join(pairs) or "plain")
def test_home_and_person_fit_with_all_that_is_said(qtbot: QtBot, tmp_path: Path, pairs: tuple[str, ...]) -> None:
    """Home with both readers, and the person with another name asked and another card told: nothing clipped."""
    with at_window(qtbot, tmp_path / "counter", *pairs, papers=True) as clerk:
        clerk.sign_in()
        clerk.until(lambda: clerk.front.serving.standing.id_reader is ReaderState.EMPTY)
        _fits(clerk)
        clerk.id_reader.lay_on(document_of(clerk.person("林晓岚"), name="林晓兰"))
        clerk.on(PersonPage)
        clerk.reader.lay_on(chip_of(clerk.person("阿依古丽·买买提")))
        clerk.until(lambda: person_view(clerk).notice is not None)
        clerk.window.toast.hide()
        _fits(clerk)
        clerk.window.resize(1024, 768)
        _fits(clerk, lambda: outside(clerk.window.strip) + clipped(clerk.window.strip))


def _fits(clerk: Clerk, faults: Callable[[], list[str]] | None = None) -> None:
    window = clerk.window

    def all_faults() -> list[str]:
        return [*clipped(window), *outside(window), *squeezed(window), *cut(window), *nameless(window)]

    judge = faults or all_faults
    try:
        clerk.qtbot.waitUntil(lambda: not judge(), timeout=2000)
    finally:
        assert judge() == []

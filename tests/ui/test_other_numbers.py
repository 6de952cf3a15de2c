"""At the window, people without a number of 18 characters: typed, scanned, chosen where a number has two meanings."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.desk.views import PersonView
from counter_app.domain.holder import Holder, Person
from counter_app.domain.identity import IdentityKind, age_on
from counter_app.domain.moments import local
from practice.platform.file import connect
from practice.supervisor import DATABASE
from tests.parts.other_papers import BORN, number_of, register
from tests.ui.counter_window import Clerk
from tests.ui.measure import clipped
from ui.pages.person import PersonPage
from ui.widgets.search_box import SearchHits
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True)
class Records:
    """The database of the practice province of one folder."""

    path: Path

    def change(self, statement: str, *values: object) -> None:
        with closing(connect(self.path)) as connection:
            connection.execute(statement, values)


def _hits(clerk: Clerk) -> SearchHits:
    assert clerk.window.hits is not None
    return clerk.window.hits


def _words(clerk: Clerk) -> str:
    """All that the list of hits says."""
    return "\n".join(words.text() for words in _hits(clerk).findChildren(Words))


def _served(clerk: Clerk) -> str:
    shown = clerk.front.serving.visit
    return shown.person.holder.number if isinstance(shown, PersonView) else ""


@pytest.mark.parametrize("name", ["霍启明", "简怡君", "玛丽亚·示例", "JOHN SAMPLE", "霍小满"])
def test_the_number_of_any_paper_and_enter_open_the_person_masked_with_the_age_on_record(
    clerk: Clerk, name: str
) -> None:
    holder = clerk.person(name).holder
    clerk.open(holder.number.lower())
    assert _served(clerk) == holder.number
    assert holder.birth_date is not None
    said = [words.text() for words in clerk.page.findChildren(Words) if words.isVisible()]
    assert not any(holder.number in words for words in said)
    age = age_on(holder.birth_date, local(datetime.now(UTC)).date())
    assert any(f"{age} 岁" in words for words in said)
    assert clipped(clerk.window) == []


def test_a_scanned_passport_beside_every_field_opens_its_owner_asked_for_at_the_platform(
    clerk: Clerk, tmp_path: Path
) -> None:
    number = number_of(IdentityKind.PASSPORT)
    register(Records(tmp_path / "counter" / DATABASE), number)
    assert clerk.window.top is not None
    clerk.window.top.size_button.setFocus()
    for sign in number:
        QTest.keyClicks(clerk.target, sign)
    assert clerk.window.top.search.line.text() == number
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: _served(clerk) == number)


def test_a_passport_with_the_number_of_a_card_is_chosen_by_the_clerk(clerk: Clerk) -> None:
    card = clerk.person("林晓岚").card
    assert card is not None
    other = Person(Holder(card.number, "ANY SAMPLE", "1", BORN), as_of=datetime.now(UTC))
    clerk.counter.store().keep_people((other,))
    clerk.window.focus_search()
    clerk.write(card.number)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: _hits(clerk).isVisible() and len(_hits(clerk).rows) == 2)
    assert _served(clerk) == ""
    assert card.number not in _words(clerk)
    _hits(clerk).rows[0].click()
    clerk.on(PersonPage)
    assert _served(clerk) == card.number, "the passport stands first, as it was typed whole"


def test_without_a_line_the_papers_it_may_be_of_are_named_and_the_loss_can_be_taken(clerk: Clerk) -> None:
    clerk.cut(True)
    number = number_of(IdentityKind.HM_TRAVEL)
    clerk.window.focus_search()
    clerk.write(number)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: _hits(clerk).isVisible() and len(_hits(clerk).rows) == 1)
    assert "港澳居民来往内地通行证" in _words(clerk)
    assert "护照" in _words(clerk)
    assert clipped(clerk.window) == []
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(PersonPage)
    assert _served(clerk) == number

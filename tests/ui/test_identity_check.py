"""At the window: how it was checked who stands there is one key on the page that is submitted; an agent's identity card
fills in the agent.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.desk.views import VisitView
from tests.desk.papers import document_of
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_identity_cards import stands
from tests.ui.test_ordering_pages import choose, kept
from tests.ui.test_pages import check
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.standing import ReaderState
from ui.widgets.fields import LineField


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    """A clerk at home, signed in, both readers there."""
    with at_window(qtbot, tmp_path / "counter", papers=True) as clerk:
        clerk.sign_in()
        yield clerk


def asked(clerk: Clerk) -> set[str]:
    """The fields of the page in front."""
    return set(clerk.page.fields) if isinstance(clerk.page, ProcedurePage) else set()


def at_loss(clerk: Clerk) -> None:
    """A formal loss for somebody whose number was typed."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)


def to_the_last_page(clerk: Clerk) -> None:
    """Enter, on the page that is filled in, once it hears one."""
    clerk.on(ProcedurePage)
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    page.main.setFocus()
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: getattr(clerk.front.serving.visit, "current", 0) == 2)
    clerk.on(ProcedurePage)


def facts(clerk: Clerk) -> dict[str, str]:
    """Of the one operation that was recorded."""
    clerk.on(ResultPage)
    (work,) = clerk.counter.store().works()
    return dict(work.operation.facts)


def test_one_key_says_it_and_enter_submits(clerk: Clerk) -> None:
    """The question has the focus; 2 is the second way, and no page is in between."""
    at_loss(clerk)
    to_the_last_page(clerk)
    assert asked(clerk) == {"identity_checked"}
    check(clerk)
    QTest.keyClick(clerk.target, Qt.Key.Key_2)
    clerk.until(lambda: kept(clerk, "identity_checked") == "other-seen")
    clerk.key(Qt.Key.Key_Return)
    assert facts(clerk)["identity"] == "other-seen"


def test_the_holders_card_laid_on_at_the_last_moment_takes_the_question_away(clerk: Clerk) -> None:
    at_loss(clerk)
    to_the_last_page(clerk)
    clerk.id_reader.lay_on(document_of(clerk.person("林晓岚")))
    clerk.until(lambda: asked(clerk) == set())
    check(clerk)
    clerk.on(ProcedurePage)  # it was drawn anew: no Enter meant for the page before goes through
    clerk.key(Qt.Key.Key_Return)
    assert facts(clerk)["identity"] == "document"


def test_an_agents_card_fills_in_the_agent_while_the_keyboard_is_there(clerk: Clerk) -> None:
    """Name and number stand in their fields, marked as read; the reader counts as this visit's; nobody else opens."""
    holder, agent = clerk.person("林晓岚"), clerk.person("何秀珍")
    at_loss(clerk)
    choose(clerk, "actor", "agent")
    clerk.until(lambda: "actor_name" in asked(clerk))
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    page.fields["actor_name"].focus_here()
    clerk.write("何")
    clerk.id_reader.lay_on(document_of(agent))
    clerk.until(lambda: kept(clerk, "actor_number") == agent.holder.number)
    name, number = page.fields["actor_name"], page.fields["actor_number"]
    assert isinstance(name, LineField)
    assert isinstance(number, LineField)
    clerk.until(lambda: (name.entry.line.text(), number.entry.line.text()) == (agent.holder.name, agent.holder.number))
    clerk.until(lambda: number.note.words.text() == "读自证件")
    clerk.until(lambda: stands(clerk)[1] is ReaderState.CARD)
    check(clerk)
    visit = clerk.front.serving.visit
    assert isinstance(visit, VisitView)
    assert visit.person.holder.number == holder.holder.number
    for field, value in (("relation", "spouse"), ("relation_proof", "letter")):
        choose(clerk, field, value)
    to_the_last_page(clerk)
    assert asked(clerk) == {"identity_checked"}, "the agent's was read"
    choose(clerk, "identity_checked", "card-seen")
    clerk.key(Qt.Key.Key_Return)
    told = facts(clerk)
    assert (told["identity"], told["holder_identity"], told["actor_number"]) == (
        "document",
        "card-seen",
        agent.holder.number,
    )

"""Application and what a person may do, in the window, in every look: nothing cut with a guardian and four grounds."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app.desk.views import VisitView
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import check
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.widgets.consent_field import ConsentField
from ui.widgets.fields import ChoiceField

LOOKS = ((), ("language=en",), ("language=en", "text_size=large"), ("text_size=large", "theme=dark"))
CHILD, PARENT = "minor-no-card", "guardian-of-minor"


def asks(clerk: Clerk) -> set[str]:
    """The fields of the page in front."""
    return set(clerk.page.fields) if isinstance(clerk.page, ProcedurePage) else set()


def choose(clerk: Clerk, field: str, value: str) -> None:
    """Press a choice and wait until it is kept."""
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    box = page.fields[field]
    assert isinstance(box, ChoiceField)
    option = next(option for option in box.options if option.choice.value == value)
    option.setFocus()
    option.click()
    clerk.until(lambda: kept(clerk, field) == value)


def agree(clerk: Clerk, field: str) -> None:
    """The holder's yes, by the pointer."""
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    box = page.fields[field]
    assert isinstance(box, ConsentField)
    assert not any(option.isChecked() for option in box.options), "neither is chosen beforehand"
    choose(clerk, field, box.options[0].choice.value)


def kept(clerk: Clerk, field: str) -> str:
    """The answer the desk has."""
    view = clerk.front.serving.visit
    assert isinstance(view, VisitView)
    return next((f.value for f in view.fields if f.field.name == field), "")


def type_in(clerk: Clerk, field: str, words: str) -> None:
    """Type into a line and wait until it is kept."""
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    page.fields[field].setFocus()
    clerk.write(words)
    clerk.until(lambda: kept(clerk, field) == words)


def onward(clerk: Clerk, step: int) -> None:
    """Enter, and wait for that step."""
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: getattr(clerk.front.serving.visit, "current", 0) == step)
    clerk.on(ProcedurePage)


@pytest.mark.parametrize("pairs", LOOKS, ids=lambda pairs: " ".join(pairs) or "plain")
def test_a_child_gets_a_card_by_its_guardian_and_nothing_is_cut(
    qtbot: QtBot, tmp_path: Path, pairs: tuple[str, ...]
) -> None:
    """By keys and clicks to the receipt; every page of it fits the screen."""
    with at_window(qtbot, tmp_path / "counter", *pairs) as clerk:
        clerk.sign_in()
        people = {role: person for role, _words, person in clerk.counter.trainer().lives()}
        clerk.open(people[CHILD].holder.number)
        check(clerk)
        clerk.key(Qt.Key.Key_F2)
        clerk.until(lambda: "actor_number" in asks(clerk))
        clerk.on(ProcedurePage)
        check(clerk)
        for field, value in (("ground", "live"), ("relation", "parent"), ("relation_proof", "birth")):
            choose(clerk, field, value)
        type_in(clerk, "actor_name", people[PARENT].holder.name)
        type_in(clerk, "actor_number", people[PARENT].holder.number)
        type_in(clerk, "mobile", "13900000046")
        check(clerk)
        onward(clerk, 2)
        assert asks(clerk) == {"bank"}
        check(clerk)
        choose(clerk, "bank", "B02")
        onward(clerk, 3)
        check(clerk)
        agreed = ("consent_bank", "consent_child")
        assert asks(clerk) == {"actor_checked", "identity_checked", "consent_messages", *agreed}
        for field in ("actor_checked", "identity_checked"):
            choose(clerk, field, "other-seen")
        check(clerk)
        clerk.key(Qt.Key.Key_Return)
        clerk.key(Qt.Key.Key_Return)
        clerk.on(ProcedurePage)
        assert [kept(clerk, field) for field in agreed] == ["", ""], "nobody agrees by pressing on"
        for field in agreed:
            agree(clerk, field)
        check(clerk)
        clerk.key(Qt.Key.Key_Return)
        clerk.on(ResultPage)
        check(clerk)


@pytest.mark.parametrize("pairs", [LOOKS[0], LOOKS[2]], ids=["plain", "english large"])
def test_what_a_person_with_a_card_may_do_fits_the_page(qtbot: QtBot, tmp_path: Path, pairs: tuple[str, ...]) -> None:
    with at_window(qtbot, tmp_path / "counter", *pairs) as clerk:
        clerk.sign_in()
        clerk.open(clerk.counter.trainer().people("")[0].holder.number)
        clerk.on(PersonPage)
        check(clerk)

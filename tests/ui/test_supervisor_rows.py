"""What a supervisor must look into by hand stands on the page 跟进; rows that lead nowhere are no buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.desk.views import FollowView
from counter_app.desk.views_supervisor import Abandoned, ManyActs, OddNotice, SupervisorView
from counter_app.domain.case import case_number
from counter_app.domain.text import Text, same
from tests.contracts.case_contract import MISSING
from tests.contracts.samples import NOON, entry
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_giving_up import FEW
from tests.ui.test_pages import check
from ui.look import Look
from ui.pages.follow import FollowPage
from ui.pages.person import PersonPage
from ui.widgets.tiles import ListRow


@pytest.fixture(params=FEW, ids=lambda pairs: " ".join(pairs) or "plain")
def clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A clerk signed in, the smallest screen that must do, in one of the looks."""
    with at_window(qtbot, tmp_path / "counter", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def rows(page: FollowPage, number: str) -> list[ListRow]:
    """Rows that tell of that number."""
    return [one for one in page.findChildren(ListRow) if number in one.accessibleDescription()]


def test_a_notice_two_windows_took_up_and_one_whose_number_was_taken_lead_to_their_holder(clerk: Clerk) -> None:
    who, store, now = clerk.person("林晓岚").holder, clerk.counter.store(), datetime.now(UTC)
    case = replace(
        MISSING,
        holder_number=who.number,
        holder_name=who.name,
        procedure="formal-loss",
        made_at=now,
        outlet="439902",
        window="03",
    )
    numbers = [case_number("439902", "03", now.date(), serial) for serial in (1, 2)]
    for what, number in zip(("case.taken_twice", "case.number_taken"), numbers, strict=True):
        store.keep_found_case(replace(case, number=number), entry("case.fetched", at=now))  # the courier lets it lie
        store.note(replace(entry(what, at=now), subject=number))
    clerk.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    clerk.on(FollowPage)
    page = clerk.page
    assert isinstance(page, FollowPage)
    check(clerk)
    told = [rows(page, number)[-1].accessibleDescription().split()[-1] for number in numbers]
    assert told in (["两处接着办", "号码重复"], ["twice", "taken"])
    assert who.number not in rows(page, numbers[0])[-1].accessibleName()
    rows(page, numbers[1])[-1].click()
    clerk.on(PersonPage)


def test_rows_that_lead_nowhere_are_neither_reached_nor_pressed(qtbot: QtBot) -> None:
    """What was abandoned, an agent somebody has acknowledged, a notice whose words were erased; the others are."""
    page, words = FollowPage(Look()), Text("词", "words")
    qtbot.addWidget(page)
    agents = [ManyActs("A1", "甲", 6, 5, NOON, (), "o1", "0317", NOON), ManyActs("A2", "乙", 6, 5, NOON, (), "o2")]
    odd = (OddNotice(NOON, "N1", True, same(""), "", ""), OddNotice(NOON, "N2", False, words, "X1", "丙"))
    seen = SupervisorView(tuple(agents), (), (Abandoned(NOON, "0317", words, "G01", words),), odd)
    page.show_following(FollowView((), (), (), (), NOON, seen))
    pressed: list[object] = []
    page.acknowledged.connect(pressed.append)
    page.wanted.connect(lambda *what: pressed.append(what))
    live = [one for one in page.findChildren(ListRow) if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(live) == 2
    dead = [one for one in page.findChildren(ListRow) if one not in live]
    assert all(one.cursor().shape() == Qt.CursorShape.ArrowCursor for one in dead)
    assert all(one.cursor().shape() == Qt.CursorShape.PointingHandCursor for one in live)
    for one in live:
        QTest.keyClick(one, Qt.Key.Key_Return)
    assert pressed == ["o2", ("X1", "")]

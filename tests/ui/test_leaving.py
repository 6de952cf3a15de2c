"""Leaving: the way out stands on every page, and a window that is closed leaves nobody signed in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.clerks import ClerkSession
from counter_app.desk.views import VisitView
from counter_app.signing_in import SigningIn
from practice.clerks import PASSWORD
from practice.platform.database import open_database
from practice.supervisor import DATABASE
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_duty import give, half_done, judged_quickly, noted, on_duty, sign_in_named
from ui import pages
from ui.app import LEAVING_S
from ui.pages.home import HomePage
from ui.pages.lock import LockPage
from ui.pages.page import Page
from ui.pages.procedure import ProcedurePage
from ui.pages.sign_in import SignInPage
from ui.widgets.pressable import KeyButton


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    """The first page, the line standing."""
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.until(lambda: clerk.front.serving.standing.line is not None and clerk.front.serving.desk is not None)
        judged_quickly(clerk)
        yield clerk


def sessions(clerk: Clerk) -> int:
    """How many sign-ins the platform has open."""
    with closing(open_database(clerk.counter.folder / DATABASE)) as province:
        (row,) = province.execute("SELECT COUNT(*) AS open FROM clerk_session").fetchall()
    return int(row["open"])


def test_a_window_that_is_closed_leaves_nobody_signed_in_and_the_visit_open(first: Clerk, qtbot: QtBot) -> None:
    """On record, and at the platform; whoever signs in at the next window finds the visit where it was."""
    give(first, "0317", PASSWORD)
    first.on(HomePage)
    before = half_done(first)
    assert sessions(first) == 1
    first.front.close()
    assert sessions(first) == 0
    assert [one["clerk"] for one in noted(first, "clerk.signed_out")] == ["0317"]
    first.window.close()
    with at_window(qtbot, first.counter.folder) as again:
        again.until(lambda: again.front.serving.desk is not None)
        sign_in_named(again, "0317")
        again.on(ProcedurePage)
        after = again.front.serving.visit
        assert isinstance(after, VisitView)
        assert (after.visit_id, after.current) == (before.visit_id, before.current)


def test_a_platform_that_does_not_answer_holds_up_no_closing_window(first: Clerk) -> None:
    """Nobody waits longer than two seconds; without a line it is not even asked."""
    give(first, "0318", PASSWORD)
    first.on(HomePage)
    goes_on, asked = threading.Event(), threading.Event()

    def silent(_session: ClerkSession) -> bool:
        asked.set()
        return goes_on.wait(60)

    answered_by(first, silent)
    began = monotonic()
    first.front.serving.duty.close(LEAVING_S)
    assert monotonic() - began < LEAVING_S + 1.0
    assert asked.is_set()
    goes_on.set()
    assert [one["clerk"] for one in noted(first, "clerk.signed_out")] == ["0318"]


def test_without_a_line_the_platform_is_not_asked(first: Clerk) -> None:
    give(first, "0318", PASSWORD)
    first.on(HomePage)
    asked: list[ClerkSession] = []

    def told(session: ClerkSession) -> bool:
        asked.append(session)
        return True

    answered_by(first, told)
    first.cut(True)
    first.front.serving.duty.close(LEAVING_S)
    assert asked == []
    assert [one["clerk"] for one in noted(first, "clerk.signed_out")] == ["0318"]
    assert on_duty(first) == ""


def answered_by(clerk: Clerk, leave: Callable[[ClerkSession], bool]) -> None:
    """How the platform takes that somebody leaves, at the edge of the program."""
    serving = clerk.front.serving
    opens = serving.parts.open_signing_in

    class Leaving(SigningIn):
        """Signing in, and that way of leaving."""

        def leave(self, session: ClerkSession) -> bool:
            return leave(session)

    def door() -> SigningIn:
        real = opens()
        return Leaving(real.door, real.secrets, real.kept, real.note, real.clock, real.place)

    serving.parts = replace(serving.parts, open_signing_in=door)


FREE = {"SignInPage", "LockPage", "PasswordPage", "TroublePage", "RepairPage", "UnlockPage"}
"""Pages that stand there while nobody works."""


def working() -> Iterator[type[Page]]:
    """Every page a clerk works at."""
    for found in iter_modules(pages.__path__):
        module = import_module(f"ui.pages.{found.name}")
        yield from (
            one
            for one in vars(module).values()
            if isinstance(one, type) and issubclass(one, Page) and one.__module__ == module.__name__
        )


def test_the_way_out_stands_on_every_page(clerk: Clerk) -> None:
    """One press covers the window, and there stands the way to sign out; of a page that is turned to the holder the
    key alone does.
    """
    kinds = [one for one in working() if one is not Page and one.__name__ not in FREE]
    assert len(kinds) > 15
    for kind in kinds:
        page = clerk.window.shelf.get(kind)
        clerk.window.go(page)
        clerk.until(lambda page=page: clerk.page is page and not clerk.front.serving.moving)  # type: ignore[misc]
        leaves(clerk, page)
        sign_in_named(clerk, "0317")
        clerk.until(lambda: not clerk.front.serving.duty.locked and not clerk.front.serving.moving)


def leaves(clerk: Clerk, page: Page) -> None:
    top = clerk.window.top
    assert top is not None
    if page.alone:
        clerk.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    else:
        assert top.lock.isVisible(), type(page)
        assert top.lock.focusPolicy() is not Qt.FocusPolicy.NoFocus
        QTest.mouseClick(top.lock, Qt.MouseButton.LeftButton)
    clerk.on(LockPage)
    (out,) = (one for one in clerk.page.findChildren(KeyButton) if one.accessibleName() == "签退")
    assert out.isVisible()


def test_from_the_covered_window_it_is_one_press(clerk: Clerk) -> None:
    leaves(clerk, clerk.page)
    (out,) = (one for one in clerk.page.findChildren(KeyButton) if one.accessibleName() == "签退")
    QTest.mouseClick(out, Qt.MouseButton.LeftButton)
    clerk.on(SignInPage)
    assert on_duty(clerk) == ""

"""Every page in both languages, both themes and both text sizes: nothing clipped, nothing off the edge, everything
named.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.exceptions import TimeoutError as NeverCame
from pytestqt.qtbot import QtBot

from counter_app.domain.numbers import identity_check_digit
from tests.ui.counter_window import Clerk, at_window
from tests.ui.measure import clipped, cut, nameless, outside, squeezed
from ui.pages.follow import FollowPage
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.practice import PracticePage
from ui.pages.preview import PreviewPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.settings import SettingsPage
from ui.pages.waiting import WaitingPage

SETTLED_MS = 5000
LOOKS = (
    (),
    ("text_size=large",),
    ("language=en",),
    ("language=en", "text_size=large"),
    ("theme=dark", "printers.receipt=none"),
)


@pytest.fixture(params=LOOKS, ids=lambda pairs: " ".join(pairs) or "plain")
def any_clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A clerk at the first page, in one of the looks."""
    with at_window(qtbot, tmp_path / "counter", *request.param) as clerk:
        yield clerk


def faults(clerk: Clerk) -> list[str]:
    """What is wrong with the page in front."""
    window = clerk.window
    unnamed = (f"{name} has no name" for name in nameless(window))
    return [*clipped(window), *outside(window), *squeezed(window), *cut(window), *unnamed]


def check(clerk: Clerk) -> None:
    """The page in front, once its layout has settled."""
    with suppress(NeverCame):
        clerk.qtbot.waitUntil(lambda: not faults(clerk), timeout=SETTLED_MS)
    assert faults(clerk) == [], type(clerk.page).__name__


def test_every_page_fits_and_has_names(any_clerk: Clerk) -> None:
    """Sign-in, home, person, two steps of a procedure, result offline and online, waiting, practice, settings."""
    walk(any_clerk)


@pytest.mark.parametrize("pairs", [(), ("language=en",)], ids=["zh", "en"])
def test_every_page_fits_a_screen_with_a_task_bar(qtbot: QtBot, tmp_path: Path, pairs: tuple[str, ...]) -> None:
    """1366 x 690: home drops 刚才办过, the rest packs or scrolls; steps, actions, footer and strip stay whole."""
    with at_window(qtbot, tmp_path / "counter", *pairs) as clerk:
        clerk.window.resize(1366, 690)
        walk(clerk)


PLACES = (
    (Qt.Key.Key_2, WaitingPage),
    (Qt.Key.Key_3, FollowPage),
    (Qt.Key.Key_4, PracticePage),
    (Qt.Key.Key_5, SettingsPage),
)


def walk(clerk: Clerk) -> None:
    """Through every page, each one checked."""
    clerk.until(lambda: clerk.front.serving.desk is not None)
    check(clerk)
    clerk.sign_in()
    check(clerk)
    clerk.cut(True)
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.on(PersonPage)
    check(clerk)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    check(clerk)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: getattr(clerk.front.serving.visit, "current", 0) == 2)
    clerk.on(ProcedurePage)
    check(clerk)
    clerk.key(Qt.Key.Key_Return)  # what was seen of the identity, which has the focus
    clerk.until(lambda: getattr(clerk.front.serving.visit, "missing", "") is None)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    clerk.until(lambda: clerk.front.serving.standing.waiting.unsent == 1)
    check(clerk)
    clerk.key(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    clerk.on(PreviewPage)
    check(clerk)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(ResultPage)
    clerk.window.toast.hide()
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)
    check(clerk)
    for key, page in PLACES:
        clerk.key(key, Qt.KeyboardModifier.AltModifier)
        clerk.on(page)
        check(clerk)
    clerk.cut(False)
    clerk.until(lambda: clerk.front.serving.standing.waiting.unsent == 0)


def test_the_longest_name_pushes_nothing_out_of_sight(any_clerk: Clerk) -> None:
    """Offline: the person, both losses step by step, result, home and waiting; then somebody nobody knows here."""
    clerk = any_clerk
    who = max((p.holder for p in clerk.counter.trainer().people("")), key=lambda holder: len(holder.name))
    assert len(who.name) >= 20
    clerk.sign_in()
    clerk.cut(True)
    clerk.open(who.number)
    check(clerk)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    check(clerk)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(PersonPage)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    check(clerk)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    clerk.until(lambda: clerk.front.serving.standing.waiting.unsent == 1)
    check(clerk)
    clerk.window.toast.hide()
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)
    check(clerk)
    clerk.open(who.number)
    check(clerk)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(HomePage)
    clerk.key(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    clerk.on(WaitingPage)
    check(clerk)
    nobody = "43990119900101001"
    clerk.window.focus_search()
    clerk.write(nobody + identity_check_digit(nobody))
    clerk.key(Qt.Key.Key_Return)
    assert clerk.window.hits is not None
    clerk.until(clerk.window.hits.isVisible)
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(PersonPage)
    check(clerk)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.write(who.name * 2)
    check(clerk)
    clerk.window.focus_search()
    clerk.cut(False)
    clerk.until(lambda: clerk.front.serving.standing.waiting.unsent == 0)


def test_another_look_draws_the_same_visit_and_is_kept(clerk: Clerk) -> None:
    """Large text on the procedure page: the same step, a new window, and the setting stands in the file."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    before = clerk.window
    clerk.window.other_size()
    clerk.on(ProcedurePage)
    assert clerk.window is not before
    assert clerk.window.look.large
    clerk.until(lambda: "large" in (clerk.counter.folder / "settings.toml").read_text(encoding="utf-8"))
    clerk.window.other_language()
    clerk.on(ProcedurePage)
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    assert page.main.accessibleName().startswith("Next")
    clerk.window.other_language()
    clerk.window.close()


def test_both_halves_show_on_the_smallest_screen_in_large_text(qtbot: QtBot, tmp_path: Path) -> None:
    """The actions give way: no half of the card is cut off at its side."""
    with at_window(qtbot, tmp_path / "counter", "text_size=large") as clerk:
        clerk.sign_in()
        clerk.window.resize(clerk.window.minimumSize())
        clerk.open(clerk.person("林晓岚").holder.number)
        page = clerk.window.shelf.get(PersonPage)
        clerk.until(lambda: page.halves.visibleRegion().boundingRect().width() == page.halves.width())
        assert clerk.window.width() == 1024
        clerk.until(lambda: clipped(clerk.window) == [])

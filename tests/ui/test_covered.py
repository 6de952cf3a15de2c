"""Nothing of anybody is left in a covered window: no widget, no accessible name, no tool tip; and uncovered everything
stands where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.holder import Holder
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import identity_check_digit, mask_card, mask_identity
from counter_app.domain.print_job import PrintJob, PrintState, Role
from counter_app.domain.text import same
from tests.parts.four_eyes import pack_with
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_duty import sign_in_named
from ui.pages.follow import FollowPage
from ui.pages.guide_page import GuidePage
from ui.pages.home import HomePage
from ui.pages.lock import LockPage
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.second import SecondPage
from ui.pages.sign_in import SignInPage
from ui.pages.turn_away import TurnAwayPage
from ui.pages.waiting import WaitingPage
from ui.widgets.words import Words

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
NOBODY = "43990119900101001"
UNKNOWN = f"{NOBODY}{identity_check_digit(NOBODY)}"
SAID = ("text", "accessibleName", "accessibleDescription", "toolTip", "whatsThis", "statusTip", "placeholderText")
TOLD = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    """A window of a province where a temporary loss needs a second person."""
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "hunan.toml").write_text(pack_with("temporary-loss"), encoding="utf-8")
    with at_window(qtbot, tmp_path / "counter", f"packs={packs}") as one:
        one.sign_in()
        yield one


def held() -> Iterator[str]:
    """What every widget of the program says or keeps, seen or not, and what a screen reader is told of it."""
    for top in QApplication.topLevelWidgets():
        if shiboken6.isValid(top):
            for part in (top, *top.findChildren(QWidget)):
                yield from (str(getattr(part, name)()) for name in SAID if hasattr(part, name))
                yield part.windowTitle()
                yield repr(vars(part))
            yield from told(QAccessible.queryAccessibleInterface(top))


def told(one: QAccessibleInterface | None) -> Iterator[str]:
    """That part of the tree of accessible names, and all below it."""
    if one is None:
        return
    yield from (one.text(kind) for kind in TOLD)
    for number in range(one.childCount()):
        yield from told(one.child(number))


def left(*secrets: str) -> list[str]:
    """Which of these are found in the window."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    everything = "\n".join(held())
    return [one for one in secrets if one in everything]


def traces(holder: Holder, card: str) -> list[str]:
    """Whatever of that person is found in the window."""
    return left(holder.name, mask_name(holder.name), holder.number, mask_identity(holder.number), card, mask_card(card))


def card_of(clerk: Clerk, name: str) -> tuple[Holder, str]:
    person = clerk.person(name)
    assert person.card is not None
    return person.holder, person.card.number


def covered_and_back(clerk: Clerk, name: str, page: type[QWidget], *, seen: bool = True) -> None:
    """Cover the window: nothing of that person is in it; uncover it, and the page is back. `seen`: was and is on it."""
    holder, card = card_of(clerk, name)
    clerk.until(lambda: not clerk.front.serving.moving)
    assert isinstance(clerk.page, page)
    assert not seen or traces(holder, card), "else this proves nothing"
    clerk.front.serving.duty.lock("idle")  # a dialog that is open hears no key of the window's
    clerk.on(LockPage)
    assert traces(holder, card) == []
    clerk.front.serving.news()
    clerk.front.serving.count()
    clerk.until(lambda: not clerk.front.serving.moving)
    assert traces(holder, card) == [], "what is drawn in place is not drawn under the cover"
    sign_in_named(clerk, "0317")
    clerk.until(lambda: isinstance(clerk.page, page) and not clerk.front.serving.moving)
    if seen:
        clerk.until(lambda: traces(holder, card) != [])


def test_nobody_is_in_a_covered_window_and_every_page_comes_back(clerk: Clerk) -> None:
    clerk.open(clerk.person("林晓岚").holder.number)
    person_with_a_number_shown(clerk)
    search_and_dialog(clerk)
    second_person(clerk)
    sheet_of_who_is_turned_away(clerk)
    result_and_lists(clerk)


def test_the_step_and_what_was_typed_a_moment_before_come_back(clerk: Clerk) -> None:
    """Somebody nobody knows here, whose name is being typed when the window is covered."""
    clerk.front.serving.finding.open_unknown(UNKNOWN)
    clerk.on(PersonPage)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    before, page = clerk.front.serving.visit, clerk.page
    assert isinstance(before, VisitView)
    assert isinstance(page, ProcedurePage)
    page.fields["name"].focus_here()
    clerk.until(lambda: QApplication.focusWidget() is page.fields["name"].focusProxy())
    clerk.write("钱多福")
    clerk.key(Qt.Key.Key_L, CONTROL)
    clerk.on(LockPage)
    assert left("钱多福", "钱**", UNKNOWN) == []
    clerk.until(lambda: answered(clerk) == "钱多福")
    assert left("钱多福", "钱**", UNKNOWN) == []
    sign_in_named(clerk, "0317")
    clerk.on(ProcedurePage)
    after = clerk.front.serving.visit
    assert isinstance(after, VisitView)
    assert (after.visit_id, after.current) == (before.visit_id, before.current)
    assert left("钱多福") == ["钱多福"]
    assert isinstance(clerk.page, ProcedurePage)
    assert clerk.page is not page


def answered(clerk: Clerk) -> str:
    """The holder's name among the answers of the open visit."""
    view = clerk.front.serving.visit
    fields = view.fields if isinstance(view, VisitView) else ()
    return next((one.value for one in fields if one.field.name == "name"), "")


def person_with_a_number_shown(clerk: Clerk) -> None:
    holder, _card = card_of(clerk, "林晓岚")
    clerk.key(Qt.Key.Key_D, CONTROL)
    box = clerk.window.revealing.box
    assert box is not None
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: box.number.text() != "")
    assert holder.number in "\n".join(held())
    covered_and_back(clerk, "林晓岚", PersonPage)
    assert (box.number.text(), box.isVisible()) == ("", False), "a whole number does not come back by itself"


def search_and_dialog(clerk: Clerk) -> None:
    """Somebody typed and found, not opened; a notice on the screen; a file that is about to be chosen."""
    window, (other, _card) = clerk.window, card_of(clerk, "何秀珍")
    window.focus_search()
    clerk.write(other.name)
    clerk.until(lambda: window.hits is not None and window.hits.isVisible() and bool(window.hits.rows))
    window.toast.say(f"{mask_name(other.name)} 的卡")
    window.saving.save_as(other.number)
    covered_and_back(clerk, "何秀珍", PersonPage, seen=False)
    assert not any(isinstance(one, type(window.saving.dialog)) for one in QApplication.topLevelWidgets())


def second_person(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    covered_and_back(clerk, "林晓岚", ProcedurePage)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(SecondPage)
    covered_and_back(clerk, "林晓岚", SecondPage)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(PersonPage)


def sheet_of_who_is_turned_away(clerk: Clerk) -> None:
    """Made, it is there again, and is not made a second time."""
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_N, CONTROL)
    clerk.on(TurnAwayPage)
    covered_and_back(clerk, "林晓岚", TurnAwayPage, seen=False)
    clerk.on(TurnAwayPage)
    clerk.key(Qt.Key.Key_4)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: sheet(clerk).startswith("N4399"))
    number = sheet(clerk)
    covered_and_back(clerk, "林晓岚", TurnAwayPage)
    assert sheet(clerk) == number
    clerk.on(TurnAwayPage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)


def sheet(clerk: Clerk) -> str:
    """The number on the sheet that is in front, "" before it is made."""
    page = clerk.page
    assert isinstance(page, TurnAwayPage)
    return next((word for word in page.paper.accessibleName().split() if word.startswith("N4399")), "")


def paper_failed(clerk: Clerk) -> None:
    """How the paper of the result stands is a row, so that it is not forgotten under the cover."""
    visit, now = clerk.front.serving.visit, datetime.now(UTC)
    assert isinstance(visit, OutcomeView)
    failed = PrintJob(
        id="01a20000-0000-7000-8000-000000000001",
        kind="receipt",
        key=visit.receipt.number,
        copy=0,
        role=Role.RECEIPT,
        state=PrintState.FAILED,
        reason=same("缺纸"),
        spooled="",
        clerk="0317",
        queued_at=now,
        changed_at=now,
    )
    clerk.counter.store().queue_print(failed, None, again=None)
    clerk.front.serving.printing.press()
    clerk.until(lambda: clerk.front.serving.printing.newest == failed)


def result_and_lists(clerk: Clerk) -> None:
    """A result, what waits, what is to be followed, a guide: nobody's name, wherever the window stood."""
    clerk.cut(True)
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: getattr(clerk.front.serving.visit, "current", 0) == 2)
    clerk.key(Qt.Key.Key_1)
    clerk.until(lambda: getattr(clerk.front.serving.visit, "missing", "") is None)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    paper_failed(clerk)
    covered_and_back(clerk, "林晓岚", ResultPage)
    clerk.until(lambda: "缺纸" in "\n".join(one.text() for one in clerk.page.findChildren(Words)))
    clerk.on(ResultPage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)
    for key, page in ((Qt.Key.Key_2, WaitingPage), (Qt.Key.Key_3, FollowPage)):
        clerk.key(key, ALT)
        clerk.on(page)
        covered_and_back(clerk, "林晓岚", page, seen=page is WaitingPage)
        clerk.on(page)
    clerk.key(Qt.Key.Key_F1)
    clerk.on(GuidePage)
    covered_and_back(clerk, "林晓岚", GuidePage, seen=False)


def test_nobody_is_left_when_the_clerk_signs_out(clerk: Clerk) -> None:
    holder, card = card_of(clerk, "林晓岚")
    clerk.open(holder.number)
    assert traces(holder, card)
    clerk.front.serving.duty.sign_out()
    clerk.on(SignInPage)
    assert traces(holder, card) == []

"""Who is on duty at the window: number and password, a covered window, another clerk who takes over, the end of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.names import mask_name
from counter_app.domain.password import Password, verifier
from counter_app.sign_in_wiring import signing_in
from counter_app.signing_in import SigningIn
from practice.clerks import PASSWORD
from practice.platform.database import open_database, writing
from practice.supervisor import DATABASE
from tests.parts.clerks import CHEAP
from tests.ui.counter_window import Clerk, at_window, chip_of
from ui.pages.hand_over import HandOverPage
from ui.pages.home import HomePage
from ui.pages.lock import LockPage
from ui.pages.password import PasswordPage
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.settings import SettingsPage
from ui.pages.sign_in import SignInPage
from ui.widgets.pressable import KeyButton
from ui.widgets.sign_in_form import SignInForm

CONTROL = Qt.KeyboardModifier.ControlModifier
EVER = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    """The first page, the line standing."""
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.until(lambda: clerk.front.serving.standing.line is not None and clerk.front.serving.desk is not None)
        judged_quickly(clerk)
        yield clerk


def judged_quickly(clerk: Clerk) -> None:
    """Passwords cost little here and there, for these tests do not judge what they cost."""
    with closing(open_database(clerk.counter.folder / DATABASE)) as province, writing(province):
        province.execute("UPDATE clerk SET verifier = ?", (verifier(Password(PASSWORD), CHEAP),))
    counter, serving = clerk.counter, clerk.front.serving

    def quick() -> SigningIn:
        door = signing_in(counter)
        return replace(door, kept=replace(door.kept, cost=CHEAP))

    serving.parts = replace(serving.parts, open_signing_in=quick)


def form(clerk: Clerk) -> SignInForm:
    page = clerk.page
    assert isinstance(page, (SignInPage, LockPage))
    return page.form


def give(clerk: Clerk, number: str, password: str) -> None:
    """Number and password, typed, and Enter."""
    shown = form(clerk)
    shown.clerk.line.setText(number)
    shown.password.setFocus(Qt.FocusReason.OtherFocusReason)
    clerk.until(shown.password.hasFocus)
    QTest.keyClicks(shown.password, password)
    QTest.keyClick(shown.password, Qt.Key.Key_Return)


def locked(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_L, CONTROL)
    clerk.on(LockPage)


def noted(clerk: Clerk, what: str) -> list[dict[str, str]]:
    """What stands in the trail of that kind."""
    return [{"clerk": one.clerk, **one.facts} for one in clerk.counter.store().entries(what, since=EVER)]


def shown_words(window: QWidget) -> str:
    """Everything that can be seen, pointed at or read aloud."""
    seen = [window.windowTitle()]
    for part in window.findChildren(QWidget):
        if part.isVisible():
            text = getattr(part, "text", str)
            seen += [str(text()), part.accessibleName(), part.accessibleDescription(), part.toolTip()]
    return "\n".join(seen)


def test_number_and_password_sign_in_and_uncover_the_window(first: Clerk) -> None:
    """At the platform over HTTP; a wrong one is told and stays nowhere; a card laid on meanwhile opens nobody; the same
    clerk is back where he was, also when the sign-in came to its end. Without a line it says so and until when.
    """
    signs_in(first)
    covered_window_shows_nobody(first)
    sign_in_comes_to_its_end(first)
    without_a_line(first)


def signs_in(first: Clerk) -> None:
    nothing_typed_stands_in_a_text(first)
    give(first, "0318", "not-this-one-26")
    first.until(lambda: "工号或密码不对" in form(first).note.words.text())
    assert form(first).password.blank
    assert on_duty(first) == ""
    give(first, "0318", PASSWORD)
    first.on(HomePage)
    assert on_duty(first) == "0318 clerk supervisor"
    assert noted(first, "clerk.sign_in_refused") == [{"clerk": "0318", "why": "WrongClerkOrPassword"}]
    assert noted(first, "clerk.signed_in") == [{"clerk": "0318", "line": "yes"}]


def covered_window_shows_nobody(first: Clerk) -> None:
    holder = first.person("林晓岚").holder
    other = first.person("何秀珍")
    first.open(holder.number)
    assert holder.name in shown_words(first.window)
    locked(first)
    first.reader.lay_on(chip_of(other))
    first.until(lambda: first.front.serving.standing.reader.value != "empty")
    first.key(Qt.Key.Key_K, CONTROL)
    first.key(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert isinstance(first.page, LockPage)
    words = shown_words(first.window)
    for secret in (holder.name, mask_name(holder.name), holder.number, holder.number[-4:], other.holder.name, "李强"):
        assert secret not in words, secret
    give(first, "0318", "not-this-one-26")
    first.until(lambda: "工号或密码不对" in form(first).note.words.text())
    assert isinstance(first.page, LockPage)
    give(first, "0318", PASSWORD)
    first.on(PersonPage)
    first.reader.take()
    assert holder.name in shown_words(first.window)
    assert noted(first, "window.locked") == [{"clerk": "0318", "why": "asked"}], "once, before it was uncovered"
    assert noted(first, "window.unlocked") == [{"clerk": "0318"}]


def test_a_window_nobody_touches_is_covered_once_nothing_is_under_way(first: Clerk) -> None:
    """After the minutes of the setting, by a clock that is put on here; the key that comes too late goes nowhere. Who
    serves nobody lands elsewhere.
    """
    sign_in_named(first, "0501")
    first.on(SettingsPage)
    press(first, "锁定窗口")
    first.on(LockPage)
    sign_in_named(first, "0501")
    first.on(SettingsPage)
    press(first, "签退")
    first.on(SignInPage)
    sign_in_named(first, "0317")
    first.on(HomePage)
    assert noted(first, "right.refused") == []
    under_way(first)
    untouched(first)


def press(clerk: Clerk, name: str) -> None:
    """The button of that name on the page in front."""
    (button,) = (one for one in clerk.page.findChildren(KeyButton) if one.accessibleName() == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def untouched(first: Clerk) -> None:
    watch, moment = first.front.serving.duty.idle, [0.0]
    watch.clock = lambda: moment[0]
    watch.begin()
    native = first.window.windowHandle()
    moment[0] = 599.0
    QTest.keyClick(native, Qt.Key.Key_Shift)
    moment[0] = 601.0
    assert not watch.look()
    assert isinstance(first.page, HomePage)
    moment[0] = 1199.5
    QTest.keyClick(native, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    first.on(LockPage)
    first.until(lambda: noted(first, "window.locked")[-1] == {"clerk": "0317", "why": "idle"})
    first.key(Qt.Key.Key_Return)
    first.on(HomePage)


def under_way(first: Clerk) -> None:
    at_work, goes_on = threading.Event(), threading.Event()

    def job() -> str:
        at_work.set()
        assert goes_on.wait(10)
        return "done"

    came: list[str] = []
    first.front.serving.move(job, came.append)
    first.until(at_work.is_set)
    first.key(Qt.Key.Key_L, CONTROL)
    assert not first.front.serving.duty.locked
    goes_on.set()
    first.on(LockPage)
    assert came == ["done"]
    first.key(Qt.Key.Key_Return)
    first.on(HomePage)


def sign_in_comes_to_its_end(first: Clerk) -> None:
    watch = first.front.serving.duty.idle
    began = watch.clock()
    watch.clock = lambda: began + timedelta(hours=8, seconds=5).total_seconds()
    watch.touch()
    assert watch.look()
    first.on(LockPage)
    assert "登录已到时" in shown_words(first.window)
    give(first, "0318", PASSWORD)
    first.on(PersonPage)


def half_done(clerk: Clerk) -> VisitView:
    """A formal loss at its second page."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: getattr(clerk.front.serving.visit, "current", 0) == 2)
    view = clerk.front.serving.visit
    assert isinstance(view, VisitView)
    return view


def test_another_clerk_takes_a_covered_window_over_and_accepts_the_visit(first: Clerk) -> None:
    """Masked until it is accepted; what is recorded afterwards bears the new clerk. Esc leaves it to the one who began
    it, Ctrl+H brings the list back, and that one goes on by signing in again.
    """
    first.sign_in()
    later(first)
    before = first.front.serving.visit
    assert isinstance(before, VisitView)
    taken_over(first, before)


def taken_over(first: Clerk, before: VisitView) -> None:
    locked(first)
    give(first, "0318", PASSWORD)
    first.on(HandOverPage)
    words, holder = shown_words(first.window), before.person.holder
    assert mask_name(holder.name) in words
    assert holder.name not in words
    assert holder.number not in words
    first.key(Qt.Key.Key_Return)
    first.on(ProcedurePage)
    page = first.front.serving.visit
    assert isinstance(page, VisitView)
    assert (page.visit_id, page.current) == (before.visit_id, before.current)
    first.key(Qt.Key.Key_1)
    first.until(lambda: getattr(first.front.serving.visit, "missing", "") is None)
    first.key(Qt.Key.Key_Return)
    first.on(ResultPage)
    done = first.front.serving.visit
    assert isinstance(done, OutcomeView)
    assert done.work.operation.clerk == "0318"
    assert noted(first, "window.handed_over")[-1] == {"clerk": "0318", "from": "0317", "to": "0318"}
    (handed,) = noted(first, "visit.handed_over")
    assert (handed["from"], handed["to"]) == ("0317", "0318")


def later(first: Clerk) -> None:
    before = half_done(first)
    locked(first)
    page = first.page
    assert isinstance(page, LockPage)
    page.left.emit()
    first.on(SignInPage)
    assert on_duty(first) == ""
    assert "张敏" not in shown_words(first.window)
    sign_in_named(first, "0318")
    first.on(HandOverPage)
    first.key(Qt.Key.Key_Escape)
    first.on(HomePage)
    first.key(Qt.Key.Key_H, CONTROL)
    first.on(HandOverPage)
    locked(first)
    sign_in_named(first, "0317")
    first.on(ProcedurePage)
    assert first.front.serving.visit is not None
    assert first.front.serving.visit.visit_id == before.visit_id
    assert noted(first, "visit.handed_over") == []


def sign_in_named(clerk: Clerk, number: str) -> None:
    """A practice clerk by number alone."""
    shown = form(clerk)
    shown.clerk.line.setText(number)
    shown.clerk.line.setFocus(Qt.FocusReason.OtherFocusReason)
    clerk.until(shown.clerk.line.hasFocus)
    QTest.keyClick(shown.clerk.line, Qt.Key.Key_Return)


def test_a_password_to_be_changed_is_changed_on_the_spot(first: Clerk) -> None:
    """Clerk 0322, whose password somebody else set: two new ones that differ, a weak one, then one that will do."""
    give(first, "0322", PASSWORD)
    first.on(PasswordPage)
    page = first.page
    assert isinstance(page, PasswordPage)
    for words, told in ((("xin-mima-2026", "xin-mima-2027"), "不一样"), (("short-1", "short-1"), "至少 12 个字符")):
        change(first, page, *words)
        first.until(lambda told=told: told in page.note.words.text())  # type: ignore[misc]
        assert all(field.blank for field in page.fields)
    change(first, page, "xin-mima-2026", "xin-mima-2026")
    first.until(lambda: on_duty(first) != "")
    assert noted(first, "clerk.password_changed") == [{"clerk": "0322"}]
    locked(first)
    give(first, "0322", "xin-mima-2026")
    first.until(lambda: not first.front.serving.duty.locked)


def change(clerk: Clerk, page: PasswordPage, new: str, again: str) -> None:
    """The three fields, and Enter."""
    clerk.on(PasswordPage)
    for field, words in zip(page.fields, (PASSWORD, new, again), strict=True):
        clerk.until(field.hasFocus)
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)


def without_a_line(first: Clerk) -> None:
    """By what the platform said last time; whoever never signed in here with a line stays out."""
    first.cut(True)
    locked(first)
    give(first, "0317", PASSWORD)
    first.until(lambda: "不能离线登录" in form(first).note.words.text())
    give(first, "0318", PASSWORD)
    first.on(PersonPage)
    first.until(lambda: "没有连上省平台" in first.window.toast.accessibleName())
    assert noted(first, "clerk.sign_in_refused")[-1] == {"clerk": "0317", "why": "NoSignInWithoutLine"}
    first.cut(False)


def on_duty(clerk: Clerk) -> str:
    """Number and roles of whoever is signed in."""
    session = clerk.front.serving.standing.session
    return "" if session is None else " ".join((session.clerk, *session.roles))


def nothing_typed_stands_in_a_text(first: Clerk) -> None:
    shown = form(first)
    shown.password.setFocus(Qt.FocusReason.OtherFocusReason)
    first.until(shown.password.hasFocus)
    QTest.keyClicks(shown.password, "geheim-26-wort")
    texts = [line.text() for line in first.window.findChildren(QLineEdit)]
    assert not any("geheim" in text for text in texts)
    assert "geheim" not in shown_words(first.window)
    QApplication.clipboard().clear()
    QTest.keyClick(shown.password, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == ""
    shown.password.clear()


def test_a_password_changed_elsewhere_covers_this_window(first: Clerk) -> None:
    """The platform ends every other session with it; the window hears of it with the next look at the line."""
    give(first, "0317", PASSWORD)
    first.on(HomePage)
    duty, watch = first.front.serving.duty, first.front.serving.line
    duty.ask_there()
    assert not duty.locked
    with closing(open_database(first.counter.folder / DATABASE)) as province, writing(province):
        province.execute("DELETE FROM clerk_session WHERE clerk = '0317'")  # as a change of the password does
    duty.ask_from = 0.0
    watch.urge()
    first.on(LockPage)
    first.until(lambda: noted(first, "window.locked") == [{"clerk": "0317", "why": "over"}])

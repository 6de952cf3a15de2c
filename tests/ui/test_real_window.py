"""A window on a folder for real work: nobody without number and password, over TLS, by the counter's own key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app import settings
from counter_app.domain.holder import Person
from counter_app.wiring import open_counter
from practice.clerks import PASSWORD
from tests.commands.test_enrol import a_code
from tests.parts import secure
from tests.parts.practice_folder import _people, platform, somebody
from tests.parts.practice_platform import Platform
from tests.parts.under_passphrase import WORDS, made, passphrase
from tests.ui.counter_window import Clerk, window_of
from tests.ui.test_duty import form, give, locked, noted, on_duty
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.sign_in import SignInPage
from ui.pages.unlock import UnlockPage

__all__ = ["_people", "platform", "somebody"]


def opened(clerk: Clerk) -> None:
    """The passphrase of the machine is said; the first page stands."""
    clerk.on(UnlockPage)
    page = clerk.page
    assert isinstance(page, UnlockPage)
    clerk.until(page.passphrase.hasFocus)
    QTest.keyClicks(page.passphrase, WORDS)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    clerk.until(lambda: clerk.front.serving.desk is not None)
    clerk.on(SignInPage)


def test_a_real_window_asks_for_number_and_password(
    qtbot: QtBot, tmp_path: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    """Not enrolled it says what to do, and takes no number alone; enrolled, a clerk signs in, finds somebody, locks the
    window and is back there.
    """
    real = tmp_path / "real"
    made(real).store.close()
    settings.keep(real, {"province": "guangdong", "readers.ssc": "off", "readers.id": "off"})
    with secure.front(platform.port, tmp_path) as safe:
        safe.settle(real)
        with window_of(qtbot, open_counter(real, [])) as clerk:
            opened(clerk)
            not_enrolled(clerk)
        enrolling = open_counter(real, [])
        with passphrase() as words:
            enrolling.unlock(words)
        enrolling.enrolling.enrol(a_code(platform))
        enrolling.close()
        with window_of(qtbot, open_counter(real, [])) as clerk:
            opened(clerk)
            works(clerk, somebody())


def not_enrolled(clerk: Clerk) -> None:
    form(clerk).clerk.line.setText("0317")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(form(clerk).password.hasFocus)
    clerk.key(Qt.Key.Key_Return)
    assert "先输入密码" in form(clerk).note.words.text()
    give(clerk, "0317", PASSWORD)
    clerk.until(lambda: "counter enrol" in form(clerk).note.words.text())
    assert on_duty(clerk) == ""


def works(clerk: Clerk, person: Person) -> None:
    give(clerk, "0317", PASSWORD)
    clerk.on(HomePage)
    assert on_duty(clerk) == "0317 clerk"
    clerk.open(person.holder.number)
    locked(clerk)
    assert not form(clerk).free
    give(clerk, "0317", PASSWORD)
    clerk.on(PersonPage)
    assert noted(clerk, "clerk.signed_in") == [{"clerk": "0317", "line": "yes"}]
    assert noted(clerk, "window.unlocked") == [{"clerk": "0317"}]

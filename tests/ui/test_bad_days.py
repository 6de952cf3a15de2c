"""Bad days at the window: turned down, stopped in the middle, a store that cannot be opened, a fault of the program."""

import re
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from counter_app.desk.views import VisitView
from counter_app.domain.numbers import identity_check_digit
from counter_app.domain.operation import WorkState
from counter_app.log import kept_log
from tests.ui.counter_window import Clerk, at_window
from tests.ui.measure import clipped, nameless
from ui.faults import FaultHook
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.sign_in import SignInPage
from ui.pages.trouble import TroublePage
from ui.pages.waiting import WaitingPage

NOBODY = "43990119900101001"


def report_nobody(clerk: Clerk) -> None:
    """A loss of somebody the platform does not know either, accepted offline."""
    clerk.cut(True)
    clerk.window.focus_search()
    clerk.write(NOBODY + identity_check_digit(NOBODY))
    clerk.key(Qt.Key.Key_Return)
    hits = clerk.window.hits
    assert hits is not None
    clerk.until(hits.isVisible)
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(PersonPage)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.write("欧阳练习")
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)


def test_what_the_platform_turns_down_is_told_and_settled_with_a_reason(clerk: Clerk) -> None:
    """The strip never says that nothing waits; the page names the reason; closing needs one; nothing is deleted."""
    report_nobody(clerk)
    serving = clerk.front.serving
    clerk.cut(False)
    clerk.until(lambda: serving.standing.waiting.refused == 1)
    assert "1 件例外" in clerk.window.strip.line.accessibleName()
    clerk.key(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    clerk.on(WaitingPage)
    clerk.until(lambda: (clipped(clerk.window), nameless(clerk.window)) == ([], []))
    QTest.keyClick(clerk.window, Qt.Key.Key_4)
    clerk.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    clerk.key(Qt.Key.Key_Return)
    assert serving.standing.waiting.refused == 1
    clerk.write("持卡人号码报错")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: serving.standing.waiting.refused == 0)
    settled = clerk.counter.store().works(states=(WorkState.SETTLED,))
    assert [w.settled_reason for w in settled] == ["持卡人号码报错"]


def test_an_unfinished_visit_reopens_at_its_step_with_its_answers(qtbot: QtBot, tmp_path: Path) -> None:
    """The window goes away in a procedure; the next one signs in straight to it."""
    folder = tmp_path / "counter"
    with at_window(qtbot, folder) as clerk:
        clerk.sign_in()
        clerk.open(clerk.person("林晓岚").holder.number)
        clerk.key(Qt.Key.Key_F5)
        clerk.on(ProcedurePage)
        QTest.keyClick(clerk.target, Qt.Key.Key_2)
        serving = clerk.front.serving
        clerk.until(lambda: isinstance(serving.visit, VisitView) and _scope(serving.visit) == "ssc")
    with at_window(qtbot, folder) as clerk:
        serving = clerk.front.serving
        clerk.until(lambda: serving.standing.line is not None)
        clerk.key(Qt.Key.Key_Return)
        clerk.on(ProcedurePage)
        assert isinstance(serving.visit, VisitView)
        assert _scope(serving.visit) == "ssc"


def _scope(view: VisitView) -> str:
    return next(f.value for f in view.fields if f.field.name == "scope")


def test_a_damaged_store_is_told_and_no_work_is_taken(qtbot: QtBot, tmp_path: Path) -> None:
    """The file is untouched; Enter tries again and says the same."""
    folder = tmp_path / "counter"
    with at_window(qtbot, folder) as clerk:
        clerk.until(lambda: clerk.front.serving.desk is not None)
    store = folder / "store.db"
    spoilt = b"\x00" * 4096 + store.read_bytes()[4096:]
    store.write_bytes(spoilt)
    for side in ("store.db-wal", "store.db-shm"):
        (folder / side).unlink(missing_ok=True)
    with at_window(qtbot, folder) as clerk:
        clerk.on(TroublePage)
        assert clerk.front.serving.desk is None
        clerk.key(Qt.Key.Key_Return)
        clerk.until(lambda: isinstance(clerk.page, SignInPage))
        clerk.on(TroublePage)
    assert store.read_bytes() == spoilt


def test_a_fault_of_the_program_is_told_calmly_and_the_visit_is_kept(clerk: Clerk) -> None:
    """A reference number on the screen that stands in the log, the same page, and the next move is heard.

    The log says where it was, and neither the name nor the number the fault was about.
    """
    person = clerk.person("林晓岚").holder
    clerk.open(person.number)
    hook = FaultHook(clerk.front.fault)
    hook.install()
    try:
        with kept_log(clerk.counter.folder) as log:
            try:
                dict[str, str]()[person.name + person.number]
            except KeyError as fault:
                sys.excepthook(KeyError, fault, fault.__traceback__)
    finally:
        hook.remove()
    told = re.search(r"参考号 (\S+)", clerk.window.toast.accessibleName())
    assert told is not None
    kept = log.read_text(encoding="utf-8")
    assert f"fault {told[1]}: KeyError at ui/test_bad_days.py" in kept
    assert person.number not in kept
    assert person.name not in kept
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)


def test_an_unknown_clerk_is_told_under_the_field(qtbot: QtBot, tmp_path: Path) -> None:
    with at_window(qtbot, tmp_path / "counter") as clerk:
        serving = clerk.front.serving
        clerk.until(lambda: serving.standing.line is not None)
        page = clerk.page
        assert isinstance(page, SignInPage)
        page.focus_first()
        clerk.write("9")
        clerk.key(Qt.Key.Key_Return)
        clerk.until(lambda: "工号不对" in page.note.words.text())
        assert not isinstance(clerk.page, HomePage)

"""Offline files at the window: work goes round on a stick through two windows and two folders, and every state of the
page fits every look.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from counter_app.by_hand import ByHand, Drive, Exported, Ready, Taken
from counter_app.domain.operation import Settlement, WorkState
from counter_app.domain.transfer_errors import StickTrouble
from counter_app.transfer import HandedIn
from practice.supervisor import DATABASE
from sync.drives import drives
from tests.parts import practice_platform
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_giving_up import FEW
from tests.ui.test_pages import check
from ui.faults import FaultHook
from ui.pages.home import HomePage
from ui.pages.procedure import ProcedurePage
from ui.pages.reconcile import ReconcilePage
from ui.pages.result import ResultPage
from ui.pages.transfer import TransferPage
from ui.pages.waiting import WaitingPage
from ui.sticking import Imported, StickView, Task

CONTROL = Qt.KeyboardModifier.ControlModifier


def words_on(clerk: Clerk) -> str:
    return "\n".join(label.text() for label in clerk.page.findChildren(QLabel) if label.isVisible())


def view_of(clerk: Clerk) -> StickView:
    return clerk.front.serving.sticking.view


def report_a_loss(clerk: Clerk) -> None:
    """For somebody, with no line."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    clerk.until(lambda: clerk.front.serving.standing.waiting.unsent == 1)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)


def at_files(clerk: Clerk) -> None:
    """The page, when it has looked what there is."""
    clerk.key(Qt.Key.Key_E, CONTROL)
    clerk.until(lambda: isinstance(clerk.page, TransferPage) and view_of(clerk).ready is not None)


def choose(clerk: Clerk, path: Path) -> None:
    """In the dialog that asks for it."""

    def asked() -> QFileDialog | None:
        return next((one for one in clerk.window.findChildren(QFileDialog) if one.isVisible()), None)

    clerk.until(lambda: asked() is not None)
    dialog = asked()
    assert dialog is not None
    assert not (set(dialog.windowTitle().lower()) & set("abcdefghijklmnopqrstuvwxyz"))
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    clerk.until(lambda: not view_of(clerk).busy and asked() is None)
    clerk.window.activateWindow()  # where no window manager runs, nobody else hands the keyboard back
    clerk.until(clerk.window.isActiveWindow)
    clerk.page.focus_first()


def press(clerk: Clerk, task: Task, path: Path) -> None:
    """That step, the key that asks for the file, and the file."""
    page = clerk.page
    assert isinstance(page, TransferPage)
    page.steps[task].click()
    clerk.until(lambda: view_of(clerk).task is task)
    page.asked.emit(task)
    choose(clerk, path)


def test_out_of_one_window_into_another_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    """Exported with no line; handed in at another counter, twice; the answers taken where the work was accepted."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with at_window(qtbot, tmp_path / "village") as village:
        village.sign_in()
        store = village.counter.store()
        village.until(lambda: store.platform_keys() is not None)
        village.cut(True)
        report_a_loss(village)
        at_files(village)
        assert view_of(village).task is Task.EXPORT
        assert "1 件业务，照片 0 张" in words_on(village)
        press(village, Task.EXPORT, stick)
        assert isinstance(view_of(village).done, Exported)
        [file] = stick.glob("*.ssct")
        [work] = store.works()
        assert (work.state, work.carried) == (WorkState.IN_FLIGHT, 1)
        assert store.times("transfer.taken_out", "1") == 1
        with practice_platform.running(village.counter.folder / DATABASE) as platform:
            hand_in_at(qtbot, tmp_path / "town", platform.url, file)
            assert len(platform.effects(work.operation.id)) == 2
        [answers] = stick.glob("*.answers.ssct")
        press(village, Task.TAKE, answers)
        assert view_of(village).done == Taken(1, accepted=1)
        [work] = store.works()
        assert (work.state, work.settlement) == (WorkState.SETTLED, Settlement.ACCEPTED)
        village.until(lambda: village.front.serving.standing.waiting.unsent == 0)


def hand_in_at(qtbot: QtBot, folder: Path, url: str, file: Path) -> None:
    """At a window with a line, twice: the second time nothing is done again."""
    with at_window(qtbot, folder, f"platform.url={url}", "outlet=439902") as town:
        town.sign_in()
        at_files(town)
        assert view_of(town).task is Task.IMPORT, "with a line somebody brings a file"
        for known in (0, 1):
            press(town, Task.IMPORT, file)
            done = view_of(town).done
            assert isinstance(done, Imported)
            assert (done.came.accepted, done.came.known, done.answers) == (1, known, answers_of(file))


def answers_of(file: Path) -> Path:
    return file.with_name(file.name.replace(".ssct", ".answers.ssct"))


def test_what_cannot_be_is_said_on_the_page_and_the_page_goes_on(clerk: Clerk, tmp_path: Path) -> None:
    """No file of ours, a file that is gone, nothing to take out; and the key of the page works afterwards."""
    letter = tmp_path / "letter.ssct"
    letter.write_text("亲爱的", encoding="utf-8")
    at_files(clerk)
    for task in (Task.IMPORT, Task.TAKE):
        press(clerk, task, letter)
        assert "它不是转送文件" in words_on(clerk)
        assert "请原网点重新导出" in words_on(clerk)
    press(clerk, Task.IMPORT, tmp_path / "gone.ssct")
    assert "gone.ssct" in words_on(clerk)
    press(clerk, Task.EXPORT, tmp_path)
    assert "没有等着送出的业务" in words_on(clerk)
    clerk.key(Qt.Key.Key_3)
    clerk.until(lambda: "签过名的答复" in words_on(clerk))
    clerk.key(Qt.Key.Key_Return)
    choose(clerk, letter)
    assert "它不是转送文件" in words_on(clerk)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(WaitingPage)
    clerk.key(Qt.Key.Key_B, CONTROL)
    clerk.on(ReconcilePage)


def test_a_fault_of_the_program_does_not_lock_the_page(clerk: Clerk, tmp_path: Path) -> None:
    """Told by its number, and the next step is taken; a fault elsewhere does not let a second step begin."""
    at_files(clerk)
    serving, gate = clerk.front.serving, threading.Event()
    whole = serving.parts

    def torn() -> ByHand:
        gate.wait(10)
        raise ZeroDivisionError

    hook = FaultHook(clerk.front.fault)
    hook.install()
    try:
        serving.parts = replace(whole, open_by_hand=torn)
        serving.sticking.take_out(tmp_path)
        clerk.front.fault("ABC-DEF")
        assert view_of(clerk).busy, "the step is still on its way"
        gate.set()
        clerk.until(lambda: not view_of(clerk).busy)
    finally:
        gate.set()
        hook.remove()
    serving.parts = whole
    press(clerk, Task.EXPORT, tmp_path)
    assert "没有等着送出的业务" in words_on(clerk)


def test_days_without_a_line_bring_the_key_to_the_front(clerk: Clerk) -> None:
    """On the page of what waits, in words; Enter on that key leads to the first step although a stick came before."""
    clerk.cut(True)
    report_a_loss(clerk)
    store = clerk.counter.store()
    clerk.front.serving.waiting()
    clerk.on(WaitingPage)
    assert "天没有连上省平台" not in words_on(clerk)
    known = store.contact()
    store.keep_contact(known.heard - timedelta(days=3, minutes=1), 0.0)
    clerk.front.serving.waiting()
    clerk.until(lambda: "已 3 天没有连上省平台，可以用 U 盘送出" in words_on(clerk))
    check(clerk)
    page = clerk.page
    assert isinstance(page, WaitingPage)
    page.carried.emit(True)
    clerk.until(lambda: isinstance(clerk.page, TransferPage) and view_of(clerk).ready == Ready(1, 0, 0, 0))
    assert view_of(clerk).task is Task.EXPORT
    clerk.window.other_size()
    clerk.until(lambda: isinstance(clerk.page, TransferPage) and "1 件业务" in words_on(clerk))


@pytest.fixture(params=FEW, ids=lambda pairs: " ".join(pairs) or "plain")
def small(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """The smallest screen that must do, in one of the looks."""
    with at_window(qtbot, tmp_path / "counter", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def test_every_state_of_the_page_fits(small: Clerk, tmp_path: Path) -> None:
    """Sticks with long names, all lines that can come, a stick that is full, answers that found no room."""
    at_files(small)
    page = small.page
    assert isinstance(page, TransferPage)
    stick = tmp_path / "a stick of somebody" / "ssc-C4399010199-0042.ssct"
    full = StickTrouble(path=stick, why="盘已满")
    sticks = (Drive(stick.parent, "KINGSTON DATATRAVELER"), Drive(tmp_path, "U 盘"))
    came = HandedIn(1200, 13, 2, 785, 400, b"")
    base = StickView(ready=Ready(2000, 1998, 120, 34), drives=sticks)
    states = [
        base,
        replace(base, drives=(), ready=Ready(0, 0, 0, 3), trouble=(full.message, full.what_next)),
        replace(base, trouble=(full.message, full.what_next)),
        replace(base, task=Task.IMPORT),
        replace(base, task=Task.TAKE, online=True),
        replace(base, busy=True, task=Task.IMPORT),
        replace(base, done=Exported(stick, 42, 2000, 120, 34)),
        replace(base, task=Task.IMPORT, done=Imported(stick, came, stick)),
        replace(base, task=Task.IMPORT, done=Imported(stick, came, None, full)),
        replace(base, task=Task.TAKE, done=Taken(42, 1200, 13, 2, 400, 1, 5)),
    ]
    for state in states:
        page.show_stick(state)
        check(small)
        assert state.busy or (page.main is not None and page.main.hasFocus())


MOUNTS = """\
22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 8:17 / {media}/my\\040stick rw,nosuid shared:1 - vfat /dev/sdb1 rw
31 22 8:18 / {media}/read-only rw - vfat /dev/sdb2 ro
32 22 0:5 / /proc rw - proc proc rw
33 22 8:33 / {media}/fixed rw - ext4 /dev/sdc1 rw
broken line
"""


@contextmanager
def no_writing(folder: Path) -> Iterator[None]:
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def test_sticks_are_told_from_fixed_disks(tmp_path: Path) -> None:
    """A disk that says it can be taken out; its name with a blank; none where there is no such list."""
    media, blocks = tmp_path / "points", tmp_path / "block"
    for name in ("my stick", "read-only", "fixed"):
        (media / name).mkdir(parents=True)
    for disk, says in (("sdb", "1"), ("sdc", "0")):
        (tmp_path / "disks" / disk / f"{disk}1").mkdir(parents=True)
        (tmp_path / "disks" / disk / "removable").write_text(f"{says}\n", encoding="ascii")
        blocks.mkdir(exist_ok=True)
        (blocks / f"{disk}1").symlink_to(tmp_path / "disks" / disk / f"{disk}1")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS.format(media=media), encoding="utf-8")
    with no_writing(media / "read-only"):
        assert drives(mounts=mounts, blocks=blocks) == (Drive(media / "my stick", "my stick"),)
    assert drives(mounts=tmp_path / "none", blocks=blocks) == ()

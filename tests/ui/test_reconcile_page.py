"""The page 对账: one key compares the day; what the platform lost stands by its receipt number and goes again by one
key; what was answered differently leads to the exceptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from counter_app.desk.reconciling import EXPLAINED
from counter_app.domain.moments import today_in_china
from counter_app.domain.operation import WorkState, new_operation_id
from practice.platform.file import connect
from practice.supervisor import DATABASE
from tests.contracts.samples import draft, entry
from tests.parts.calendar_day import lasting_today
from tests.parts.whole_life import ask
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_giving_up import FEW
from tests.ui.test_pages import check
from ui.pages.reconcile import ReconcilePage
from ui.pages.waiting import WaitingPage
from ui.widgets.tiles import ListRow

NAMES = ("林晓岚", "何秀珍", "周建平")
EVER = datetime(2020, 1, 1, tzinfo=UTC)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(params=FEW, ids=lambda pairs: " ".join(pairs) or "plain")
def clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A clerk signed in, the smallest screen that must do, in one of the looks."""
    with at_window(qtbot, tmp_path / "counter", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def platform_file(clerk: Clerk) -> Path:
    [file] = clerk.counter.folder.rglob(DATABASE)
    return file


def at_platform(clerk: Clerk, statement: str, *values: str) -> None:
    """Something happens at the platform that no counter knows of."""
    path = platform_file(clerk)
    with closing(connect(path)) as connection:
        connection.execute(statement, values)


def page_of(clerk: Clerk) -> ReconcilePage:
    clerk.on(ReconcilePage)
    check(clerk)
    assert isinstance(clerk.page, ReconcilePage)
    return clerk.page


def rows(page: ReconcilePage) -> list[ListRow]:
    """Differences that are drawn."""
    return [row for row in page.findChildren(ListRow) if row.isVisible()]


def compare(clerk: Clerk) -> ReconcilePage:
    """Enter, and what came out is drawn."""
    store, today = clerk.counter.store(), today_in_china().isoformat()
    before = store.times("reconciliation.done", today)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: store.times("reconciliation.done", today) == before + 1)
    return page_of(clerk)


def test_a_day_is_compared_and_what_was_lost_goes_again_by_one_key(clerk: Clerk) -> None:
    lasting_today()
    store, works = clerk.counter.store(), []
    for name in NAMES:
        operation = ask(clerk.person(name), "status-proof")
        store.record(operation, draft(), entry())
        works.append(operation.id)
    clerk.front.serving.line.urge()
    clerk.until(lambda: not store.waiting().unsent)
    clerk.key(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    clerk.on(WaitingPage)
    check(clerk)
    clerk.key(Qt.Key.Key_B, CONTROL)
    assert rows(page_of(clerk)) == []
    assert rows(compare(clerk)) == []
    for table in ("answer", "reckoned", "effect"):
        at_platform(clerk, f"DELETE FROM {table} WHERE operation_id = ?", works[0])
    at_platform(clerk, "UPDATE reckoned SET verdict = 'refused', code = '1205' WHERE operation_id = ?", works[1])
    page = compare(clerk)
    assert len(rows(page)) == 2
    lost = store.work(works[0])
    assert lost is not None
    assert sum(lost.receipt_number in row.accessibleName() for row in rows(page)) == 1
    clerk.key(Qt.Key.Key_1)
    clerk.until(lambda: (work := store.work(works[0])) is not None and work.state is WorkState.SETTLED and work != lost)
    page_of(clerk)
    [row] = rows(compare(clerk))
    row.click()
    clerk.on(WaitingPage)
    check(clerk)
    disputed = store.work(works[1])
    assert disputed is not None
    assert disputed.state is WorkState.REFUSED


def test_what_only_the_platform_has_is_explained_on_the_page(clerk: Clerk) -> None:
    """Enter on its row asks why; Esc takes that back; with words the day is explained, and the page says by whom."""
    today = lasting_today()
    store = clerk.counter.store()
    at_platform(
        clerk,
        "INSERT INTO reckoned VALUES (?,?,?,?,?,?,?,?)",
        *(new_operation_id(), "439901", "01", today.isoformat(), "release", "accepted", "", "1" * 64),
    )
    clerk.key(Qt.Key.Key_B, CONTROL)
    page_of(clerk)
    [row] = rows(compare(clerk))
    row.click()
    clerk.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    page = page_of(clerk)
    clerk.key(Qt.Key.Key_Return)
    assert not store.entries(EXPLAINED, since=EVER), "not without a reason"
    clerk.key(Qt.Key.Key_Escape)
    clerk.until(page.compare.hasFocus)
    [row] = rows(page)
    row.click()
    clerk.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    clerk.write("数据恢复过")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: len(store.entries(EXPLAINED, since=EVER)) == 1)
    clerk.until(lambda: any("数据恢复过" in one.accessibleDescription() for one in rows(page)))
    page_of(clerk)
    [row] = rows(page)
    assert not row.can_be_pressed
    assert "0317" in row.accessibleDescription()


def test_without_a_line_the_page_says_so_and_stays(clerk: Clerk) -> None:
    today = lasting_today()
    clerk.cut(True)
    clerk.key(Qt.Key.Key_B, CONTROL)
    page_of(clerk)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(clerk.window.toast.isVisible)
    page_of(clerk)
    assert clerk.counter.store().reconciled(since=today) == ()
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(WaitingPage)

"""The exceptions page: both courses of events, the lawful ways by number key, and the receipt's successor to give."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from counter_app.domain.operation import Settlement, Work, WorkState
from counter_app.domain.settlement import Way, is_successor_number
from practice.platform.file import connect
from practice.supervisor import DATABASE
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import check
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.waiting import WaitingPage
from ui.widgets.ways import Ways

ALT = Qt.KeyboardModifier.AltModifier
LOOKS = ((), ("text_size=large",), ("language=en", "text_size=large"))
ESCALATE, CALL, CLOSE = Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4  # after doing it anew


@pytest.fixture(params=LOOKS, ids=lambda pairs: " ".join(pairs) or "plain")
def clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A clerk signed in, in one of the looks."""
    with at_window(qtbot, tmp_path / "counter", *request.param) as one:
        one.window.resize(1366, 768)
        one.sign_in()
        yield one


def _happens(clerk: Clerk, statement: str, *values: object) -> None:
    """Something happens at the province that no counter knows of."""
    path = clerk.counter.folder / DATABASE
    with closing(connect(path)) as connection:
        connection.execute(statement, values)


def _refused(clerk: Clerk) -> Work:
    """The bank freezes the account between question and submission: one half is done, the other turned down."""
    person = clerk.person("林晓岚")
    assert person.card is not None
    clerk.open(person.holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    _happens(clerk, "UPDATE account SET state = 'frozen' WHERE card = ?", person.card.number)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    clerk.until(lambda: clerk.front.serving.standing.waiting.refused == 1)
    [work] = clerk.counter.store().works(states=(WorkState.REFUSED,))
    clerk.key(Qt.Key.Key_2, ALT)
    clerk.on(WaitingPage)
    return work


def _tiles(clerk: Clerk) -> list[str]:
    """What the number keys pick now."""
    return [tile.accessibleName() for ways in clerk.page.findChildren(Ways) for tile in ways.tiles if tile.isVisible()]


def _answer(clerk: Clerk, way: Qt.Key, choice: Qt.Key) -> None:
    """A way and what it asks, by number keys; a number key waits until it is surely no scanner."""
    offered = _tiles(clerk)
    clerk.key(way)
    clerk.until(lambda: _tiles(clerk) not in (offered, []))
    clerk.key(choice)
    _at_the_reason(clerk)


def _at_the_reason(clerk: Clerk) -> None:
    clerk.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit) and not _tiles(clerk))


def test_each_way_by_its_number_key(clerk: Clerk) -> None:
    """Escalated and called the row stays and says so; Esc leads back from a reason; closed, its successor is shown."""
    work = _refused(clerk)
    store, held = clerk.counter.store(), [work.operation.id]
    check(clerk)
    _answer(clerk, ESCALATE, Qt.Key.Key_1)
    check(clerk)
    clerk.key(Qt.Key.Key_Return)
    assert store.steps(held) == (), "no step without a reason"
    clerk.key(Qt.Key.Key_Escape)
    clerk.until(lambda: bool(_tiles(clerk)))
    clerk.key(Qt.Key.Key_2)
    _at_the_reason(clerk)
    clerk.write("账户为何冻结")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: len(store.steps(held)) == 1)
    clerk.on(WaitingPage)
    check(clerk)
    _answer(clerk, CALL, Qt.Key.Key_2)
    clerk.write("无人接听")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: len(store.steps(held)) == 2)
    clerk.on(WaitingPage)
    clerk.key(CLOSE)
    _at_the_reason(clerk)
    clerk.write("持卡人到银行办")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.front.serving.standing.waiting.refused == 0)
    clerk.on(WaitingPage)
    check(clerk)
    steps = store.steps(held)
    settled = store.work(work.operation.id)
    assert [(s.way, s.choice) for s in steps] == [
        (Way.ESCALATE, "platform"),
        (Way.CALL, "not-reached"),
        (Way.CLOSE, ""),
    ]
    assert is_successor_number(steps[-1].number)
    assert settled is not None
    assert settled.settlement is Settlement.CLOSED


def test_done_anew_from_the_keyboard(clerk: Clerk) -> None:
    """Key 1 begins the task again for the same person; given up, the refused one still stands."""
    work = _refused(clerk)
    _happens(clerk, "UPDATE account SET state = 'normal' WHERE card = ?", work.operation.card_number)
    clerk.key(Qt.Key.Key_1)
    clerk.until(lambda: not isinstance(clerk.page, WaitingPage))
    clerk.key(Qt.Key.Key_2, ALT)
    clerk.on(WaitingPage)
    assert clerk.front.serving.standing.waiting.refused == 1
    kept = clerk.counter.store().work(work.operation.id)
    assert kept is not None
    assert kept.state is WorkState.REFUSED

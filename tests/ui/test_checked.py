"""A signed code scanned into the search: the page says whether the paper is genuine, and a notice is gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.desk.views_checked import Verdict
from counter_app.enrolment import new_key
from counter_app.receipt_codes import KnownKeys
from tests.desk.test_carrying import report
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import check
from ui.pages.checked import CheckedPage
from ui.pages.home import HomePage
from ui.pages.procedure import ProcedurePage

FEW = ((), ("language=en", "text_size=large"))


class Keys:
    """A keyring with a key, and a province that has told of none: the process edge."""

    def __init__(self) -> None:
        self.key = new_key()

    def own(self) -> object:
        return self.key

    def known(self) -> KnownKeys:
        return {}


@pytest.fixture(params=FEW, ids=["plain", "large"])
def clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    with at_window(qtbot, tmp_path / "counter", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def scan(clerk: Clerk, text: str) -> CheckedPage:
    """As a scanner types: all at once, with Enter."""
    clerk.window.focus_search()
    QTest.keyClicks(clerk.target, text)
    QTest.keyClick(clerk.target, Qt.Key.Key_Return)
    clerk.on(CheckedPage)
    page = clerk.page
    assert isinstance(page, CheckedPage)
    return page


def test_a_scanned_code_says_whether_the_paper_is_genuine_and_is_on_record(clerk: Clerk) -> None:
    desk = clerk.window.serving.desk
    assert desk is not None
    desk._station.codes = Keys()  # type: ignore[assignment]  # noqa: SLF001  # no keyring in a test
    made = report(desk, clerk.person("林晓岚"))
    desk.end(made.visit_id)
    desk.receipt_pdf(made.work.operation.id)
    code = clerk.counter.store().receipt_code(made.work.receipt_number)
    page = scan(clerk, code.lower())
    assert page.view is not None
    assert (page.view.verdict, page.view.said.number) == (Verdict.GENUINE, made.work.receipt_number)
    assert page.view.receipt is not None
    check(clerk)
    since = datetime.now(UTC) - timedelta(hours=1)
    assert [one.subject for one in clerk.counter.store().entries("receipt.checked", since=since)] == [
        made.work.receipt_number
    ]
    assert clerk.counter.store().entries("person.searched", since=since) == ()
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(HomePage)
    place = code.index("-R-") + 1
    page = scan(clerk, code[:place] + "V" + code[place + 1 :])
    assert page.view is not None
    assert page.view.verdict is Verdict.FALSE
    check(clerk)


def test_a_notice_is_gone_on_with_from_there(clerk: Clerk) -> None:
    desk = clerk.window.serving.desk
    assert desk is not None
    desk._station.codes = Keys()  # type: ignore[assignment]  # noqa: SLF001  # no keyring in a test
    visit = desk.open_number(clerk.person("林晓岚").holder.number).visit_id
    desk.begin(visit, "formal-loss")
    desk.answer(visit, {"reason": "stolen"})
    notice = desk.turn_away(visit, "missing", missing=[name for name, _words in desk.turning_away(visit).papers])
    desk.receipt_pdf(notice.number)
    page = scan(clerk, clerk.counter.store().receipt_code(notice.number))
    assert page.view is not None
    assert page.view.resumes
    check(clerk)
    clerk.until(page.takes_enter)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ProcedurePage)

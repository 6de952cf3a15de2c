"""An auditor signs in to the trail and nowhere else, finds a clerk's act masked, and takes it out in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app.auditing import AuditQuery
from counter_app.desk.auditing import AuditLine, AuditView
from counter_app.domain.audit_events import words_of
from tests.contracts.samples import NOON
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_giving_up import FEW
from tests.ui.test_pages import check
from ui.look import Look
from ui.pages.audit import Asked, AuditPage, Days
from ui.pages.home import HomePage
from ui.widgets.tiles import ListRow

AUDITOR = "0401"


@pytest.fixture(params=FEW, ids=lambda pairs: " ".join(pairs) or "plain")
def clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """The smallest screen that must do, in one of the looks; a clerk has looked at somebody."""
    with at_window(qtbot, tmp_path / "counter", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def page_of(clerk: Clerk) -> AuditPage:
    clerk.on(AuditPage)
    check(clerk)
    assert isinstance(clerk.page, AuditPage)
    return clerk.page


def rows(page: AuditPage) -> list[str]:
    return [f"{row.accessibleName()} {row.accessibleDescription()}" for row in page.findChildren(ListRow)]


def test_an_auditor_lands_on_the_trail_searches_it_and_takes_it_out(clerk: Clerk, tmp_path: Path) -> None:
    person = clerk.person("林晓岚").holder
    clerk.open(person.number)
    serving = clerk.front.serving
    serving.duty.sign_out()
    clerk.until(lambda: serving.standing.session is None)
    serving.duty.sign_in(AUDITOR, None)
    page = page_of(clerk)
    assert rows(page) == []
    page.about.line.setText(person.number)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: rows(page) != [])
    check(clerk)
    told = "\n".join(rows(page))
    assert "0317" in told
    assert person.number not in told
    assert person.name not in told
    clerk.window.go_to("home")
    assert not isinstance(clerk.page, HomePage), "the trail is where an auditor is at home"
    clerk.window.shelf.auditing.write(Asked(Days.ALL, why="抽查"), tmp_path / "trail.xlsx", whole=True)
    clerk.until((tmp_path / "trail.xlsx").exists)
    sheet = load_workbook(tmp_path / "trail.xlsx").active
    assert sheet is not None
    assert any(person.number in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    clerk.until(lambda: not serving.moving)
    clerk.window.shelf.auditing.verify()
    clerk.until(lambda: not serving.moving)
    check(clerk)


def test_what_the_program_noted_as_a_reason_stands_in_words(qtbot: QtBot) -> None:
    page = AuditPage(Look())
    qtbot.addWidget(page)
    noted = (("window.locked", "idle"), ("clerk.sign_in_refused", "WrongClerkOrPassword"), ("command.used", "asked"))
    lines = tuple(
        AuditLine(n, n, NOON, "439901-01", "0317", words_of(code), code, "", "", "", why, "")
        for n, (code, why) in enumerate(noted, 1)
    )
    page.show_trail(AuditView(lines, more=False, asked=AuditQuery()))
    told = [row.accessibleDescription() for row in page.findChildren(ListRow)]
    assert ["久未操作" in told[0], "工号或密码不对" in told[1], "asked" in told[2]] == [True, True, True]

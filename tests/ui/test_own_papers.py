"""At the window with a printer for A4: the notice of a changed account stands beside the receipt of what changes one,
turning away prints the notice on A4 and the guide comes as a sheet.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pypdfium2
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.printing.samples import blankless
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_ordering_pages import agree, choose
from tests.ui.test_pages import check
from ui.pages.guide_page import GuidePage
from ui.pages.preview import PreviewPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.turn_away import TurnAwayPage

CONTROL = Qt.KeyboardModifier.ControlModifier


def step(clerk: Clerk) -> int:
    return int(getattr(clerk.front.serving.visit, "current", -1))


def moved_on(clerk: Clerk, before: int) -> bool:
    return step(clerk) != before


def replaced(clerk: Clerk) -> ResultPage:
    """A damaged card is replaced by one with another account; the first bank that may be chosen is."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F7)
    clerk.on(ProcedurePage)
    for answers in ({"keep_account": "no", "reason": "damaged"}, {"bank": "B02"}, {"told_payers": "yes"}):
        page = clerk.page
        assert isinstance(page, ProcedurePage)
        for name, value in answers.items():
            choose(clerk, name, value)
        for name in [one for one in page.fields if one.startswith("consent_")]:
            agree(clerk, name)
        if "identity_checked" in page.fields:
            choose(clerk, "identity_checked", "card-seen")
        clerk.on(ProcedurePage)
        before = step(clerk)
        clerk.key(Qt.Key.Key_Return)
        clerk.until(partial(moved_on, clerk, before))
        clerk.until(lambda: not clerk.front.serving.moving)
    clerk.on(ResultPage)
    done = clerk.page
    assert isinstance(done, ResultPage)
    return done


def papers(folder: Path) -> list[str]:
    """What the papers in the folder say."""
    said = []
    for path in sorted(folder.glob("*.pdf")):
        document = pypdfium2.PdfDocument(path.read_bytes())
        said.append(blankless("".join(page.get_textpage().get_text_range() for page in document)))
        document.close()
    return said


def test_what_changes_the_account_offers_its_notice_and_prints_it(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "a4"
    folder.mkdir()
    with at_window(qtbot, tmp_path / "counter", f"printers.a4=folder:{folder}") as clerk:
        clerk.sign_in()
        page = replaced(clerk)
        check(clerk)
        preview, paper = page.own_papers.ways
        assert "账户变更告知书" in paper.accessibleName()
        paper.click()
        clerk.until(lambda: any("账户变更告知书" in said for said in papers(folder)))
        preview.click()
        clerk.on(PreviewPage)
        check(clerk)
        clerk.key(Qt.Key.Key_Escape)
        clerk.on(ResultPage)


def test_turning_away_and_the_guide_go_to_the_printer_for_a4(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "a4"
    folder.mkdir()
    with at_window(qtbot, tmp_path / "counter", f"printers.a4=folder:{folder}") as clerk:
        clerk.sign_in()
        clerk.open(clerk.person("林晓岚").holder.number)
        clerk.key(Qt.Key.Key_F1)
        clerk.on(GuidePage)
        clerk.key(Qt.Key.Key_P, CONTROL)
        clerk.until(lambda: any("办事指南" in said for said in papers(folder)))
        clerk.key(Qt.Key.Key_Escape)
        clerk.key(Qt.Key.Key_F5)
        clerk.on(ProcedurePage)
        clerk.key(Qt.Key.Key_N, CONTROL)
        clerk.on(TurnAwayPage)
        clerk.key(Qt.Key.Key_4)
        clerk.key(Qt.Key.Key_Return)
        clerk.until(lambda: any("一次性告知书" in said and "第二联" in said for said in papers(folder)))

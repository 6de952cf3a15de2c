"""The clerk is told of characters without a glyph before anything is printed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.desk.views import PersonView
from tests.ui.counter_window import Clerk, at_window, chip_of
from ui.pages.person import PersonPage
from ui.widgets.notice import BannerBox
from ui.widgets.words import Words


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.sign_in()
        yield clerk


def test_the_person_page_tells_codes_before_a_task_is_chosen(clerk: Clerk) -> None:
    clerk.reader.lay_on(chip_of(clerk.person("𠮷田岚")))
    clerk.on(PersonPage)
    page = clerk.page
    assert isinstance(page, PersonPage)
    assert page.view is not None
    assert not [said for said in banners(page) if "字形" in said], "𠮷 has a glyph"
    page.show_person(named(page.view, "何\ue000\U0002ebf0珍"))
    told = [said for said in banners(page) if "字形" in said]
    assert told == ["姓名有 2 个字没有字形：U+E000 U+2EBF0 屏幕和纸上都写它的编码，记录不受影响。请与证件核对这个字"]
    assert "何〔U+E000〕〔U+2EBF0〕珍" in [words.text() for words in page.findChildren(Words)]


def named(view: PersonView, name: str) -> PersonView:
    return replace(view, person=replace(view.person, holder=replace(view.person.holder, name=name)))


def banners(page: PersonPage) -> list[str]:
    return [box.accessibleName() for box in page.findChildren(BannerBox) if box.isVisible()]

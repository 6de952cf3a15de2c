"""The person page says whether each function of the card works, and what this outlet does besides cards."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.counter_window import at_window
from ui.pages.person import PersonPage
from ui.widgets.words import Words


@pytest.mark.parametrize(("pack", "said"), [("hunan", "就业创业、养老保险、医疗保险"), ("hainan", "")])
def test_work_nearby_stands_on_the_person_page(qtbot: QtBot, tmp_path: Path, pack: str, said: str) -> None:
    """Hunan art. 8(3); Hainan's regulation names none."""
    with at_window(qtbot, tmp_path / "counter", f"province={pack}") as clerk:
        clerk.sign_in()
        clerk.open(clerk.person("何秀珍").holder.number)
        clerk.on(PersonPage)
        shown = [one.text() for one in clerk.page.findChildren(Words) if one.isVisible() and "就近办" in one.text()]
    assert shown == ([f"本网点就近办：{said}"] if said else [])


def test_the_three_functions_of_the_card_stand_under_its_halves(qtbot: QtBot, tmp_path: Path) -> None:
    """Hunan art. 2: 身份识别、资金发放、支付结算."""
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.sign_in()
        clerk.open(clerk.person("何秀珍").holder.number)
        clerk.on(PersonPage)
        shown = [one.text() for one in clerk.page.findChildren(Words) if one.isVisible() and "身份识别" in one.text()]
    assert shown == ["身份识别 可用　资金发放 可入账　支付结算 可用"]

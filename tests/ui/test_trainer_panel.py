"""The trainer's panel: shows how things stand in words, asks for what is pressed, clips nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.domain.text import Language
from practice.troubles import Trouble
from ui.look import Look
from ui.pages.trainer_panel import Standing, TrainerPanel
from ui.widgets.box import Chip
from ui.widgets.pressable import Pressable
from ui.widgets.words import Words

TROUBLES = tuple((one.value, one.meaning) for one in Trouble)


def panel(qtbot: QtBot, *, large: bool = False, language: Language = Language.ZH) -> TrainerPanel:
    made = TrainerPanel(Look(large=large, language=language))
    qtbot.addWidget(made)
    made.show_troubles(TROUBLES)
    made.resize(made.width(), 620)
    made.show()
    return made


def words(made: TrainerPanel) -> str:
    return " ".join(label.text() for label in made.findChildren(Words) if label.isVisibleTo(made))


def test_how_things_stand_is_said(qtbot: QtBot) -> None:
    made = panel(qtbot)
    assert words(made).count("没有放") == 2
    assert not made.take_card.isVisibleTo(made)
    made.show_standing(Standing(card="龙思远", document="林晓岚", trouble="pulled", psam="out", cut=True))
    said = words(made)
    for expected in ("龙思远", "林晓岚", "只一次", "已取出", "已断开", "接通线路"):
        assert expected in said
    assert [segment.isChecked() for segment in made.troubles] == [one is Trouble.PULLED for one in Trouble]
    made.show_standing(Standing(psam="in"))
    assert "在卡槽里" in words(made)
    made.show_standing(Standing(psam="auto"))
    assert "自动放入" in words(made)


def test_what_is_pressed_is_asked(qtbot: QtBot) -> None:
    made = panel(qtbot)
    made.show_standing(Standing(card="龙思远", document="林晓岚", psam="out"))
    asked: list[object] = []
    made.took_card.connect(lambda: asked.append("card"))
    made.took_document.connect(lambda: asked.append("document"))
    for signal in (made.planned, made.psam, made.cut):
        signal.connect(asked.append)
    for button in (made.take_card, made.take_document, made.troubles[2], made.psam_switch, made.line_switch):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    made.show_standing(Standing(psam="in", cut=True))
    for button in (made.psam_switch, made.line_switch):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == ["card", "document", "silent", True, True, False, False]


def test_cards_are_made_ready_or_let_fail(qtbot: QtBot) -> None:
    """How many there are, whether they fail, and the two things a trainer does about it."""
    made = panel(qtbot)
    made.show_standing(Standing(cards=(1, 2, 3)))
    said = words(made)
    for expected in ("在制 1 张，待领 2 张，失败 3 张", "正常"):
        assert expected in said
    asked: list[object] = []
    made.made.connect(lambda: asked.append("now"))
    made.failing.connect(asked.append)
    for button in (made.make_now, made.fail_switch):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    made.show_standing(Standing(fails=True))
    assert "都会失败" in words(made)
    QTest.mouseClick(made.fail_switch, Qt.MouseButton.LeftButton)
    assert asked == ["now", True, False]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_clipped_and_everything_has_a_name(qtbot: QtBot, large: bool, language: Language) -> None:
    made = panel(qtbot, large=large, language=language)
    for standing in (Standing("阿依古丽·买买提", "龙思远", "slow", "in"), Standing(psam="out", cut=True), Standing()):
        made.show_standing(standing)
        qtbot.waitUntil(lambda: unfitting(made) == [])
        assert all(button.accessibleName() for button in made.findChildren(Pressable))


def unfitting(made: TrainerPanel) -> list[str]:
    """Whatever has less room than it needs, or stands out at the right."""
    found = []
    for part in (*made.findChildren(Chip), *made.findChildren(Pressable)):
        right = part.mapTo(made, part.rect().topRight()).x()
        if part.isVisibleTo(made) and (part.width() < part.sizeHint().width() or right > made.width()):
            found.append(part.accessibleName())
    return found

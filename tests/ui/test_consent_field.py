"""A consent on the page: its words in full, neither answer beforehand, and Enter gives none."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app.desk import carrying
from counter_app.procedures import procedure
from tests.core import ordering as o
from tests.core.situations import person, situation
from tests.core.test_consents import CHANGE, TO_B02, last
from ui.look import Look
from ui.pages.procedure import ProcedurePage
from ui.widgets.consent_field import ConsentField
from ui.widgets.words import Words


def test_enter_goes_to_the_question_and_answers_it_for_nobody(qtbot: QtBot) -> None:
    page = ProcedurePage(Look())
    qtbot.addWidget(page)
    page.show_visit(carrying.show(last(o.visit(situation(CHANGE, person()), CHANGE, TO_B02))))
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    box = page.fields["consent_bank"]
    assert isinstance(box, ConsentField)
    assert "示例银行二" in box.options[0].accessibleDescription()
    assert not any(option.isChecked() for option in box.options)
    said: list[tuple[str, str]] = []
    page.answered.connect(lambda name, value: said.append((name, value)))
    for option in box.options:
        option.setFocus()
        assert QApplication.focusWidget() is option
        assert page.enter()
    assert said == []
    box.options[1].click()
    assert [name for name, _value in said] == ["consent_bank"]
    assert said[0][1].startswith("no.")


def test_the_notice_stands_on_a_loss_report(qtbot: QtBot) -> None:
    which = procedure("temporary-loss")
    page = ProcedurePage(Look())
    qtbot.addWidget(page)
    view = carrying.show(last(o.visit(situation(which, person()), which, {})))
    page.show_visit(view)
    words = [label.text() for label in page.findChildren(Words)]
    assert any(view.notices[0].text.zh in said and "依据" in said for said in words)

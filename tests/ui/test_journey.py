"""What a clerk does with keys alone, over real parts: the path of a lost card, doubled keys, offline, a card on the
reader.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.domain.card import CardState
from counter_app.domain.numbers import identity_check_digit
from counter_app.domain.operation import WorkState
from tests.ui.counter_window import Clerk, chip_of
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.waiting import WaitingPage
from ui.standing import ReaderState
from ui.widgets.halves import HalfPanel

NAME = "林晓岚"
UNKNOWN = "43990119900101001"


def report_temporarily(clerk: Clerk) -> OutcomeView:
    """From the person page to the result."""
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    visit = clerk.front.serving.visit
    assert isinstance(visit, OutcomeView)
    return visit


def test_from_the_number_to_the_receipt_takes_at_most_four_actions(
    clerk: Clerk, record_property: Callable[[str, object], None]
) -> None:
    """Enter, F4, Enter: three actions; the receipt stands on the screen."""
    clerk.actions = 0
    clerk.open(clerk.person(NAME).holder.number)
    outcome = report_temporarily(clerk)
    assert clerk.actions <= 4, f"{clerk.actions} actions from the typed number to the receipt"
    record_property("actions", clerk.actions)
    page = clerk.page
    assert isinstance(page, ResultPage)
    assert outcome.receipt.number in page.paper.accessibleName()


def test_both_halves_flip_when_the_platform_has_answered_and_enter_is_home_again(clerk: Clerk) -> None:
    clerk.open(clerk.person(NAME).holder.number)
    report_temporarily(clerk)
    serving = clerk.front.serving
    clerk.until(lambda: isinstance(serving.visit, OutcomeView) and serving.visit.kind == "ok")
    assert isinstance(serving.visit, OutcomeView)
    assert {half.kind for half in serving.visit.halves} == {"ok"}
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)
    assert serving.visit is None


def test_submitting_ten_times_fast_is_one_operation(clerk: Clerk) -> None:
    """The main button clicked and Enter pressed ten times in a row before anything could be drawn."""
    clerk.open(clerk.person(NAME).holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    for _ in range(10):
        page.main.click()
        QTest.keyClick(clerk.target, Qt.Key.Key_Return)
    clerk.on(ResultPage)
    assert len(clerk.counter.store().works()) == 1


def test_a_held_or_doubled_enter_does_not_run_through_a_step(clerk: Clerk) -> None:
    """Enter within 250 ms of a new step is not heard, wherever it came from."""
    clerk.open(clerk.person(NAME).holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.until(lambda: isinstance(clerk.page, ProcedurePage))
    QTest.keyClick(clerk.target, Qt.Key.Key_Return)
    assert isinstance(clerk.front.serving.visit, VisitView)
    assert not clerk.front.serving.moving


def test_offline_the_report_waits_is_counted_and_goes_out_when_the_line_is_back(clerk: Clerk) -> None:
    clerk.cut(True)
    clerk.open(clerk.person(NAME).holder.number)
    outcome = report_temporarily(clerk)
    serving = clerk.front.serving
    assert outcome.kind == "wait"
    clerk.until(lambda: serving.standing.waiting.unsent == 1)
    assert "无等待" not in clerk.window.strip.line.accessibleName()
    assert "1 件等待送达" in clerk.window.strip.line.accessibleName()
    clerk.cut(False)
    clerk.until(lambda: isinstance(serving.visit, OutcomeView) and serving.visit.kind == "ok")
    clerk.until(lambda: "无等待" in clerk.window.strip.line.accessibleName())


def test_formal_loss_with_the_keyboard_alone(clerk: Clerk) -> None:
    """F5, Enter to the confirmation, Enter for what was seen, Enter submits; Esc goes back with the answers kept."""
    clerk.open(clerk.person(NAME).holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    QTest.keyClick(clerk.target, Qt.Key.Key_2)
    serving = clerk.front.serving
    clerk.until(lambda: isinstance(serving.visit, VisitView) and _value(serving.visit, "scope") == "ssc")
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: isinstance(serving.visit, VisitView) and serving.visit.current == 2)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Escape)
    clerk.until(lambda: isinstance(serving.visit, VisitView) and serving.visit.current == 1)
    assert isinstance(serving.visit, VisitView)
    assert _value(serving.visit, "scope") == "ssc"
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: isinstance(serving.visit, VisitView) and serving.visit.current == 2)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)  # the question how it was checked who it is has the focus
    clerk.until(
        lambda: isinstance(serving.visit, VisitView) and _value(serving.visit, "identity_checked") == "card-seen"
    )
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    work = clerk.counter.store().works()
    assert [w.operation.procedure for w in work] == ["formal-loss"]


def _value(view: VisitView, name: str) -> str:
    return next(f.value for f in view.fields if f.field.name == name)


def test_a_wrong_mobile_number_is_told_under_its_field_and_enter_goes_there(clerk: Clerk) -> None:
    clerk.open(clerk.person(NAME).holder.number)
    clerk.key(Qt.Key.Key_F5)
    clerk.on(ProcedurePage)
    page = clerk.page
    assert isinstance(page, ProcedurePage)
    field = page.fields["mobile"]
    field.focus_here()
    line = QApplication.focusWidget()
    assert line is not None
    line.setProperty("text", "")
    clerk.write("1380731204")
    page.main.setFocus()
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: "11" in field.note.words.text())
    clerk.until(lambda: QApplication.focusWidget() is line)
    assert isinstance(clerk.front.serving.visit, VisitView)
    assert clerk.front.serving.visit.current == 1


def test_a_task_chosen_before_the_person_begins_as_soon_as_the_person_is_found(clerk: Clerk) -> None:
    """Home, F4, the number, Enter: the procedure stands."""
    clerk.key(Qt.Key.Key_F4)
    clerk.write(clerk.person(NAME).holder.number)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ProcedurePage)


def test_a_card_laid_on_opens_its_person_and_another_one_changes_nothing_under_the_hands(clerk: Clerk) -> None:
    first, second = clerk.person(NAME), clerk.person("何秀珍")
    clerk.reader.lay_on(chip_of(first))
    clerk.on(PersonPage)
    visit = clerk.front.serving.visit
    assert isinstance(visit, PersonView)
    assert visit.proof == "card"
    clerk.reader.lay_on(chip_of(second))
    clerk.until(clerk.window.toast.isVisible)
    assert clerk.front.serving.visit is not None
    assert clerk.front.serving.visit.person.holder.number == first.holder.number
    clerk.reader.take()
    clerk.until(lambda: clerk.front.serving.standing.reader is ReaderState.EMPTY)
    assert isinstance(clerk.page, PersonPage)


def test_somebody_unknown_here_is_reported_by_number_and_name_offline(clerk: Clerk) -> None:
    clerk.cut(True)
    clerk.window.focus_search()
    clerk.write(UNKNOWN + identity_check_digit(UNKNOWN))
    clerk.key(Qt.Key.Key_Return)
    hits = clerk.window.hits
    assert hits is not None
    clerk.until(hits.isVisible)
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(PersonPage)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.write("欧阳练习")
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    assert [w.operation.holder_name for w in clerk.counter.store().works(states=(WorkState.WAITING,))] == ["欧阳练习"]


def test_a_greyed_action_says_the_reason_and_begins_nothing(clerk: Clerk) -> None:
    clerk.open(clerk.person(NAME).holder.number)
    clerk.key(Qt.Key.Key_F6)
    clerk.until(clerk.window.toast.isVisible)
    assert isinstance(clerk.page, PersonPage)
    assert "没有挂失" in clerk.window.toast.accessibleName()


def test_the_likeliest_lawful_action_has_the_focus_and_enter_begins_it(clerk: Clerk) -> None:
    clerk.open(clerk.person(NAME).holder.number)
    page = clerk.page
    assert isinstance(page, PersonPage)
    assert QApplication.focusWidget() is page.tiles[0]
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ProcedurePage)


def test_the_rail_goes_to_waiting_and_back_to_the_same_visit(clerk: Clerk) -> None:
    clerk.open(clerk.person(NAME).holder.number)
    clerk.key(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    clerk.on(WaitingPage)
    clerk.key(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    clerk.on(PersonPage)


def test_the_person_shows_each_half_with_its_own_state(clerk: Clerk) -> None:
    lost = next(p for p in clerk.counter.trainer().people("") if p.card and p.card.state is CardState.TEMPORARY_LOSS)
    clerk.open(lost.holder.number)
    visit = clerk.front.serving.visit
    assert isinstance(visit, PersonView)
    names = [w.accessibleName() for w in clerk.page.findChildren(HalfPanel)]
    assert any("社保功能" in n and "临时挂失" in n for n in names)

"""A procedure at the desk: steps, back, reopening after a stop, submitting, results, refused work and how it is
settled.
"""

from collections.abc import Callable

import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.desk.views_leaving import LeaveView
from counter_app.domain.card import Half
from counter_app.domain.errors import AlreadyLost, BadInput, ForbiddenOffline, NotFound, NotSignedIn, VisitOpen
from counter_app.domain.holder import Person
from counter_app.domain.operation import Settlement, WorkState
from counter_app.domain.text import Text
from tests.desk.conftest import Office
from tests.parts.counting import effective_once, recorded
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.seen import SEEN

Somebody = Callable[[], Person]
LONGEST_HEADLINE = 14


def report(desk: Desk, person: Person, procedure: str = "temporary-loss", **answers: str) -> OutcomeView:
    """Carry a procedure out with what is filled in."""
    visit = desk.open_number(person.holder.number).visit_id
    desk.begin(visit, procedure)
    page: VisitView | OutcomeView = desk.answer(visit, answers)
    while isinstance(page, VisitView):
        before = page.current
        desk.answer(visit, SEEN)
        page = desk.forward(visit)
        assert isinstance(page, OutcomeView) or page.current > before, page.missing
    return page


def frozen(platform: Platform, person: Person) -> Person:
    """The same person; the bank has frozen the account since the counter heard last."""
    assert person.card is not None
    platform.change("UPDATE account SET state = 'frozen' WHERE card = ?", person.card.number)
    return person


def both(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def test_back_keeps_answers_and_before_the_first_step_a_reason_is_asked(office: Office, somebody: Somebody) -> None:
    _, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    desk.begin(visit, "formal-loss")
    desk.answer(visit, {"reason": "stolen", "when": "earlier", "mobile": "139 0000 1234"})
    confirm = desk.forward(visit)
    assert isinstance(confirm, VisitView)
    assert (confirm.current, [f.field.name for f in confirm.fields]) == (2, ["identity_checked"])
    rows = {row.label.zh: row.value.zh for row in confirm.confirm}
    assert (rows["原因"], rows["联系电话"]) == ("被盗，更早", "139 **** 1234")
    back = desk.back(visit)
    assert isinstance(back, VisitView)
    values = {f.field.name: f.value for f in back.fields}
    assert (values["reason"], values["when"], values["mobile"]) == ("stolen", "earlier", "139 0000 1234")
    asked = desk.back(visit)
    assert isinstance(asked, LeaveView)
    assert isinstance(desk.resume(), VisitView)
    assert isinstance(desk.leave(visit, asked.reasons[0][0]), PersonView)
    assert isinstance(desk.resume(), PersonView)


def test_a_wrong_answer_is_told_at_its_field_and_does_not_go_on(office: Office, somebody: Somebody) -> None:
    _, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    desk.begin(visit, "formal-loss")
    page = desk.answer(visit, {"mobile": "1390000", "scope": "nix"})
    assert page.missing == "scope"
    faults = {f.field.name: f.fault.zh for f in page.fields if f.fault}
    assert faults == {"scope": "选一项", "mobile": "手机号应为 11 位，现为 7 位"}
    stays = desk.forward(visit)
    assert isinstance(stays, VisitView)
    assert stays.current == page.current
    one_page = desk.begin(visit, "temporary-loss")
    shown = desk.answer(visit, {"scope": "nix"})
    assert {r.label.zh: r.value.zh for r in shown.confirm} == {r.label.zh: r.value.zh for r in one_page.confirm}
    assert isinstance(desk.forward(visit), VisitView)
    assert desk.waiting_count().unsent == 0


def test_the_visit_reopens_in_each_state_at_the_step_where_it_was(office: Office, somebody: Somebody) -> None:
    """The program ends without a word and is started anew, four times."""
    person = somebody()
    _, desk = office.open(url=NOWHERE)
    assert desk.resume() is None
    visit = desk.open_number(person.holder.number).visit_id
    _, desk = office.open(url=NOWHERE)
    page = desk.resume()
    assert isinstance(page, PersonView)
    assert page.person.holder == person.holder
    desk.begin(visit, "formal-loss")
    desk.answer(visit, {"reason": "held"})
    desk.forward(visit)
    _, desk = office.open(url=NOWHERE)
    asking = desk.resume()
    assert isinstance(asking, VisitView)
    assert (asking.visit_id, asking.procedure, asking.current) == (visit, "formal-loss", 2)
    assert "他人占用" in {row.label.zh: row.value.zh for row in asking.confirm}["原因"]
    desk.answer(visit, SEEN)
    done = desk.forward(visit)
    assert isinstance(done, OutcomeView)
    _, desk = office.open(url=NOWHERE)
    again = desk.resume()
    assert isinstance(again, OutcomeView)
    assert (again.receipt, again.kind) == (done.receipt, "wait")
    desk.end(visit)
    desk.end(visit)
    assert office.open(url=NOWHERE)[1].resume() is None
    assert len(recorded(office.folder)) == 1


def test_seats_never_touch_each_other(office: Office, somebody: Somebody) -> None:
    """A command on the folder neither sees, replaces nor closes what the window has open, and the other way round."""
    first, second = somebody(), somebody()
    _, window = office.open(url=NOWHERE)
    open_here = window.open_number(first.holder.number).visit_id
    window.begin(open_here, "formal-loss")
    _, command = office.open(seat="command-1", url=NOWHERE)
    assert command.resume() is None
    with pytest.raises(NotFound):
        command.visit(open_here)
    there = command.open_number(second.holder.number).visit_id
    same = command.open_number(first.holder.number).visit_id
    assert len({open_here, there, same}) == 3
    kept = window.resume()
    assert isinstance(kept, VisitView)
    assert kept.visit_id == open_here
    assert report(command, first).kind == "wait"
    late = window.forward(open_here)
    assert isinstance(late, VisitView)
    window.answer(open_here, SEEN)
    final = window.forward(open_here)
    assert isinstance(final, OutcomeView), "a formal loss may follow a temporary one"
    assert len(recorded(office.folder)) == 2


def test_words_while_it_waits_and_when_it_is_confirmed(office: Office, somebody: Somebody, platform: Platform) -> None:
    person = somebody()
    _, desk = office.open(url=NOWHERE)
    waits = report(desk, person)
    assert (waits.kind, waits.headline.zh) == ("wait", "已受理，等待平台确认")
    assert [(h.half, h.kind) for h in waits.halves] == [(Half.SSC, "wait"), (Half.BANK, "wait")]
    pending = " ".join(note.zh for note in waits.receipt.draft.notes)
    assert "12333" in pending
    assert "0000-9550" in pending, "the bank's own number for the bank's half"
    assert waits.receipt.draft.state.zh == "已受理，待平台确认"
    assert desk.search(person.holder.number).exact
    view = desk.person(waits.visit_id)
    assert view.view.ssc.waiting is not None
    assert view.view.ssc.confirmed.value == "1", "the screen claims no more than is known"
    assert [w.operation.id for w in view.unsettled] == [waits.work.operation.id]
    with pytest.raises(ForbiddenOffline):
        desk.begin(waits.visit_id, "release")
    _, desk = office.open()
    done = desk.resume()
    assert isinstance(done, OutcomeView)
    assert (done.kind, done.headline.zh) == ("ok", "平台已确认")
    assert [h.words.zh for h in done.halves] == ["平台已确认：临时挂失", "平台已确认：临时挂失"]
    rows = {row.label.zh: row.value.zh for row in done.receipt.draft.rows}
    assert rows["生效时间"].startswith("20")
    assert "12333" not in " ".join(note.zh for note in done.receipt.draft.notes)
    assert done.receipt.number == waits.receipt.number
    effective_once(platform, recorded(office.folder), [person.holder.number])


def test_words_when_one_half_is_refused_and_when_all_is(
    office: Office, somebody: Somebody, stranger: Somebody, platform: Platform
) -> None:
    counter, desk = office.open()
    partly = report(desk, frozen(platform, somebody()))
    counter.courier().pass_once()
    page = desk.outcome(partly.visit_id)
    assert (page.kind, page.headline.zh) == ("stop", "平台只确认了一半")
    assert [(h.half, h.kind) for h in page.halves] == [(Half.SSC, "ok"), (Half.BANK, "stop")]
    assert "社保功能已办成" in page.lines.means[1].zh
    assert "金融功能" in page.lines.means[0].zh
    rows = {row.label.zh: row.value.zh for row in page.receipt.draft.rows}
    assert "仅社保" in rows["生效时间"]
    desk.end(partly.visit_id)

    _, offline = office.open(url=NOWHERE)
    person = stranger()
    visit = offline.open_unknown(person.holder.number).visit_id
    offline.begin(visit, "temporary-loss")
    assert offline.visit(visit).missing == "name"
    offline.answer(visit, {"name": "叶不是"})
    assert isinstance(offline.forward(visit), OutcomeView)
    _, desk = office.open()
    page = desk.outcome(visit)
    assert (page.kind, page.headline.zh) == ("stop", "平台退回，未办成")
    assert "号码与姓名不符" in page.lines.happened[0].zh
    assert page.receipt.draft.state.zh == "平台退回，未办成"
    assert {h.kind for h in page.halves} == {"stop"}
    for shown in (page.headline, *page.lines.happened, *page.lines.means, *page.lines.next):
        assert all(both(shown))
    assert len(page.headline.zh) <= LONGEST_HEADLINE
    assert desk.home().refused
    assert len(desk.waiting().refused) == 2


def test_a_refused_report_is_closed_with_a_reason_only_and_stays_on_record(
    office: Office, somebody: Somebody, platform: Platform
) -> None:
    counter, desk = office.open()
    partly = report(desk, frozen(platform, somebody()))
    counter.courier().pass_once()
    operation = partly.work.operation.id
    with pytest.raises(BadInput):
        desk.settle(operation, "close", "  ")
    with pytest.raises(BadInput):
        desk.settle(operation, "forget", "no such way")
    with pytest.raises(NotFound):
        desk.redo("01a1fdee-f2ac-7cdd-9541-44549386265b")
    desk.sign_out()
    with pytest.raises(NotSignedIn):
        desk.settle(operation, "close", "持卡人撤回")
    desk.sign_in("0318")
    desk.settle(operation, "close", "持卡人撤回")
    work = counter.store().work(operation)
    assert work is not None
    assert (work.state, work.settlement, work.settled_reason) == (
        WorkState.SETTLED,
        Settlement.CLOSED,
        "持卡人撤回",
    )
    assert desk.receipt(operation).draft.state.zh == "已撤销，未办成"
    assert desk.waiting().refused == ()
    assert operation in [w.operation.id for w in desk.waiting().settled_today]
    (left,) = desk.left_open().visits
    assert isinstance(desk.accept(left.visit_id), PersonView), "its result page has nothing more to tell"
    assert platform.effects(operation) == [("ssc", "1", "4")]


def test_a_refused_report_is_done_anew_for_the_same_person(
    office: Office, somebody: Somebody, platform: Platform
) -> None:
    """Begun again, and settled as replaced with the new one; not while another person is unfinished. Where nothing is
    lawful the person page comes and the refused report stays.
    """
    counter, desk = office.open()
    person, other = somebody(), somebody()
    first = report(desk, frozen(platform, person), "formal-loss")
    counter.courier().pass_once()
    desk.end(first.visit_id)
    busy = desk.open_number(other.holder.number).visit_id
    desk.begin(busy, "formal-loss")
    with pytest.raises(VisitOpen):
        desk.redo(first.work.operation.id)
    assert len(desk.waiting().refused) == 1
    desk.end(busy)
    assert person.card is not None
    platform.change("UPDATE account SET state = 'normal' WHERE card = ?", person.card.number)
    desk.refresh(desk.open_number(person.holder.number).visit_id)
    page = desk.redo(first.work.operation.id)
    assert isinstance(page, VisitView)
    assert (page.procedure, page.person.holder.number) == ("formal-loss", person.holder.number)
    assert {f.field.name: f.value for f in page.fields}["scope"] == "bank", "the other half is done already"
    desk.forward(page.visit_id)
    desk.answer(page.visit_id, SEEN)
    second = desk.forward(page.visit_id)
    assert isinstance(second, OutcomeView)
    counter.courier().pass_once()
    assert desk.outcome(second.visit_id).kind == "ok"
    assert [w.settlement for w in recorded(office.folder)] == [Settlement.REPLACED, Settlement.ACCEPTED]
    desk.end(second.visit_id)

    third = report(desk, frozen(platform, other))
    counter.courier().pass_once()
    gone = desk.redo(third.work.operation.id)
    assert isinstance(gone, PersonView), "one half is done, the other frozen: nothing is left to report"
    assert [w.operation.id for w in desk.waiting().refused] == [third.work.operation.id]


def test_what_became_unlawful_meanwhile_is_not_submitted(office: Office, somebody: Somebody) -> None:
    """Another counter reported it first, and the platform says so before this clerk's last key."""
    person = somebody()
    _, desk = office.open()
    visit = desk.open_number(person.holder.number).visit_id
    desk.begin(visit, "formal-loss")
    desk.forward(visit)
    there, other = office.open(seat="command-2")
    other_visit = other.open_number(person.holder.number).visit_id
    other.begin(other_visit, "formal-loss")
    other.forward(other_visit)
    other.answer(other_visit, SEEN)
    other.forward(other_visit)
    there.courier().pass_once()
    with pytest.raises(AlreadyLost):  # not asked again for a scope that nothing can answer
        desk.forward(visit)
    with pytest.raises(AlreadyLost):
        desk.begin(visit, "formal-loss")
    assert len(recorded(office.folder)) == 1

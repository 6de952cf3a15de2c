"""Nobody is sent away without everything being told once, and whoever comes back goes on where it stood."""

from collections.abc import Callable

import pytest

from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.domain.errors import BadInput, NotEligible, NotFound
from counter_app.domain.holder import Person
from tests.desk.conftest import Office

FORMAL = "formal-loss"
LONGEST = 6
"""Pages of a procedure."""


def test_a_notice_lists_all_that_is_missing_and_takes_the_visit_up_again(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """After a restart, at another seat: same step, same answers; the first visit has ended."""
    person = somebody()
    _counter, desk = office.open()
    opened = desk.open_number(person.holder.number)
    desk.begin(opened.visit_id, FORMAL)
    desk.answer(opened.visit_id, {"reason": "stolen"})
    before = desk.visit(opened.visit_id)
    papers = desk.turning_away(opened.visit_id).papers
    assert papers
    paper = desk.turn_away(opened.visit_id, "missing", missing=[name for name, _words in papers])
    assert desk.resume() is None
    rows = [row.value.zh for row in paper.draft.rows]
    assert all(words.zh in rows for _name, words in papers)
    assert paper.draft.scannable
    assert person.holder.number not in str(paper)
    assert desk.receipt(paper.number) == paper

    counter, again = office.open(seat="command-1")
    page = again.resume_case(paper.number)
    assert isinstance(page, VisitView)
    assert (page.procedure, page.current) == (FORMAL, before.current)
    assert {f.field.name: f.value for f in page.fields} == {f.field.name: f.value for f in before.fields}
    assert counter.store().verify_audit().whole
    with pytest.raises(NotEligible):
        again.resume_case(paper.number)


def test_a_case_that_is_unlawful_when_it_comes_back_says_why_and_still_holds(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """Meanwhile the loss was reported elsewhere: the person page tells it, and the notice was not used up."""
    person = somebody()
    _counter, desk = office.open()
    opened = desk.open_number(person.holder.number)
    desk.begin(opened.visit_id, FORMAL)
    papers = [name for name, _words in desk.turning_away(opened.visit_id).papers]
    paper = desk.turn_away(opened.visit_id, "missing", missing=papers)
    opened = desk.open_number(person.holder.number)
    going: VisitView | OutcomeView = desk.begin(opened.visit_id, FORMAL)
    for _ in range(LONGEST):
        if isinstance(going, OutcomeView):
            break
        open_questions = [one.field for one in going.fields if one.fault is not None or not one.value]
        desk.answer(opened.visit_id, {one.name: one.choices[0].value for one in open_questions if one.choices})
        going = desk.forward(opened.visit_id)
    assert isinstance(going, OutcomeView)
    desk.end(opened.visit_id)
    page = desk.resume_case(paper.number)
    assert isinstance(page, PersonView)
    assert page.notice is not None
    assert "正式挂失现在不能接着办" in page.notice.zh
    assert isinstance(desk.resume_case(paper.number), PersonView)


def test_what_the_holder_gives_up_is_no_refusal(office: Office, somebody: Callable[[], Person]) -> None:
    _counter, desk = office.open()
    opened = desk.open_number(somebody().holder.number)
    paper = desk.turn_away(opened.visit_id, "given-up", procedure=FORMAL, reason="G01").draft
    assert "不予" not in paper.title.zh + paper.state.zh
    assert not paper.notes


def test_a_refusal_needs_a_reason_of_the_pack_and_prints_it(office: Office, somebody: Callable[[], Person]) -> None:
    _counter, desk = office.open()
    opened = desk.open_number(somebody().holder.number)
    page = desk.turning_away(opened.visit_id, FORMAL)
    with pytest.raises(BadInput):
        desk.turn_away(opened.visit_id, "refused", procedure=FORMAL)
    code, words = page.reasons[-1]
    paper = desk.turn_away(opened.visit_id, "refused", procedure=FORMAL, reason=code)
    assert words.zh in [row.value.zh for row in paper.draft.rows]
    assert "12333" in " ".join(note.zh for note in paper.draft.notes)
    assert isinstance(desk.resume_case(paper.number), PersonView)


def test_missing_papers_are_named_or_it_is_no_notice(office: Office, somebody: Callable[[], Person]) -> None:
    _counter, desk = office.open()
    opened = desk.open_number(somebody().holder.number)
    with pytest.raises(BadInput):
        desk.turn_away(opened.visit_id, "missing", procedure=FORMAL, missing=["no-such-paper"])
    assert isinstance(desk.resume(), PersonView)
    with pytest.raises(NotFound):
        desk.resume_case("N439901-01-260318-0009-0")


def test_the_papers_told_are_those_of_whoever_acts(office: Office, roles: dict[str, Person]) -> None:
    """A child's guardian brings papers of their own, though nobody has touched the field; what is no actor is none."""
    _counter, desk = office.open()
    child = desk.open_number(roles["minor-no-card"].holder.number)
    desk.begin(child.visit_id, "application")
    told = {name for name, _words in desk.turning_away(child.visit_id).papers}
    assert {"guardian-proof", "guardian-id", "id-or-register"} <= told
    desk.answer(child.visit_id, {"actor": "a-neighbour"})
    assert {name for name, _words in desk.turning_away(child.visit_id).papers} == told

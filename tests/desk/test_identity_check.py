"""At the desk: nothing that needs it is recorded before it is known who stands there; an agent's document fills in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.holder import Person
from counter_app.domain.numbers import identity_check_digit
from counter_app.domain.operation import OperationId
from tests.desk.conftest import Office
from tests.desk.papers import document_of
from tests.parts.practice_folder import NOWHERE

Somebody = Callable[[], Person]
BORN_BEFORE = 2000
AS_AGENT = {"actor": "agent", "relation": "spouse", "relation_proof": "letter"}


def fields(page: VisitView) -> dict[str, str]:
    return {one.field.name: one.value for one in page.fields}


def agent_of(somebody: Somebody) -> Person:
    """Somebody of age: at 16 one acts for oneself, for others at 18 only."""
    return next(
        one for one in iter(somebody, None) if one.holder.birth_date and one.holder.birth_date.year < BORN_BEFORE
    )


def lost(desk: Desk, person: Person, **answers: str) -> tuple[str, VisitView]:
    """The first page of a formal loss, with these answers."""
    visit = desk.open_number(person.holder.number).visit_id
    desk.begin(visit, "formal-loss")
    desk.answer(visit, answers)  # who acts brings further questions
    return visit, desk.answer(visit, answers)


def test_a_typed_number_is_not_enough_and_what_the_clerk_says_stands_with_the_operation(
    office: Office, somebody: Somebody
) -> None:
    """Not submitted before; then in the facts, on the receipt and in the trail."""
    station = office.stand()
    desk = Desk(station)
    visit, _page = lost(desk, somebody())
    asked = desk.forward(visit)
    assert isinstance(asked, VisitView)
    assert (fields(asked), asked.missing) == ({"identity_checked": ""}, "identity_checked")
    assert isinstance(desk.forward(visit), VisitView)
    assert desk.waiting_count().unsent == 0
    desk.answer(visit, {"identity_checked": "other-seen"})
    done = desk.forward(visit)
    assert isinstance(done, OutcomeView)
    assert done.work.operation.facts["identity"] == "other-seen"
    assert "看过本人其他有效证件原件" in [row.value.zh for row in done.receipt.draft.rows]
    assert station.store.times("operation.recorded", done.work.operation.id) == 1
    work = station.store.work(OperationId(done.work.operation.id))
    assert work is not None
    assert work.operation.facts == done.work.operation.facts


def test_a_document_read_for_the_visit_asks_nothing_also_when_it_is_laid_on_at_the_last_page(
    office: Office, somebody: Somebody
) -> None:
    _counter, desk = office.open()
    person = somebody()
    visit, _page = lost(desk, person)
    desk.forward(visit)
    desk.open_document(document_of(person))
    page = desk.visit(visit)
    assert (page.fields, page.missing) == ((), None)
    done = desk.forward(visit)
    assert isinstance(done, OutcomeView)
    assert done.work.operation.facts["identity"] == "document"


def test_an_agents_document_fills_in_and_proves_and_the_holders_visit_stays(office: Office, somebody: Somebody) -> None:
    _counter, desk = office.open()
    holder, agent = somebody(), agent_of(somebody)
    visit, page = lost(desk, holder, **AS_AGENT)
    assert fields(page)["actor_name"] == ""
    filled = desk.document_of_actor(visit, document_of(agent))
    assert filled is not None
    assert (filled.visit_id, filled.person.holder.number) == (visit, holder.holder.number)
    assert (fields(filled)["actor_name"], fields(filled)["actor_number"]) == (agent.holder.name, agent.holder.number)
    marked = {
        one.field.name: (one.field.read, one.good) for one in filled.fields if one.field.name.startswith("actor_")
    }
    assert marked == {"actor_name": (True, True), "actor_number": (True, True)}
    assert filled.actor_number == agent.holder.number
    confirm = desk.forward(visit)
    assert isinstance(confirm, VisitView)
    assert set(fields(confirm)) == {"identity_checked"}, "the holder's own document was not read"
    desk.answer(visit, {"identity_checked": "card-seen"})
    done = desk.forward(visit)
    assert isinstance(done, OutcomeView)
    facts = done.work.operation.facts
    assert (facts["identity"], facts["holder_identity"]) == ("document", "card-seen")
    assert (facts["actor_number"], facts["proof"]) == (agent.holder.number, "typed")


def test_another_hand_at_the_name_or_number_takes_the_proof_away(office: Office, somebody: Somebody) -> None:
    _counter, desk = office.open()
    visit, _page = lost(desk, somebody(), **AS_AGENT)
    agent = agent_of(somebody)
    desk.document_of_actor(visit, document_of(agent))
    other = "43990119860203001"
    page = desk.answer(visit, {"actor_number": other + identity_check_digit(other)})
    assert not any(one.field.read for one in page.fields)
    assert page.actor_number == ""
    confirm = desk.forward(visit)
    assert isinstance(confirm, VisitView)
    assert "actor_checked" in fields(confirm)


def test_it_is_only_another_persons_where_the_holder_acts_and_where_it_bears_another_number(
    office: Office, somebody: Somebody
) -> None:
    """On a later page only the document of the very number that was typed is the agent's."""
    _counter, desk = office.open()
    holder, agent, other = somebody(), agent_of(somebody), somebody()
    visit, _page = lost(desk, holder)
    assert desk.document_of_actor(visit, document_of(agent)) is None
    typed = {"actor_name": agent.holder.name, "actor_number": agent.holder.number}
    desk.answer(visit, AS_AGENT)
    desk.answer(visit, typed | AS_AGENT)
    assert desk.document_of_actor(visit, document_of(holder)) is None
    confirm = desk.forward(visit)
    assert isinstance(confirm, VisitView)
    assert set(fields(confirm)) == {"actor_checked", "identity_checked"}
    assert desk.document_of_actor(visit, document_of(other)) is None
    proven = desk.document_of_actor(visit, document_of(agent))
    assert proven is not None
    assert set(fields(proven)) == {"identity_checked"}


def test_what_lies_there_already_fills_in_once_when_somebody_else_is_said_to_act(
    office: Office, somebody: Somebody
) -> None:
    _counter, desk = office.open()
    holder, agent = somebody(), agent_of(somebody)
    visit, _page = lost(desk, holder)
    desk.document_here(document_of(agent))
    page = desk.answer(visit, {"actor": "agent"})
    assert fields(page)["actor_number"] == agent.holder.number
    emptied = desk.answer(visit, {"actor_name": "", "actor_number": ""})
    assert fields(emptied)["actor_number"] == "", "what the clerk takes out stays out"


def test_a_guardians_card_that_lies_there_fills_in_at_the_beginning(office: Office, roles: dict[str, Person]) -> None:
    _counter, desk = office.open()
    child, parent = roles["minor-no-card"], roles["guardian-of-minor"]
    visit = desk.open_number(child.holder.number).visit_id
    desk.document_here(document_of(parent))
    page = desk.begin(visit, "application")
    assert (fields(page)["actor"], fields(page)["actor_number"]) == ("guardian", parent.holder.number)


@pytest.mark.parametrize("valid_to", [date(2024, 1, 1), None], ids=["ran out", "does not say"])
def test_a_document_that_is_not_valid_fills_in_and_the_clerk_is_asked(
    office: Office, somebody: Somebody, valid_to: date | None
) -> None:
    _counter, desk = office.open()
    visit, _page = lost(desk, somebody(), **AS_AGENT)
    page = desk.document_of_actor(visit, replace(document_of(agent_of(somebody)), valid_to=valid_to))
    assert page is not None
    assert any("到期" in one.field.note.zh or "有效期" in one.field.note.zh for one in page.fields)
    confirm = desk.forward(visit)
    assert isinstance(confirm, VisitView)
    assert "actor_checked" in fields(confirm)


def test_the_program_started_anew_has_seen_nobodys_document(office: Office, somebody: Somebody) -> None:
    """What was filled in stays, how it was checked is asked; the next visit knows nothing of the last one's agent."""
    _counter, desk = office.open(url=NOWHERE)
    holder, agent = somebody(), agent_of(somebody)
    visit, _page = lost(desk, holder, **AS_AGENT)
    desk.document_of_actor(visit, document_of(agent))
    _counter, again = office.open(url=NOWHERE)
    page = again.resume()
    assert isinstance(page, VisitView)
    assert fields(page)["actor_number"] == agent.holder.number
    confirm = again.forward(visit)
    assert isinstance(confirm, VisitView)
    assert "actor_checked" in fields(confirm)
    desk.end(visit)
    visit, _page = lost(desk, somebody(), **AS_AGENT)
    desk.answer(visit, {"actor_name": agent.holder.name, "actor_number": agent.holder.number})
    confirm = desk.forward(visit)
    assert isinstance(confirm, VisitView)
    assert "actor_checked" in fields(confirm)

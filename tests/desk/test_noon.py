"""The clerk changes at noon in the middle of a visit: it is accepted by name, goes on at the same step, and the record
says who handed it to whom and who finished it."""

from collections.abc import Callable

import pytest

from counter_app.clerks import Clerk, ClerkSession, Role
from counter_app.desk.at_window import go
from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.domain.errors import NotFound, NotSignedIn
from counter_app.domain.holder import Person
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_identity
from counter_app.domain.visit_errors import HeldByAnother
from tests.desk.conftest import Office
from tests.parts.clerks import BEGUN
from tests.parts.seen import SEEN
from tests.ui.counter_window import chip_of

PROVED = ClerkSession(Clerk("0318", "李强", (Role.CLERK,), ("439901",)), BEGUN, BEGUN.replace(hour=16), None, "t" * 43)


def half_done(desk: Desk, person: Person) -> VisitView:
    """A formal loss with an answer, at its second page."""
    opened = desk.open_number(person.holder.number)
    desk.begin(opened.visit_id, "formal-loss")
    desk.answer(opened.visit_id, {"reason": "stolen"})
    page = desk.forward(opened.visit_id)
    assert isinstance(page, VisitView)
    return page


def test_another_clerk_accepts_the_visit_and_goes_on_where_the_first_one_stood(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """After a restart too: step and answers stand; the operation is recorded under the clerk who submits."""
    _counter, morning = office.open()
    holder = somebody().holder
    before = half_done(morning, Person(holder))
    morning.sign_out()

    counter, noon = office.open()
    noon.sign_out()
    noon.come_named("0318")
    assert noon.resume() is None, "nobody goes on with another one's work unasked"
    (left,) = noon.left_open().visits
    told = (left.visit_id, left.clerk, left.holder, left.number, left.recorded)
    assert told == (before.visit_id, "0317", mask_name(holder.name), mask_identity(holder.number), False)
    page = noon.accept(left.visit_id)
    assert isinstance(page, VisitView)
    assert (page.visit_id, page.current) == (before.visit_id, before.current)
    assert noon.left_open().visits == ()
    back = noon.back(page.visit_id)
    assert isinstance(back, VisitView)
    assert {f.field.name: f.value for f in back.fields}["reason"] == "stolen"
    noon.forward(page.visit_id)
    noon.answer(page.visit_id, SEEN)
    done = noon.forward(page.visit_id)
    assert isinstance(done, OutcomeView)
    assert done.work.operation.clerk == "0318"
    (entry,) = counter.store().entries("visit.handed_over", since=left.opened_at)
    assert (entry.clerk, entry.subject) == ("0318", done.work.operation.id)
    assert (entry.facts["from"], entry.facts["to"]) == ("0317", "0318")
    assert counter.store().verify_audit().whole


def test_nobody_works_on_what_nobody_has_handed_over(
    office: Office, somebody: Callable[[], Person], stranger: Callable[[], Person]
) -> None:
    """Nor opens that person anew; another person can be served meanwhile, and the first clerk finds the work again."""
    _counter, desk = office.open()
    person = somebody()
    page = half_done(desk, person)
    desk.come_named("0318")
    for forbidden in (desk.forward, desk.back, desk.visit, desk.person):
        with pytest.raises(HeldByAnother):
            forbidden(page.visit_id)
    with pytest.raises(HeldByAnother):
        desk.open_number(person.holder.number)
    with pytest.raises(NotFound):
        desk.accept("nobody's")
    other = somebody()
    assert isinstance(desk.open_number(other.holder.number), PersonView)
    desk.come_named("0317")
    again = desk.resume()
    assert isinstance(again, VisitView)
    assert (again.visit_id, again.current) == (page.visit_id, page.current)
    with pytest.raises(NotFound):
        desk.accept(page.visit_id)


def test_what_lay_on_the_readers_is_forgotten_with_whoever_signs_out(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """Nobody hears the readers while nobody is on duty: a card taken away meanwhile is no proof for the next clerk."""
    station = office.stand()
    station.card_here(chip_of(somebody()))
    assert go(station) is None
    assert (station.chip, station.document, station.session) == (None, None, None)


def test_what_a_window_is_covered_by_and_who_uncovers_it_stands_in_the_trail(office: Office) -> None:
    """The same clerk unlocks; another one takes over; what the first was signed in by is handed back to be ended."""
    counter, desk = office.open()
    assert desk.come(PROVED) is None
    desk.lock("idle")
    desk.lock("asked")
    assert desk.come(PROVED) is PROVED
    desk.lock("asked")
    assert desk.come_named("0317") is PROVED
    assert desk.session is not None
    assert desk.session.clerk == "0317"
    assert desk.go() is None
    with pytest.raises(NotSignedIn):
        desk.lock("asked")
    since = counter.store().entries("window.locked", since=BEGUN)[0].at
    kinds = ("window.locked", "window.unlocked", "window.handed_over", "clerk.signed_in", "clerk.signed_out")
    trail = sorted(
        (e.at, e.what, e.clerk, e.facts) for kind in kinds for e in counter.store().entries(kind, since=since)
    )
    assert [(what, clerk) for _, what, clerk, _ in trail] == [
        ("window.locked", "0318"),
        ("window.unlocked", "0318"),
        ("window.locked", "0318"),
        ("clerk.signed_out", "0318"),
        ("clerk.signed_in", "0317"),
        ("window.handed_over", "0317"),
        ("clerk.signed_out", "0317"),
    ]
    assert [facts for _, what, _, facts in trail if what == "window.locked"] == [{"why": "idle"}, {"why": "asked"}]
    assert [facts for _, what, _, facts in trail if what == "window.handed_over"] == [{"from": "0318", "to": "0317"}]

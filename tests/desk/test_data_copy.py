"""The holder's copy: asked for by a procedure, made from its operation on that day, everything kept here about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from counter_app.auditing import AuditQuery
from counter_app.clerks import Role
from counter_app.desk import data_copy
from counter_app.desk.desk import Desk
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView, Session, VisitView
from counter_app.domain.errors import NoPagePrinter, NotEligible, NotFound
from counter_app.domain.holder import Person
from counter_app.domain.long_paper import LongPaper
from counter_app.domain.operation import OperationId, Settlement
from counter_app.domain.receipt import receipt_number_checks
from counter_app.ports import Clock
from counter_app.rights import NotAllowed
from tests.contracts.samples import draft, entry, number_of, operation
from tests.desk.conftest import Office

Somebody = Callable[..., Person]
KIN = {"actor": "agent", "relation": "child", "interest": "inheritance", "arrangement": "none"}


@pytest.fixture
def station(office: Office) -> Station:
    """A window with a clerk, the line standing."""
    return office.stand()


@pytest.fixture
def desk(station: Station) -> Desk:
    return Desk(station)


def asked(desk: Desk, number: str, **answers: str) -> OutcomeView:
    """The request as a clerk makes it, the holder's card seen unless somebody else acts."""
    visit = desk.open_number(number).visit_id
    desk.begin(visit, "data-copy")
    given = answers or {"identity_checked": "card-seen"}
    for name, value in given.items():
        desk.answer(visit, {name: value})
    done = desk.forward(visit)
    assert isinstance(done, OutcomeView), done.missing
    return done


def copied(station: Station) -> list[str]:
    """Whose copies were made, by operation."""
    since = station.clock.now() - timedelta(minutes=1)
    return [one.subject for one in station.store.entries(data_copy.COPIED, since=since)]


def words(paper: LongPaper) -> str:
    rows = [*paper.lead, *(row for part in paper.parts for row in part.rows)]
    return "\n".join(f"{row.label.zh} {row.value.zh}" for row in rows)


def test_it_tells_all_that_is_kept_of_the_holder_and_of_nobody_else(
    desk: Desk, station: Station, somebody: Somebody
) -> None:
    """Person, card, operations by their receipts, every look on record with who looked, and how long it stays."""
    person, other = somebody(), number_of(888)
    holder, now = person.holder, station.clock.now()
    mine = replace(operation(at=now), holder_number=holder.number)
    receipt = station.store.record(mine, draft("遗失"), entry(at=now, holder=holder.number))
    theirs = operation(holder=888, card=888, at=now)
    foreign = station.store.record(theirs, draft("别人的"), entry(at=now, holder=other))
    desk.reveal(desk.open_number(holder.number).visit_id, "document")
    done = asked(desk, holder.number)
    station.store.note(data_copy.told(station, done.receipt.number, "paper"))
    paper = data_copy.make(station, done.receipt.number)
    said = words(paper)
    assert person.card is not None
    for told in (holder.number, holder.name, person.card.number, holder.mobile, receipt.number, "遗失"):
        assert told in said
    for looked in ("显示完整号码", "给本人信息副本", f"工号 {station.clerk}", "已办结的业务", "看过本人身份证原件"):
        assert looked in said
    assert done.receipt.number in said, "this request too"
    assert paper.number == done.receipt.number
    assert paper.basis[0].zh == "《个人信息保护法》第四十五条第一款"
    assert foreign.number not in said
    assert other not in said
    assert "别人的" not in said


def test_it_tells_every_entry_of_the_trail_however_many(desk: Desk, station: Station, somebody: Somebody) -> None:
    """In pieces, each entry once, oldest first."""
    holder = somebody().holder
    for at in range(data_copy.PIECE * 2 + 3):
        station.store.note(station.entry("holder.viewed", facts={"number": holder.number, "mark": str(at)}))
    done = asked(desk, holder.number)
    paper = data_copy.make(station, done.work.operation.id)
    used = next(part for part in paper.parts if part.title.en == "Who has used it").rows
    assert len(used) > data_copy.PIECE * 2 + 3
    assert [row.label.zh for row in used] == sorted(row.label.zh for row in used)
    found = station.store.search_audit(AuditQuery(holder=holder.number, limit=10_000))
    assert len(found.rows) == len(used)


def test_the_request_is_an_operation_with_a_receipt_and_changes_nothing(
    desk: Desk, station: Station, somebody: Somebody, office: Office
) -> None:
    """Numbered with a check digit; carried, taken by the platform; the card stands as it stood."""
    person = somebody()
    done = asked(desk, person.holder.number)
    assert receipt_number_checks(done.receipt.number)
    assert done.document is not None
    operation = done.work.operation
    assert (operation.changes, operation.card_number, operation.facts["identity"]) == ({}, None, "card-seen")
    counter, later = office.open(seat="later")
    counter.courier().pass_once()
    work = station.store.work(OperationId(operation.id))
    assert work is not None
    assert work.settlement is Settlement.ACCEPTED
    assert later.open_number(person.holder.number).person.cards[0].state == person.cards[0].state


def test_without_a_look_at_a_document_nobody_gets_it(desk: Desk, station: Station, somebody: Somebody) -> None:
    """Whoever knows a number is not its holder; nothing is recorded, and another paper's number makes no copy."""
    holder = somebody().holder
    visit = desk.open_number(holder.number).visit_id
    desk.begin(visit, "data-copy")
    for seen in ("", "none", "document"):
        desk.answer(visit, {"identity_checked": seen})
        still = desk.forward(visit)
        assert isinstance(still, VisitView)
        assert still.missing == "identity_checked"
    at = station.clock.now()
    other = station.store.record(replace(operation(at=at), holder_number=holder.number), draft("x"), entry(at=at))
    for key in (other.number, "nothing", visit):
        with pytest.raises(NotFound):
            desk.document_pdf(key)
    assert copied(station) == []


def test_each_copy_is_on_record_before_it_is_made(desk: Desk, station: Station, somebody: Somebody) -> None:
    """As a file; and on paper where a printer for A4 is set, which is not the one for receipts."""
    done = asked(desk, somebody().holder.number)
    assert desk.document_pdf(done.receipt.number).startswith(b"%PDF")
    with pytest.raises(NoPagePrinter):
        desk.print_paper("data-copy", done.receipt.number)
    assert copied(station) == [done.work.operation.id]


class Later(Clock):
    """The clock of the station, a day on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self):  # type: ignore[no-untyped-def]
        return self._clock.now() + timedelta(days=1)


def test_it_is_made_on_its_day_only(desk: Desk, station: Station, somebody: Somebody) -> None:
    """Whoever finds a receipt later makes no copy of it: it is asked for anew, and checked who asks."""
    done = asked(desk, somebody().holder.number)
    station.clock = Later(station.clock)
    with pytest.raises(NotEligible):
        desk.document_pdf(done.receipt.number)


def test_of_the_dead_it_is_for_kin_with_an_interest_of_their_own(
    desk: Desk, station: Station, roles: dict[str, Person]
) -> None:
    """个人信息保护法 art. 49. No mandate, no friend; not against what the dead person arranged."""
    dead, child = roles["dead"].holder, roles["normal"].holder
    visit = desk.open_number(dead.number).visit_id
    page = desk.begin(visit, "data-copy")
    offered = {f.field.name: {c.value for c in f.field.choices} for f in page.fields}
    page = desk.answer(visit, {"actor_name": child.name, "actor_number": child.number, **KIN})
    offered = {f.field.name: {c.value for c in f.field.choices if c.refused is None} for f in page.fields}
    assert "other" not in offered["relation"]
    assert "letter" not in offered["relation_proof"]
    assert offered["arrangement"] == {"none"}
    page = desk.answer(visit, {"relation_proof": "kinship", "actor_checked": "card-seen", "arrangement": "made"})
    assert isinstance(desk.forward(visit), VisitView)
    desk.answer(visit, {"arrangement": "none"})
    done = desk.forward(visit)
    assert isinstance(done, OutcomeView)
    facts = done.work.operation.facts
    assert (facts["relation"], facts["interest"], facts["shown_to_holder"]) == ("child", "inheritance", "to_actor")
    said = words(data_copy.make(station, done.receipt.number))
    assert "办理继承" in said
    assert dead.number in said
    assert child.number not in said


def test_an_auditor_gives_no_copies(desk: Desk, station: Station, somebody: Somebody) -> None:
    number = asked(desk, somebody().holder.number).receipt.number
    station.session = Session("0401", "审计员", roles=(Role.AUDITOR,))
    for give in (desk.document_pdf, partial(desk.print_paper, "data-copy")):
        with pytest.raises(NotAllowed):
            give(number)
    assert copied(station) == []

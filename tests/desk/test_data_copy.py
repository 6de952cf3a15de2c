"""The holder's copy: everything kept here about them, given only once it was checked who they are, and on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.clerks import Role
from counter_app.desk import data_copy
from counter_app.desk.desk import Desk
from counter_app.desk.keeping import record_of
from counter_app.desk.station import Station
from counter_app.desk.views import Session
from counter_app.domain.errors import NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.receipt import Receipt
from counter_app.rights import NotAllowed
from tests.contracts.samples import draft, entry, number_of, operation
from tests.desk.conftest import Office

Somebody = Callable[..., Person]
SEEN = "card-seen"


@pytest.fixture
def station(office: Office) -> Station:
    """A window with a clerk, the line standing."""
    return office.stand()


@pytest.fixture
def desk(station: Station) -> Desk:
    return Desk(station)


def copied(station: Station) -> int:
    since = station.clock.now() - timedelta(minutes=1)
    return len(station.store.entries(data_copy.COPIED, since=since))


def words(paper: Receipt) -> str:
    return "\n".join(f"{row.label.zh} {row.value.zh}" for row in paper.draft.rows)


def test_it_tells_all_that_is_kept_of_the_holder_and_of_nobody_else(
    desk: Desk, station: Station, somebody: Somebody
) -> None:
    """Person, card, an operation by its receipt, every look on record with who looked, and how long it stays."""
    person, other = somebody(), number_of(888)
    holder, now = person.holder, station.clock.now()
    mine = replace(operation(at=now), holder_number=holder.number)
    receipt = station.store.record(mine, draft("遗失"), entry(at=now, holder=holder.number))
    theirs = operation(holder=888, card=888, at=now)
    foreign = station.store.record(theirs, draft("别人的"), entry(at=now, holder=other))
    visit = desk.open_number(holder.number).visit_id
    desk.reveal(visit, "document")
    said = words(data_copy.make(station, record_of(station, visit), way="paper", seen=SEEN))
    assert person.card is not None
    for told in (holder.number, holder.name, person.card.number, holder.mobile, receipt.number, "遗失"):
        assert told in said
    for looked in ("显示完整号码", "给本人信息副本", f"工号 {station.clerk}", "保存期限", "看过本人身份证原件"):
        assert looked in said
    assert foreign.number not in said
    assert other not in said
    assert "别人的" not in said


def test_without_a_look_at_a_document_nobody_gets_it(desk: Desk, station: Station, somebody: Somebody) -> None:
    """Whoever knows a number is not its holder; the trail has nothing of a copy."""
    visit = desk.open_number(somebody().holder.number).visit_id
    for seen in ("", "none", "document"):
        with pytest.raises(NotEligible):
            desk.data_copy_pdf(visit, seen=seen)
    assert copied(station) == 0


def test_it_is_on_record_and_a_pdf(desk: Desk, station: Station, somebody: Somebody) -> None:
    visit = desk.open_number(somebody().holder.number).visit_id
    assert desk.data_copy_pdf(visit, seen=SEEN).startswith(b"%PDF")
    assert copied(station) == 1


def test_an_auditor_gives_no_copies(desk: Desk, station: Station, somebody: Somebody) -> None:
    visit = desk.open_number(somebody().holder.number).visit_id
    station.session = Session("0401", "审计员", roles=(Role.AUDITOR,))
    with pytest.raises(NotAllowed):
        desk.data_copy_pdf(visit, seen=SEEN)
    with pytest.raises(NotAllowed):
        desk.print_data_copy(visit, seen=SEEN)
    assert copied(station) == 0

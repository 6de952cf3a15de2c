"""Whoever is signed in may do what the table of rights gives to a role of theirs; a refusal goes on record."""

from datetime import UTC, date, datetime, timedelta

import pytest

from counter_app.desk.needs import guarded
from counter_app.domain.errors import NotSignedIn
from counter_app.rights import NotAllowed, Right
from tests.desk.conftest import Office


def test_a_right_nobody_gave_is_refused_and_audited(office: Office) -> None:
    """With the right's name and nothing else; whoever may is not written down for it."""
    station = office.stand()
    station.must(Right.SERVE)
    with pytest.raises(NotAllowed, match="Your role may not"):
        station.must(Right.READ_AUDIT)
    (kept,) = station.store.entries("right.refused", since=station.moment() - timedelta(days=1))
    assert (kept.clerk, kept.facts, kept.subject) == ("0317", {"right": "read_audit"}, "")
    station.session = None
    with pytest.raises(NotSignedIn):
        station.must(Right.SERVE)


def test_a_method_of_the_desk_without_a_line_in_the_table_stops_the_program() -> None:
    """Nobody can add one and forget who may use it."""

    class Forgotten:
        def open_everything(self) -> None:
            """Without a right."""

    with pytest.raises(TypeError, match="open_everything"):
        guarded(Forgotten)


@pytest.mark.parametrize("clerk", ["0401", "0501", "0601"], ids=["auditor", "administrator", "trainer"])
def test_who_serves_nobody_sees_nobody(office: Office, clerk: str) -> None:
    """By whatever way a person is opened or listed; of a person who is not there they hear the same."""
    _counter, desk = office.open()
    desk.sign_in(clerk)
    ways = (
        lambda: desk.open_number("439901199001010010"),
        lambda: desk.open_card("A00000000"),
        lambda: desk.search("张"),
        lambda: desk.suggest("张"),
        desk.home,
        desk.waiting,
        desk.following,
        lambda: desk.receipt("439901-01-261121-0001-9"),
    )
    for way in ways:
        with pytest.raises(NotAllowed):
            way()
    assert desk.waiting_count().waiting == 0


def test_a_clerk_reads_no_trail_and_an_auditor_changes_nothing(office: Office) -> None:
    _counter, desk = office.open()
    with pytest.raises(NotAllowed):
        desk.bank_choices(since=datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(NotAllowed):
        desk.acknowledge("any")
    desk.sign_in("0401")
    assert desk.bank_choices(since=datetime(2026, 1, 1, tzinfo=UTC)) == ()
    for way in (lambda: desk.settle("any", "close", "why"), lambda: desk.reconcile(date(2026, 11, 21))):
        with pytest.raises(NotAllowed):
            way()


def test_work_is_carried_in_files_by_whoever_serves_alone(office: Office) -> None:
    _counter, desk = office.open()
    desk.may_carry()
    desk.sign_in("0501")
    with pytest.raises(NotAllowed):
        desk.may_carry()

"""A PostgreSQL that goes away: the platform connects anew, and whatever the counter had under way takes effect once."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from counter_app.domain.errors import NotNow
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, Verdict
from counter_app.ports import LineKind, PassReport, Store
from practice.platform import database as db
from practice.platform.connection import DatabaseAway
from practice.platform.postgres import Postgres
from sync.client import HttpPlatform
from sync.courier import LineCourier
from tests.parts import counter_folder
from tests.parts.postgres import Peopled
from tests.parts.practice_platform import listening
from tests.parts.processes import wait_until
from tests.parts.signing import admit
from tests.sync.conftest import closing_client, temporary_loss

_OURS = "application_name = 'ssc-platform' AND datname = current_database()"
_WAITS = f"SELECT pid FROM pg_stat_activity WHERE {_OURS} AND wait_event_type = 'Lock'"
_CUT = f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE {_OURS}"


@pytest.fixture
def address(postgresql: Peopled) -> Iterator[str]:
    """A platform's database that nobody has touched."""
    with postgresql.new_database() as made:
        yield made


@pytest.fixture
def other(address: str, postgresql: Peopled) -> Iterator[psycopg.Connection]:
    """A second line to the same database."""
    with closing(postgresql.cluster.connect(urlsplit(address).path.lstrip("/"))) as made:
        yield made


@pytest.fixture
def holding(address: str, postgresql: Peopled) -> Iterator[psycopg.Connection]:
    """A third one, to make the platform wait."""
    with closing(postgresql.cluster.connect(urlsplit(address).path.lstrip("/"))) as made:
        yield made


@pytest.fixture
def hall(address: str) -> Iterator[HttpPlatform]:
    """A line to a platform, a process of its own, on that database."""
    with closing(db.opened(address)) as connection:
        admit(connection)
    with listening(address) as (_process, url), closing_client(url) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with counter_folder.open_store(tmp_path / "data") as made:
        yield made


@pytest.fixture
def courier(tmp_path: Path, store: Store, hall: HttpPlatform) -> LineCourier:
    return counter_folder.courier(tmp_path / "data", store, hall, batch=4)


@pytest.fixture
def losses(store: Store, well_people: Sequence[Person]) -> list[Operation]:
    """Twelve of them, waiting."""
    made = [temporary_loss(person) for person in well_people[:12]]
    for one in made:
        counter_folder.record(store, one)
    return made


def _waiting(other: psycopg.Connection) -> set[int]:
    """Connections of platforms that wait for a lock."""
    return {row[0] for row in other.execute(_WAITS).fetchall()}


def _effects(other: psycopg.Connection) -> list[tuple[str, str]]:
    return sorted(other.execute("SELECT operation_id, half FROM effect").fetchall())


def _once(losses: Sequence[Operation]) -> list[tuple[str, str]]:
    return sorted((one.id, half) for one in losses for half in ("bank", "ssc"))


def _drain(store: Store, courier: LineCourier, before_each: Callable[[], object] = lambda: None) -> list[PassReport]:
    """Passes until nothing waits, whatever they report."""
    reports: list[PassReport] = []
    while store.waiting().unsent:
        before_each()
        reports.append(courier.pass_once())
        assert len(reports) < 40, reports[-1]
    return reports


def test_a_connection_that_was_cut_is_made_anew_for_the_next_call(
    store: Store, courier: LineCourier, losses: list[Operation], other: psycopg.Connection
) -> None:
    """Cut before each pass, the counter does not even notice."""
    reports = _drain(store, courier, lambda: other.execute(_CUT))
    assert [report.trouble for report in reports] == [""] * 3
    assert _effects(other) == _once(losses)


def test_a_batch_whose_connection_is_cut_in_the_middle_goes_again_and_takes_effect_once(
    store: Store, courier: LineCourier, losses: list[Operation], other: psycopg.Connection, holding: psycopg.Connection
) -> None:
    with ThreadPoolExecutor(1) as apart:
        with holding.transaction():
            holding.execute("LOCK TABLE effect IN EXCLUSIVE MODE")
            first = apart.submit(courier.pass_once)
            wait_until(lambda: _waiting(other), seconds=20, what="the platform in the middle of its batch")
            other.execute(_CUT)
            report = first.result(20)
        assert (report.trouble, report.line.kind, report.accepted) == ("NotNow", LineKind.NOT_NOW, 0)
        assert _effects(other) == []
        assert all(not one.trouble for one in _drain(store, courier))
    assert _effects(other) == _once(losses)


def test_a_call_that_waits_for_its_turn_takes_it_on_the_new_connection(
    hall: HttpPlatform, losses: list[Operation], other: psycopg.Connection, holding: psycopg.Connection
) -> None:
    """The lock of the database: nothing was begun, so it is begun again, and still not before the other has ended."""
    with ThreadPoolExecutor(1) as apart:
        with holding.transaction():
            holding.execute("SELECT pg_advisory_xact_lock(439900)")
            told = apart.submit(hall.send, losses, on_hand_over=lambda: None)
            first = wait_until(lambda: _waiting(other), seconds=20, what="the platform's turn")
            other.execute(_CUT)
            wait_until(lambda: _waiting(other) - first, seconds=20, what="its turn on the new connection")
            assert not told.done()
        assert {answer.verdict for answer in told.result(20)} == {Verdict.ACCEPTED}
    assert _effects(other) == _once(losses)


def test_a_server_that_is_stopped_and_started_is_found_again(
    store: Store, courier: LineCourier, losses: list[Operation], address: str, postgresql: Peopled, hall: HttpPlatform
) -> None:
    server = postgresql.cluster.server
    assert courier.pass_once().accepted == 4
    server.stop()
    try:
        assert courier.pass_once().trouble == "NotNow"
        with pytest.raises(NotNow):
            hall.greet()
    finally:
        server.start()
    assert all(not report.trouble for report in _drain(store, courier))
    with closing(postgresql.cluster.connect(urlsplit(address).path.lstrip("/"))) as looking:
        assert _effects(looking) == _once(losses)


def test_nothing_of_a_transaction_is_kept_and_the_next_one_holds_the_lock(
    address: str, other: psycopg.Connection
) -> None:
    with closing(Postgres(address)) as connection:
        with pytest.raises(DatabaseAway):
            _switch_and_be_cut(connection, other)
        assert db.switches(connection) == {}
        with db.writing(connection):
            connection.execute("INSERT INTO switch VALUES ('two', '2')")
            assert other.execute("SELECT pg_try_advisory_lock(439900)").fetchone() == (False,)
        assert db.switches(connection) == {"two": "2"}


def _switch_and_be_cut(connection: Postgres, other: psycopg.Connection) -> None:
    with db.writing(connection):
        connection.execute("INSERT INTO switch VALUES ('one', '1')")
        other.execute(_CUT)
        connection.execute("SELECT 1")


def test_a_change_outside_a_transaction_is_never_made_twice(address: str, other: psycopg.Connection) -> None:
    with closing(Postgres(address)) as connection:
        other.execute(_CUT)
        with pytest.raises(DatabaseAway):
            connection.execute("INSERT INTO switch VALUES ('one', '1')")
        assert db.switches(connection) == {}

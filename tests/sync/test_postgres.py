"""The practice platform at PostgreSQL: two of them on one database decide each operation once and each card in turn."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from threading import Barrier

import psycopg
import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import Answer, Operation, new_operation_id
from practice.platform import database as db
from practice.platform.connection import Connection
from practice.platform.postgres import Postgres
from sync.client import HttpPlatform
from tests.parts.postgres import Peopled
from tests.parts.practice_platform import listening
from tests.parts.signing import admit
from tests.sync.conftest import closing_client, temporary_loss

FORMAL = {Half.SSC: CardState.FORMAL_LOSS.value, Half.BANK: BankState.FORMAL_LOSS.value}
NORMAL = {Half.SSC: CardState.NORMAL.value, Half.BANK: BankState.NORMAL.value}


@pytest.fixture
def address(postgresql: Peopled) -> Iterator[str]:
    """A platform's database that nobody has touched."""
    with postgresql.new_database() as made:
        yield made


@pytest.fixture
def halls(address: str) -> Iterator[tuple[HttpPlatform, HttpPlatform]]:
    """Lines to two platforms, processes of their own, on that database."""
    with closing(db.opened(address)) as connection:
        admit(connection)
    with ExitStack() as stack:
        urls = [stack.enter_context(listening(address))[1] for _ in range(2)]
        one, other = (stack.enter_context(closing_client(url)) for url in urls)
        yield one, other


def test_the_same_operations_sent_to_both_at_once_take_effect_once(
    address: str, halls: tuple[HttpPlatform, HttpPlatform], well_people: Sequence[Person]
) -> None:
    operations = [temporary_loss(person) for person in well_people[:30]]
    batches = [operations[start : start + 5] for start in range(0, len(operations), 5)]
    answers = _at_once(halls, [batches, batches])
    for operation in operations:
        firsts = [told[operation.id].known for told in answers]
        assert sorted(firsts) == [False, True]
        assert answers[0][operation.id].halves == answers[1][operation.id].halves
    effects = _effects(address)
    assert all(effects[operation.id] == [("bank", "normal"), ("ssc", "1")] for operation in operations)


def test_what_both_are_asked_about_one_card_stands_in_one_order(
    address: str, halls: tuple[HttpPlatform, HttpPlatform], well_people: Sequence[Person]
) -> None:
    """Losses and releases of one person, other ones at each platform: what each found is what the one before left."""
    lost = temporary_loss(well_people[0])
    formal = replace(lost, procedure="formal-loss", changes=FORMAL)
    released = replace(lost, procedure="release", changes=NORMAL)
    kinds = (lost, formal, released)
    streams = [[[replace(kind, id=new_operation_id())] for _ in range(8) for kind in kinds] for _ in range(2)]
    _at_once(halls, streams)
    with closing(Postgres(address)) as connection:
        rows = connection.execute("SELECT half, before, after FROM effect ORDER BY id").fetchall()
    for half in ("ssc", "bank"):
        chain = [(before, after) for one, before, after in rows if one == half]
        assert len(chain) > 2
        assert [before for before, _ in chain[1:]] == [after for _, after in chain[:-1]]


def _at_once(
    halls: tuple[HttpPlatform, HttpPlatform], streams: Sequence[Sequence[Sequence[Operation]]]
) -> list[dict[str, Answer]]:
    """What each platform answered to its own stream of batches; both begin each batch together."""
    together = Barrier(len(halls))

    def carry(hall: HttpPlatform, stream: Sequence[Sequence[Operation]]) -> dict[str, Answer]:
        told: dict[str, Answer] = {}
        for batch in stream:
            together.wait(20)
            told |= {answer.operation_id: answer for answer in hall.send(batch, on_hand_over=lambda: None)}
        return told

    with ThreadPoolExecutor(len(halls)) as threads:
        return list(threads.map(carry, halls, streams))


def _effects(address: str) -> dict[str, list[tuple[str, str]]]:
    """(half, before) of every change, by operation."""
    with closing(Postgres(address)) as connection:
        rows = connection.execute("SELECT operation_id, half, before FROM effect").fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for operation_id, half, before in rows:
        found.setdefault(operation_id, []).append((half, before))
    return {operation_id: sorted(changes) for operation_id, changes in found.items()}


def test_a_database_of_another_version_is_refused_and_untouched(address: str) -> None:
    with closing(Postgres(address)) as connection:
        connection.execute("UPDATE about SET value = '99' WHERE name = 'version'")
    with pytest.raises(db.OtherVersion, match="99"):
        db.opened(address)


def test_what_was_founded_stays_when_it_is_opened_again(address: str) -> None:
    with closing(db.opened(address)) as one, closing(db.opened(address)) as other:
        assert db.instance(one) == db.instance(other)


def test_a_failure_leaves_nothing_of_a_transaction_behind(address: str) -> None:
    with closing(db.opened(address)) as connection:
        with pytest.raises(psycopg.errors.UniqueViolation), db.writing(connection):
            _two_switches_of_one_name(connection)
        assert db.switches(connection) == {}


def _two_switches_of_one_name(connection: Connection) -> None:
    for value in ("1", "2"):
        connection.execute("INSERT INTO switch VALUES ('one', ?)", (value,))


def test_text_may_hold_what_statements_are_made_of(address: str) -> None:
    """Per cent and question mark, a quote, and the NUL that PostgreSQL cannot keep."""
    with closing(db.opened(address)) as connection:
        db.set_switch(connection, "odd", "100 % '?' \0")
        assert db.switches(connection) == {"odd": "100 % '?' \ufffd"}
        assert db.find(connection, "name", "\0", limit=1) == []

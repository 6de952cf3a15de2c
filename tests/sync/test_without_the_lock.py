"""Two platforms on one PostgreSQL whose lock is taken away: still only one of them rules on one state of a card."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation
from practice.platform import cards, ledger
from practice.platform.postgres import BEGIN, Line, Postgres
from sync import wire
from tests.parts import signing
from tests.parts.postgres import Peopled
from tests.parts.whole_life import ask


@pytest.fixture
def address(postgresql: Peopled) -> Iterator[str]:
    with postgresql.new_database() as made:
        yield made


class Lockless(Postgres):
    """A platform's connection that takes no lock of the database when it begins."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> psycopg.Cursor[Line]:
        return super().execute("BEGIN" if sql == BEGIN else sql, values)


@dataclass
class Interrupted:
    """A lockless connection on which, right before the first change of a card, another platform rules as well."""

    own: Lockless
    other: Lockless
    meanwhile: Operation
    answers: list[dict[str, object]] = field(default_factory=list)

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> psycopg.Cursor[Line]:
        if sql.startswith("UPDATE card ") and not self.answers:
            self.answers = _take(self.other, self.meanwhile)
        return self.own.execute(sql, values)

    def close(self) -> None:
        self.own.close()


@pytest.mark.parametrize("second", ["formal-loss", "temporary-loss", "replacement"])
def test_what_the_other_platform_changed_meanwhile_is_ruled_on_anew(
    address: str, well_people: Sequence[Person], second: str
) -> None:
    """The overtaken batch leaves nothing behind, the feed included; sent again it finds what the other one left."""
    person = well_people[0]
    mine, others = ask(person, "temporary-loss"), ask(person, second)
    with closing(Lockless(address)) as own, closing(Lockless(address)) as other:
        between = Interrupted(own, other, others)
        with pytest.raises(cards.Overtaken):
            _take(between, mine)
        assert between.answers[0]["verdict"] == "accepted"
        assert _rows(other, "SELECT DISTINCT operation_id FROM feed WHERE holder = ?", person) == [(others.id,)]
        assert _rows(other, "SELECT operation_id FROM answer WHERE holder = ?", person) == [(others.id,)]
        again = _take(own, mine)[0]
        assert again["known"] is False
        ruled = "SELECT half, before, after FROM effect JOIN card ON card.number = effect.card WHERE holder = ?"
        for half in ("ssc", "bank"):
            chain = [
                (before, after) for one, before, after in _rows(own, f"{ruled} ORDER BY id", person) if one == half
            ]
            assert [before for before, _ in chain[1:]] == [after for _, after in chain[:-1]]


def _take(connection: Interrupted | Lockless, operation: Operation) -> list[dict[str, object]]:
    raw = json.loads(wire.write_batch([operation]))["operations"]
    return ledger.take(connection, raw, datetime.now(UTC), caller=signing.CALLER)


def _rows(connection: Postgres, query: str, person: Person) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(query, (person.holder.number,)).fetchall()]

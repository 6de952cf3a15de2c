"""The practice platform's own rules at hand, without a line: a database, and a clock that a test puts on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counter_app.domain.card import Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import Answer, Operation
from practice.platform import database, ledger, orders, telling
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller
from practice.population import cast
from sync import wire
from tests.parts import signing, whole_life


class Desk:
    """A platform's database and a hand to send with."""

    def __init__(self, where: Path | str) -> None:
        self.connection: Connection = database.opened(where)
        self.now = datetime.now(UTC)
        self.people = cast(now=self.now)
        self.caller: Caller = signing.CALLER

    def send(self, operation: Operation) -> Answer:
        raw = json.loads(wire.write_batch([operation]))["operations"][0]
        body = json.dumps({"answers": ledger.take(self.connection, [raw], self.now, caller=self.caller)})
        return wire.read_answers(body.encode())[0]

    def ask(
        self,
        person: Person,
        procedure: str,
        *halves: Half,
        card: str | None = None,
        actor: Mapping[str, str] | None = None,
        **facts: str,
    ) -> Answer:
        """The answer to one operation with facts that fit but for those named."""
        return self.send(whole_life.ask(person, procedure, *halves, card=card, changes=None, actor=actor, **facts))

    def look(self, person: Person) -> Person:
        """The person as the platform tells of them at this moment."""
        orders.settle_due(self.connection, self.now)
        told = telling.person(self.connection, person.holder.number, self.now)
        return wire.read_people(json.dumps({"people": [told]}).encode())[0]

    def later(self, **span: float) -> None:
        """Let the clock go on."""
        self.now += timedelta(**span)

    def switch(self, name: str, value: str | None) -> None:
        database.set_switch(self.connection, name, value)

    def effects(self) -> list[tuple[str, str, str]]:
        """(half, before, after) of every change there was."""
        rows = self.connection.execute("SELECT half, before, after FROM effect ORDER BY id").fetchall()
        return [(row["half"], row["before"], row["after"]) for row in rows]

"""The practice platform inside the test's own process, on a database of three people that can be copied in a moment.

Refuses to be gentle: it is closed and opened again between any two requests, and its tables are read, never believed
from its answers alone.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from counter_app.domain.holder import Person
from practice.platform.app import application
from practice.platform.connection import Connection
from practice.platform.database import open_database, set_switch
from tests.parts.signing import admit_at


@dataclass(frozen=True, slots=True)
class Request:
    """One call as it left the counter; it can be delivered late, or once more. `path` as it went over the line."""

    method: str
    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What the platform said to it."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


def make_template(file: Path, people: Sequence[Person]) -> Path:
    """A platform's database that knows these people only, small enough to be copied for each run."""
    open_database(file).close()
    numbers = [person.holder.number for person in people]
    marks = ",".join("?" * len(numbers))
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"DELETE FROM card WHERE holder NOT IN ({marks})", numbers)
        connection.execute("DELETE FROM account WHERE card NOT IN (SELECT number FROM card)")
        connection.execute(f"DELETE FROM card_order WHERE holder NOT IN ({marks})", numbers)
        connection.execute(f"DELETE FROM person WHERE number NOT IN ({marks})", numbers)
        connection.execute("VACUUM")
    admit_at(file)
    return file


class Standing:
    """A connection that can be closed and opened again under whoever holds it."""

    now: Connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self.now, name)


class Doors:
    """The platform's doors, made once: that costs more than a whole run. `connection` is the present run's."""

    def __init__(self) -> None:
        self.connection = Standing()
        self.app = application(cast("Connection", self.connection), faults=True)
        self.loop = asyncio.new_event_loop()


class Province:
    """A running platform on a copy of `template`, behind `doors`."""

    def __init__(self, file: Path, template: Path, doors: Doors) -> None:
        self._file, self._doors = file, doors
        shutil.copyfile(template, file)
        self._start()

    def _start(self) -> None:
        self._doors.connection.now = self._connection = open_database(self._file)

    def restart(self) -> None:
        """Its database is closed and opened again: what was not committed is gone."""
        self.stop()
        self._start()

    def stop(self) -> None:
        """Let the database go."""
        self._connection.close()

    def switch(self, name: str, value: str | None) -> None:
        """Turn one of the trainer's switches."""
        set_switch(self._connection, name, value)

    def change(self, statement: str, *values: object) -> None:
        """Something happens at the province that no counter knows of."""
        self._connection.execute(statement, values)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What its tables say."""
        return [tuple(row) for row in self._connection.execute(query, values)]

    def deliver(self, request: Request) -> Reply:
        """The request reaches the platform, which does what it does."""
        return self._doors.loop.run_until_complete(self._called(request))

    async def _called(self, request: Request) -> Reply:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": unquote(request.path.partition("?")[0]),
            "raw_path": request.path.partition("?")[0].encode(),
            "query_string": request.path.partition("?")[2].encode(),
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        told: list[Mapping[str, Any]] = []
        heard: Iterator[MutableMapping[str, Any]] = iter(
            [{"type": "http.request", "body": request.body, "more_body": False}]
        )

        async def receive() -> MutableMapping[str, Any]:
            return next(heard, {"type": "http.disconnect"})

        async def send(message: MutableMapping[str, Any]) -> None:
            told.append(message)

        await self._doors.app(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in told[1:])
        return Reply(told[0]["status"], tuple(told[0]["headers"]), body)

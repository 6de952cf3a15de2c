"""What all runs of the state machine begin with, made once: a folder, a platform's database, three people, a client."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from practice.population import cast, residents
from sync.client import HttpPlatform
from tests.faults.days import Carrier, Ground, Tally
from tests.faults.province import Doors, make_template
from tests.parts import counter_folder as parts
from tests.parts.signing import signer

_MEMORY = Path("/dev/shm")
_KNOWN = 2  # of the three people, as from a snapshot of the area; the last one is known from answers only


@contextmanager
def ground() -> Iterator[Ground]:
    """On a disk that is memory where there is one: what is closed and opened again in one process needs no platter."""
    people = (
        cast(now=datetime.now(UTC))["two-cards"],
        *(one.person for one in residents(now=datetime.now(UTC))[200:202]),
    )
    room = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=room) as made:
        home = Path(made)
        with parts.open_store(home / "folder") as store:
            store.keep_people(people[:_KNOWN])
        database = make_template(home / "platform.db", people)
        carrier, doors, hand = Carrier(), Doors(), signer()
        client = HttpPlatform(lambda: "http://127.0.0.1", version="1.0.0", signer=hand, transport=carrier)
        try:
            yield Ground(home / "folder", database, people, _KNOWN, home, client, carrier, doors, hand, Tally())
        finally:
            client.close()
            doors.loop.close()

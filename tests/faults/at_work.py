"""What the processes do that are killed at random moments: a counter that records and sends, a platform that answers.

Run by `tests.faults.kills` in processes of their own over real TCP. Refuses to tidy up: nothing here expects to end.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation
from practice.platform.server import serve
from sync.client import HttpPlatform
from tests.parts import counter_folder as parts
from tests.parts.signing import signer
from tests.sync.conftest import temporary_loss

NORMAL = {Half.SSC: CardState.NORMAL.value, Half.BANK: BankState.NORMAL.value}
BEGUN, STANDS = "begun", "stands"


def counter(folder: Path, address: Path, journal: Path, people: Sequence[Person], seed: int) -> None:
    """Record and send for ever. `journal` is told of what the caller was told: a line for each recording that returned.

    `address` is a file, because a platform that is started again listens at another port.
    """
    dice = random.Random(seed)
    with parts.open_store(folder) as store, closing(_client(address)) as line, journal.open("a") as told:
        courier = parts.courier(folder, store, line, batch=5)
        recorded = _recorded(store.works_of)
        _say(told.fileno(), BEGUN)
        while True:
            for person in dice.sample(people, dice.randint(1, 3)):
                operation = another(person, recorded(person))
                parts.record(store, operation)
                _say(told.fileno(), f"{STANDS} {operation.id}")
            courier.pass_once()


def platform(database: Path, address: Path) -> None:
    """Serve for ever; the address goes into its file."""
    whole = os.open(address, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(whole, sys.stdout.fileno())
    serve(0, database)


def another(person: Person, before: int) -> Operation:
    """Lost, found, lost, found ...: each lawful after the one before, and only after it."""
    operation = replace(temporary_loss(person), card_number=person.cards[0].number)
    if before % 2 == 0:
        return operation
    return replace(operation, procedure="release", changes=NORMAL, urgent=False)


def _recorded(works_of: Callable[..., Sequence[object]]) -> Callable[[Person], int]:
    def count(person: Person) -> int:
        number = person.holder.number
        return len(works_of(number, limit=10_000)) + len(works_of(number, settled=True, limit=10_000))

    return count


def _client(address: Path) -> HttpPlatform:
    from tests.faults.kills import address_in

    return HttpPlatform(lambda: address_in(address), version="1.0.0", signer=signer())


def _say(journal: int, words: str) -> None:
    """One write, so that a line is there whole or not at all."""
    os.write(journal, f"{words}\n".encode())

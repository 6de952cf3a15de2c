"""A day at the reader in short: people come and go as they like, the cable too; what is told is what lay there."""

import random
import threading
import time
from collections.abc import Callable

import pytest

from counter_app.devices import IdEvent, IdEventKind
from readers.identity.ports import PortOpener
from readers.identity.reader import SerialIdReader
from tests.parts.processes import wait_until
from tests.readers.identity import papers
from tests.readers.identity.sam_v import ADDRESS, FIND, READ, Document, Manner, Pieces, SamV

PEOPLE = {
    f"张{name}": papers.resident(
        f"张{name}", papers.checked(f"4399011990010200{n}"), newer=papers.field(f"甲省{name}市新街", 70)
    )
    for n, name in enumerate("甲乙丙丁戊", start=1)
}
PRINTED = "甲省乙市丙区幸福路 1 号"
LATE = 0.5  # seconds; a read that began while a document lay there may be told a moment after it was lifted


class Day:
    """What lay there when, and what was told."""

    def __init__(self) -> None:
        self.events: list[IdEvent] = []
        self.wrong: list[str] = []
        self._lay: list[tuple[float, str]] = [(0.0, "")]
        self._lock = threading.Lock()

    def lies(self, name: str) -> None:
        with self._lock:
            self._lay.append((time.monotonic(), name))

    def tell(self, event: IdEvent) -> None:
        self.events.append(event)
        document = event.document
        if document is None:
            return
        now = time.monotonic()
        with self._lock:
            ends = [at for at, _ in self._lay[1:]] + [now]
            lately = {name for (_, name), end in zip(self._lay, ends, strict=True) if end >= now - LATE}
        own = (f"甲省{document.name[1]}市新街", PRINTED)  # lifted before it was asked for a new one: the printed one
        if document.name not in lately or document.address not in own:
            self.wrong.append(f"{document.name} {document.address} while {lately} lay there")

    def kinds(self) -> list[IdEventKind]:
        return [event.kind for event in self.events if event.kind in (IdEventKind.READ, IdEventKind.GONE)]


def troubled(dice: random.Random) -> Callable[[bytes, bytes], Pieces]:
    """Now and then an answer is spoilt, late, doubled or comes in pieces."""

    def spoil(command: bytes, answer: bytes) -> Pieces:
        match dice.randrange(12):
            case 0:
                return (answer[:-1] + bytes((answer[-1] ^ 1,)),)
            case 1:
                return (0.05, answer)
            case 2:
                return (answer, answer)
            case 3:
                return (answer[: len(answer) // 2], 0.02, answer[len(answer) // 2 :])
        return (answer,)

    return spoil


@pytest.mark.parametrize("finds_again", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_what_is_told_is_what_lay_there(seed: int, finds_again: bool) -> None:
    """Laid on, lifted and swapped at any moment, in the middle of a conversation too, on a line that is not good."""
    dice = random.Random(seed)
    day = Day()
    manner = Manner(finds_again=finds_again, spoils=troubled(random.Random(seed + 100)))
    with SamV(manner=manner) as sam:
        reader = SerialIdReader(PortOpener(sam.port, baud=115_200), looks_every=0.03)
        reader.watch(day.tell)
        try:
            for _ in range(18):
                _move(dice, sam, day)
                _after(dice, sam)
            while not _read_at_last(sam, day):
                continue  # the clerk was told so, and lays it on once more
        finally:
            reader.stop()
    assert not day.wrong
    kinds = day.kinds()
    assert kinds.count(IdEventKind.READ) > 3
    doubled = [at for at in range(1, len(kinds)) if kinds[at - 1] is kinds[at]]
    assert not doubled, "each document is gone before the next, and gone once"


def _read_at_last(sam: SamV, day: Day) -> bool:
    """Laid on once more, and left there: read, or told that it was not."""
    name, document = next(iter(PEOPLE.items()))
    sam.take()
    _looked(sam, 4)
    day.lies(name)
    before = len(day.events)
    sam.put(document)

    def told() -> IdEvent | None:
        kinds = (IdEventKind.READ, IdEventKind.UNREAD)
        return next((event for event in day.events[before:] if event.kind in kinds), None)

    return wait_until(told).kind is IdEventKind.READ


def _move(dice: random.Random, sam: SamV, day: Day) -> None:
    if dice.random() < 0.4:
        sam.take()
        day.lies("")
    else:
        name, document = dice.choice(sorted(PEOPLE.items(), key=_name))
        day.lies(name)
        sam.put(document)


def _name(pair: tuple[str, Document]) -> str:
    return pair[0]


def _after(dice: random.Random, sam: SamV) -> None:
    """Until some looks later, or in the middle of the next conversation."""
    if dice.random() < 0.5:
        _looked(sam, dice.randrange(1, 7))
        return
    command = dice.choice((READ, ADDRESS, FIND))
    before = sam.heard.count(command)
    until = time.monotonic() + 0.3
    wait_until(lambda: sam.heard.count(command) > before or time.monotonic() > until)


def _looked(sam: SamV, times: int) -> None:
    before = sam.heard.count(FIND)
    wait_until(lambda: sam.heard.count(FIND) >= before + times)

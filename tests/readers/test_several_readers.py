"""Two readers and the slot of a PSAM: each watch hears of its own only, whatever comes and goes beside it."""

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest
from smartcard import scard

from counter_app.ports import ReaderEvent, ReaderEventKind
from readers.pcsc import NEW_READERS, Look, Service
from readers.watch import Watch
from tests.parts.own_pcscd import OwnService, own_pcscd
from tests.parts.processes import end, wait_until
from tests.readers.cards import draw
from tests.readers.looking import Heard

ROUNDS = 20
ROOT = Path(__file__).parents[2]
FIRST, FIRST_SAM, SECOND = "Virtual PCD 00 00", "Virtual PCD 00 01", "Other PCD 00 00"
FIRST_PORT, SECOND_PORT = 35963, 35973  # two slots each
READER, EMPTY, CARD = ReaderEventKind.READER, ReaderEventKind.NO_CARD, ReaderEventKind.CARD
GONE = ReaderEventKind.NO_READER

# Watches each reader that is named, and says what it heard and read, one JSON line each.
WATCHES = """
import json, sys, threading
from readers.desk_reader import DeskReader
turn = threading.Lock()
readers = [DeskReader(name, besides=sys.argv[1]) for name in sys.argv[2:]]
def teller(place, reader):
    def tell(event):
        said = {"place": place, "kind": event.kind.value, "reader": event.reader}
        if event.kind.value == "card":
            said["number"] = reader.read().social_security_number
        with turn:
            print(json.dumps(said), flush=True)
    return tell
for place, reader in enumerate(readers):
    reader.watch(teller(place, reader))
sys.stdin.read()
for reader in readers:
    reader.stop()
"""

DOCTOR = """
import json
from readers.doctor import examine
print(json.dumps([(one.name, one.trouble.zh) for one in examine("auto") if one.trouble is not None]))
"""

LAYS_A_CARD_ON = """
import random, sys
from tests.readers.cards import Card, Manner, OnReader, draw, records
facts, _ = draw(random.Random(int(sys.argv[2])))
with OnReader(Card(records(facts, Manner())), int(sys.argv[1])):
    sys.stdin.read()
"""


def number(seed: int) -> str:
    """Of the holder whose card `LAYS_A_CARD_ON` makes of a seed."""
    return draw(random.Random(seed))[0].number


@pytest.fixture
def service() -> Iterator[OwnService]:
    """A namespace for a service of this test's own."""
    with own_pcscd() as own:
        yield own


class Watching:
    """The watching program inside the namespace: one watch for each name. Ended at the end of a `with`."""

    def __init__(self, service: OwnService, *names: str, besides: str = "") -> None:
        self.heard = [Heard() for _ in names]
        self.numbers: list[list[str]] = [[] for _ in names]
        command = [sys.executable, "-c", WATCHES, besides, *names]
        self.process = subprocess.Popen(
            service.inside(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = json.loads(line)
            if "number" in said:
                self.numbers[said["place"]].append(said["number"])
            self.heard[said["place"]].tell(ReaderEvent(ReaderEventKind(said["kind"]), said["reader"]))

    def all_hear(self, kind: ReaderEventKind) -> None:
        """Until that is the last that every watch was told."""
        for heard in self.heard:
            heard.wait_for(lambda kinds: kinds[-1:] == [kind], seconds=15)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        """Told to end, it ends by itself and well."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            status = self.process.wait(10)
        finally:
            end(self.process)
            self._thread.join(10)
        assert kind is not None or status == 0


@contextmanager
def card_on(service: OwnService, port: int, seed: int) -> Iterator[None]:
    """A card, in a process of its own, on the slot behind a port."""
    command = service.inside([sys.executable, "-c", LAYS_A_CARD_ON, str(port), str(seed)])
    process = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT)
    try:
        yield
    finally:
        end(process)


@pytest.mark.timeout(240)
def test_two_readers_and_the_slot_of_the_psam_twenty_times_gone_and_back(service: OwnService) -> None:
    """All gone with the service, one back alone, all back: each watch hears of its own, and each reads a card."""
    service.start(with_reader=True, second_port=SECOND_PORT)
    with Watching(service, FIRST, SECOND, FIRST_SAM) as watching:
        for _ in range(ROUNDS):
            watching.all_hear(EMPTY)
            service.stop()
            watching.all_hear(GONE)
            service.start(with_reader=True)  # the second is missing
            for place in (0, 2):
                watching.heard[place].wait_for(lambda kinds: kinds[-1] is EMPTY, seconds=15)
            assert watching.heard[1].kinds[-1] is GONE
            service.stop()
            watching.all_hear(GONE)
            service.start(with_reader=True, second_port=SECOND_PORT)
        watching.all_hear(EMPTY)
        for place, name in enumerate((FIRST, SECOND, FIRST_SAM)):
            assert {event.reader for event in watching.heard[place].events} == {"", name}
        with card_on(service, FIRST_PORT, 0), card_on(service, SECOND_PORT, 1), card_on(service, FIRST_PORT + 1, 2):
            wait_until(lambda: all(watching.numbers), seconds=15, what="a card to be read on each")
        assert watching.numbers == [[number(0)], [number(1)], [number(2)]]


class HandService(Service):
    """A smart card service made by hand, at the edge of the program: the one of this machine takes in no second reader
    of this kind while it runs. `cards` by reader, in the order PC/SC would list the readers.
    """

    def __init__(self) -> None:
        self.cards: dict[str, bool] = {}
        self.changes: dict[str, int] = {}
        self._news = threading.Condition()
        self._looks: Sequence[Look] = ()
        self._cancelled = False

    def change(self, cards: dict[str, bool]) -> None:
        """Readers and cards as they are from now on; returns when whoever waits here knows."""
        with self._news:
            for name, card in cards.items():
                self.changes[name] = self.changes.get(name, 0) + (self.cards.get(name, False) is not card)
            self.cards = cards
            self._news.notify_all()
            assert self._news.wait_for(lambda: bool(self._looks) and not self._moved(), 5)

    def names(self) -> tuple[str, ...]:
        return tuple(self.cards)

    def wait(self, looks: Sequence[Look], *, seconds: float) -> tuple[Look, ...] | None:
        with self._news:
            self._looks = looks
            self._news.notify_all()
            self._news.wait_for(lambda: self._cancelled or self._moved(), seconds)
            answers = tuple(self._now(look) for look in looks) if self._moved() else None
            self._looks = ()
            return answers

    def _moved(self) -> bool:
        return any(self._now(look).moved for look in self._looks)

    def _now(self, look: Look) -> Look:
        if look.reader == NEW_READERS:
            state = len(self.cards) << 16
        elif look.reader in self.cards:
            lies = self.cards[look.reader]
            state = self.changes[look.reader] << 16 | (scard.SCARD_STATE_PRESENT if lies else scard.SCARD_STATE_EMPTY)
        else:
            state = scard.SCARD_STATE_UNKNOWN
        moved = state != look.state & ~scard.SCARD_STATE_CHANGED
        return Look(look.reader, state | (scard.SCARD_STATE_CHANGED if moved else 0))

    def cancel(self) -> None:
        with self._news:
            self._cancelled = True
            self._news.notify_all()

    def close(self) -> None:
        """Nothing to close."""


def test_a_reader_that_comes_does_not_disturb_the_one_in_use() -> None:
    """It would be chosen by its place in the list, and is once the card was lifted; until then nothing is told."""
    service, heard = HandService(), Heard()
    service.cards, service.changes = {"B": False}, {"B": 0}
    watch = Watch(wanted="auto", tell=heard.tell, open_service=lambda: service)
    watch.start()
    heard.wait_for(lambda kinds: kinds == [READER, EMPTY])
    service.change({"B": True})
    heard.wait_for(lambda kinds: kinds == [READER, EMPTY, CARD])
    service.change({"A": False, "B": True})
    service.change({"A": True, "B": True})
    service.change({"A": False, "B": True, "C": False})
    assert watch.reader == "B"
    service.change({"A": False, "B": False, "C": False})
    heard.wait_for(lambda kinds: kinds[-2:] == [READER, EMPTY] and len(kinds) == 6)
    assert [event.reader for event in heard.events] == ["B", "B", "B", "B", "A", "A"]
    service.change({"C": True})
    heard.wait_for(lambda kinds: kinds[-2:] == [READER, CARD])
    assert watch.reader == "C"
    service.change({})
    heard.wait_for(lambda kinds: kinds[-1] is GONE)
    watch.stop()
    assert heard.kinds == [READER, EMPTY, CARD, EMPTY, READER, EMPTY, READER, CARD, GONE]


@pytest.mark.timeout(60)
def test_the_reader_of_the_psam_is_not_the_holders(service: OwnService) -> None:
    """Settings say that the PSAM lies in the first slot: "auto" watches and reads the other one."""
    service.start(with_reader=True, second_port=SECOND_PORT)
    with Watching(service, "auto", besides=FIRST) as watching:
        watching.all_hear(EMPTY)
        with card_on(service, FIRST_PORT, 7), card_on(service, FIRST_PORT + 1, 8):
            watching.all_hear(CARD)
            assert watching.numbers == [[number(8)]]
            assert {event.reader for event in watching.heard[0].events} == {FIRST_SAM}


@pytest.mark.timeout(60)
def test_two_readers_by_one_name_disturb_nobody(service: OwnService) -> None:
    """PC/SC itself cannot tell them apart: the first is watched and read as if it were alone, and doctor says so."""
    service.start(with_reader=True, second_port=SECOND_PORT, second_name="Virtual PCD")
    told = service.run(DOCTOR, python=sys.executable, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert json.loads(told.stdout) == [
        [FIRST, "有 2 个读卡器同名，系统分不开"],
        [FIRST_SAM, "有 2 个读卡器同名，系统分不开"],
    ]
    with Watching(service, "auto") as watching:
        watching.all_hear(EMPTY)
        with card_on(service, FIRST_PORT, 9):
            watching.all_hear(CARD)
            assert watching.numbers == [[number(9)]]
        watching.all_hear(EMPTY)

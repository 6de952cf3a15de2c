"""The only reader gone and back twenty times, the service with it: the watch begun before the first still works."""

import json
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.ports import ReaderEvent, ReaderEventKind
from tests.parts.own_pcscd import OwnService, own_pcscd
from tests.parts.processes import end, wait_until
from tests.readers.cards import draw
from tests.readers.looking import Heard

ROUNDS = 20
PORT = 35963

# Watches, reads each card that is laid on, and says what it heard and read, one JSON line each.
WATCHES = """
import json, sys
from readers.desk_reader import DeskReader
reader = DeskReader("auto")
def tell(event):
    said = {"kind": event.kind.value, "reader": event.reader}
    if event.kind.value == "card":
        said["number"] = reader.read().social_security_number
    print(json.dumps(said), flush=True)
reader.watch(tell)
sys.stdin.read()
reader.stop()
"""

LAYS_A_CARD_ON = """
import random, sys
from tests.readers.cards import Card, Manner, OnReader, draw, records
facts, _ = draw(random.Random(11))
with OnReader(Card(records(facts, Manner())), int(sys.argv[1])):
    sys.stdin.read()
"""


@pytest.fixture
def service() -> Iterator[OwnService]:
    """A namespace for a service of this test's own."""
    with own_pcscd() as own:
        yield own


class Watching:
    """The watching program inside the namespace."""

    def __init__(self, service: OwnService) -> None:
        self.heard = Heard()
        self.numbers: list[str] = []
        self.process = subprocess.Popen(
            service.inside([sys.executable, "-c", WATCHES]), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = json.loads(line)
            if "number" in said:
                self.numbers.append(said["number"])
            self.heard.tell(ReaderEvent(ReaderEventKind(said["kind"]), said["reader"]))

    def close(self) -> int:
        """Its exit status once told to end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        status = self.process.wait(10)
        self._thread.join(10)
        end(self.process)
        return status


@pytest.mark.timeout(180)
def test_twenty_times(service: OwnService) -> None:
    """Stopped, started with no reader, stopped, started with it: each told, and a card is read at last."""
    service.start(with_reader=True)
    watching = Watching(service)
    last_is_empty_reader = lambda kinds: bool(kinds) and kinds[-1] is ReaderEventKind.NO_CARD  # noqa: E731
    for _ in range(ROUNDS):
        watching.heard.wait_for(last_is_empty_reader, seconds=15)
        service.stop()
        watching.heard.wait_for(lambda kinds: kinds[-1] is ReaderEventKind.NO_READER, seconds=15)
        service.start(with_reader=False)
        service.stop()
        service.start(with_reader=True)
    watching.heard.wait_for(last_is_empty_reader, seconds=15)
    assert watching.heard.kinds.count(ReaderEventKind.READER) >= ROUNDS + 1
    lays = service.inside([sys.executable, "-c", LAYS_A_CARD_ON, str(PORT)])
    card = subprocess.Popen(lays, stdin=subprocess.PIPE, cwd=Path(__file__).parents[2])
    wait_until(lambda: watching.numbers, what="the card to be read in the end")
    assert watching.numbers == [draw(random.Random(11))[0].number]
    end(card)
    assert watching.close() == 0

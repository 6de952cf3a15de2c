"""Cards laid on and taken away are told as they happen; the watch stops at once and asks the machine for nothing."""

import random
import statistics
import sys
import threading
import time
from pathlib import Path

import pytest

from counter_app.ports import ReaderEvent, ReaderEventKind
from readers.desk_reader import DeskReader
from tests.parts.pcscd import VirtualReader
from tests.readers.cards import Card, Manner, OnReader, draw, records
from tests.readers.looking import Heard, wait_until_empty

READER, NO_CARD, CARD, GONE = (
    ReaderEventKind.READER,
    ReaderEventKind.NO_CARD,
    ReaderEventKind.CARD,
    ReaderEventKind.NO_READER,
)


def some_card() -> Card:
    facts, _ = draw(random.Random(3))
    return Card(records(facts, Manner()))


def watch_ticks() -> int:
    """Hundredths of a second that the watching thread has computed so far."""
    [thread] = [thread for thread in threading.enumerate() if thread.name == "card-watch"]
    fields = Path(f"/proc/self/task/{thread.native_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_how_things_stand_then_each_change(virtual_reader: VirtualReader) -> None:
    heard = Heard()
    reader = DeskReader(virtual_reader.name)
    reader.watch(heard.tell)
    heard.wait_for(lambda kinds: kinds == [READER, NO_CARD])
    for laying in range(2):
        with OnReader(some_card(), virtual_reader.port):
            heard.wait_for(lambda kinds: kinds[-1] is CARD)
        heard.wait_for(lambda kinds: kinds[-1] is NO_CARD)
        assert heard.kinds == [READER, NO_CARD, *(CARD, NO_CARD) * (laying + 1)]
    assert {event.reader for event in heard.events} == {virtual_reader.name}
    reader.stop()


def test_a_card_that_lies_there_already(virtual_reader: VirtualReader) -> None:
    with OnReader(some_card(), virtual_reader.port):
        DeskReader(virtual_reader.name, patience=3.0).read()
        heard = Heard()
        reader = DeskReader("auto")
        reader.watch(heard.tell)
        heard.wait_for(lambda kinds: kinds == [READER, CARD])
        reader.stop()
    wait_until_empty(virtual_reader.name)


def test_stops_within_a_second_and_is_quiet_afterwards(virtual_reader: VirtualReader) -> None:
    heard = Heard()
    reader = DeskReader(virtual_reader.name)
    reader.watch(heard.tell)
    heard.wait_for(lambda kinds: NO_CARD in kinds)
    begun = time.monotonic()
    reader.stop()
    assert time.monotonic() - begun < 1.0
    with OnReader(some_card(), virtual_reader.port):
        DeskReader(virtual_reader.name, patience=3.0).read()
        assert heard.kinds == [READER, NO_CARD]
    wait_until_empty(virtual_reader.name)


def test_no_such_reader_is_told_once(virtual_reader: VirtualReader) -> None:
    heard = Heard()
    reader = DeskReader("a reader that is not there")
    reader.watch(heard.tell)
    heard.wait_for(lambda kinds: kinds == [GONE])
    assert heard.events[0].trouble is not None
    reader.stop()


def test_a_listener_that_fails_does_not_end_the_watch(virtual_reader: VirtualReader) -> None:
    heard = Heard()

    def tell(event: ReaderEvent) -> None:
        heard.tell(event)
        raise RuntimeError("a fault of the listener")

    reader = DeskReader(virtual_reader.name)
    reader.watch(tell)
    heard.wait_for(lambda kinds: NO_CARD in kinds)
    with OnReader(some_card(), virtual_reader.port):
        heard.wait_for(lambda kinds: kinds[-1] is CARD)
    heard.wait_for(lambda kinds: kinds[-1] is NO_CARD)
    reader.stop()


@pytest.mark.parametrize("wanted", ["Virtual PCD 00 00", "a reader that is not there"])
def test_waiting_costs_nothing(virtual_reader: VirtualReader, wanted: str) -> None:
    """Two seconds of watching an empty reader, or for one to come, take no more than 20 ms of the watch's time."""
    heard = Heard()
    reader = DeskReader(wanted)
    reader.watch(heard.tell)
    heard.wait_for(lambda kinds: kinds[-1:] in ([NO_CARD], [GONE]))
    before = watch_ticks()
    threading.Event().wait(2.0)
    assert watch_ticks() - before <= 2
    reader.stop()


def test_from_the_event_to_the_person(virtual_reader: VirtualReader) -> None:
    """From the event to the chip's data in under 50 ms, from laying the card on in under half a second."""
    heard = Heard()
    reader = DeskReader(virtual_reader.name)
    took: list[float] = []
    done = threading.Event()

    def tell(event: ReaderEvent) -> None:
        heard.tell(event)
        if event.kind is CARD:
            begun = time.monotonic()
            reader.read()
            took.append(time.monotonic() - begun)
            done.set()

    reader.watch(tell)
    heard.wait_for(lambda kinds: NO_CARD in kinds)
    whole: list[float] = []
    for _ in range(5):
        done.clear()
        begun = time.monotonic()
        with OnReader(some_card(), virtual_reader.port):
            assert done.wait(5.0)
            whole.append(time.monotonic() - begun)
        heard.wait_for(lambda kinds: kinds[-1] is NO_CARD)
    reader.stop()
    sys.stdout.write(
        f"read {statistics.median(took) * 1000:.1f} ms, laid on to data {max(whole) * 1000:.0f} ms at most\n"
    )
    assert statistics.median(took) < 0.05
    assert statistics.median(whole) < 0.5

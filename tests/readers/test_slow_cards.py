"""A card that answers slowly is read; one that does not answer is given up, and the command with it, in ten seconds."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.errors import ReaderSilent
from readers.desk_reader import AT_MOST, SILENT_AFTER, DeskReader
from readers.supervised import silence_ends
from tests.parts.command import Command
from tests.parts.pcscd import VirtualReader
from tests.readers.cards import Card, Manner, OnReader, draw, records
from tests.readers.looking import wait_until_empty, wait_until_seen


@pytest.fixture
def slow(virtual_reader: VirtualReader) -> Iterator[OnReader]:
    """A card that knows one way to be read, and the longest: by number, each length told."""
    facts, _ = draw(random.Random(3))
    manner = Manner(answers="6C", reads=("number",))
    with OnReader(Card(records(facts, manner), manner), virtual_reader.port) as lying:
        wait_until_seen(virtual_reader.name)
        yield lying
    wait_until_empty(virtual_reader.name)


def test_a_slow_card_is_not_a_silent_one(slow: OnReader, virtual_reader: VirtualReader) -> None:
    """The whole takes much longer than a silence may; each answer does not."""
    slow.pace = 0.1
    begun = time.monotonic()
    assert DeskReader(virtual_reader.name, silent_after=0.6).read().name
    assert time.monotonic() - begun > 1.2


def test_a_card_that_is_slow_beyond_reason_is_given_up(slow: OnReader, virtual_reader: VirtualReader) -> None:
    """The thread that reads ends with the read: the next card is not kept waiting."""
    slow.pace = 0.1
    reader = DeskReader(virtual_reader.name, at_most=0.5)
    with pytest.raises(ReaderSilent):
        reader.read()
    slow.pace = 0.0
    assert reader.read().name
    assert not [thread for thread in threading.enumerate() if thread.name == "card-read"]


def test_how_long_is_waited() -> None:
    assert (SILENT_AFTER, AT_MOST) == (6.0, 30.0)


@pytest.mark.parametrize(
    ("answered_until", "given_up_at"),
    [(0.0, 6.0), (3.0, 9.0), (3.5, 9.0), (7.0, 9.0), (7.5, 9.5), (8.0, 10.0), (13.0, 15.0)],
)
def test_the_later_a_slow_card_falls_silent_the_sooner_it_is_given_up(
    answered_until: float, given_up_at: float
) -> None:
    """Seconds since the beginning: ten in all, or two after the last answer of one that has taken longer."""
    assert silence_ends(answered_until, SILENT_AFTER, begun=0.0) == given_up_at


def test_the_command_ends_within_ten_seconds(slow: OnReader, tmp_path: Path) -> None:
    """`counter read card` with a card that never answers, the start of its process included."""
    counter = Command(tmp_path)
    counter("settings")
    slow.asked, slow.silent_at = 0, 2
    begun = time.monotonic()
    said = counter("read", "card")
    assert (said.status, said.error["code"]) == (1, "ReaderSilent")
    assert time.monotonic() - begun < 10

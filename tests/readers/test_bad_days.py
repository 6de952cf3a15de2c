"""What goes wrong at a desk, each with a card on the real smart card service, and the reader usable afterwards.

Taken away and silent in the middle: `test_every_step`.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.errors import (
    CardDamaged,
    CardSaid,
    CardTakenAway,
    CardTrouble,
    NeedsAuthentication,
    NoCard,
    NoReader,
    ReaderSilent,
    WrongCard,
)
from counter_app.ports import ReaderEventKind
from readers.desk_reader import DeskReader
from tests.parts.pcscd import VirtualReader
from tests.readers.cards import Card, Manner, OnReader, draw, records
from tests.readers.looking import Heard, wait_until_empty, wait_until_seen

Files = dict[int, list[bytes]]


def good_card(manner: Manner | None = None) -> Card:
    """One made-up person's card."""
    facts, _ = draw(random.Random(7))
    manner = manner or Manner()
    return Card(records(facts, manner), manner)


@pytest.fixture
def lying(virtual_reader: VirtualReader) -> Iterator[OnReader]:
    """A good card that the service has noticed; taken away, and noticed to be gone, at the end."""
    with OnReader(good_card(), virtual_reader.port) as on_reader:
        wait_until_seen(virtual_reader.name)
        yield on_reader
    wait_until_empty(virtual_reader.name)


def test_no_card_and_no_such_reader(virtual_reader: VirtualReader) -> None:
    with pytest.raises(NoCard):
        DeskReader(virtual_reader.name).read()
    for wanted in ("no such reader", "off"):
        with pytest.raises(NoReader):
            DeskReader(wanted).read()


@pytest.mark.parametrize("wanted", ["auto", "Virtual PCD 00 00", "virtual pcd"])
def test_the_reader_that_settings_mean(lying: OnReader, wanted: str) -> None:
    """ "auto", the whole name, or a part of it."""
    assert DeskReader(wanted).read().reader == "Virtual PCD 00 00"


@pytest.mark.parametrize("word", [b"\x6a\x82", b"\x6d\x00", b"\x6e\x00", b"\x94\x04"])
def test_not_a_social_security_card(lying: OnReader, virtual_reader: VirtualReader, word: bytes) -> None:
    """Another card, a bank card: whatever it says to SELECT, it has no such application."""

    class Other(Card):
        def answer(self, apdu: bytes) -> bytes:
            bank = bytes.fromhex("A000000333010101")
            return b"\x6f\x0a\x84\x08" + bank + b"\x90\x00" if bank in apdu else word

    lying.card = Other(None)
    with pytest.raises(WrongCard):
        DeskReader(virtual_reader.name).read()


@pytest.mark.parametrize(
    ("word", "error"),
    [(b"\x69\x82", NeedsAuthentication), (b"\x69\x85", NeedsAuthentication), (b"\x6f\x00", CardSaid)],
)
def test_a_card_that_will_not_let_its_files_be_read(
    lying: OnReader, virtual_reader: VirtualReader, word: bytes, error: type[CardTrouble]
) -> None:
    lying.card = replace(good_card(), locked=word)
    with pytest.raises(error) as raised:
        DeskReader(virtual_reader.name).read()
    assert raised.value.code == error.__name__


def change(tag: int, value: Callable[[bytes], bytes]) -> Callable[[Files], Files]:
    """One record's value made anew, its length byte right."""

    def changed(record: bytes) -> bytes:
        fresh = value(record[2:])
        return bytes((tag, len(fresh))) + fresh

    return lambda files: {f: [changed(r) if r[0] == tag else r for r in held] for f, held in files.items()}


def cut_off(tag: int) -> Callable[[Files], Files]:
    """One record ends before its length byte says."""
    return lambda files: {f: [r[:-1] if r[0] == tag else r for r in held] for f, held in files.items()}


def without(tag: int) -> Callable[[Files], Files]:
    """One record is not there."""
    return lambda files: {f: [r for r in held if r[0] != tag] for f, held in files.items()}


NEEDED = (0x07, 0x08, 0x09)  # whose card, and which; what becomes of the others is in test_odd_cards
DAMAGE: dict[str, Callable[[Files], Files]] = {
    **{f"no record {tag:02X}": without(tag) for tag in NEEDED},
    **{f"record {tag:02X} cut off": cut_off(tag) for tag in (*NEEDED, 0x4E)},
    **{f"record {tag:02X} too short": change(tag, lambda value: value[:-1]) for tag in (*NEEDED, 0x4E)},
    "wrong check digit": change(0x08, lambda v: v[:17] + (b"0" if v[17:] != b"0" else b"1")),
    "number that is no number": change(0x08, lambda v: b"X" * 18),
    "number with an impossible date": change(0x08, lambda v: v[:6] + b"19900231" + v[14:]),
    "card number left blank": change(0x07, lambda v: b"\x00" * 9),
    "card number of no letters": change(0x07, lambda v: b"\x81" * 9),
    "number left blank": change(0x08, lambda v: b"\x00" * 18),
    "name left blank": change(0x09, lambda v: b"\x00" * 30),
    "name not decodable": change(0x09, lambda v: b"\x81\x00\xff\x80".ljust(30, b"\x81")),
    "name ends inside a character": change(0x09, lambda v: b"\xc1\xd6\xcf".ljust(30, b"\x00")),
    "no issuer file": lambda files: {6: files[6]},
    "no holder file": lambda files: {5: files[5]},
}


def test_damaged_records(lying: OnReader, virtual_reader: VirtualReader) -> None:
    """Short, missing, not decodable, in every way to read, of what says whose card it is.

    Never a person, always CardDamaged, no data in its words.
    """
    reader = DeskReader(virtual_reader.name)
    for name, damage in DAMAGE.items():
        for way in ("all", "all-sfi", "number", "sfi", "tag"):
            card = good_card(Manner(reads=(way,)))
            lying.card = replace(card, files=damage(card.files or {}))
            with pytest.raises(CardDamaged) as raised:
                pytest.fail(f"{name}, read by {way}: {reader.read()}")
            number = (card.files or {})[6][0][2:].decode("ascii")
            assert number not in raised.value.message.zh + raised.value.message.en


def test_silent_card_is_given_up_and_the_reader_goes_on(lying: OnReader, virtual_reader: VirtualReader) -> None:
    """A card that never answers costs the time allowed, no more; once it is lifted the next one is read and watched."""
    heard = Heard()
    reader = DeskReader(virtual_reader.name, silent_after=1.0, patience=3.0)
    reader.watch(heard.tell)
    heard.wait_for(lambda kinds: ReaderEventKind.CARD in kinds)
    lying.asked, lying.silent_at = 0, 2
    for limit in (2.5, 1.5):  # the second time it is known to be stuck
        begun = time.monotonic()
        with pytest.raises(ReaderSilent):
            reader.read()
        assert time.monotonic() - begun < limit
    lying.lift()
    heard.wait_for(lambda kinds: kinds[-1] is ReaderEventKind.NO_CARD)
    with OnReader(good_card(), virtual_reader.port):
        heard.wait_for(lambda kinds: kinds[-1] is ReaderEventKind.CARD)
        assert reader.read().name
    reader.stop()


def test_a_bounce_of_the_contacts_is_read_once_more(lying: OnReader, virtual_reader: VirtualReader) -> None:
    """Gone in the middle and laid on again at once: read, or told to lift it once more, never half a person."""
    lying.asked, lying.pull_at = 0, 2
    reader = DeskReader(virtual_reader.name)
    again: list[OnReader] = []

    class Bouncing(Card):
        def answer(self, apdu: bytes) -> bytes:
            if not again:
                again.append(OnReader(good_card(), virtual_reader.port))
                again[0].__enter__()
            return super().answer(apdu)

    lying.card = Bouncing(good_card().files)
    outcome = "read"
    try:
        assert reader.read().name
    except CardTakenAway as error:
        outcome = error.what_next.zh
    finally:
        again[0].lift()
    assert outcome == "read" or "再放一次" in outcome


def test_a_card_without_a_sensible_answer_to_reset(virtual_reader: VirtualReader) -> None:
    """No protocol that a social security card speaks: it is another card, and the reader goes on."""
    with OnReader(replace(good_card(), atr=b"\x00\x00\x00"), virtual_reader.port):
        wait_until_seen(virtual_reader.name)
        with pytest.raises(WrongCard):
            DeskReader(virtual_reader.name).read()
    wait_until_empty(virtual_reader.name)


def test_two_programs_read_at_once(lying: OnReader, virtual_reader: VirtualReader) -> None:
    """Two readings of one card never get between each other's commands: the card keeps one selected file only."""
    lying.card = good_card(Manner(reads=("number",), answers="61"))
    expected = DeskReader(virtual_reader.name).read()
    with ThreadPoolExecutor(2) as programs:
        readings = [programs.submit(DeskReader(virtual_reader.name).read) for _ in range(12)]
    assert [reading.result() for reading in readings] == [expected] * 12


def test_reading_leaves_nothing_open(lying: OnReader, virtual_reader: VirtualReader) -> None:
    """As many files and threads after fifty reads as after one, good ones and bad ones."""
    reader = DeskReader(virtual_reader.name)

    def read_both() -> tuple[int, int]:
        lying.card = good_card()
        reader.read()
        lying.card = Card(None)
        with pytest.raises(WrongCard):
            reader.read()
        return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()

    opened = [read_both() for _ in range(25)]
    assert opened[-1][0] <= opened[0][0]  # an earlier test's own may end meanwhile
    assert opened[-1][1] <= opened[0][1]

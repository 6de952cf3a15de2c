"""Both files are of one card and one person, and a card that asks for authentication is opened once, or not at all."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.card import ChipData
from counter_app.domain.chip_errors import AuthenticationRefused, NoWayToAuthenticate
from counter_app.domain.errors import CardDamaged, CardTakenAway, CardTrouble, NeedsAuthentication
from readers.apdu import Command, exchange
from readers.authentication import AskingCard
from readers.desk_reader import DeskReader
from readers.ssc import read_chip
from tests.parts.pcscd import VirtualReader
from tests.readers.cards import AID, Card, Manner, OnReader, draw, records
from tests.readers.kinds import Modern, fci_of, veil
from tests.readers.line import Line
from tests.readers.looking import wait_until_empty, wait_until_seen

Files = dict[int, list[bytes]]
TODAY = date(2026, 11, 21)


def files_of(seed: int, *, version: str = "2.00", manner: Manner | None = None) -> Files:
    """The two files of one made-up person."""
    facts, _ = draw(random.Random(seed))
    return records(replace(facts, version=version), manner or Manner())


def read(card: Card, authenticate: Callable[[AskingCard], str] | None = None) -> ChipData:
    return read_chip(Line(card.answer), today=TODAY, authenticate=authenticate)


# --- two files, one card --------------------------------------------------------------------------------------------


class TwoPlaces(Card):
    """A card with files under the environment's name, and others under 3F00."""

    def __init__(self, named: Files, root: Files) -> None:
        super().__init__(named, Manner(reads=("number",)))
        self._named, self._root = named, root

    def _select(self, p1: int, wanted: bytes) -> bytes:
        if wanted == b"\x3f\x00":
            self.files, self._here, self._file = self._root, True, 0
            return b"\x90\x00"
        if wanted == AID:
            self.files = self._named
        said = super()._select(p1, wanted)
        if said == b"\x90\x00" and self._file not in (self.files or {}):
            return b"\x6a\x82"
        return said


def test_files_of_two_people_in_two_places_are_nobodys() -> None:
    """EF05 of one under the environment's name, EF06 of another under 3F00: found out by the EF05 that stands there."""
    one, other = files_of(1), files_of(2)
    with pytest.raises(CardDamaged) as raised:
        read(TwoPlaces({5: one[5]}, other))
    assert raised.value.message.zh.endswith("两个文件不属于同一张卡")
    with pytest.raises(CardDamaged):
        read(TwoPlaces({5: one[5]}, {6: other[6]}))


def test_files_of_one_card_in_two_places_are_read() -> None:
    """The same EF05 in both."""
    one = files_of(1)
    assert read(TwoPlaces({5: one[5]}, one)) == read(Card(one, Manner(reads=("number",))))


@pytest.mark.parametrize(("way", "command"), [("all-sfi", 2), ("all-sfi", 3), ("number", 3), ("number", 5), ("tag", 4)])
def test_another_persons_card_after_a_bounce(virtual_reader: VirtualReader, way: str, command: int) -> None:
    """One is lifted between two commands, another laid on within a blink: the other whole, or nobody."""
    manner = Manner(reads=(way,))
    mine, others = (Card(files_of(seed, manner=manner), manner) for seed in (1, 2))
    after: list[OnReader] = []

    class Lifted(Card):
        def answer(self, apdu: bytes) -> bytes:
            if lying.asked == command - 1 and not after:
                after.append(OnReader(others, virtual_reader.port))
                after[0].__enter__()
            return super().answer(apdu)

    with OnReader(Lifted(mine.files, manner), virtual_reader.port) as lying:
        wait_until_seen(virtual_reader.name)
        lying.asked, lying.pull_at = 0, command
        try:
            said = DeskReader(virtual_reader.name).read()
        except CardTakenAway:
            said = None
    if after:
        after[0].lift()
    wait_until_empty(virtual_reader.name)
    if said is not None:
        assert replace(said, atr="", reader="") == read(others)


# --- authentication --------------------------------------------------------------------------------------------------


def guarded(guard: str, **more: object) -> Modern:
    manner = Manner(reads=("all-sfi",))
    files = files_of(3, version="3.00")
    return Modern(files, manner, guard=guard, fci=fci_of("sm4", "length"), **more)  # type: ignore[arg-type]


GUARDS = ("EF06", "both", "6985", "blank", "all-blank")


@pytest.mark.parametrize("guard", GUARDS)
def test_asked_for_once_and_read_on(guard: str) -> None:
    """The way's name is kept; the environment is not selected anew, which would forget the authentication."""
    asked: list[AskingCard] = []

    def way(card: AskingCard) -> str:
        asked.append(card)
        exchange(card.channel, Command(0x84, le=8))
        assert exchange(card.channel, Command(0x82, 0x00, 0x0A, bytes(16))).good
        return "platform"

    card = guarded(guard)
    said = read(card, way)
    assert (said.authenticated_by, len(asked), card.challenges) == ("platform", 1, 1)
    assert replace(said, authenticated_by="") == read(replace(card, guard=""))
    assert asked[0].generation == ("" if guard == "both" else "3")


@pytest.mark.parametrize("guard", GUARDS)
def test_nobody_to_ask(guard: str) -> None:
    with pytest.raises(NeedsAuthentication):
        read(guarded(guard))


def test_a_card_that_keeps_nothing_is_not_authenticated() -> None:
    """A retry counter is not to be touched without need."""
    for version in ("1.00", "2.00", "3.00"):
        card = Card(files_of(3, version=version))
        assert read(card, lambda _: pytest.fail("asked")).authenticated_by == ""


def test_an_empty_number_on_an_older_card_asks_for_nothing() -> None:
    """Blank is blank there: damaged."""
    files = files_of(3)
    files[6] = [veil(record) if record[0] == 0x08 else record for record in files[6]]
    with pytest.raises(CardDamaged):
        read(Card(files), lambda _: pytest.fail("asked"))


@pytest.mark.parametrize("error", [NoWayToAuthenticate(), AuthenticationRefused(way="PSAM", why="6300")])
def test_what_the_ways_say_is_passed_on(error: NeedsAuthentication) -> None:
    def way(_: AskingCard) -> str:
        raise error

    with pytest.raises(type(error)) as raised:
        read(guarded("EF06"), way)
    assert raised.value is error


@pytest.mark.parametrize("guard", GUARDS)
def test_opened_and_still_shut(guard: str) -> None:
    """A way that says it went well and did not: tried once, and told."""
    asked: list[AskingCard] = []

    def way(card: AskingCard) -> str:
        asked.append(card)
        return "psam"

    with pytest.raises((AuthenticationRefused, CardDamaged)):
        read(guarded(guard), way)
    assert len(asked) == 1


class HalfOpened(Modern):
    """A card that gives EF05 after authentication, and EF06 to nobody."""

    def _read(self, p1: int, p2: int, le: int) -> bytes:
        return b"\x69\x82" if self.opened and 6 in (p2 >> 3, self._file) else super()._read(p1, p2, le)


class NeverFilled(Modern):
    """A card whose number nobody ever wrote, and whose EF06 asks for authentication."""

    def _read(self, p1: int, p2: int, le: int) -> bytes:
        self.files = {f: [veil(r) if r[0] == 0x07 else r for r in rs] for f, rs in (self.files or {}).items()}
        return super()._read(p1, p2, le)


@pytest.mark.parametrize(
    ("kind", "guard", "error"), [(HalfOpened, "both", AuthenticationRefused), (NeverFilled, "EF06", CardDamaged)]
)
def test_never_authenticated_twice(kind: type[Modern], guard: str, error: type[CardTrouble]) -> None:
    """What is still kept, or still blank, after the one authentication stays so."""
    asked: list[AskingCard] = []

    def way(card: AskingCard) -> str:
        asked.append(card)
        exchange(card.channel, Command(0x84, le=8))
        exchange(card.channel, Command(0x82, 0x00, 0x0A, bytes(16)))
        return "psam"

    card = kind(files_of(3, version="3.00"), Manner(reads=("all-sfi",)), guard=guard)
    with pytest.raises(error):
        read(card, way)
    assert len(asked) == 1


@pytest.mark.parametrize("form", ["length", "direct", "object", "long"])
@pytest.mark.parametrize("algorithm", ["des", "ssf33", "sm4"])
def test_the_algorithm_that_the_card_names(algorithm: str, form: str) -> None:
    """Wherever the length stands in 9F0C."""
    asked: list[AskingCard] = []
    for answers in ("direct", "61", "6C"):
        card = guarded("both")
        card.fci, card.manner = fci_of(algorithm, form), replace(card.manner, answers=answers)
        with pytest.raises(NoWayToAuthenticate):
            read(card, lambda asking: _no_way(asking, asked))
    assert [card.algorithm for card in asked] == [algorithm] * 3


@pytest.mark.parametrize(
    ("version", "region", "algorithm"), [("2.00", "11", "ssf33"), ("2.00", "43", "des"), ("3.00", "11", "sm4")]
)
def test_the_algorithm_of_a_card_that_names_none(version: str, region: str, algorithm: str) -> None:
    """By the first digits of its identifier and its generation."""
    files = files_of(3, version=version)
    files[5][0] = files[5][0][:2] + bytes.fromhex(region) + files[5][0][3:]
    asked: list[AskingCard] = []
    with pytest.raises(NoWayToAuthenticate):
        read(Modern(files, Manner(reads=("all-sfi",)), guard="EF06"), lambda asking: _no_way(asking, asked))
    assert [card.algorithm for card in asked] == [algorithm]


def _no_way(card: AskingCard, asked: list[AskingCard]) -> str:
    asked.append(card)
    raise NoWayToAuthenticate

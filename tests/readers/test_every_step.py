"""Something goes wrong at every single command of every kind of card: taken away, silent, a word nobody expects.

Never another person, never half a one, never another error than those of the tree; and the reader goes on.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CardTakenAway, CardTrouble, ReaderSilent
from readers.apdu import Command, exchange
from readers.applications import applications
from readers.attempt import Authentication
from readers.authentication import AskingCard, Purpose
from readers.desk_reader import SILENT_AFTER, DeskReader
from readers.ssc import read_chip
from tests.parts.pcscd import VirtualReader
from tests.parts.processes import wait_until
from tests.readers.cards import Card, Manner, OnReader, draw, records
from tests.readers.kinds import CONTACTLESS, T1, Modern, fci_of
from tests.readers.looking import wait_until_empty

TODAY = date(2026, 11, 21)
FACTS, _ = draw(random.Random(7))


def made(version: str, manner: Manner, **more: object) -> Modern:
    """The card of one made-up person."""
    files = records(replace(FACTS, version=version, name="何秀珍", expires=date(2034, 5, 6)), manner)
    if version.startswith("1"):
        files[6] = [record for record in files[6] if record[0] != 0x4E]
    return Modern(files, manner, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Kind:
    """A way a card can be, and how many commands its reading takes."""

    card: Callable[[], Modern]
    commands: int
    t1: bool = False


ALL, ONE = Manner(reads=("all-sfi",)), Manner(reads=("number",))
SM4 = fci_of("sm4", "direct")
KINDS = {
    "1.0, T=0": Kind(lambda: made("1.00", replace(ALL, answers="6C")), 3),
    "1.0, T=0, by number, GET RESPONSE": Kind(lambda: made("1.00", replace(ONE, answers="61")), 33),
    "2.0, T=1": Kind(lambda: made("2.00", ALL, atr=T1), 3, t1=True),
    "2.0, T=0, GET RESPONSE": Kind(lambda: made("2.00", replace(ALL, answers="61")), 5),
    "2.0, by tag": Kind(lambda: made("2.00", replace(ALL, reads=("tag",))), 22),
    "2.0, files under 3F00": Kind(lambda: made("2.00", replace(ONE, root=True)), 27),
    "3.0, contactless, EF06 kept": Kind(lambda: made("3.00", ALL, atr=CONTACTLESS, guard="EF06", fci=SM4), 6, t1=True),
    "3.0, T=0, all blank": Kind(lambda: made("3.00", replace(ALL, answers="61"), guard="all-blank", fci=SM4), 13),
    "3.0, extended lengths": Kind(lambda: made("3.00", ALL, atr=CONTACTLESS, lengths="extended"), 7, t1=True),
}
STEPS = [(kind, step) for kind, how in KINDS.items() for step in range(1, how.commands + 1)]


def by_anything(card: AskingCard) -> str:
    """Two commands of authentication, which a test's card takes. What it says otherwise is trouble."""
    exchange(card.channel, Command(0x84, le=8))
    if not exchange(card.channel, Command(0x82, 0x00, 0x0A, bytes(16))).good:
        raise CardTrouble
    return "test"


@dataclass
class Broken:
    """A channel whose `at`-th command fails by an error or with a status word; `lasting`: so does each one after it."""

    card: Card
    t1: bool
    at: int = 0
    error: type[CardTrouble] | None = None
    word: bytes = b""
    lasting: bool = False
    asked: int = 0

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        self.asked += 1
        if self.asked == self.at or (self.lasting and self.asked > self.at > 0):
            if self.error is not None:
                raise self.error
            return b"", self.word[0], self.word[1]
        said = self.card.answer(command)
        return said[:-2], said[-2], said[-1]


def read(line: Broken) -> ChipData:
    return read_chip(line, today=TODAY, authenticate=by_anything)


@pytest.mark.parametrize("kind", KINDS)
def test_so_many_steps_are_all_there_are(kind: str) -> None:
    """The steps below are every one that a card of this kind is asked."""
    line = Broken(KINDS[kind].card(), KINDS[kind].t1)
    assert read(line).name == "何秀珍"
    assert line.asked == KINDS[kind].commands


@pytest.mark.parametrize("error", [CardTakenAway, ReaderSilent])
@pytest.mark.parametrize(("kind", "step"), STEPS)
def test_a_card_that_goes_at_any_step_is_told_as_it_went(kind: str, step: int, error: type[CardTrouble]) -> None:
    """Nothing is asked of it afterwards, and nothing of it is shown."""
    line = Broken(KINDS[kind].card(), KINDS[kind].t1, step, error)
    with pytest.raises(error):
        read(line)
    assert line.asked == step


WORDS = [
    bytes.fromhex(word)
    for word in "6281 6283 6300 63C2 6400 6581 6700 6881 6982 6983 6985 6986 6999 6A80 6A81 6A82 6A83 6A86 6A88 6B00 "
    "6C00 6CFF 6D00 6E00 6F00 6100 61FF 9000 9303 9401 9406 0000 FFFF".split()
]


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_word_nobody_expects_at_any_step(kind: str, lasting: bool) -> None:
    """Once, or from that step on: the very person, with fields left empty at most, or an error of the tree."""
    how = KINDS[kind]
    good = read(Broken(how.card(), how.t1))
    for step in range(1, how.commands + 1):
        for word in WORDS:
            line = Broken(how.card(), how.t1, step, word=word, lasting=lasting)
            try:
                said = read(line)
            except CardTrouble:
                continue
            what = f"{word.hex()} at {step}"
            assert (said.social_security_number, said.name) == (good.social_security_number, good.name), what
            assert said.card_number == good.card_number, what
            assert said.card_identifier in (good.card_identifier, ""), what


# --- the same through the real service --------------------------------------------------------------------------------

CHANGING = "3.0, contactless, EF06 kept"
REAL = [(kind, step) for kind, step in STEPS if kind in ("1.0, T=0", "2.0, T=0, GET RESPONSE", CHANGING)]


class Anything:
    """A way of a test, in place of a security module."""

    name = "psam"

    def authenticate(self, card: AskingCard) -> None:
        by_anything(card)

    def tries_left(self, card: AskingCard) -> None:
        """It does not ask."""

    def mac(self, card: AskingCard, purpose: Purpose, data: object) -> bytes:
        raise AssertionError("reading needs no code")


def desk_reader(reader: VirtualReader, *, silent_after: float = SILENT_AFTER) -> DeskReader:
    """The desk's reader with that way."""
    ways = Authentication([Anything()])
    return DeskReader(reader.name, silent_after=silent_after, patience=3.0, authentication=ways)


@pytest.mark.parametrize(("kind", "step"), REAL)
def test_taken_away_at_any_step_on_the_real_reader(virtual_reader: VirtualReader, kind: str, step: int) -> None:
    """Told so, and the next card is read."""
    with OnReader(KINDS[kind].card(), virtual_reader.port) as lying:
        lying.pull_at = step
        with pytest.raises(CardTakenAway):
            desk_reader(virtual_reader).read()
        assert lying.asked == step
    wait_until_empty(virtual_reader.name)
    with OnReader(KINDS[kind].card(), virtual_reader.port):
        assert desk_reader(virtual_reader).read().name == "何秀珍"
    wait_until_empty(virtual_reader.name)


@pytest.mark.parametrize(("kind", "step"), [(k, s) for k, s in REAL if k == CHANGING])
def test_silent_at_any_step_on_the_real_reader(virtual_reader: VirtualReader, kind: str, step: int) -> None:
    """Given up in the time allowed, never a hang, and the reader reads the next card."""
    reader = desk_reader(virtual_reader, silent_after=0.8)
    with OnReader(KINDS[kind].card(), virtual_reader.port) as lying:
        lying.silent_at = step
        begun = time.monotonic()
        with pytest.raises(ReaderSilent):
            reader.read()
        assert time.monotonic() - begun < 5, "the card is waited for too"
    wait_until(lambda: not reading(), what="the call to come back once its card is lifted")
    wait_until_empty(virtual_reader.name)
    with OnReader(KINDS[kind].card(), virtual_reader.port):
        assert reader.read().name == "何秀珍"
    wait_until_empty(virtual_reader.name)


def reading() -> bool:
    """Whether a thread is inside a call to a card."""
    return any(thread.name == "card-read" for thread in threading.enumerate())


@pytest.mark.parametrize("step", range(1, 10))
def test_trouble_with_the_other_applications_is_told_by_itself(step: int) -> None:
    """At each step of the question what else is on the card; what was read before stays read."""
    line = Broken(made("2.00", ALL), t1=False)
    before = read(line)
    line.at, line.error = line.asked + step, CardTakenAway
    try:
        applications(line)
    except CardTakenAway:
        assert line.asked == line.at
    assert read(Broken(line.card, t1=False)) == before

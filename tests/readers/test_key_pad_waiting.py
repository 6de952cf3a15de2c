"""Keys that hang, and nobody who waits for them: through a hand-written connection at the process edge."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from counter_app.domain import chip_errors
from counter_app.domain.card import CardIdentity, PinState
from counter_app.domain.errors import CardTrouble, ReaderSilent
from readers import key_pad
from readers.desk_pin import DeskPin
from tests.parts.processes import wait_until
from tests.readers.key_pad_reader import HangingKeys
from tests.readers.pin_card import TRIES, PinCard
from tests.readers.pin_desk import InHand, Reader, drawn, identity_of, pin_of


class AtKeys:
    """A desk whose keys hang until they are set free, one holder, and somebody who waits in another thread."""

    def __init__(self, *pressed: str) -> None:
        facts, self.card = drawn(11)
        self.keys = HangingKeys(self.card, *pressed)
        self.cards = Reader(self.keys, key_pad.features(self.keys))
        self.pin = DeskPin(self.cards)
        self.holder: CardIdentity = identity_of(facts, self.card)
        self._waiting = ThreadPoolExecutor(1)

    def begin(self, what: str) -> Future[None]:
        """The holder is at the keys."""
        began = self._waiting.submit(self.pin.verify if what == "verify" else self.pin.change, self.holder)
        assert self.keys.taken.wait(10)
        return began

    def end(self) -> None:
        """They come back, and nobody is left inside."""
        self.keys.free.set()
        self._waiting.shutdown()
        wait_until(lambda: not [t for t in threading.enumerate() if t.name == "card-pin"], what="its thread to end")


@pytest.fixture
def at_keys() -> Iterator[Callable[..., AtKeys]]:
    made: list[AtKeys] = []

    def make(*pressed: str) -> AtKeys:
        made.append(AtKeys(*pressed))
        return made[-1]

    yield make
    for one in made:
        one.end()


@pytest.mark.parametrize("what", ["verify", "change"])
def test_whoever_stops_waiting_is_told_at_once_that_nobody_knows(at_keys: Callable[..., AtKeys], what: str) -> None:
    at = at_keys()
    asking = at.begin(what)
    at.pin.stop_waiting()
    with pytest.raises(chip_errors.PinGivenUp) as told:
        asking.result(10)
    assert told.value.code == "PinUnsettled"
    assert not at.keys.free.is_set(), "the keys hang still"


def test_while_the_keys_hang_they_are_keys_and_the_card_is_not_touched(at_keys: Callable[..., AtKeys]) -> None:
    at = at_keys()
    asking = at.begin("verify")
    at.pin.stop_waiting()
    wait_until(asking.done, what="the end of waiting")
    seen = len(at.card.seen)
    assert at.pin.has_key_pad, "nobody is sent to the screen"
    with pytest.raises(chip_errors.PadStillBusy) as told:
        at.pin.state(at.holder)
    assert told.value.code == ReaderSilent().code
    with pytest.raises(chip_errors.PadStillBusy):
        at.pin.verify(at.holder)
    assert len(at.card.seen) == seen


def test_when_the_keys_have_ended_the_card_tells_its_tries_and_the_guard_holds(at_keys: Callable[..., AtKeys]) -> None:
    at = at_keys("000000", "314159")
    asking = at.begin("verify")
    at.pin.stop_waiting()
    with pytest.raises(chip_errors.PinGivenUp):
        asking.result(10)
    at.keys.free.set()
    wait_until(lambda: not [t for t in threading.enumerate() if t.name == "card-pin"], what="the keys to end")
    assert at.pin.state(at.holder) == PinState(TRIES - 1), "it had counted"
    _, other = drawn(12)
    at.keys.card = other
    with pytest.raises(chip_errors.WrongPerson):
        at.pin.verify(at.holder)
    assert other.touched == []
    at.keys.card = at.card
    at.pin.verify(at.holder)
    assert at.pin.state(at.holder) == PinState(TRIES)


@pytest.mark.parametrize(("pressed", "answer"), [("314159", ""), ("000000", "PinWrong")])
def test_an_answer_that_comes_late_is_told_once_to_whoever_asked_for_it(
    at_keys: Callable[..., AtKeys], pressed: str, answer: str
) -> None:
    at, late = at_keys(pressed), threading.Event()
    said: list[CardTrouble | None] = []

    def tell(trouble: CardTrouble | None) -> None:
        said.append(trouble)
        late.set()

    asking = at.begin("verify")
    at.pin.stop_waiting()
    wait_until(asking.done, what="the end of waiting")
    at.pin.when_late(tell)
    assert said == []
    at.keys.free.set()
    assert late.wait(10)
    assert [trouble.code if trouble else "" for trouble in said] == [answer]
    assert at.pin.state(at.holder).tries_left is not None
    at.pin.when_late(tell)
    assert len(said) == 1, "what is asked later has nothing late"


class Slow(InHand):
    """A line that hangs before anything about a PIN is said."""

    def __init__(self, card: PinCard) -> None:
        super().__init__(card)
        self.taken, self.free = threading.Event(), threading.Event()

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        self.taken.set()
        self.free.wait(120)
        return super().transmit(command)


def test_whoever_stops_before_the_pin_was_told_hears_that_the_card_knows_nothing() -> None:
    """And the card is told nothing afterwards, when the reader wakes up."""
    facts, card = drawn(11)
    line = Slow(card)
    pin = DeskPin(Reader(line))
    with ThreadPoolExecutor(1) as waiting:
        asking = waiting.submit(pin.verify, identity_of(facts, card), pin_of("314159"))
        assert line.taken.wait(10)
        pin.stop_waiting()
        with pytest.raises(chip_errors.PinCalledOff) as told:
            asking.result(10)
        line.free.set()
    assert told.value.code == "PinCancelled"
    wait_until(lambda: not [t for t in threading.enumerate() if t.name == "card-pin"], what="its thread to end")
    assert card.touched == []


def test_stopping_when_nobody_waits_stops_nothing() -> None:
    facts, card = drawn(11)
    pin = DeskPin(Reader(InHand(card)))
    pin.stop_waiting()
    pin.verify(identity_of(facts, card), pin_of("314159"))
    assert card.left == TRIES

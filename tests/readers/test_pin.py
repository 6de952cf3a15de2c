"""PIN commands: what goes to the card, how often, and what each of its answers becomes."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import chip_errors, errors
from counter_app.domain.card import CardIdentity, PinState
from readers.authentication import Purpose
from readers.desk_pin import DeskPin
from tests.readers.pin_card import PACKED, TRIES
from tests.readers.pin_desk import InHand, Module, Reader, drawn, identity_of, pin_of

ASK_OR_VERIFY = b"\x00\x20\x00\x00"


def desk(seed: int = 1, *, authority: Module | None = None, **more: object) -> tuple[DeskPin, InHand, CardIdentity]:
    facts, card = drawn(seed, **more)
    line = InHand(card)
    return DeskPin(Reader(line), authority=authority), line, identity_of(facts, card)


def test_the_tries_are_asked_without_costing_one() -> None:
    pin, line, holder = desk(left=4)
    assert pin.state(holder) == PinState(4)
    assert pin.state(holder) == PinState(4)
    assert line.card.left == 4


def test_a_blocked_card_says_so() -> None:
    pin, _, holder = desk(left=0)
    assert pin.state(holder) == PinState(0, blocked=True)


def test_a_pin_that_was_made_invalid_is_blocked_when_asked_as_when_verified() -> None:
    pin, _, holder = desk(mute_state=b"\x69\x84")
    assert pin.state(holder) == PinState(0, blocked=True)


@pytest.mark.parametrize("word", ["6700", "6A80", "6D00", "9000", "6985"])
def test_a_card_that_does_not_tell_its_tries_is_no_trouble(word: str) -> None:
    pin, _, holder = desk(mute_state=bytes.fromhex(word))
    assert pin.state(holder) == PinState(None)


def test_the_right_pin_is_verified_by_one_command() -> None:
    pin, line, holder = desk()
    pin.verify(holder, pin_of("314159"))
    assert line.card.touched == [ASK_OR_VERIFY]


def test_a_wrong_pin_tells_the_tries_left_and_costs_one() -> None:
    pin, line, holder = desk()
    with pytest.raises(chip_errors.PinWrong) as told:
        pin.verify(holder, pin_of("000000"))
    assert told.value.facts == {"left": TRIES - 1}
    assert line.card.touched == [ASK_OR_VERIFY], "one entry is one VERIFY"


def test_the_last_wrong_pin_says_that_it_is_blocked() -> None:
    pin, _, holder = desk(left=1)
    with pytest.raises(chip_errors.PinBlocked):
        pin.verify(holder, pin_of("000000"))
    with pytest.raises(chip_errors.PinBlocked):
        pin.verify(holder, pin_of("314159"))


def test_a_card_that_counts_silently_is_asked_for_the_count() -> None:
    pin, line, holder = desk(no_count=True)
    with pytest.raises(chip_errors.PinWrong) as told:
        pin.verify(holder, pin_of("000000"))
    assert told.value.facts == {"left": TRIES - 1}
    assert line.card.left == TRIES - 1


def test_a_card_that_never_tells_the_count_is_told_as_wrong() -> None:
    pin, _, holder = desk(no_count=True, mute_state=b"\x6d\x00")
    with pytest.raises(chip_errors.PinWrongUntold) as told:
        pin.verify(holder, pin_of("000000"))
    assert told.value.code == "PinWrong"


def test_a_change_sends_old_ff_new_in_one_command() -> None:
    pin, line, holder = desk()
    pin.change(holder, pin_of("314159"), pin_of("271828"))
    assert line.card.pin == bytes.fromhex("271828")
    assert line.card.touched == [b"\x80\x5e\x01\x00"]


def test_a_change_with_a_wrong_old_pin_changes_nothing() -> None:
    pin, line, holder = desk()
    with pytest.raises(chip_errors.PinWrong):
        pin.change(holder, pin_of("000000"), pin_of("271828"))
    assert line.card.pin == PACKED


def test_a_reset_asks_for_a_code_over_header_and_pin_and_uses_it_at_once() -> None:
    module = Module()
    pin, line, holder = desk(authority=module, left=0)
    pin.reset(holder, pin_of("271828"))
    assert module.asked == [(Purpose.PIN_RESET, bytes.fromhex("805E000007271828"))]
    assert line.card.seen[-2:] == [b"\x00\x84\x00\x00", b"\x80\x5e\x00\x00"]
    assert (line.card.pin, line.card.left) == (bytes.fromhex("271828"), TRIES)


def test_an_unblock_keeps_the_pin() -> None:
    module = Module()
    pin, line, holder = desk(authority=module, left=0)
    pin.unblock(holder)
    assert module.asked == [(Purpose.PIN_UNBLOCK, bytes.fromhex("8424000004"))]
    assert (line.card.pin, line.card.left) == (PACKED, TRIES)


@pytest.mark.parametrize("what", ["reset", "unblock"])
def test_a_wrong_code_is_refused_and_nothing_is_changed(what: str) -> None:
    pin, line, holder = desk(authority=Module(b"\x00\x00\x00\x00"), left=0)
    with pytest.raises(chip_errors.AuthenticationRefused):
        pin.reset(holder, pin_of("271828")) if what == "reset" else pin.unblock(holder)
    assert (line.card.pin, line.card.left) == (PACKED, 0)


def order(pin: DeskPin, holder: CardIdentity, what: str) -> None:
    """RELOAD or UNBLOCK."""
    pin.reset(holder, pin_of("271828")) if what == "reset" else pin.unblock(holder)


@pytest.mark.parametrize("word", ["6988", "9302", "63C2", "6300", "6983", "6984", "6985", "9406", "6F00"])
@pytest.mark.parametrize("what", ["reset", "unblock"])
def test_a_card_that_refused_one_code_is_sent_no_other(what: str, word: str) -> None:
    """Each wrong code brings it nearer to its end: neither order goes out again, nothing at all is said to it."""
    module = Module()
    pin, line, holder = desk(authority=module, left=0, says=[bytes.fromhex(word)])
    with pytest.raises(chip_errors.PinCodeRefused) as told:
        order(pin, holder, what)
    assert word in told.value.message.zh
    said = len(line.card.seen)
    for again in ("reset", "unblock", "reset"):
        with pytest.raises(chip_errors.PinCodeSpared):
            order(pin, holder, again)
    assert (len(line.card.touched), len(line.card.seen), len(module.asked)) == (1, said, 1)
    assert pin.state(holder) == PinState(0, blocked=True), "what costs nothing is still asked"


def test_another_card_is_still_sent_its_code() -> None:
    pin, line, holder = desk(1, authority=Module(), left=0, says=[b"\x69\x88"])
    with pytest.raises(chip_errors.PinCodeRefused):
        pin.unblock(holder)
    facts, line.card = drawn(2, left=0)
    pin.unblock(identity_of(facts, line.card))
    assert line.card.left == TRIES


@pytest.mark.parametrize("word", ["6A88", "6D00", "6A86", "9403", "6700"])
def test_a_card_that_judged_no_code_may_be_asked_again(word: str) -> None:
    pin, line, holder = desk(authority=Module(), left=0, says=[bytes.fromhex(word)])
    with pytest.raises(errors.CardTrouble) as told:
        pin.unblock(holder)
    assert not isinstance(told.value, chip_errors.AuthenticationRefused)
    pin.unblock(holder)
    assert line.card.left == TRIES


@pytest.mark.parametrize("what", ["verify", "change", "reset", "unblock", "state"])
def test_a_card_locked_for_good_is_told_as_that(what: str) -> None:
    pin, _, holder = desk(authority=Module(), says=[b"\x93\x03"])
    doing: dict[str, Callable[[], object]] = {
        "verify": lambda: pin.verify(holder, pin_of("314159")),
        "change": lambda: pin.change(holder, pin_of("314159"), pin_of("271828")),
        "reset": lambda: order(pin, holder, "reset"),
        "unblock": lambda: order(pin, holder, "unblock"),
        "state": lambda: pin.state(holder),
    }
    with pytest.raises(chip_errors.CardLockedForGood):
        doing[what]()


def test_without_a_security_module_nothing_is_sent() -> None:
    pin, line, holder = desk(left=0)
    with pytest.raises(chip_errors.NoWayToAuthenticate):
        pin.reset(holder, pin_of("271828"))
    with pytest.raises(chip_errors.NoWayToAuthenticate):
        pin.unblock(holder)
    assert line.card.seen == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("6984", chip_errors.PinBlocked),
        ("6985", errors.NeedsAuthentication),
        ("6982", errors.NeedsAuthentication),
        ("6700", chip_errors.PinBadLength),
        ("6F00", errors.CardSaid),
        ("6C03", errors.CardSaid),
        ("6103", errors.CardSaid),
    ],
)
def test_other_answers_to_verify_have_words_of_their_own(word: str, kind: type[errors.CardTrouble]) -> None:
    pin, line, holder = desk(says=[bytes.fromhex(word)])
    with pytest.raises(kind):
        pin.verify(holder, pin_of("314159"))
    assert len(line.card.touched) == 1, "what the card says about lengths never makes it hear a PIN twice"


@pytest.mark.parametrize("lost", [errors.CardTakenAway, errors.ReaderSilent])
@pytest.mark.parametrize("what", ["verify", "change"])
def test_a_lost_answer_is_told_and_the_command_not_repeated(what: str, lost: type[errors.CardTrouble]) -> None:
    pin, line, holder = desk()
    pin.state(holder)
    before = len(line.card.seen)
    line.lost[before + before] = lost()  # the last of as many commands again: the PIN's own
    doing = {
        "verify": lambda: pin.verify(holder, pin_of("000000")),
        "change": lambda: pin.change(holder, pin_of("000000"), pin_of("271828")),
    }
    with pytest.raises(chip_errors.PinUnsettled):
        doing[what]()
    assert line.card.left == TRIES - 1, "the card had counted, though nobody was told"
    assert len(line.card.touched) == 2, "the question before, and this one command"


def test_trouble_before_the_pin_went_out_is_told_as_it_is() -> None:
    pin, line, holder = desk()
    line.lost[1] = errors.CardTakenAway()
    with pytest.raises(errors.CardTakenAway):
        pin.verify(holder, pin_of("314159"))
    assert line.card.touched == []


def test_what_was_sent_is_overwritten() -> None:
    pin, line, holder = desk(authority=Module())
    pin.verify(holder, pin_of("314159"))
    pin.change(holder, pin_of("314159"), pin_of("271828"))
    pin.reset(holder, pin_of("314159"))
    assert len(line.sent) == 3
    assert all(not any(command) for command in line.sent)


@given(st.text("0123456789", min_size=4, max_size=12))
def test_any_pin_is_packed_two_digits_a_byte(digits: str) -> None:
    """An odd one ends in F."""
    held = pin_of(digits)
    assert held.packed().hex() == digits + ("f" if len(digits) % 2 else "")
    held.wipe()
    assert repr(held) == "SecretDigits(...)"

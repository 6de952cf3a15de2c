"""The PIN by the maker's driver, on the key pad of its reader: for the card of the visit only, each command once."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from counter_app.devices import CardPin, Challenge
from counter_app.domain.card import CardIdentity, PinState
from counter_app.domain.chip_errors import (
    AuthenticationRefused,
    DriverLacks,
    NoWayToAuthenticate,
    PinBlocked,
    PinCancelled,
    PinsDiffer,
    PinStillInitial,
    PinTimedOut,
    PinUnsettled,
    PinWrong,
    WrongPerson,
)
from counter_app.domain.errors import CardTrouble, NoCard, NoNetwork
from counter_app.domain.secret import SecretDigits
from readers.driver.driver import Driver
from tests.parts.processes import wait_until
from tests.readers.driver.maker import Maker, helpers
from tests.readers.driver.module import Module
from tests.readers.driver.people import BLANK_3_0, LIN, ZHOU, Made

With = Callable[..., Driver]
RANDOM, CRYPTOGRAM, CODE = "0123456789ABCDEF", bytes(range(16)), bytes.fromhex("A1B2C3D4")
STEP_1 = f"01|0B|{RANDOM}|0000000000000000|"
BY_ITS_HOLDER = ("iVerifyPIN", "iChangePIN")
TOUCHING = {"iVerifyPIN", "iChangePIN", "iReloadPIN", "iUnblockPIN"}


def of(made: Made, *, atr: str = "") -> CardIdentity:
    return CardIdentity(made.identifier, made.number, atr)


LINS = of(LIN, atr=f"3B6D0000{LIN.history}")
ACTIONS: dict[str, Callable[[CardPin, CardIdentity], object]] = {
    "iVerifyPIN": lambda pin, who: pin.verify(who),
    "iChangePIN": lambda pin, who: pin.change(who),
    "iReloadPIN": lambda pin, who: pin.reset(who),
    "iUnblockPIN": lambda pin, who: pin.unblock(who),
    "state": lambda pin, who: pin.state(who),
}
each_action = pytest.mark.parametrize("action", list(ACTIONS))
each_touching = pytest.mark.parametrize("function", sorted(TOUCHING))


@each_touching
def test_the_card_is_read_and_then_the_function_is_called_once(maker: Maker, driver_with: With, function: str) -> None:
    maker.says("iReadCardBas", LIN.basics).says(function, "")
    pin: CardPin = driver_with()
    ACTIONS[function](pin, LINS)
    assert pin.has_key_pad
    again = ["iReadCardBas"] if function in BY_ITS_HOLDER else []
    assert maker.functions_called() == ["iReadCardBas", function, *again]
    assert helpers() == []


@pytest.mark.parametrize("function", ["iReloadPIN", "iUnblockPIN"])
def test_a_reset_names_the_card_it_is_for(maker: Maker, driver_with: With, function: str) -> None:
    maker.says("iReadCardBas", LIN.basics).says(function, "")
    ACTIONS[function](driver_with(), LINS)
    assert maker.calls()[1] == f"{function}(3,{LIN.card_info},)"


def test_how_many_tries_are_left_is_not_known_and_costs_none(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics)
    assert driver_with().state(LINS) == PinState(None)
    assert maker.functions_called() == ["iReadCardBas"]


OTHERS = [
    of(ZHOU),
    replace(LINS, social_security_number=ZHOU.number),
    replace(LINS, card_identifier=ZHOU.identifier),
    replace(LINS, atr="3B6D0000" + "00814E43990011223344990055"),
    replace(LINS, card_identifier=""),
    replace(LINS, social_security_number=""),
]


@each_action
@pytest.mark.parametrize("expected", OTHERS)
def test_another_persons_card_is_never_touched(
    maker: Maker, driver_with: With, action: str, expected: CardIdentity
) -> None:
    maker.says("iReadCardBas", LIN.basics)
    for function in TOUCHING:
        maker.says(function, "")
    with pytest.raises(WrongPerson):
        ACTIONS[action](driver_with(), expected)
    assert not TOUCHING & set(maker.functions_called())


def test_a_card_put_on_between_two_actions_is_never_touched(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iVerifyPIN", "")
    driver = driver_with()
    driver.verify(LINS)
    maker.forgets().says("iReadCardBas", ZHOU.basics).says("iVerifyPIN", "")
    with pytest.raises(WrongPerson):
        driver.verify(LINS)
    assert maker.functions_called() == ["iReadCardBas", "iVerifyPIN", "iReadCardBas", "iReadCardBas"]


AFTERWARDS = {
    "another's card": (ZHOU.basics, 0),
    "no card": ("", -2),
    "nobody": (BLANK_3_0, 0),
    "nothing that can be read": ("?", 0),
}


@pytest.mark.parametrize("function", BY_ITS_HOLDER)
@pytest.mark.parametrize("code", [0, -25538, -51, -52])
@pytest.mark.parametrize("there", AFTERWARDS)
def test_a_card_put_on_while_its_holder_types_is_never_told_as_done(
    maker: Maker, driver_with: With, function: str, code: int, there: str
) -> None:
    """Neither done nor wrong: nobody knows which card was meant."""
    basics, said = AFTERWARDS[there]
    maker.says("iReadCardBas", LIN.basics).says("iReadCardBas", basics, code=said).says(function, "", code=code)
    with pytest.raises(PinUnsettled):
        ACTIONS[function](driver_with(), LINS)
    assert maker.functions_called()[:3] == ["iReadCardBas", function, "iReadCardBas"]
    assert maker.functions_called().count(function) == 1


@pytest.mark.parametrize("function", ["iReloadPIN", "iUnblockPIN"])
def test_a_card_swapped_after_it_was_read_is_refused_by_the_driver(
    maker: Maker, driver_with: With, function: str
) -> None:
    """-22: what was handed in is not of the card that lies there."""
    maker.says("iReadCardBas", LIN.basics).says(function, "", code=-22)
    with pytest.raises(WrongPerson):
        ACTIONS[function](driver_with(), LINS)


@each_action
def test_without_a_card_nothing_is_touched(maker: Maker, driver_with: With, action: str) -> None:
    maker.says("iReadCardBas", "", code=-2)
    with pytest.raises(NoCard):
        ACTIONS[action](driver_with(), LINS)
    assert maker.functions_called() == ["iReadCardBas"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-25538, PinWrong),
        (-25536, PinBlocked),
        (-27011, PinBlocked),
        (-52, PinBlocked),
        (-51, PinWrong),
        (-31, PinCancelled),
        (-32, PinTimedOut),
        (-34, PinsDiffer),
        (-35, PinStillInitial),
        (-36, PinStillInitial),
    ],
)
@each_touching
def test_what_the_driver_says_is_told_and_nothing_is_repeated(
    maker: Maker, driver_with: With, function: str, code: int, kind: type[CardTrouble]
) -> None:
    maker.says("iReadCardBas", LIN.basics).says(function, "", code=code)
    with pytest.raises(kind) as caught:
        ACTIONS[function](driver_with(), LINS)
    assert maker.functions_called().count(function) == 1
    assert caught.value.facts.get("left") == (2 if code == -25538 else None)


@pytest.mark.parametrize("behaviour", ["crash", "exit", "over"])
@each_touching
def test_an_answer_that_never_came_is_told_and_the_command_is_not_repeated(
    maker: Maker, driver_with: With, function: str, behaviour: str
) -> None:
    maker.says("iReadCardBas", LIN.basics).does(function, behaviour, 66_000)
    with pytest.raises(PinUnsettled):
        ACTIONS[function](driver_with(), LINS)
    assert maker.functions_called().count(function) == 1


def test_the_holder_has_a_minute_on_the_key_pad(maker: Maker, driver_with: With) -> None:
    """A call that takes longer than a call may, for somebody is typing."""
    maker.says("iReadCardBas", LIN.basics).does("iVerifyPIN", "slow", 4000)
    driver_with(timeout=3.0).verify(LINS)


def test_an_unblocking_that_hangs_is_ended_at_its_deadline(maker: Maker, driver_with: With) -> None:
    """Nobody types anything for it."""
    maker.says("iReadCardBas", LIN.basics).does("iUnblockPIN", "hang")
    with pytest.raises(PinUnsettled):
        driver_with(timeout=3.0).unblock(LINS)
    assert helpers() == []


def test_a_program_that_ends_does_not_wait_for_a_key_pad(maker: Maker, driver_with: With) -> None:
    """Whoever asked for the PIN is told that nobody knows what became of it."""
    maker.says("iReadCardBas", LIN.basics).does("iVerifyPIN", "hang")
    driver, told = driver_with(), []

    def verify() -> None:
        with pytest.raises(PinUnsettled) as caught:
            driver.verify(LINS)
        told.append(caught.value)

    asking = threading.Thread(target=verify)
    asking.start()
    wait_until(lambda: "iVerifyPIN" in maker.functions_called(), what="the key pad")
    began = time.monotonic()
    driver.close()
    assert time.monotonic() - began < 5
    asking.join(5)
    assert told
    assert helpers() == []


def test_a_pin_typed_into_the_program_is_refused_before_anything(maker: Maker, driver_with: With) -> None:
    driver = driver_with()
    typed: list[Callable[[SecretDigits], None]] = [
        partial(driver.verify, LINS),
        partial(driver.reset, LINS),
        lambda digits: driver.change(LINS, new=digits),
        lambda digits: driver.change(LINS, old=digits),
    ]
    for action in typed:
        with SecretDigits(bytearray(b"135790")) as digits, pytest.raises(DriverLacks):
            action(digits)
    assert maker.calls() == []


# --- under a key of the platform ---


def test_a_reset_goes_in_three_steps_by_the_platform(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iReloadPIN", "", code=-2201)
    maker.says("iReloadPIN_HSM_Step1", STEP_1)
    maker.says("iReloadPIN_HSM_Step2", "01|0B|FEDCBA9876543210|805E000007|135790|").says("iReloadPIN_HSM_Step3", "")
    module = Module(CRYPTOGRAM, CODE)
    driver_with(module).reset(LINS)
    first = Challenge("read", "des", LIN.identifier, LIN.history[-16:], RANDOM, "0B")
    second = replace(first, purpose="pin-reset", random="FEDCBA9876543210", data=bytes.fromhex("805E000007135790"))
    assert module.asked == [first, second]
    assert maker.calls()[3:] == [
        f"iReloadPIN_HSM_Step2(0,{CRYPTOGRAM.hex().upper()},)",
        "iReloadPIN_HSM_Step3(0,A1B2C3D4,)",
    ]


def test_with_sm4_the_head_of_the_command_goes_before_the_code(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iReloadPIN", "", code=-2202)
    maker.says("iReloadPIN_HSM_Step1", STEP_1.replace("01|", "03|", 1))
    maker.says("iReloadPIN_HSM_Step2", "03|0B|FEDCBA9876543210|805E000008|1357913|").says("iReloadPIN_HSM_Step3", "")
    module = Module(CRYPTOGRAM, CODE)
    driver_with(module).reset(LINS)
    assert module.asked[1].data.hex() == "805e0000081357913f"
    assert maker.calls()[-1] == "iReloadPIN_HSM_Step3(0,805E000008A1B2C3D4,)"


def test_an_unblocking_goes_in_three_steps_by_the_platform(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iUnblockPIN", "", code=-24)
    maker.says("iUnblockPIN_HSM_Step1", STEP_1)
    maker.says("iUnblockPIN_HSM_Step2", "01|0C|FEDCBA9876543210|8424000004|").says("iUnblockPIN_HSM_Step3", "")
    module = Module(CRYPTOGRAM, CODE)
    driver_with(module).unblock(LINS)
    assert [(c.purpose, c.key, c.data) for c in module.asked] == [
        ("read", "0B", b""),
        ("pin-unblock", "0C", bytes.fromhex("8424000004")),
    ]


@pytest.mark.parametrize("function", ["iReloadPIN", "iUnblockPIN"])
def test_without_a_line_no_key_is_used_and_the_pin_stays(maker: Maker, driver_with: With, function: str) -> None:
    maker.says("iReadCardBas", LIN.basics).says(function, "", code=-2201).says(f"{function}_HSM_Step1", STEP_1)
    for module in (None, Module(NoNetwork(handed_over=False))):
        with pytest.raises(NoWayToAuthenticate):
            ACTIONS[function](driver_with(module), LINS)
    assert f"{function}_HSM_Step2" not in maker.functions_called()


@pytest.mark.parametrize("function", ["iReloadPIN", "iUnblockPIN"])
def test_a_wrong_code_is_told_and_not_tried_again(maker: Maker, driver_with: With, function: str) -> None:
    maker.says("iReadCardBas", LIN.basics).says(function, "", code=-2201).says(f"{function}_HSM_Step1", STEP_1)
    maker.says(f"{function}_HSM_Step2", STEP_1).says(f"{function}_HSM_Step3", "", code=-27016)
    with pytest.raises(AuthenticationRefused, match="MAC"):
        ACTIONS[function](driver_with(Module(CRYPTOGRAM, CODE)), LINS)
    assert maker.functions_called().count(f"{function}_HSM_Step3") == 1


def test_a_step_that_never_answers_is_told_as_unsettled(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iReloadPIN", "", code=-2201).says("iReloadPIN_HSM_Step1", STEP_1)
    maker.says("iReloadPIN_HSM_Step2", STEP_1).does("iReloadPIN_HSM_Step3", "crash")
    with pytest.raises(PinUnsettled):
        driver_with(Module(CRYPTOGRAM, CODE)).reset(LINS)


def test_the_new_pin_is_in_no_log_and_in_no_words_of_an_error(
    maker: Maker, driver_with: With, caplog: pytest.LogCaptureFixture
) -> None:
    """The second step of a reset tells it, for the code is made over it."""
    caplog.set_level("DEBUG")
    maker.says("iReadCardBas", LIN.basics).says("iReloadPIN", "", code=-2201).says("iReloadPIN_HSM_Step1", STEP_1)
    maker.says("iReloadPIN_HSM_Step2", "01|0B|FEDCBA9876543210|805E000007|135790|")
    with pytest.raises(NoWayToAuthenticate) as caught:
        driver_with(Module(CRYPTOGRAM, NoNetwork(handed_over=False))).reset(LINS)
    assert "135790" not in caplog.text + repr(caught.value) + repr(caught.value.facts)

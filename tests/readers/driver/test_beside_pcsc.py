"""A desk whose cards PC/SC reads and whose only key is the maker's: settings, the real library, a card in the hand."""

import pytest

from counter_app.domain.card import CardIdentity
from counter_app.domain.chip_errors import AuthenticationRefused, DriverLacks, NoKeyPad
from counter_app.settings import KEYS, Settings
from readers.desk_pin import DeskPin
from readers.driver.driver import driver_of
from readers.pin_choice import PinOfEither
from readers.simulator.keys import history_of
from readers.ways_of_settings import authentication_of
from tests.readers.driver.maker import Maker, helpers
from tests.readers.driver.people import Made
from tests.readers.modules import Module
from tests.readers.pin_desk import InHand, Reader, drawn, identity_of, pin_of


class Desk:
    """`pin` as the program wires it; `card` lies there, `who` is its holder, `maker` the maker of the driver."""

    def __init__(self, maker: Maker, *, pad: str = "auto") -> None:
        facts, self.card = drawn(11)
        self.who: CardIdentity = identity_of(facts, self.card)
        history = history_of(self.card.atr).hex().upper()
        made = Made(number=facts.number, identifier=facts.identifier, history=history)
        maker.says("iReadCardBas", made.basics)
        values = {"readers.driver": str(maker.library), "readers.driver_pad": pad, "readers.authentication": "driver"}
        settings = Settings({key.name: key.default for key in KEYS}).with_values(values)
        driver = driver_of(settings)
        assert driver is not None
        module = Module(trouble=AuthenticationRefused(way="x", why="x"))
        ways = authentication_of(settings, security=module, driver=driver)
        desk = DeskPin(Reader(InHand(self.card)), authority=ways, authenticate=ways.on_card)
        self.pin = PinOfEither(desk, driver)


def test_the_drivers_key_unblocks_where_no_other_is(maker: Maker) -> None:
    maker.says("iUnblockPIN", "")
    desk = Desk(maker)
    desk.pin.unblock(desk.who)
    assert maker.functions_called() == ["iReadCardBas", "iUnblockPIN"]
    assert helpers() == []


def test_where_the_driver_has_no_key_either_that_is_told(maker: Maker) -> None:
    maker.says("iUnblockPIN", "", code=-13)
    desk = Desk(maker)
    with pytest.raises(DriverLacks):
        desk.pin.unblock(desk.who)


def test_a_driver_for_reading_leaves_the_pin_to_be_typed(maker: Maker) -> None:
    """The library has the functions, its reader has no keys: settings say so, and nobody waits for keys."""
    maker.says("iVerifyPIN", "")
    desk = Desk(maker, pad="no")
    assert not desk.pin.has_key_pad
    assert not desk.pin.resets_on_keys
    desk.pin.verify(desk.who, pin_of("314159"))
    with pytest.raises(NoKeyPad):
        desk.pin.verify(desk.who)
    assert maker.calls() == []

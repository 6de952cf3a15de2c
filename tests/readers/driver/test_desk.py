"""The desk's reader through pcscd and, where a card asks for authentication and no other way is open, the driver: a
real card on the virtual reader, a real library in its helper process, settings in between.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from counter_app.domain.chip_errors import AuthenticationRefused, NoWayToAuthenticate
from counter_app.settings import KEYS, Settings
from readers.desk_reader import DeskReader
from readers.driver.driver import Driver, driver_of
from readers.simulator.keys import history_of
from readers.ways_of_settings import authentication_of
from tests.parts.pcscd import VirtualReader
from tests.readers.cards import OnReader
from tests.readers.driver.maker import Maker, helpers
from tests.readers.driver.people import LIN, ZHOU, Made
from tests.readers.looking import wait_until_empty, wait_until_seen
from tests.readers.modules import Module, Part, third
from tests.readers.test_simulator import FACTS


def of_the_card(card: Part) -> Made:
    """What the driver tells of that very card."""
    return Made(
        number=str(FACTS["number"]),
        card=str(FACTS["card_number"]),
        identifier=str(FACTS["identifier"]),
        name="何秀珍",
        history=history_of(card.atr).hex().upper(),
        version="3.00",
    )


@contextmanager
def desk(maker: Maker, slot: VirtualReader, card: Part, *, seconds: str = "5") -> Iterator[DeskReader]:
    """The card lies there; no PSAM, no platform, the driver last."""
    values = {"readers.driver": str(maker.library), "readers.driver_timeout": seconds, "readers.psam": "off"}
    settings = Settings({key.name: key.default for key in KEYS}).with_values(values)
    module = Module(trouble=AuthenticationRefused(way="x", why="x"))
    driver = driver_of(settings, security=None)
    assert isinstance(driver, Driver)
    with OnReader(card, slot.port):
        wait_until_seen(slot.name)
        yield DeskReader(slot.name, authentication=authentication_of(settings, security=module, driver=driver))
    driver.close()
    wait_until_empty(slot.name)


def test_the_driver_reads_what_no_other_way_opens(maker: Maker, virtual_reader: VirtualReader) -> None:
    card = third()
    maker.says("iReadCardBas", of_the_card(card).basics)
    with desk(maker, virtual_reader, card) as reader:
        chip = reader.read()
    assert (chip.name, chip.social_security_number, chip.authenticated_by) == ("何秀珍", FACTS["number"], "driver")
    assert chip.atr == card.atr.hex().upper(), "the driver tells historical bytes only; PC/SC knows it all"
    assert helpers() == []


@pytest.mark.parametrize("other", [ZHOU, replace(LIN, number=str(FACTS["number"]))])
def test_another_card_on_the_drivers_own_reader_is_nobodys(
    maker: Maker, virtual_reader: VirtualReader, other: Made
) -> None:
    """The driver's reader is not ours: two cards may lie on the desk."""
    maker.says("iReadCardBas", other.basics)
    with desk(maker, virtual_reader, third()) as reader, pytest.raises(AuthenticationRefused):
        reader.read()


@pytest.mark.parametrize("behaviour", ["crash", "hang"])
def test_a_driver_that_breaks_does_not_hold_the_reader(
    maker: Maker, virtual_reader: VirtualReader, behaviour: str
) -> None:
    card = third()
    maker.does("iReadCardBas", behaviour)
    with desk(maker, virtual_reader, card, seconds="3") as reader:
        began = time.monotonic()
        with pytest.raises((NoWayToAuthenticate, AuthenticationRefused)):
            reader.read()
        assert time.monotonic() - began < 10
        maker.forgets().says("iReadCardBas", of_the_card(card).basics)
        assert reader.read().name == "何秀珍"

"""A driver that hangs while the holder is at its key pad, and a clerk who waits no longer: a real library, in its real
process, which is ended and started anew.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from counter_app.devices import CardPin
from counter_app.domain.chip_errors import PinCalledOff, PinGivenUp, WrongPerson
from readers.driver.driver import Driver
from tests.parts.processes import wait_until
from tests.readers.driver.maker import Maker, helpers, inhabitants
from tests.readers.driver.people import LIN, ZHOU
from tests.readers.driver.test_pin import ACTIONS, BY_ITS_HOLDER, LINS

With = Callable[..., Driver]


@pytest.fixture
def waiting() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


def ended(asking: Future[object], pin: CardPin) -> float:
    """Seconds from stopping to the end of waiting."""
    begun = time.monotonic()
    pin.stop_waiting()
    wait_until(asking.done, what="the end of waiting")
    return time.monotonic() - begun


@pytest.mark.parametrize("function", [*BY_ITS_HOLDER, "iReloadPIN"])
def test_the_process_is_ended_and_the_next_call_has_a_new_one(
    maker: Maker, driver_with: With, waiting: ThreadPoolExecutor, function: str
) -> None:
    maker.says("iReadCardBas", LIN.basics).does(function, "hang")
    pin: CardPin = driver_with()
    asking: Future[object] = waiting.submit(ACTIONS[function], pin, LINS)
    wait_until(lambda: function in maker.functions_called(), what="the key pad")
    assert ended(asking, pin) < 8
    with pytest.raises(PinGivenUp):
        asking.result()
    assert helpers() == []
    wait_until(lambda: not inhabitants(maker.folder), what="the process to end")
    assert maker.functions_called() == ["iReadCardBas", function], "it is not asked again by itself"
    maker.forgets().says("iReadCardBas", LIN.basics).says(function, "")
    ACTIONS[function](pin, LINS)


def test_after_it_the_guard_still_holds(maker: Maker, driver_with: With, waiting: ThreadPoolExecutor) -> None:
    maker.says("iReadCardBas", LIN.basics).does("iVerifyPIN", "hang")
    pin: CardPin = driver_with()
    asking: Future[object] = waiting.submit(pin.verify, LINS)
    wait_until(lambda: "iVerifyPIN" in maker.functions_called(), what="the key pad")
    ended(asking, pin)
    maker.forgets().says("iReadCardBas", ZHOU.basics).says("iVerifyPIN", "")
    with pytest.raises(WrongPerson):
        pin.verify(LINS)
    assert maker.functions_called() == ["iReadCardBas", "iVerifyPIN", "iReadCardBas"]


def test_stopped_while_the_card_is_read_no_pin_was_asked_for(
    maker: Maker, driver_with: With, waiting: ThreadPoolExecutor
) -> None:
    maker.does("iReadCardBas", "hang")
    pin: CardPin = driver_with()
    asking: Future[object] = waiting.submit(pin.verify, LINS)
    wait_until(maker.functions_called, what="the driver")
    assert ended(asking, pin) < 8
    with pytest.raises(PinCalledOff):
        asking.result()
    assert maker.functions_called() == ["iReadCardBas"]


def test_stopped_while_the_card_is_read_again_nobody_knows_whose_pin_it_was(
    maker: Maker, driver_with: With, waiting: ThreadPoolExecutor
) -> None:
    maker.says("iReadCardBas", LIN.basics).does("iReadCardBas", "hang").says("iVerifyPIN", "")
    pin: CardPin = driver_with()
    asking: Future[object] = waiting.submit(pin.verify, LINS)
    wait_until(lambda: maker.functions_called().count("iReadCardBas") == 2, what="the second reading")
    ended(asking, pin)
    with pytest.raises(PinGivenUp):
        asking.result()


def test_stopping_when_nobody_waits_stops_nothing(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iVerifyPIN", "")
    pin: CardPin = driver_with()
    pin.stop_waiting()
    pin.verify(LINS)
    pin.stop_waiting()
    pin.verify(LINS)

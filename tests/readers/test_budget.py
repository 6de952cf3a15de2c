"""The seconds of one reading are shared by all its parts: without a reader."""

import threading
from datetime import date

import pytest

from counter_app.devices import Challenge
from counter_app.domain.card import ChipData
from counter_app.domain.chip_errors import DriverSilent, NoWayToAuthenticate
from counter_app.domain.errors import NoNetwork, ReaderSilent
from readers.attempt import Authentication, ByDriver
from readers.authentication import Authenticate, TwoStep
from readers.budget import Budget
from readers.ssc import read_chip
from readers.supervised import Signs, Supervised
from tests.readers.line import Line
from tests.readers.modules import Module, Part, third

TODAY = date(2026, 11, 21)


class Timed(Module):
    """A module that keeps how long it was given. `uses`: of that budget all is gone when it answers."""

    def __init__(self, trouble: Exception | None = None, *, uses: Budget | None = None) -> None:
        super().__init__(trouble=trouble)
        self.within: list[float] = []
        self._uses = uses

    def cryptogram(self, challenge: Challenge, *, within: float = 0.0) -> bytes:
        self.within.append(within)
        if self._uses is not None:
            self._uses.until = self._uses.begun
        return super().cryptogram(challenge)


class Driver:
    """A maker's driver that never answers, and keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[Budget | None] = []

    def read(self, budget: Budget | None = None) -> ChipData:
        self.given.append(budget)
        raise DriverSilent


def reading(card: Part, by: Authentication, budget: Budget) -> ChipData:
    def once(authenticate: Authenticate) -> ChipData:
        card.reset()
        return read_chip(Line(card.answer), today=TODAY, atr=card.atr.hex().upper(), authenticate=authenticate)

    return by.read(once, budget)


def test_each_part_is_given_what_is_left_and_all_the_same_budget() -> None:
    psam, platform, driver, budget = Timed(NoNetwork()), Timed(NoNetwork()), Driver(), Budget(5.0)
    ways = Authentication((TwoStep("psam", psam), TwoStep("platform", platform), ByDriver(driver)))
    with pytest.raises(NoWayToAuthenticate) as told:
        reading(third(), ways, budget)
    assert 5.0 > psam.within[0] > platform.within[0] > budget.left
    assert driver.given == [budget]
    assert "厂商驱动没有回应" in told.value.message.zh


def test_a_reading_whose_time_is_used_up_asks_nobody_else_and_names_who_was_silent() -> None:
    """The card too is asked for no random number that nobody would use."""
    budget, card, driver, platform = Budget(5.0), third(), Driver(), Timed()
    psam = Timed(NoNetwork(), uses=budget)
    ways = Authentication((TwoStep("psam", psam), TwoStep("platform", platform), ByDriver(driver)))
    with pytest.raises(NoWayToAuthenticate) as told:
        reading(card, ways, budget)
    assert (len(psam.within), platform.within, driver.given) == (1, [], [])
    assert card.count(0x84) == 1
    assert told.value.message.zh == "这张卡要先认证：没有网络；没有时间再问省平台；没有时间再问厂商驱动"


def test_a_card_is_not_read_again_when_no_time_is_left() -> None:
    """A driver that stands first and used it all."""
    card, budget = third(), Budget(5.0)

    class UsesAll(Driver):
        def read(self, budget: Budget | None = None) -> ChipData:
            assert budget is not None
            budget.until = budget.begun
            return super().read(budget)

    with pytest.raises(DriverSilent):
        reading(card, Authentication((ByDriver(UsesAll()), TwoStep("psam", Module()))), budget)
    assert sum(header[1] == 0xA4 and header[2] == 0x04 for header in card.headers) == 1


def test_a_card_is_not_silent_while_somebody_else_computes() -> None:
    """Longer than a card may say nothing; then it is the card's turn again, with all its patience."""
    budget, free = Budget(5.0), threading.Event()

    def work(signs: Signs) -> str:
        with budget.asking("platform"):
            free.wait(0.5)
        signs.alive()
        return "read"

    assert Supervised("test").run(work, silent_after=0.2, at_most=5.0, budget=budget) == "read"


def test_whoever_computes_and_never_comes_back_is_given_up_with_the_budget_and_named() -> None:
    """A name that cannot be looked up holds a call for longer than its own limit."""
    budget, free, card, driver = Budget(0.2), threading.Event(), third(), Driver()
    supervised = Supervised("test")

    class Hangs(Module):
        def cryptogram(self, challenge: Challenge, *, within: float = 0.0) -> bytes:
            free.wait(60)
            return super().cryptogram(challenge)

    def read(authenticate: Authenticate) -> ChipData:
        def work(_signs: Signs) -> ChipData:
            return read_chip(Line(card.answer), today=TODAY, atr=card.atr.hex().upper(), authenticate=authenticate)

        return supervised.run(work, silent_after=5.0, at_most=5.0, budget=budget)

    try:
        with pytest.raises(NoWayToAuthenticate) as told:
            Authentication((TwoStep("platform", Hangs()), ByDriver(driver))).read(read, budget)
        assert told.value.message.zh == "这张卡要先认证：省平台没有回应"
        assert driver.given == [], "our hold on the card is not over"
    finally:
        free.set()


def test_a_silent_card_has_what_the_others_left() -> None:
    """It has a little to answer in when they left nothing, so that it is not called silent for them."""
    budget, free = Budget(0.0), threading.Event()
    with pytest.raises(ReaderSilent):
        Supervised("test").run(lambda _signs: free.wait(60), silent_after=20.0, at_most=20.0, budget=budget)
    free.set()

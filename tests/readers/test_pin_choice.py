"""One PIN out of two ways: PC/SC first, the maker's driver where only it has keys."""

from collections.abc import Callable

import pytest

from counter_app.domain.card import CardIdentity, PinState
from counter_app.domain.chip_errors import (
    AuthenticationRefused,
    DriverLacks,
    NoWayToAuthenticate,
    PinBlocked,
    PinCodeRefused,
)
from counter_app.domain.errors import CardTrouble
from counter_app.domain.secret import SecretDigits
from readers.pin_choice import PinOfEither
from tests.readers.pin_desk import pin_of

HOLDER = CardIdentity("01" * 16, "43990119900307881X", "")


class Told:
    """A way to the PIN that keeps what it was asked for."""

    def __init__(self, name: str, *, keys: bool, resets: bool = False, unblocks: CardTrouble | None = None) -> None:
        self.unblocks = unblocks
        self.name, self.has_key_pad, self.resets_on_keys = name, keys, resets
        self.asked: list[str] = []

    def state(self, _expected: CardIdentity) -> PinState:
        self.asked.append("state")
        return PinState(6)

    def verify(self, _expected: CardIdentity, pin: SecretDigits | None = None) -> None:
        self.asked.append(f"verify {'typed' if pin else 'keys'}")

    def change(self, _expected: CardIdentity, old: SecretDigits | None = None, new: SecretDigits | None = None) -> None:
        self.asked.append(f"change {'typed' if old and new else 'keys'}")

    def reset(self, _expected: CardIdentity, new: SecretDigits | None = None) -> None:
        self.asked.append(f"reset {'typed' if new else 'keys'}")

    def unblock(self, _expected: CardIdentity) -> None:
        self.asked.append("unblock")
        if self.unblocks is not None:
            raise self.unblocks

    def stop_waiting(self) -> None:
        self.asked.append("stop")

    def when_late(self, tell: Callable[[CardTrouble | None], None]) -> None:
        del tell
        self.asked.append("when late")


@pytest.mark.parametrize("desk_keys", [True, False])
def test_keys_over_pcsc_come_first_and_the_driver_is_asked_only_for_what_they_lack(*, desk_keys: bool) -> None:
    desk, driver = Told("desk", keys=desk_keys), Told("driver", keys=True, resets=True)
    either = PinOfEither(desk, driver)
    assert either.has_key_pad
    assert either.resets_on_keys
    either.state(HOLDER)
    either.verify(HOLDER)
    either.change(HOLDER)
    either.reset(HOLDER)
    either.unblock(HOLDER)
    keys = ["verify keys", "change keys"]
    assert desk.asked == ["state", *(keys if desk_keys else []), "unblock"]
    assert driver.asked == [*([] if desk_keys else keys), "reset keys"]


def test_a_typed_pin_never_goes_to_the_driver() -> None:
    desk, driver = Told("desk", keys=False), Told("driver", keys=True, resets=True)
    either = PinOfEither(desk, driver)
    either.verify(HOLDER, pin_of("314159"))
    either.change(HOLDER, pin_of("314159"), pin_of("271828"))
    either.reset(HOLDER, pin_of("271828"))
    assert desk.asked == ["verify typed", "change typed", "reset typed"]
    assert driver.asked == []


def test_where_neither_has_keys_the_driver_is_left_alone() -> None:
    """The desk says that there is no key pad; the driver would wait for keys that are not there."""
    desk, driver = Told("desk", keys=False), Told("driver", keys=False)
    either = PinOfEither(desk, driver)
    assert not either.has_key_pad
    assert not either.resets_on_keys
    either.verify(HOLDER)
    either.change(HOLDER)
    either.reset(HOLDER)
    assert desk.asked == ["verify keys", "change keys", "reset keys"]
    assert driver.asked == []


def test_a_desk_without_a_key_of_its_own_unblocks_by_the_driver() -> None:
    desk, driver = Told("desk", keys=False, unblocks=NoWayToAuthenticate()), Told("driver", keys=True)
    PinOfEither(desk, driver).unblock(HOLDER)
    assert (desk.asked, driver.asked) == (["unblock"], ["unblock"])


def test_what_the_desk_lacks_is_told_where_the_driver_cannot_unblock_either() -> None:
    none = NoWayToAuthenticate()
    desk = Told("desk", keys=False, unblocks=none)
    driver = Told("driver", keys=True, unblocks=DriverLacks(number=-13, function="iUnblockPIN"))
    with pytest.raises(NoWayToAuthenticate) as caught:
        PinOfEither(desk, driver).unblock(HOLDER)
    assert caught.value is none


@pytest.mark.parametrize("refusal", [PinBlocked(), PinCodeRefused(sw="6988"), AuthenticationRefused(way="x", why="x")])
def test_after_a_card_refused_the_driver_is_not_asked(refusal: CardTrouble) -> None:
    """Only a code that was not to be had leads on: the card would count another wrong one."""
    desk, driver = Told("desk", keys=False, unblocks=refusal), Told("driver", keys=True)
    with pytest.raises(type(refusal)):
        PinOfEither(desk, driver).unblock(HOLDER)
    assert driver.asked == []


def test_stopping_is_told_to_both_and_what_comes_late_is_asked_of_the_one_used_last() -> None:
    desk, driver = Told("desk", keys=False), Told("driver", keys=True)
    either = PinOfEither(desk, driver)
    either.verify(HOLDER)
    either.stop_waiting()
    either.when_late(lambda _trouble: None)
    assert (desk.asked, driver.asked) == (["stop"], ["verify keys", "stop", "when late"])
    either.state(HOLDER)
    either.when_late(lambda _trouble: None)
    assert desk.asked == ["stop", "state", "when late"]

"""One `CardPin` out of two: the PC/SC reader first, the maker's driver where only it has a key pad, and where only it
has a key to unblock with.

Refuses to use the driver for what PC/SC can do: a second program on the reader is a second thing that may hang.
"""

from __future__ import annotations

from collections.abc import Callable

from counter_app.devices import CardPin
from counter_app.domain.card import CardIdentity, PinState
from counter_app.domain.chip_errors import AuthenticationRefused, DriverLacks, DriverMissing, NoWayToAuthenticate
from counter_app.domain.errors import CardTrouble, NeedsAuthentication
from counter_app.domain.secret import SecretDigits


class PinOfEither:
    """`desk` over PC/SC, `driver` by the maker's library with its own key pad."""

    def __init__(self, desk: CardPin, driver: CardPin) -> None:
        self.desk = desk
        self._driver = driver
        self._last = desk

    @property
    def has_key_pad(self) -> bool:
        return self.desk.has_key_pad or self._driver.has_key_pad

    @property
    def resets_on_keys(self) -> bool:
        return self._driver.resets_on_keys

    def state(self, expected: CardIdentity) -> PinState:
        """PC/SC tells the tries; the driver has no function for it."""
        return self._by(self.desk).state(expected)

    def verify(self, expected: CardIdentity, pin: SecretDigits | None = None) -> None:
        """On the keys of PC/SC, else of the driver; a typed PIN over PC/SC. NoKeyPad where neither has keys."""
        on_desk = pin is not None or not self._only_the_driver_has_keys
        self._by(self.desk if on_desk else self._driver).verify(expected, pin)

    def change(self, expected: CardIdentity, old: SecretDigits | None = None, new: SecretDigits | None = None) -> None:
        """As `verify`."""
        on_desk = (old is not None and new is not None) or not self._only_the_driver_has_keys
        self._by(self.desk if on_desk else self._driver).change(expected, old, new)

    def reset(self, expected: CardIdentity, new: SecretDigits | None = None) -> None:
        """A typed one under the desk's authority, one on the keys by the driver."""
        on_desk = new is not None or not self._driver.resets_on_keys
        self._by(self.desk if on_desk else self._driver).reset(expected, new)

    def unblock(self, expected: CardIdentity) -> None:
        """Under the desk's authority, which asks PSAM and platform; where neither can, under a key of the driver's."""
        try:
            self._by(self.desk).unblock(expected)
        except AuthenticationRefused:
            raise  # a code or a cryptogram was judged: another wrong one may lock the card
        except NeedsAuthentication as none:  # nothing was to be had, so nothing was sent
            try:
                self._by(self._driver).unblock(expected)
            except (DriverLacks, DriverMissing) as error:
                if isinstance(none, NoWayToAuthenticate):  # it says of each way why it could not be gone
                    raise none from error
                raise

    def stop_waiting(self) -> None:
        """Whichever of the two it is that is waited for."""
        self.desk.stop_waiting()
        self._driver.stop_waiting()

    def when_late(self, tell: Callable[[CardTrouble | None], None]) -> None:
        """Of the one that was used last."""
        self._last.when_late(tell)

    def _by(self, one: CardPin) -> CardPin:
        self._last = one
        return one

    @property
    def _only_the_driver_has_keys(self) -> bool:
        return not self.desk.has_key_pad and self._driver.has_key_pad

"""Whether the reader behind the maker's driver has keys for the PIN: as settings say, else as the library shows.

No function of the standard tells it. Refuses to guess for a library that is not loaded, and to go on believing in keys
once the library has said that it has no such command.
"""

from __future__ import annotations

from collections.abc import Collection

from readers.driver.codes import NO_SUCH_COMMAND, WRONG_PARAMETERS

VERIFIES, RESETS = "iVerifyPIN", "iReloadPIN"


class Pad:
    """`setting` as `readers.driver_pad`: "yes", "no", "auto" (the library has iVerifyPIN and did not turn it down)."""

    def __init__(self, setting: str = "auto") -> None:
        self._setting = setting
        self._functions: Collection[str] | None = None
        self._turned_down: set[str] = set()

    @property
    def known(self) -> bool:
        """Whether the library's functions need not be asked for (any more)."""
        return self._setting == "no" or self._functions is not None

    def learn(self, functions: Collection[str]) -> None:
        """What the library has; nothing where it cannot be loaded."""
        self._functions = functions

    def answered(self, function: str, code: int) -> None:
        """A function that acts on the PIN returned this code."""
        if code in (NO_SUCH_COMMAND, WRONG_PARAMETERS):
            self._turned_down.add(function)

    @property
    def there(self) -> bool:
        """There are keys."""
        return self._setting == "yes" or (self._setting == "auto" and self._has(VERIFIES))

    @property
    def resets(self) -> bool:
        """The new PIN of a reset is entered on them."""
        return self.there and self._has(RESETS)

    def _has(self, function: str) -> bool:
        return function in (self._functions or ()) and function not in self._turned_down

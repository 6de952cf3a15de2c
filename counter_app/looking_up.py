"""Looking a holder up at the platform. A part of the port `Platform`; every method raises NoNetwork, NoPlatform, NotNow
or TooOld when it cannot answer.

Refuses a part of a name: whoever is looked up is known by number or by the whole name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from counter_app.domain.holder import Person


class LookingUpDoor(Protocol):
    """One person, or those of a name. `clerk`: number of whoever asks; the platform tells whom that clerk may see."""

    def person_by_number(self, number: str, *, clerk: str = "") -> Person | None:
        """Look a holder up by social security number."""
        ...

    def person_by_card(self, card_number: str, *, clerk: str = "") -> Person | None:
        """Look a holder up by card number."""
        ...

    def people_by_name(self, name: str, *, limit: int = 20, clerk: str = "") -> tuple[Person, ...]:
        """Look holders up by whole name."""
        ...

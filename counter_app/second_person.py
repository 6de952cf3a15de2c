"""A second person proves himself with number and password beside whoever is signed in at this window.

Judged as a sign-in is: by the platform, or without a line by what it said last time, and counted in the same lock-out.
Refuses to leave a sign-in behind that nobody asked for: there and here it ends at once, and no ticket is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter_app.clerks import ClerkSession

if TYPE_CHECKING:
    from counter_app.domain.password import Password
    from counter_app.signing_in import SigningIn


@dataclass(frozen=True, slots=True)
class Proving:
    """`signing_in` gives that of this counter; it is asked for when somebody proves himself."""

    signing_in: Callable[[], SigningIn]

    def stay(self, number: str, password: Password) -> ClerkSession:
        """Who that is, with a session to act by at the platform: `leave` ends it. Raises as `SigningIn.prove`."""
        return self.signing_in().prove(number, password)

    def leave(self, session: ClerkSession) -> None:
        """End what `stay` gave."""
        self.signing_in().leave(session)

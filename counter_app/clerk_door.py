"""The platform's part in signing a clerk in: part of the port `Platform`.

Refuses to know how it is done; what is told stands in `counter_app.clerks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from counter_app.clerks import ChangeFirst, SignedIn
    from counter_app.domain.password import Password


class ClerkDoor(Protocol):
    """Every method raises PlatformTrouble when the platform cannot answer."""

    def sign_in(self, clerk: str, password: Password) -> SignedIn | ChangeFirst:
        """Who the clerk is, with a token for a while; ChangeFirst: the password is right and must be changed. Raises
        WrongClerkOrPassword, ClerkLocked, NotOfThisOutlet.
        """
        ...

    def change_password(self, token: str, old: Password, new: Password, *, clerk: str) -> SignedIn:
        """Change that clerk's and sign in anew; all other sign-ins of the clerk end. Raises WrongClerkOrPassword for
        another old one, ClerkLocked, NewPasswordUnfit, NobodySignedIn for a token that holds no longer.
        """
        ...

    def still_signed_in(self, token: str) -> bool:
        """Whether that sign-in holds there: it does not once the password was changed elsewhere."""
        ...

    def sign_out(self, token: str) -> None:
        """End that sign-in. Raises NobodySignedIn where it has ended already."""
        ...

"""The platform's doors for a clerk who signs in, changes the password, signs out.

Refuses to put a number or a password anywhere but into a body. A token goes in a header of its own, which the counter's
signature covers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.domain.sign_in_errors import (
    NewPasswordUnfit,
    NobodySignedIn,
    NotOfThisOutlet,
    WrongClerkOrPassword,
)
from sync.door import Door

if TYPE_CHECKING:
    from counter_app.clerks import ChangeFirst, SignedIn
    from counter_app.domain.password import Password

SESSION = "Clerk-Session"
_CURRENT = "/v1/clerks/sign-ins/current"


class ClerkDoors(Door):
    """What `sync.client.HttpPlatform` does about clerks. Every method raises as the port says."""

    def sign_in(self, clerk: str, password: Password) -> SignedIn | ChangeFirst:
        """Sign in by number and password."""
        from sync import clerk_wire

        body = clerk_wire.write_sign_in(clerk, password)
        said_no = {401: _not_admitted, 403: _not_let_in, 423: clerk_wire.read_locked}
        try:
            answer = self._ask("POST", "/v1/clerks/sign-ins", body, said_no=said_no)
        except _ToBeChanged as told:
            return told.how
        return clerk_wire.read_signed_in(answer, clerk=clerk)

    def change_password(self, token: str, old: Password, new: Password, *, clerk: str) -> SignedIn:
        """Put another password in the place of the one in use."""
        from sync import clerk_wire

        body = clerk_wire.write_change(old, new)
        said_no = {401: _not_admitted, 422: _unfit, 423: clerk_wire.read_locked}
        headers = {SESSION: token}
        answer = self._ask("PUT", "/v1/clerks/current/password", body, headers=headers, said_no=said_no)
        return clerk_wire.read_signed_in(answer, clerk=clerk)

    def still_signed_in(self, token: str) -> bool:
        """Whether the sign-in of that token holds."""
        from sync import clerk_wire

        try:
            clerk_wire.read_standing(self._ask("GET", _CURRENT, headers={SESSION: token}, said_no={401: _not_admitted}))
        except NobodySignedIn:
            return False
        return True

    def sign_out(self, token: str) -> None:
        """End the sign-in of that token."""
        from sync import clerk_wire

        clerk_wire.read_ended(self._ask("DELETE", _CURRENT, headers={SESSION: token}, said_no={401: _not_admitted}))


class _ToBeChanged(Exception):
    """The password is right and must be changed."""

    def __init__(self, how: ChangeFirst) -> None:
        super().__init__()
        self.how = how


def _not_admitted(body: bytes) -> Exception:
    from sync import clerk_wire, signing

    match clerk_wire.type_of(body):
        case "clerk-or-password-wrong":
            return WrongClerkOrPassword()
        case "session-ended":
            return NobodySignedIn()
    return signing.read_unadmitted(body)


def _not_let_in(body: bytes) -> Exception:
    from sync import clerk_wire

    if clerk_wire.type_of(body) == "not-of-this-outlet":
        return NotOfThisOutlet()
    return _ToBeChanged(clerk_wire.read_change_first(body))


def _unfit(body: bytes) -> Exception:
    from sync import clerk_wire

    return NewPasswordUnfit(why=clerk_wire.read_unfit(body))

"""Putting damaged data back to the last good backup from the window: what is offered, and who may.

Refuses anybody but an administrator, who signs in at the copy, for the data themselves open to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter_app import backup_wiring
from counter_app.desk.duty import PRACTICE_CLERKS
from counter_app.domain.backup import Offer
from counter_app.domain.operation import AuditEntry
from counter_app.rights import Right, make_sure, may
from counter_app.sign_in_wiring import signing_in

if TYPE_CHECKING:
    from counter_app.domain.password import Password
    from counter_app.wiring import Counter

WHY = "damaged"


@dataclass(frozen=True, slots=True)
class Repairing:
    """Of one counter whose store does not open, while its window has the folder. Methods raise StoreTrouble."""

    counter: Counter

    def look(self) -> Offer:
        """The last good backup. Raises NoBackup."""
        found = backup_wiring.named(self.counter, "")
        with backup_wiring.drilled(self.counter, found) as (_copy, laid, lost):
            return Offer(laid.header, lost, _practice_administrator() if self.counter.practice else "")

    def put_back(self, offer: Offer, number: str, password: Password | None) -> None:
        """Put it back in the name of that administrator; `password` None in practice. Raises NotAllowed, NotABackup,
        FolderInUse, what `SigningIn.prove` says.
        """
        found = backup_wiring.named(self.counter, offer.header.file_name)
        with (
            backup_wiring.put_back(self.counter, found, window_is_ours=True) as (copy, laid, lost),
            _proved(copy, number, password) as clerk,
        ):
            backup_wiring.restored(copy, laid, lost, clerk=clerk, why=WHY)


@contextmanager
def _proved(copy: Counter, number: str, password: Password | None) -> Iterator[str]:
    if copy.practice or password is None:
        session = next(one for one in PRACTICE_CLERKS if copy.practice and one.clerk == number)
        make_sure(session.roles, Right.BACK_UP)
        yield session.clerk
        return
    signing = signing_in(copy)
    signed = signing.prove(number, password)
    try:
        make_sure(signed.clerk.roles, Right.BACK_UP)
        _note(copy, "clerk.signed_in", number)
        yield signed.clerk.number
        _note(copy, "clerk.signed_out", number)
    finally:
        signing.leave(signed)


def _practice_administrator() -> str:
    return next(one.clerk for one in PRACTICE_CLERKS if may(one.roles, Right.BACK_UP))


def _note(copy: Counter, what: str, clerk: str) -> None:
    place = copy.settings["outlet"], copy.settings["window"]
    copy.store().note(AuditEntry(what, copy.onward.now(), clerk, *place, facts={"for": "restore"}))

"""The platform's doors for the counter's own key: enrol it, put a fresh one in its place, ask what is granted to it.

Refuses to put a code or a key anywhere but into a body, and a private key anywhere at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.domain.enrolment_errors import CallRepeated, CodeRefused, EnrolmentRevoked, NotEnrolled
from sync.door import Door

if TYPE_CHECKING:
    from counter_app.enrolment import Grant, PrivateKey


class EnrolmentDoors(Door):
    """What `sync.client.HttpPlatform` does about the counter's key: the port `EnrolmentDoor`."""

    def enrol(self, code: str, key: PrivateKey, *, outlet: str, window: str, replaces: str = "") -> Grant:
        """Enrol `key`, which signs itself, in the place of the counter `replaces`; again is harmless. Raises
        CodeRefused for a definite no, EnrolmentRevoked for a key that was revoked since it was granted.
        """
        from sync import enrolment_wire

        body = enrolment_wire.write_enrolment(code, key.public, outlet=outlet, window=window, replaces=replaces)
        try:
            told = self._ask("POST", "/v1/counters", body, key=key, said_no={403: _refused})
        except CallRepeated as repeated:
            return self._granted_before(key, repeated)
        return enrolment_wire.read_grant(told)

    def renew(self, fresh: PrivateKey, *, old: PrivateKey) -> Grant:
        """Put `fresh` in the place of `old`, which signs; again is harmless."""
        from sync import enrolment_wire

        body = enrolment_wire.write_renewal(fresh, old=old)
        try:
            told = self._ask("POST", "/v1/counters/renewals", body, key=old)
        except CallRepeated as repeated:
            return self._granted_before(fresh, repeated)
        return enrolment_wire.read_grant(told)

    def grant(self, key: PrivateKey | None = None) -> Grant:
        """What is granted to `key`, or to the one in use, which signs."""
        from sync import enrolment_wire

        return enrolment_wire.read_grant(self._ask("GET", "/v1/counters/current", key=key))

    def _granted_before(self, key: PrivateKey, repeated: CallRepeated) -> Grant:
        """The line sent the call twice, and the answer to the first was kept back. Raises `repeated` where nothing was
        granted by it.
        """
        try:
            return self.grant(key)
        except EnrolmentRevoked:
            raise
        except NotEnrolled as error:
            raise repeated from error


def _refused(_body: bytes) -> Exception:
    return CodeRefused()

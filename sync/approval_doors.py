"""The platform's doors where somebody elsewhere is asked to agree to work of high risk, and decides.

Refuses to put anything into a path but the id of an operation. A session goes in a header of its own, which the
counter's signature covers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.approving import MayNotDecide, NotOpen
from counter_app.domain.enrolment_errors import CallRepeated
from counter_app.domain.sign_in_errors import NobodySignedIn
from sync.clerk_doors import SESSION
from sync.door import Door

if TYPE_CHECKING:
    from counter_app.approving import Approval, ApprovalRequest, OpenApproval

_DOOR = "/v1/approvals"


class ApprovalDoors(Door):
    """What `sync.client.HttpPlatform` does about approvals. Every method raises as the port says."""

    def ask_approval(self, request: ApprovalRequest) -> Approval:
        """Put it to whoever may decide."""
        from sync import approval_wire

        try:
            answer = self._ask("POST", _DOOR, approval_wire.write_request(request), said_no={409: _not_open})
        except CallRepeated:
            found = self.approval(request.operation_id)
            if found is None or found.digest != request.digest:
                raise
            return found
        return approval_wire.read_approval(answer, operation_id=request.operation_id)

    def agree_here(self, token: str, operation_id: str, digest: str, *, clerk: str) -> None:
        """Agree at the asking window."""
        from sync import approval_wire

        body = approval_wire.write_agreement(operation_id, digest, clerk=clerk)
        said_no = {401: _not_signed_in, 403: _may_not}
        answer = self._ask("POST", "/v1/agreements", body, headers={SESSION: token}, said_no=said_no)
        approval_wire.read_agreement(answer, operation_id=operation_id, digest=digest)

    def approval(self, operation_id: str) -> Approval | None:
        """How it stands."""
        from sync import approval_wire

        try:
            answer = self._ask("GET", f"{_DOOR}/{operation_id}", said_no={404: _nobody_asked})
        except _NobodyAsked:
            return None
        return approval_wire.read_approval(answer, operation_id=operation_id)

    def open_approvals(self, token: str) -> tuple[OpenApproval, ...]:
        """What waits for the clerk of that session."""
        from sync import approval_wire

        answer = self._ask("GET", _DOOR, headers={SESSION: token}, said_no={401: _not_signed_in, 403: _may_not})
        return approval_wire.read_open(answer)

    def decide_approval(self, token: str, request: ApprovalRequest, *, approved: bool, words: str) -> Approval:
        """Approve or refuse."""
        from sync import approval_wire

        body = approval_wire.write_decision(request.digest, approved=approved, words=words)
        said_no = {401: _not_signed_in, 403: _may_not, 404: _not_open, 409: _not_open}
        path = f"{_DOOR}/{request.operation_id}"
        answer = self._ask("PUT", path, body, headers={SESSION: token}, said_no=said_no)
        return approval_wire.read_approval(answer, operation_id=request.operation_id)


class _NobodyAsked(Exception):
    """The platform itself says that this counter asked nothing about it."""


def _nobody_asked(_body: bytes) -> Exception:
    return _NobodyAsked()


def _not_open(_body: bytes) -> Exception:
    return NotOpen()


def _may_not(_body: bytes) -> Exception:
    return MayNotDecide()


def _not_signed_in(body: bytes) -> Exception:
    from sync import approval_wire, signing

    return NobodySignedIn() if approval_wire.type_of(body) == "session-ended" else signing.read_unadmitted(body)

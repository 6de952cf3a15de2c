"""JSON of `/v1/approvals` in `docs/platform.openapi.yaml` <-> what somebody elsewhere is asked to agree to.

Refuses an answer that does not keep the contract (`NoPlatform`), and a word on another operation than the one asked
about.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from counter_app.approving import Approval, ApprovalRequest, ApprovalState, OpenApproval
from counter_app.domain.errors import NoPlatform
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from sync.body import GARBAGE, read, write
from sync.shapes import Moment, OperationKey, Shape, Words

_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Number = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{0,20}$")]
_Place = Annotated[str, Field(min_length=1, max_length=40)]


class _Row(Shape):
    label: Words
    value: Words


class _Approval(Shape):
    operation_id: OperationKey
    digest: _Digest
    state: Annotated[ApprovalState, Field(strict=False)]
    until: Moment
    by: _Number
    decided_at: Moment | None
    words: str = Field(max_length=200)

    def domain(self) -> Approval:
        return Approval(self.operation_id, self.digest, self.state, self.until, self.by, self.decided_at, self.words)


class _Open(Shape):
    operation_id: OperationKey
    digest: _Digest
    procedure: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    task: Words
    rows: list[_Row] = Field(max_length=40)
    why: list[Words] = Field(max_length=10)
    reason: str = Field(min_length=1, max_length=200)
    clerk: _Number
    outlet: _Place
    window: _Place
    asked_at: Moment
    until: Moment

    def domain(self) -> OpenApproval:
        request = ApprovalRequest(
            operation_id=self.operation_id,
            digest=self.digest,
            procedure=self.procedure,
            task=self.task.domain(),
            rows=tuple(Row(row.label.domain(), row.value.domain()) for row in self.rows),
            why=tuple(one.domain() for one in self.why),
            reason=self.reason,
            clerk=self.clerk,
            outlet=self.outlet,
            window=self.window,
        )
        return OpenApproval(request, self.asked_at, self.until)


class _Opens(Shape):
    approvals: list[_Open] = Field(max_length=1000)


class _Agreement(Shape):
    operation_id: OperationKey
    digest: _Digest
    by: _Number


class _Type(Shape):
    type: str


def write_request(request: ApprovalRequest) -> bytes:
    """The body of `POST /v1/approvals`."""
    return write(
        {
            "operation_id": request.operation_id,
            "digest": request.digest,
            "procedure": request.procedure,
            "task": _words(request.task),
            "rows": [{"label": _words(row.label), "value": _words(row.value)} for row in request.rows],
            "why": [_words(one) for one in request.why],
            "reason": request.reason,
            "clerk": request.clerk,
            "outlet": request.outlet,
            "window": request.window,
        }
    )


def write_decision(digest: str, *, approved: bool, words: str) -> bytes:
    """The body of `PUT /v1/approvals/{operation_id}`."""
    return write({"digest": digest, "decision": "approved" if approved else "refused", "words": words})


def write_agreement(operation_id: str, digest: str, *, clerk: str) -> bytes:
    """The body of `POST /v1/agreements`."""
    return write({"operation_id": operation_id, "digest": digest, "clerk": clerk})


def read_agreement(body: bytes, *, operation_id: str, digest: str) -> None:
    """The platform keeps that agreement. Raises NoPlatform."""
    told = read(_Agreement, body)
    if (told.operation_id, told.digest) != (operation_id, digest) or not told.by:
        raise NoPlatform(why=GARBAGE, fields=("operation_id",), handed_over=True)


def read_approval(body: bytes, *, operation_id: str) -> Approval:
    """The platform's word on that operation. Raises NoPlatform."""
    told = read(_Approval, body).domain()
    if told.operation_id != operation_id or (told.state is ApprovalState.APPROVED and not (told.by and told.at)):
        raise NoPlatform(why=GARBAGE, fields=("operation_id",), handed_over=True)
    return told


def read_open(body: bytes) -> tuple[OpenApproval, ...]:
    """What waits. Raises NoPlatform."""
    return tuple(one.domain() for one in read(_Opens, body).approvals)


def type_of(body: bytes) -> str:
    """What kind of problem it is, without `urn:ssc-platform:`. Raises NoPlatform."""
    return read(_Type, body).type.removeprefix("urn:ssc-platform:")


def _words(text: Text) -> dict[str, str]:
    """As the contract wants words: neither may be empty."""
    return {"zh": text.zh or "—", "en": text.en or "—"}

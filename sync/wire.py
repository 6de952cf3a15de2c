"""JSON of `docs/platform.openapi.yaml` <-> the domain.

Refuses an answer that does not keep the contract: every fault becomes `NoPlatform`, never another exception.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from counter_app.devices import Challenge
from counter_app.domain import card as c
from counter_app.domain.errors import NoPlatform
from counter_app.domain.holder import Person
from counter_app.domain.operation import Answer, HalfAnswer, Operation, OperationId, Verdict
from counter_app.domain.text import Text
from sync import sealing
from sync.body import GARBAGE, read, write
from sync.shapes import CardNumber, Code, Moment, OperationKey, PeopleShape, PersonShape, Shape, Words

SERVICE = "ssc-platform"
_WHOLE_CRYPTOGRAM = 16
OPEN_PURPOSES = frozenset({"read", "pin-unblock"})  # what they send holds no PIN; anything else goes sealed
_OTHER_KEY = "urn:ssc-platform:other-key"


class _Hello(Shape):
    service: Literal["ssc-platform"]
    api: str = Field(pattern=r"^1\.[0-9]+$")
    province: str = Field(min_length=1, max_length=40)
    server_time: Moment


class _HalfAnswer(Shape):
    half: Literal["ssc", "bank"]
    verdict: Literal["accepted", "refused", "not_now"]
    state: str = Field(max_length=20)
    code: Code
    reason: Words | None
    effective_at: Moment | None
    until: Moment | None

    def domain(self) -> HalfAnswer:
        return HalfAnswer(
            half=c.Half(self.half),
            verdict=Verdict(self.verdict),
            state=self.state,
            code=self.code,
            reason=self.reason.domain() if self.reason else None,
            effective_at=self.effective_at,
            until=self.until,
        )


class _Answer(Shape):
    operation_id: OperationKey
    verdict: Literal["accepted", "refused", "not_now"]
    known: bool
    answered_at: Moment
    halves: list[_HalfAnswer] = Field(max_length=2)
    code: Code
    reason: Words | None
    card_number: CardNumber | None
    person: PersonShape | None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        """The word on the whole follows from the words on the halves; "not now" may stand for halves not named."""
        verdicts = [half.verdict for half in self.halves]
        if len({half.half for half in self.halves}) != len(self.halves):
            raise ValueError("a half answered twice")
        undecided = "not_now" in (self.verdict, *verdicts)
        if verdicts and not undecided and self.verdict != ("refused" if "refused" in verdicts else "accepted"):
            raise ValueError("the verdict does not follow from the halves")
        return self

    def domain(self) -> Answer:
        put_off = any(half.verdict == "not_now" for half in self.halves)
        return Answer(
            operation_id=OperationId(self.operation_id),
            verdict=Verdict.NOT_NOW if put_off else Verdict(self.verdict),
            answered_at=self.answered_at,
            halves=tuple(half.domain() for half in self.halves),
            code=self.code,
            reason=self.reason.domain() if self.reason else None,
            known=self.known,
            card_number=self.card_number,
            person=self.person.domain() if self.person else None,
        )


class _Answers(Shape):
    answers: list[_Answer] = Field(max_length=200)


class _CarriedAnswers(Shape):
    answers: list[_Answer] = Field(max_length=10_000)


class _Cryptogram(Shape):
    cryptogram: str = Field(pattern=r"^([0-9A-F]{32}|[0-9A-F]{8})$")


class _Refusal(Shape):
    reason: Words


class _SecurityModule(Shape):
    key_id: str = Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")
    algorithm: Literal["RSA-OAEP-SHA256"]
    public_key: str = Field(pattern=r"^-----BEGIN PUBLIC KEY-----\n", max_length=4000)


class _Problem(Shape):
    type: str = Field(max_length=200)


def read_hello(body: bytes) -> datetime:
    """The platform's own time (UTC). Raises NoPlatform when this is not the platform."""
    return read(_Hello, body).server_time


def read_answers(body: bytes) -> tuple[Answer, ...]:
    """Answers to a batch. Raises NoPlatform when the contract is not kept anywhere in it."""
    return tuple(answer.domain() for answer in read(_Answers, body).answers)


def read_answer(body: bytes, *, operation_id: OperationId) -> Answer:
    """The answer to that operation. Raises NoPlatform, also for an answer to another one."""
    answer = read(_Answer, body).domain()
    if answer.operation_id != operation_id:
        raise NoPlatform(why=GARBAGE, fields=("operation_id",), handed_over=True)
    return answer


def read_carried_answers(body: bytes) -> tuple[Answer, ...]:
    """Answers to all that was in one file. Raises NoPlatform as `read_answers`."""
    return tuple(answer.domain() for answer in read(_CarriedAnswers, body).answers)


def read_people(body: bytes) -> tuple[Person, ...]:
    """Holders found. Raises NoPlatform."""
    return tuple(person.domain() for person in read(PeopleShape, body).people)


def read_cryptogram(body: bytes, *, purpose: str) -> bytes:
    """What a security module computed: 16 bytes for "read", else 4. Raises NoPlatform."""
    answer = bytes.fromhex(read(_Cryptogram, body).cryptogram)
    if (len(answer) == _WHOLE_CRYPTOGRAM) is not (purpose == "read"):
        raise NoPlatform(why=GARBAGE, fields=("cryptogram",), handed_over=True)
    return answer


def read_refusal(body: bytes) -> Text:
    """Why a security module said no. Raises NoPlatform."""
    return read(_Refusal, body).reason.domain()


def read_sealing_key(body: bytes) -> sealing.SealingKey:
    """The key a new PIN is sealed with. Raises NoPlatform for any other, and for one that is too short."""
    told = read(_SecurityModule, body)
    return sealing.key_of(told.public_key, key_id=told.key_id)


def says_other_key(body: bytes) -> bool:
    """Whether a 409 says that something was sealed with a key that is not in force. Raises NoPlatform."""
    return read(_Problem, body).type == _OTHER_KEY


def write_challenge(challenge: Challenge, *, key: sealing.SealingKey | None = None) -> bytes:
    """The body of `POST /v1/card-authentications`; sealed for `key`, without which no PIN is written. Raises NoPlatform
    for data that are too long to be sealed.
    """
    tree: dict[str, object] = {
        "purpose": challenge.purpose,
        "algorithm": challenge.algorithm,
        "card_identifier": challenge.card_identifier,
        "history": challenge.history,
        "random": challenge.random,
        "key": challenge.key,
    }
    if challenge.purpose in OPEN_PURPOSES:
        return write(tree | {"data": challenge.data.hex().upper()})
    if key is None:
        raise ValueError("this purpose goes sealed only")
    sealed = key.seal(challenge.data, label=bytes.fromhex(challenge.random))
    return write(tree | {"sealed": {"key_id": sealed.key_id, "value": sealed.value}})


def write_batch(batch: Sequence[Operation]) -> bytes:
    """The body of `POST /v1/operations`."""
    return write({"operations": [_operation(operation) for operation in batch]})


def body_digest(operation: Operation) -> str:
    """SHA-256 of an operation in the one form both sides digest it in: members sorted by name, no blanks, UTF-8."""
    text = json.dumps(_operation(operation), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def write_lookup(by: Literal["number", "card", "name"], value: str, *, limit: int, clerk: str = "") -> bytes:
    """The body of `POST /v1/lookups`."""
    asks = {"clerk": clerk} if clerk else {}
    return write({"by": by, "value": value, "limit": limit, **asks})


def say_moment(moment: datetime) -> str:
    """RFC 3339 in UTC with Z, microseconds where there are any."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _operation(operation: Operation) -> dict[str, object]:
    return {
        "id": operation.id,
        "procedure": operation.procedure,
        "holder": {"number": operation.holder_number, "name": operation.holder_name},
        "card_number": operation.card_number,
        "changes": {half.value: state for half, state in operation.changes.items()},
        "facts": dict(operation.facts),
        "accepted_at": say_moment(operation.accepted_at),
        "clerk": operation.clerk,
        "outlet": operation.outlet,
        "window": operation.window,
        "province": operation.province,
        "pack": operation.pack,
        "basis": list(operation.basis),
        "urgent": operation.urgent,
    }

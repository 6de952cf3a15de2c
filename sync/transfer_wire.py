"""JSON of `/v1/transfer-key` and `/v1/transfers` in `docs/platform.openapi.yaml`, and of what stands inside a file.

Refuses what does not keep the contract: NoPlatform over the line, BadTransferFile in a file.
"""

from __future__ import annotations

import base64
import json

from pydantic import Field

from counter_app.domain.declaration import SignedStatement
from counter_app.domain.errors import NoPlatform
from counter_app.domain.operation import Answer
from counter_app.domain.sealed_file import NOT_WHOLE
from counter_app.domain.text import Text
from counter_app.domain.transfer_errors import BadTransferFile
from counter_app.domain.transfer_key import ToldKey
from counter_app.transfer import HandedIn, TakenOut
from sync import wire
from sync.body import read, write
from sync.shapes import Shape, Words

_MOST = 10_000
_LONGEST = 12 * 1024 * 1024
_TOO_LARGE = Text("文件过大", "it is too large")


class _Key(Shape):
    statement: str = Field(min_length=2, max_length=4000)
    algorithm: str = Field(min_length=1, max_length=40)
    key_id: str = Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")
    signature: str = Field(pattern=r"^[0-9A-Za-z+/]{8,400}={0,2}$")
    signing_key: str = Field(pattern=r"^-----BEGIN PUBLIC KEY-----\n", max_length=1000)


class _HandedIn(Shape):
    accepted: int = Field(ge=0, le=_MOST)
    refused: int = Field(ge=0, le=_MOST)
    put_off: int = Field(ge=0, le=_MOST)
    left: int = Field(ge=0, le=_MOST)
    known: int = Field(ge=0, le=_MOST)
    answers: str = Field(min_length=1, max_length=_LONGEST)


class _TurnedDown(Shape):
    reason: Words | None = None


def read_key(body: bytes) -> ToldKey:
    """What the platform says of its transfer key. Raises NoPlatform."""
    told = read(_Key, body)
    return ToldKey(SignedStatement(told.statement, told.algorithm, told.key_id, told.signature), told.signing_key)


def read_handed_in(body: bytes) -> HandedIn:
    """What became of a file. Raises NoPlatform."""
    told = read(_HandedIn, body)
    return HandedIn(told.accepted, told.refused, told.put_off, told.left, told.known, told.answers.encode("utf-8"))


def read_reason(body: bytes) -> Text:
    """Why a file was turned down. Raises NoPlatform."""
    reason = read(_TurnedDown, body).reason
    return reason.domain() if reason is not None else _TOO_LARGE


def write_work(taken: TakenOut, *, answer_key: bytes) -> bytes:
    """What stands inside a file of work: operations as they go over the line, the pictures they name, and the public
    key (64 bytes) the answers are sealed for.
    """
    batch = json.loads(wire.write_batch([work.operation for work in taken.works]))
    pictures = [
        {"digest": one.digest, "media_type": one.media_type, "body": base64.b64encode(one.body).decode("ascii")}
        for one in taken.pictures.values()
    ]
    tree = {"operations": batch["operations"], "pictures": pictures, "answer_key": answer_key.hex()}
    return write(tree)


def read_answers(content: bytes) -> tuple[Answer, ...]:
    """What stands inside a file of answers. Raises BadTransferFile."""
    try:
        return wire.read_carried_answers(content)
    except NoPlatform as error:
        raise BadTransferFile(why=NOT_WHOLE) from error

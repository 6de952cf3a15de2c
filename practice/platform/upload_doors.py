"""The doors for pictures in pieces: tus 1.0.0 with its extensions creation, checksum and expiration.

Refuses another version of tus (412), a piece that is not where it should be (409) or not what was sent (460), and to
tell one counter of another's upload.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime

from fastapi import FastAPI, Request, Response

from practice.platform import attachments, uploads
from practice.platform.asking import Problem, content_of
from practice.platform.connection import Connection

TUS = "1.0.0"
PIECE = "application/offset+octet-stream"
_ALGORITHMS = frozenset({"sha1", "sha256"})  # tus wants the first of every server, a counter sends the second
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")


def add_doors(app: FastAPI, connection: Connection) -> None:
    """All three doors."""

    @app.post("/v1/uploads")
    async def begin(request: Request) -> Response:
        _same_tus(request)
        digest, length = _digest(request), _number(request, "Upload-Length")
        if length > attachments.LARGEST:
            raise Problem(413, f"no picture has more than {attachments.LARGEST} bytes")
        if not length or await content_of(request, most=attachments.LARGEST):
            raise Problem(400, "an upload begins with no bytes, and ends with some")
        upload = uploads.begin(connection, _counter(request), digest, length, request.state.now)
        return _told(upload, 201, location=f"/v1/uploads/{digest}")

    @app.head("/v1/uploads/{digest}")
    async def standing(digest: str, request: Request) -> Response:
        _same_tus(request)
        with _problems():
            return _told(uploads.standing(connection, _counter(request), digest, request.state.now), 200)

    @app.patch("/v1/uploads/{digest}")
    async def go_on(digest: str, request: Request) -> Response:
        _same_tus(request)
        if request.headers.get("content-type") != PIECE:
            raise Problem(415, f"a piece is {PIECE}")
        offset, piece = _number(request, "Upload-Offset"), await content_of(request, most=attachments.LARGEST)
        _judge_checksum(request, piece)
        with _problems():
            return _told(uploads.go_on(connection, _counter(request), digest, offset, piece, request.state.now), 204)


@contextmanager
def _problems() -> Iterator[None]:
    try:
        yield
    except uploads.NoUpload:
        raise Problem(404, "this counter has begun no upload of that digest") from None
    except uploads.Expired:
        raise Problem(410, "nothing came of it for too long") from None
    except uploads.WrongOffset:
        raise Problem(409, "the piece does not begin where the last one ended") from None
    except uploads.TooLong:
        raise Problem(400, "more than the upload was said to hold") from None
    except attachments.Unfit:
        raise Problem(400, "not a picture of the contract") from None


def _told(upload: uploads.Upload, status: int, *, location: str = "") -> Response:
    headers = {
        "Tus-Resumable": TUS,
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.length),
        "Upload-Expires": format_datetime(upload.until, usegmt=True),
        "Cache-Control": "no-store",
    }
    return Response(status_code=status, headers=headers | ({"Location": location} if location else {}))


def _counter(request: Request) -> str:
    return str(request.state.caller.counter_id)


def _same_tus(request: Request) -> None:
    if request.headers.get("tus-resumable") != TUS:
        raise Problem(412, "only tus 1.0.0 is spoken here", headers={"Tus-Version": TUS})


def _number(request: Request, name: str) -> int:
    words = request.headers.get(name, "")
    if not _NUMBER.fullmatch(words):
        raise Problem(400, f"{name} is missing or not a number")
    return int(words)


def _digest(request: Request) -> str:
    """Upload-Metadata holds the digest and nothing else."""
    name, _, told = request.headers.get("upload-metadata", "").partition(" ")
    digest = _unpacked(told).decode("latin-1")
    if name != "digest" or not attachments.DIGEST.fullmatch(digest):
        raise Problem(400, "Upload-Metadata is missing or not a digest alone")
    return digest


def _judge_checksum(request: Request, piece: bytes) -> None:
    told = request.headers.get("upload-checksum")
    if told is None:
        return
    algorithm, _, checksum = told.partition(" ")
    if algorithm not in _ALGORITHMS:
        raise Problem(400, "Upload-Checksum is sha256 or sha1")
    if hashlib.new(algorithm, piece, usedforsecurity=False).digest() != _unpacked(checksum):
        raise Problem(460, "the piece is not what was sent")


def _unpacked(words: str) -> bytes:
    try:
        return base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError):
        raise Problem(400, "not base64") from None

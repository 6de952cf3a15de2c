"""Pictures on their way in pieces (tus 1.0.0): what each counter has handed over so far, until a picture is whole.

Refuses a piece that does not begin where the last one ended, and a whole that is no picture of its digest: all of it is
dropped then. An upload is its counter's own, known by the digest, and forgotten a week after its last piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from practice.platform import attachments
from practice.platform import database as db
from practice.platform.connection import Connection

KEPT = timedelta(days=7)


class NoUpload(Exception):
    """This counter has begun none of that digest."""


class Expired(Exception):
    """It was begun, and nothing came for too long."""


class WrongOffset(Exception):
    """The piece does not begin where the last one ended."""


class TooLong(Exception):
    """More than the upload was said to hold."""


@dataclass(frozen=True, slots=True)
class Upload:
    """`offset` bytes of `length` are here; all of them are once the picture is taken. `until`: when it is forgotten."""

    length: int
    offset: int
    until: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row. The pieces so far, none any more once the picture is `taken`."""

    length: int
    body: bytes
    taken: bool
    until: datetime

    def told(self) -> Upload:
        return Upload(self.length, self.length if self.taken else len(self.body), self.until)


def begin(connection: Connection, counter: str, digest: str, length: int, now: datetime) -> Upload:
    """A fresh upload of `length` bytes, or the one of that digest and length this counter has begun before; one that is
    over where the platform has the picture already, from whomever.
    """
    with db.writing(connection):
        connection.execute("DELETE FROM upload WHERE until <= ?", (db.say_moment(now),))
        before = _find(connection, counter, digest)
        goes_on = before is not None and not before.taken and before.length == length
        body = before.body if before is not None and goes_on else b""
        taken = attachments.has(connection, digest)
        kept = _Kept(length, b"" if taken else body, taken, now + KEPT)
        _keep(connection, counter, digest, kept)
    return kept.told()


def standing(connection: Connection, counter: str, digest: str, now: datetime) -> Upload:
    """How far it is. Raises NoUpload, Expired."""
    return _begun(connection, counter, digest, now).told()


def go_on(connection: Connection, counter: str, digest: str, offset: int, piece: bytes, now: datetime) -> Upload:
    """Keep the next piece; the last one makes the picture. Raises NoUpload, Expired, WrongOffset, TooLong, and Unfit
    for a whole that is no picture of that digest.
    """
    fits = True
    with db.writing(connection):
        before = _begun(connection, counter, digest, now)
        if offset != before.told().offset:
            raise WrongOffset
        if offset + len(piece) > before.length:
            raise TooLong
        body = before.body + piece
        whole = not before.taken and len(body) == before.length
        kept = _Kept(before.length, b"" if whole else body, before.taken or whole, now + KEPT)
        if whole and (fits := attachments.is_picture(digest, body)):
            attachments.put(connection, digest, body, now)
        if fits:
            _keep(connection, counter, digest, kept)
        else:
            connection.execute("DELETE FROM upload WHERE counter = ? AND digest = ?", (counter, digest))
    if not fits:
        raise attachments.Unfit
    return kept.told()


def _begun(connection: Connection, counter: str, digest: str, now: datetime) -> _Kept:
    kept = _find(connection, counter, digest)
    if kept is None:
        raise NoUpload
    if kept.until <= now:
        raise Expired
    return kept


def _find(connection: Connection, counter: str, digest: str) -> _Kept | None:
    query = "SELECT length, body, taken, until FROM upload WHERE counter = ? AND digest = ?"
    row = connection.execute(query, (counter, digest)).fetchone()
    if row is None:
        return None
    return _Kept(row["length"], bytes(row["body"]), bool(row["taken"]), datetime.fromisoformat(row["until"]))


def _keep(connection: Connection, counter: str, digest: str, kept: _Kept) -> None:
    connection.execute(
        """INSERT INTO upload (counter, digest, length, body, taken, until) VALUES (?,?,?,?,?,?)
            ON CONFLICT (counter, digest) DO UPDATE SET length = excluded.length, body = excluded.body,
            taken = excluded.taken, until = excluded.until""",
        (counter, digest, kept.length, kept.body, kept.taken, db.say_moment(kept.until)),
    )

"""Pictures, as the practice platform keeps them: under their digest, before the operation that names them.

Refuses what is not a small JPEG of that digest. One that no operation has named for a month is deleted.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from practice.platform import database as db
from practice.platform.connection import Connection

JPEG = "image/jpeg"
LARGEST = 64 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")
_UNNAMED_FOR = timedelta(days=30)


class Unfit(Exception):
    """Not a JPEG, or not of the digest it came under."""


def keep(connection: Connection, digest: str, body: bytes, now: datetime) -> dict[str, str]:
    """Keep it; again is harmless. What the platform answers. Raises Unfit."""
    if not is_picture(digest, body):
        raise Unfit
    with db.writing(connection):
        put(connection, digest, body, now)
    return {"digest": digest}


def is_picture(digest: str, body: bytes) -> bool:
    """Whether it is a whole JPEG of that digest."""
    whole = body.startswith(b"\xff\xd8") and body.endswith(b"\xff\xd9")
    return whole and hashlib.sha256(body).hexdigest() == digest


def put(connection: Connection, digest: str, body: bytes, now: datetime) -> None:
    """Keep what was found to be a picture, within a transaction; again is harmless."""
    month_ago = db.say_moment(now - _UNNAMED_FOR)
    connection.execute("DELETE FROM attachment WHERE operation_id IS NULL AND at < ?", (month_ago,))
    row = (digest, body, db.say_moment(now))
    connection.execute("INSERT INTO attachment (digest, body, at) VALUES (?,?,?) ON CONFLICT DO NOTHING", row)


def has(connection: Connection, digest: str) -> bool:
    return connection.execute("SELECT 1 FROM attachment WHERE digest = ?", (digest,)).fetchone() is not None


def name(connection: Connection, digest: str, operation_id: str) -> None:
    """An operation that took effect names it: it stays."""
    connection.execute("UPDATE attachment SET operation_id = ? WHERE digest = ?", (operation_id, digest))

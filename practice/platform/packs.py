"""What the practice platform signs about rule packs: its own SM2 key, made with the database, and one statement a pack.

Refuses to be taken for a province: the key is a practice key, and only a practice counter goes by it of itself.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from counter_app.domain import signature
from counter_app.domain.declaration import Declaration
from counter_app.provinces.statement import ALGORITHM, text_of
from practice.platform import database as db
from practice.platform.connection import Connection

_KEY = "pack_key"
_SWITCH = "pack_statement:"


def public_key(connection: Connection) -> str:
    """The key a counter checks with, as PEM. Raises sqlcipher3's Error."""
    return signature.pem_of(pair(connection)[1])


def publish(connection: Connection, said: Declaration) -> None:
    """Sign a declaration and publish it in place of the pack's last one. Its `key_id` becomes this platform's."""
    text = text_of(said)
    value, key_id = signed(connection, text.encode("utf-8"))
    told = base64.b64encode(value).decode("ascii")
    put(connection, said.pack, {"statement": text, "algorithm": ALGORITHM, "key_id": key_id, "signature": told})


def signed(connection: Connection, message: bytes) -> tuple[bytes, str]:
    """This platform's signature (DER) of a message, and the name of its key."""
    private, public = pair(connection)
    return signature.sign(private, public, message), signature.name_of(public)


def put(connection: Connection, pack: str, envelope: Mapping[str, str] | None) -> None:
    """Publish any statement under that pack, None to publish none."""
    told = None if envelope is None else json.dumps(dict(envelope), ensure_ascii=False)
    db.set_switch(connection, _SWITCH + pack, told)


def published(connection: Connection) -> list[object]:
    """Every statement, by pack."""
    switches = sorted(db.switches(connection).items())
    return [json.loads(value) for name, value in switches if name.startswith(_SWITCH)]


def pair(connection: Connection) -> tuple[bytes, bytes]:
    """Private and public half, made when first asked for."""
    both = _kept(connection)
    if both is None:
        private, public = signature.new_pair()
        with db.writing(connection):
            connection.execute(
                "INSERT INTO about VALUES (?, ?) ON CONFLICT DO NOTHING", (_KEY, (private + public).hex())
            )
        both = _kept(connection) or private + public
    return both[: signature.PRIVATE], both[signature.PRIVATE :]


def _kept(connection: Connection) -> bytes | None:
    row = connection.execute("SELECT value FROM about WHERE name = ?", (_KEY,)).fetchone()
    return None if row is None else bytes.fromhex(str(row[0]))

"""Reference data of the practice platform: its banks and outlets and the keys of its counters, signed as statements on
packs are.

Refuses to change what a version says: other items are another version.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from counter_app.domain import signature
from counter_app.provinces.statement import ALGORITHM
from counter_app.reference import KEYS, NAMES, TYPE
from practice.platform import database as db
from practice.platform import enrolment, packs
from practice.platform.connection import Connection
from practice.population import BANKS, OUTLET

_KEPT = "reference:"
_Items = Sequence[Mapping[str, object]]


def catalogue(connection: Connection, now: datetime) -> list[dict[str, object]]:
    """Every document with its version and digest; that of the keys anew where a key has come or ended since."""
    _publish_keys(connection, now)
    return [_line(name, envelope(connection, name, now) or {}) for name in NAMES]


def envelope(connection: Connection, name: str, now: datetime) -> dict[str, str] | None:
    """The signed document, made when first asked for; None for a name there is none of."""
    if name not in NAMES:
        return None
    row = connection.execute("SELECT value FROM about WHERE name = ?", (_KEPT + name,)).fetchone()
    if row is None:
        publish(connection, name, enrolment.listed(connection) if name == KEYS else _ITEMS[name], now)
        return envelope(connection, name, now)
    kept: dict[str, str] = json.loads(row[0])
    return kept


def publish(connection: Connection, name: str, items: _Items, now: datetime) -> None:
    """Sign other items as the next version of that document."""
    private, public = packs.pair(connection)
    with db.writing(connection):
        row = connection.execute("SELECT value FROM about WHERE name = ?", (_KEPT + name,)).fetchone()
        version = 1 if row is None else int(json.loads(json.loads(row[0])["statement"])["version"]) + 1
        said = {"type": TYPE, "name": name, "version": version, "signed_at": db.say_moment(now), "items": list(items)}
        text = json.dumps(said, ensure_ascii=False)
        value = base64.b64encode(signature.sign(private, public, text.encode("utf-8"))).decode("ascii")
        kept = {"statement": text, "algorithm": ALGORITHM, "key_id": signature.name_of(public), "signature": value}
        connection.execute("DELETE FROM about WHERE name = ?", (_KEPT + name,))
        connection.execute("INSERT INTO about VALUES (?, ?)", (_KEPT + name, json.dumps(kept, ensure_ascii=False)))


def _publish_keys(connection: Connection, now: datetime) -> None:
    kept = envelope(connection, KEYS, now)
    items = enrolment.listed(connection)
    if kept is not None and json.loads(kept["statement"])["items"] != items:
        publish(connection, KEYS, items, now)


def _line(name: str, kept: Mapping[str, Any]) -> dict[str, object]:
    statement = str(kept["statement"])
    return {
        "name": name,
        "version": json.loads(statement)["version"],
        "digest": signature.sm3(statement.encode("utf-8")),
    }


def _item(code: str, zh: str, en: str) -> dict[str, object]:
    return {"code": code, "name": {"zh": zh, "en": en}}


_ITEMS: Mapping[str, _Items] = {
    "banks": [_item(code, name, f"Sample Bank {code}") for code, name in BANKS.items()],
    "outlets": [_item(OUTLET, "望岳路服务网点", "Wangyue Road"), _item("439902", "湘江路服务网点", "Xiangjiang Road")],
}

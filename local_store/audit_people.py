"""Who an entry of the trail is about, as keyed digests: an auditor finds every look at a person by the person's number,
and no table holds the number for it.

The key is made with the first digest and never leaves the store. Refuses to keep a digest longer than the facts it
was made of: both are erased together, and the chain covers neither.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from sqlalchemy import Connection, bindparam, insert, select

from counter_app.domain.numbers import tidy
from local_store import tables
from local_store.prepared import Prepared

ABOUT = ("number", "holder", "agent", "actor", "shown", "text")
"""Facts that name people by number, several with commas between."""
_SHORTEST = 6  # of a number: shorter than any that names somebody
_KEY = "audit-people-key"
_KEPT = Prepared(select(tables.meta.c.value).where(tables.meta.c.name == bindparam("of_name")))
_MAKE = Prepared(insert(tables.meta), ["name", "value"])
_APPEND = Prepared(insert(tables.audit_people), ["audit_id", "digest"])


def numbers_in(facts: Mapping[str, str]) -> tuple[str, ...]:
    """The numbers of people among the facts of an entry, each once."""
    said = [tidy(one) for name in ABOUT if name in facts for one in facts[name].split(",")]
    return tuple(dict.fromkeys([one for one in said if len(one) >= _SHORTEST and any(map(str.isdigit, one))]))


def keep(connection: Connection, audit_id: int, facts: Mapping[str, str]) -> None:
    """Note who the entry is about, inside its transaction."""
    numbers = numbers_in(facts)
    if not numbers:
        return
    key = _key(connection) or _new_key(connection)
    for number in numbers:
        _APPEND.run(connection, {"audit_id": audit_id, "digest": _digest(key, number)})


def digests(connection: Connection, numbers: Iterable[str]) -> tuple[str, ...]:
    """As `keep` wrote those numbers; none where nothing was ever written."""
    return digester(connection)(numbers) if _key(connection) is not None else ()


def digester(connection: Connection) -> Callable[[Iterable[str]], tuple[str, ...]]:
    """What makes those digests, for many, each number's once; without a key nothing it makes is found anywhere."""
    begun, made = HMAC(_key(connection) or b"", SM3()), dict[str, str]()

    def digest(number: str) -> str:
        if (known := made.get(number)) is None:
            known = made[number] = _ended(begun.copy(), tidy(number))
        return known

    return lambda numbers: tuple([digest(number) for number in numbers])


def _key(connection: Connection) -> bytes | None:
    row = _KEPT.row(connection, {"of_name": _KEY})
    return bytes.fromhex(row[0]) if row is not None else None


def _new_key(connection: Connection) -> bytes:
    key = os.urandom(32)
    _MAKE.run(connection, {"name": _KEY, "value": key.hex()})
    return key


def _digest(key: bytes, number: str) -> str:
    """HMAC with SM3 (GB/T 15852.2, GB/T 32905), 64 hex digits."""
    return _ended(HMAC(key, SM3()), number)


def _ended(code: HMAC, number: str) -> str:
    code.update(number.encode())
    return code.finalize().hex()

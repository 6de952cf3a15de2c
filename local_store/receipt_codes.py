"""The store's part of signed codes (`counter_app.receipt_codes.CodeStore`): a row a paper, added once.

Beside the transaction that records work, never in it: a signature costs more than all of that. Refuses to change a row.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Select, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from counter_app.domain.case import is_case_number
from counter_app.domain.receipt_code import WORDS, Standing
from counter_app.domain.settlement import is_successor_number
from counter_app.receipt_codes import Recorded
from local_store import cases, tables
from local_store.codec import moment_of, salted, stamp, to_text
from local_store.engine import Database

_CODES, _RECEIPTS, _STEPS, _OPERATIONS = tables.receipt_codes, tables.receipts, tables.settlements, tables.operations
_HEX = 2 * WORDS


class ReceiptCodesPart:
    """Every method as the port says. Raises StoreTrouble."""

    _database: Database

    def recorded(self, key: str) -> Recorded | None:
        number = key.strip().upper()
        with self._database.reading() as connection:
            if is_case_number(number):
                return _notice(connection, number)
            if is_successor_number(number):
                return _one(connection, _successor(number), Standing.SUCCESSOR)
            return _one(connection, _receipt(key.strip(), number), Standing.RECEIPT)

    def receipt_code(self, number: str) -> str:
        with self._database.reading() as connection:
            return _standing(connection, number)

    def keep_code(self, number: str, text: str, *, public: bytes, at: datetime) -> str:
        row = {"number": number, "text": text, "public": public.hex(), "made_at": stamp(at)}
        with self._database.writing() as connection:
            make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            connection.execute(make(_CODES).values(**row).on_conflict_do_nothing())
            return _standing(connection, number)

    def code_keys(self) -> tuple[tuple[bytes, str], ...]:
        asked = select(_CODES.c.public, func.min(_CODES.c.text)).group_by(_CODES.c.public).order_by(_CODES.c.public)
        with self._database.reading() as connection:
            return tuple((bytes.fromhex(public), text) for public, text in connection.execute(asked))


def _standing(connection: Connection, number: str) -> str:
    return connection.execute(select(_CODES.c.text).where(_CODES.c.number == number)).scalar() or ""


def _receipt(key: str, number: str) -> Select[tuple[str, str, str, str, str, bool]]:
    either = (_RECEIPTS.c.operation_id == key) | (_RECEIPTS.c.number == number)
    asked = select(
        _RECEIPTS.c.number,
        _RECEIPTS.c.issued_at.label("at"),
        _OPERATIONS.c.procedure,
        _RECEIPTS.c.digest,
        _RECEIPTS.c.salt,
        _RECEIPTS.c.void,
    )
    return asked.join(_OPERATIONS, _OPERATIONS.c.id == _RECEIPTS.c.operation_id).where(either)


def _successor(number: str) -> Select[tuple[str, str, str, str, str, bool]]:
    asked = select(
        _STEPS.c.number,
        _STEPS.c.at,
        _OPERATIONS.c.procedure,
        _STEPS.c.digest,
        _STEPS.c.salt,
        literal(False).label("void"),
    )
    return asked.join(_OPERATIONS, _OPERATIONS.c.id == _STEPS.c.operation_id).where(_STEPS.c.number == number)


def _one(
    connection: Connection, asked: Select[tuple[str, str, str, str, str, bool]], standing: Standing
) -> Recorded | None:
    """The digest is that of the row, which is salted: it tells nothing once the words and their salt are erased."""
    row = connection.execute(asked).one_or_none()
    if row is None or row.salt is None:
        return None
    return Recorded(row.number, moment_of(row.at), standing, row.procedure, row.digest[:_HEX], void=bool(row.void))


def _notice(connection: Connection, number: str) -> Recorded | None:
    """A notice has no salt of its own: the random key of its row stands in for one, and its code goes with its
    words.
    """
    found = cases.on_way(connection, number)
    if found is None or found.case.notice is None:
        return None
    words = salted(found.key, to_text(found.case.notice))[:_HEX]
    case = found.case
    return Recorded(case.number, case.made_at, Standing.NOTICE, case.procedure, words, given_here=found.given_here)

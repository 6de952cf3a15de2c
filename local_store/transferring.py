"""Work that leaves in a file: what goes into it, and that it has left, in one transaction.

Refuses to hand out a byte of what is not in flight by then: killed after that, the rows go again under the same ids.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from counter_app.domain.errors import Damaged
from counter_app.domain.operation import Answer, AuditEntry, Operation, OperationId, Work, WorkState
from counter_app.domain.photo import DIGEST_FACT, Picture
from counter_app.domain.transfer_errors import NothingToTransfer
from counter_app.domain.transfer_key import PlatformKeys
from counter_app.transfer import TakenOut
from local_store import attachments, audit, reconciling, tables, work
from local_store.codec import stamp
from local_store.engine import Database

_OUTBOX, _TRANSFERS, _META = tables.outbox, tables.transfers, tables.meta
_KEYS = "transfer-keys"
_LIST = 500


def take_out(
    connection: Connection, at: datetime, *, most: int, most_bytes: int, entry: Callable[[int, int], AuditEntry]
) -> TakenOut:
    """Inside a writing transaction; see the port. Raises NothingToTransfer."""
    works, pictures = _fitting(connection, work.moving(connection), most=most, most_bytes=most_bytes)
    if not works:
        raise NothingToTransfer
    made = insert(_TRANSFERS).values(made_at=stamp(at), operations=len(works)).returning(_TRANSFERS.c.serial)
    serial = int(connection.execute(made).scalar_one())
    work.hand_over(connection, [one.operation.id for one in works], at)
    never_sent = [one for one in works if one.state is WorkState.WAITING or one.carried is not None]
    _carried(connection, [one.operation.id for one in never_sent], serial)
    audit.append(connection, entry(serial, len(works)))
    return TakenOut(serial, works, pictures, work.waiting(connection).unsent - len(works))


def would_leave(connection: Connection, *, most: int, most_bytes: int) -> tuple[tuple[Work, ...], int, int]:
    """Of a reading transaction; see the port."""
    works, pictures = _fitting(connection, work.moving(connection), most=most, most_bytes=most_bytes)
    return works, len(pictures), work.waiting(connection).unsent - len(works)


def take_answers(
    connection: Connection, answers: Sequence[tuple[Answer, AuditEntry]], serial: int
) -> frozenset[OperationId]:
    """Inside a writing transaction; see the port. Numbers of files decide, no clock."""
    older = reconciling.opened_since(connection, [answer.operation_id for answer, _ in answers], serial)
    work.apply(connection, [one for one in answers if one[0].operation_id not in older])
    return older


def keys(connection: Connection) -> PlatformKeys | None:
    """The platform's keys as they were kept last. Raises Damaged."""
    text = connection.execute(select(_META.c.value).where(_META.c.name == _KEYS)).scalar()
    if text is None:
        return None
    try:
        told = json.loads(text)
        return PlatformKeys(bytes.fromhex(told["transfer"]), bytes.fromhex(told["signing"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged from error


def keep_keys(connection: Connection, kept: PlatformKeys) -> None:
    """Keep them in the place of what was. Inside a writing transaction."""
    text = json.dumps({"transfer": kept.transfer.hex(), "signing": kept.signing.hex()})
    if connection.execute(update(_META).where(_META.c.name == _KEYS).values(value=text)).rowcount == 0:
        connection.execute(insert(_META).values(name=_KEYS, value=text))


def _carried(connection: Connection, ids: Sequence[str], serial: int) -> None:
    """Mark what leaves by a file and never went over the line."""
    for start in range(0, len(ids), _LIST):
        mine = _OUTBOX.c.operation_id.in_(ids[start : start + _LIST])
        connection.execute(update(_OUTBOX).where(mine).values(carried=serial))


def _fitting(
    connection: Connection, moving: Sequence[Work], *, most: int, most_bytes: int
) -> tuple[tuple[Work, ...], dict[str, Picture]]:
    """The beginning of `moving` that a file holds, without what has lost its picture and what comes after that for the
    same card or holder.
    """
    taken: list[Work] = []
    pictures: dict[str, Picture] = {}
    without: set[str] = set()
    for one in moving:
        digest = one.operation.facts.get(DIGEST_FACT, "")
        picture = attachments.of_operation(connection, one.operation.id) if digest else None
        if without & _keys_of(one.operation) or (digest and (picture is None or picture.digest != digest)):
            without |= _keys_of(one.operation)
            continue
        more = len(picture.body) if picture is not None and digest not in pictures else 0
        if len(taken) == most or sum(len(p.body) for p in pictures.values()) + more > most_bytes:
            break
        taken.append(one)
        if picture is not None:
            pictures[digest] = picture
    return tuple(taken), pictures


def _keys_of(operation: Operation) -> set[str]:
    """What an operation must keep its order on."""
    card = {f"c{operation.card_number}"} if operation.card_number is not None else set()
    return {f"h{operation.holder_number}", *card}


class TransferringPart:
    """What `local_store.store.SqlStore` does about files; see the port."""

    _database: Database

    def take_out(
        self, at: datetime, *, most: int, most_bytes: int, audit: Callable[[int, int], AuditEntry]
    ) -> TakenOut:
        with self._database.writing() as connection:
            return take_out(connection, at, most=most, most_bytes=most_bytes, entry=audit)

    def would_leave(self, *, most: int, most_bytes: int) -> tuple[tuple[Work, ...], int, int]:
        with self._database.reading() as connection:
            return would_leave(connection, most=most, most_bytes=most_bytes)

    def take_answers(self, answers: Sequence[tuple[Answer, AuditEntry]], *, serial: int) -> frozenset[OperationId]:
        with self._database.writing() as connection:
            return take_answers(connection, answers, serial)

    def platform_keys(self) -> PlatformKeys | None:
        with self._database.reading() as connection:
            return keys(connection)

    def keep_platform_keys(self, keys: PlatformKeys) -> None:
        with self._database.writing() as connection:
            keep_keys(connection, keys)

"""Pictures: bound to a visit while it is being asked, to its operation from the moment that is recorded.

Refuses to keep one longer than it is needed: what no answer of its visit names any more is deleted, and so are its
bytes once the operation is settled; the digest stays, as it does in the operation. The file is encrypted as a whole.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from counter_app.domain.errors import NotFound
from counter_app.domain.operation import Operation, WorkState
from counter_app.domain.photo import DIGEST_FACT, Picture, digest_of
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from local_store import tables
from local_store.prepared import Prepared

_log = logging.getLogger(__name__)
_ROWS, _OUTBOX = tables.attachments, tables.outbox
_FREE = (_ROWS.c.visit_id == bindparam("of_visit"), _ROWS.c.operation_id.is_(None))
_HERE = Prepared(select(_ROWS.c.id, _ROWS.c.digest).where(*_FREE))
_SETTLED = (
    select(_OUTBOX.c.operation_id)
    .where(_OUTBOX.c.operation_id == _ROWS.c.operation_id, _OUTBOX.c.state == bindparam("of_state"))
    .exists()
)
_LET_GO = Prepared(update(_ROWS).where(_ROWS.c.operation_id == bindparam("of_id"), _SETTLED), ["body"])


def keep(connection: Connection, visit: VisitRecord, picture: Picture | None) -> None:
    """Add `picture` to a visit, and delete what none of its answers names. Inside a writing transaction."""
    wanted = {value for _name, value in visit.answers}
    here = {str(digest): int(id_) for id_, digest in _HERE.rows(connection, {"of_visit": visit.id})}
    for digest, id_ in here.items():
        if digest not in wanted:
            connection.execute(delete(_ROWS).where(_ROWS.c.id == id_))
    if picture is not None and picture.digest in wanted - set(here):
        row = {"visit_id": visit.id, "digest": picture.digest, "media_type": picture.media_type}
        connection.execute(insert(_ROWS).values(**row, size=len(picture.body), body=picture.body))


def bind(connection: Connection, operation: Operation, visit_id: str) -> None:
    """The picture an operation names goes with it from now on; the visit has no other. Raises NotFound."""
    digest = operation.facts.get(DIGEST_FACT, "")
    if digest:
        mine = update(_ROWS).where(*_FREE, _ROWS.c.digest == digest).values(operation_id=operation.id)
        if connection.execute(mine, {"of_visit": visit_id}).rowcount != 1:
            raise NotFound(what=Text("这张照片", "The photo"))
    forget(connection, visit_id)


def forget(connection: Connection, visit_id: str) -> None:
    """Delete what belongs to a visit and to no operation."""
    for row in _HERE.rows(connection, {"of_visit": visit_id}):
        connection.execute(delete(_ROWS).where(_ROWS.c.id == row[0]))


def let_go(connection: Connection, operation_id: str) -> None:
    """Delete the bytes of an operation that is settled; nothing while it is not."""
    _LET_GO.run(connection, {"of_id": operation_id, "of_state": WorkState.SETTLED.value, "body": None})


def of_visit(connection: Connection, visit_id: str) -> Mapping[str, bytes]:
    """The pictures of a visit that is being asked, by digest."""
    rows = connection.execute(select(_ROWS.c.digest, _ROWS.c.body).where(*_FREE), {"of_visit": visit_id})
    return {row.digest: row.body for row in rows if row.body is not None}


def of_operation(connection: Connection, operation_id: str) -> Picture | None:
    """The picture an operation needs; None where there is none, or it is not whole."""
    asked = select(_ROWS.c.digest, _ROWS.c.body, _ROWS.c.media_type).where(_ROWS.c.operation_id == operation_id)
    row = connection.execute(asked).first()
    if row is None or row.body is None:
        return None
    if digest_of(row.body) != row.digest:
        _log.error("the picture of an operation is damaged: %s", operation_id)
        return None
    return Picture(row.digest, row.body, row.media_type)

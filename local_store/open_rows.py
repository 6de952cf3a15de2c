"""The unsettled rows of the outbox, as `local_store.order` wants them.

Where a row stands is read anew each time. What can never change of it (holder, card, urgency: an operation is not
changed once it is recorded) is read once for each connection, because a long queue is looked at for every batch.
Refuses to remember a state.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from counter_app.domain.operation import WorkState
from local_store import tables
from local_store.order import OpenRow
from local_store.prepared import Prepared

_Facts = tuple[bool, str, str | None]
_OUTBOX, _OPERATIONS = tables.outbox, tables.operations
_STATES = {state.value: state for state in WorkState}
_UNSETTLED = {f"of_{state.value}": state.value for state in (WorkState.WAITING, WorkState.IN_FLIGHT, WorkState.REFUSED)}
_ROWS = Prepared(
    select(_OUTBOX.c.operation_id, _OUTBOX.c.order, _OUTBOX.c.state, _OUTBOX.c.carried).where(
        _OUTBOX.c.state.in_([bindparam(name) for name in _UNSETTLED])
    )
)
_FACTS = select(_OPERATIONS.c.id, _OPERATIONS.c.urgent, _OPERATIONS.c.holder_number, _OPERATIONS.c.card_number)
_KEPT = "local_store.open_rows"
_SPARE = 1000  # settled ones remembered before they are let go
_LIST = 500


def open_rows(connection: Connection) -> list[OpenRow]:
    """Every unsettled row, in no order."""
    rows = _ROWS.rows(connection, _UNSETTLED)
    facts = _facts(connection, [row[0] for row in rows])
    return [
        OpenRow(id_, order, _STATES[state], *facts[id_], carried is not None) for id_, order, state, carried in rows
    ]


def _facts(connection: Connection, ids: Sequence[str]) -> dict[str, _Facts]:
    """Urgency, holder and card of each."""
    kept: dict[str, _Facts] = connection.info.setdefault(_KEPT, {})
    missing = [id_ for id_ in ids if id_ not in kept]
    for start in range(0, len(missing), _LIST):
        asked = _FACTS.where(_OPERATIONS.c.id.in_(missing[start : start + _LIST]))
        for id_, urgent, holder, card in connection.execute(asked).all():
            kept[id_] = bool(urgent), holder or "", card
    if len(kept) > len(ids) + _SPARE:
        kept = connection.info[_KEPT] = {id_: kept[id_] for id_ in ids}
    return kept

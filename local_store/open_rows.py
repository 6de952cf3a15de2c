"""The unsettled rows of the outbox, as `local_store.order` wants them: all, those that come first, or the relations of
some.

What is asked for each batch and each page is found by index: what it costs does not grow with what waits. Refuses to
decide: what comes first here may have to wait, and `local_store.order` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select

from counter_app.domain.operation import WorkState
from local_store import tables
from local_store.order import OpenRow

_OUTBOX, _OPERATIONS = tables.outbox, tables.operations
_STATES = {state.value: state for state in WorkState}
_UNSETTLED = [state.value for state in (WorkState.WAITING, WorkState.IN_FLIGHT, WorkState.REFUSED)]
_LIST = 400

_ROW = select(
    _OUTBOX.c.operation_id,
    _OUTBOX.c.order,
    _OUTBOX.c.state,
    _OUTBOX.c.urgent,
    _OPERATIONS.c.holder_number,
    _OPERATIONS.c.card_number,
    _OUTBOX.c.carried,
).select_from(_OUTBOX.join(_OPERATIONS, _OPERATIONS.c.id == _OUTBOX.c.operation_id))
_ALL = _ROW.where(_OUTBOX.c.state.in_(_UNSETTLED))
# The order in which `local_store.order` takes rows that nothing else moves, one index range after the other.
_RANKS = [(urgent, state.value) for urgent in (True, False) for state in (WorkState.IN_FLIGHT, WorkState.WAITING)]
_FIRST = (
    _ROW.where(_OUTBOX.c.state == bindparam("of_state"), _OUTBOX.c.urgent == bindparam("of_urgent"))
    .order_by(_OUTBOX.c.order)
    .limit(bindparam("most"))
)
# An expression, so that the rows are found by whose they are and not by walking all that is open.
_IS_OPEN = (_OUTBOX.c.state + "").in_(_UNSETTLED)
_OF_HOLDERS = _ROW.where(_OPERATIONS.c.holder_number.in_(bindparam("keys", expanding=True)), _IS_OPEN)
_OF_CARDS = _ROW.where(_OPERATIONS.c.card_number.in_(bindparam("keys", expanding=True)), _IS_OPEN)
_OF_IDS = _ROW.where(_OUTBOX.c.operation_id.in_(bindparam("keys", expanding=True)), _IS_OPEN)
_OF_NOBODY = _ROW.where(or_(_OPERATIONS.c.holder_number.is_(None), _OPERATIONS.c.holder_number == ""), _IS_OPEN)


def open_rows(connection: Connection) -> list[OpenRow]:
    """Every unsettled row, in no order."""
    return [_row(found) for found in connection.execute(_ALL).all()]


def first_rows(connection: Connection, most: int) -> list[OpenRow]:
    """The first rows that wait or are in flight, at most so many: urgent ones, then those in flight, each by order."""
    found: list[OpenRow] = []
    for urgent, state in _RANKS:
        if left := most - len(found):
            asked = {"of_state": state, "of_urgent": urgent, "most": left}
            found += [_row(row) for row in connection.execute(_FIRST, asked).all()]
    return found


def of_ids(connection: Connection, ids: Iterable[str]) -> list[OpenRow]:
    """Those of them that are unsettled."""
    return _of(connection, _OF_IDS, set(ids))


def relations(connection: Connection, first: Iterable[OpenRow]) -> list[OpenRow]:
    """All unsettled rows of the holders and cards of `first`, of the cards and holders of those, and so on."""
    met = {row.id: row for row in first}
    holders: set[str] = set()
    cards: set[str] = set()
    while True:
        more_holders = {row.holder for row in met.values()} - holders
        more_cards = {row.card for row in met.values() if row.card is not None} - cards
        if not more_holders and not more_cards:
            return list(met.values())
        for row in (*_of_holders(connection, more_holders), *_of(connection, _OF_CARDS, more_cards)):
            met.setdefault(row.id, row)
        holders |= more_holders
        cards |= more_cards


def _of_holders(connection: Connection, holders: set[str]) -> list[OpenRow]:
    nobodys = [_row(found) for found in connection.execute(_OF_NOBODY).all()] if "" in holders else []
    return nobodys + _of(connection, _OF_HOLDERS, holders - {""})


def _of(connection: Connection, asked: Select[Any], keys: set[str]) -> list[OpenRow]:
    named = sorted(keys)
    return [
        _row(found)
        for start in range(0, len(named), _LIST)
        for found in connection.execute(asked, {"keys": named[start : start + _LIST]}).all()
    ]


def _row(found: Sequence[Any]) -> OpenRow:
    id_, order, state, urgent, holder, card, carried = found
    return OpenRow(id_, order, _STATES[state], bool(urgent), holder or "", card, carried is not None)

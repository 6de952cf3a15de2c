"""What may go to the platform now, and what waits behind what. Pure.

Order is the outbox's own counter, kept per card and per holder; loss reports pass everything but work in flight.
Refuses to look at clocks or ids for order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counter_app.domain.operation import WorkState


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An unsettled row of the outbox, as far as order goes. `card` None: the platform will find it."""

    id: str
    order: int
    state: WorkState
    urgent: bool
    holder: str
    card: str | None

    @property
    def keys(self) -> tuple[str, ...]:
        """What this row must keep its order on: the holder, and the card when it is known."""
        return (f"h{self.holder}",) if self.card is None else (f"h{self.holder}", f"c{self.card}")


class _Earliest:
    """The earliest row met so far for each key."""

    def __init__(self) -> None:
        self._rows: dict[str, OpenRow] = {}

    def meet(self, row: OpenRow) -> None:
        for key in row.keys:
            self._rows.setdefault(key, row)

    def before(self, row: OpenRow) -> list[OpenRow]:
        return [self._rows[key] for key in row.keys if key in self._rows]


def waits_behind(rows: Iterable[OpenRow]) -> dict[str, str]:
    """For each waiting row that may not go now: the earliest row it waits behind.

    A row waits behind every earlier unsettled row of its card or holder; an urgent one only behind an earlier one in
    flight, or an earlier urgent one that itself waits behind something.
    """
    unsettled, flying, stuck = _Earliest(), _Earliest(), _Earliest()
    behind: dict[str, str] = {}
    for row in sorted(rows, key=lambda r: r.order):
        if row.state is WorkState.WAITING:
            blockers = flying.before(row) + stuck.before(row) if row.urgent else unsettled.before(row)
            if blockers:
                behind[row.id] = min(blockers, key=lambda r: r.order).id
                if row.urgent:
                    stuck.meet(row)
        elif row.state is WorkState.IN_FLIGHT:
            flying.meet(row)
        unsettled.meet(row)
    return behind


def sending_order(row: OpenRow) -> tuple[bool, bool, int]:
    """Urgent first; among equals what is in flight already, then by the counter.

    Urgent comes even before what is in flight: a batch that never gets an answer must not keep a loss report from
    going.
    """
    return (not row.urgent, row.state is not WorkState.IN_FLIGHT, row.order)


def may_go(rows: Sequence[OpenRow], limit: int) -> list[str]:
    """Ids of the next batch in sending order: rows in flight and waiting rows that nothing holds, at most `limit`."""
    behind = waits_behind(rows)
    moving = (WorkState.WAITING, WorkState.IN_FLIGHT)
    free = [row for row in rows if row.state in moving and row.id not in behind]
    return [row.id for row in sorted(free, key=sending_order)[: max(limit, 0)]]

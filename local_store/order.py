"""What may go to the platform now, and what waits behind what. Pure.

Order is the outbox's own counter, kept per card and per holder. A loss report passes what is refused and what a refusal
holds back; it never passes work that can still go, or it would be undone by it. Refuses to look at clocks or ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counter_app.domain.operation import WorkState

_Rank = tuple[bool, bool, int]


class OpenRow(NamedTuple):
    """An unsettled row of the outbox, as far as order goes. `card` None: the platform will find it. `carried`: left
    by a file first (`local_store.transferring`): in flight, and nobody knows whether that ever arrives.

    A tuple, because some hundreds of them are made for each batch.
    """

    id: str
    order: int
    state: WorkState
    urgent: bool
    holder: str
    card: str | None
    carried: bool = False

    @property
    def bound(self) -> bool:
        """Whether it keeps behind what is earlier: a file does not take it past work the line found refused."""
        return self.state is WorkState.WAITING or (self.state is WorkState.IN_FLIGHT and self.carried)

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


@dataclass(frozen=True, slots=True)
class Queue:
    """`behind`: for each waiting row that may not go now, the earliest row it waits behind. `moving`: rows that go or
    will go without a clerk, by order.
    """

    behind: dict[str, str]
    moving: list[OpenRow]


def queue(rows: Iterable[OpenRow]) -> Queue:
    """Who waits behind whom.

    A row waits behind every earlier unsettled row of its card or holder. An urgent one waits only behind those that are
    in flight, or that wait themselves for something that will still move: what can go now goes directly before it, and
    what a refusal holds back is passed.
    """
    unsettled, dead, slow = _Earliest(), _Earliest(), _Earliest()
    behind: dict[str, str] = {}
    moving: list[OpenRow] = []
    for row in sorted(rows, key=lambda r: r.order):
        held_back = row.state is WorkState.REFUSED
        if row.bound:
            blockers = slow.before(row) if row.urgent else unsettled.before(row)
            held_back = not row.urgent and bool(dead.before(row))
            if blockers:
                behind[row.id] = min(blockers, key=lambda r: r.order).id
        if held_back:
            dead.meet(row)
        else:
            moving.append(row)
            if row.state is WorkState.IN_FLIGHT or row.id in behind:
                slow.meet(row)
        unsettled.meet(row)
    return Queue(behind, moving)


def waits_behind(rows: Iterable[OpenRow]) -> dict[str, str]:
    """For each row that may not go now: the earliest row it waits behind; see `queue`."""
    return queue(rows).behind


def may_go(rows: Iterable[OpenRow], limit: int) -> list[str]:
    """Ids of the next batch in sending order: rows in flight and waiting rows that nothing holds, at most `limit`."""
    return [id_ for _, id_ in _free(rows)][: max(limit, 0)]


def sure_to_go(first: Sequence[OpenRow], related: Iterable[OpenRow], limit: int) -> list[str]:
    """The beginning of what `may_go` says of all rows, where only the `first` of them by their own place are known, and
    all their relations: as much of it as is sure, which may be less than `limit`.

    A row has its own place or that of a row related to it. So whoever is to be among the first of all is among the
    relations of the first rows, and the rest of a long queue need not be looked at.
    """
    last = max(map(_own_rank, first))
    return [id_ for rank, id_ in _free(related) if rank <= last][: max(limit, 0)]


def _free(rows: Iterable[OpenRow]) -> list[tuple[_Rank, str]]:
    """Rank and id of all that may go, in sending order."""
    standing = queue(rows)
    ranks = _ranks(standing.moving)
    free = [row for row in standing.moving if row.id not in standing.behind]
    return [(ranks[row.id], row.id) for row in sorted(free, key=lambda r: (ranks[r.id], r.order))]


def will_go(rows: Sequence[OpenRow]) -> list[str]:
    """Ids of all that will go without a clerk, each after what it waits behind: in sending order."""
    moving = queue(rows).moving
    ranks = _ranks(moving)
    return [row.id for row in sorted(moving, key=lambda r: (ranks[r.id], r.order))]


def _own_rank(row: OpenRow) -> _Rank:
    return not row.urgent, row.state is not WorkState.IN_FLIGHT, row.order


def _ranks(moving: Sequence[OpenRow]) -> dict[str, _Rank]:
    """The place of each row: its own, or that of the best later row which must not go before it.

    Urgent comes even before what is in flight: a batch that never gets an answer must not keep a loss report from
    going. A row not yet sent does not push in before a later one that was sent already: that one has passed it.
    """
    ranks: dict[str, _Rank] = {}
    best: dict[WorkState, dict[str, _Rank]] = {WorkState.WAITING: {}, WorkState.IN_FLIGHT: {}}
    for row in reversed(moving):
        flies = row.state is WorkState.IN_FLIGHT
        later = [*best.values()] if flies else [best[WorkState.WAITING]]
        ranks[row.id] = rank = min([_own_rank(row), *(met[key] for met in later for key in row.keys if key in met)])
        for key in row.keys:
            best[row.state][key] = min(rank, best[row.state].get(key, rank))
    return ranks

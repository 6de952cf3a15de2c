"""The platform's doors for reconciliation (对账): what it holds of a window's day, by kind and one by one.

Refuses an answer that does not keep the contract (`NoPlatform`), one about another kind than was asked for among it.
Nothing of a person goes out or comes in but digests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from counter_app.domain.errors import NoPlatform
from counter_app.domain.operation import OperationId, Verdict
from counter_app.domain.reconciling import DayBook, Entry, Kind, KindTotal
from sync.body import GARBAGE, read, write
from sync.door import Door
from sync.shapes import Code, OperationKey, Shape

if TYPE_CHECKING:
    from counter_app.domain.operation import Operation

_PATH = "/v1/reconciliations"
_MOST_PAGES = 1000  # of a thousand each: no window has that many
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Kind(Shape):
    procedure: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    verdict: Literal["accepted", "refused"]

    def domain(self) -> Kind:
        return Kind(self.procedure, Verdict(self.verdict))


class _Judged(_Kind):
    count: int = Field(ge=0)
    digest: _Digest
    equal: bool


class _JudgedKinds(Shape):
    kinds: list[_Judged] = Field(max_length=400)


class _Item(_Kind):
    operation_id: OperationKey
    body_digest: _Digest
    code: Code

    def entry(self) -> Entry:
        return Entry(OperationId(self.operation_id), self.domain(), self.body_digest, self.code)


class _Items(Shape):
    items: list[_Item] = Field(max_length=1000)
    more: bool


class ReconcilingDoors(Door):
    """What `sync.client.HttpPlatform` does about reconciliation. Every method raises as the port says."""

    def body_digest(self, operation: Operation) -> str:
        """The digest of an operation as it is sent."""
        from sync import wire

        return wire.body_digest(operation)

    def unequal_kinds(self, book: DayBook, totals: Sequence[KindTotal]) -> tuple[Kind, ...]:
        """Kinds of which the platform holds something else; what it says is equal must be."""
        told = {one.kind: (one.count, one.digest) for one in totals}
        kinds = [_kind(one.kind) | {"count": one.count, "digest": one.digest} for one in totals]
        judged = read(_JudgedKinds, self._ask("POST", _PATH, _write(book, kinds=kinds))).kinds
        theirs = {one.domain(): (one.count, one.digest) for one in judged}
        unequal = {kind for kind in told.keys() | theirs.keys() if told.get(kind) != theirs.get(kind)}
        if unequal != {one.domain() for one in judged if not one.equal}:
            raise NoPlatform(why=GARBAGE, fields=("kinds",), handed_over=True)
        return tuple(sorted(unequal))

    def entries_of(self, book: DayBook, kinds: Sequence[Kind]) -> tuple[Entry, ...]:
        """All the platform holds of these kinds, page by page."""
        wanted, found, after = set(kinds), list[Entry](), ""
        for _page in range(_MOST_PAGES if kinds else 0):
            body = _write(book, kinds=[_kind(kind) for kind in kinds], after=after or None)
            page = read(_Items, self._ask("POST", f"{_PATH}/items", body))
            entries = [item.entry() for item in page.items]
            if any(one.kind not in wanted or one.operation_id <= after for one in entries) or page.more > bool(entries):
                raise NoPlatform(why=GARBAGE, fields=("items",), handed_over=True)
            found += entries
            if not page.more:
                break
            after = max(one.operation_id for one in entries)
        return tuple(found)


def _kind(kind: Kind) -> dict[str, object]:
    return {"procedure": kind.procedure, "verdict": kind.verdict.value}


def _write(book: DayBook, **rest: object) -> bytes:
    tree = {"outlet": book.outlet, "window": book.window, "day": book.day.isoformat(), **rest}
    return write(tree)

"""The doors for reconciliation (对账): what the practice platform holds of a window's day, by kind and one by one.

Refuses to change anything: what is asked twice is answered twice.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from practice.platform import reckoning
from practice.platform.asking import Problem, json_of
from practice.platform.connection import Connection
from practice.platform.forms import ID
from practice.platform.reckoning import Item

MOST_ITEMS = 1000
_MOST_KINDS = 200
_Place = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Kind(_Strict):
    procedure: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    verdict: Literal["accepted", "refused"]


class _Total(_Kind):
    count: int = Field(ge=1)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")


class _Book(_Strict):
    outlet: _Place
    window: _Place
    day: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")

    def items(self, connection: Connection) -> list[Item]:
        return reckoning.of_book(connection, self.outlet, self.window, self.day)


class _Totals(_Book):
    kinds: list[_Total] = Field(max_length=_MOST_KINDS)


class _Asked(_Book):
    kinds: list[_Kind] = Field(min_length=1, max_length=_MOST_KINDS)
    after: str | None = Field(pattern=f"^{ID.pattern}$")


def add_doors(app: FastAPI, connection: Connection) -> None:
    """Both doors."""

    @app.post("/v1/reconciliations")
    async def reconcile(request: Request) -> JSONResponse:
        try:
            totals = _Totals.model_validate(await json_of(request))
        except ValidationError:
            raise Problem(400, "not a reconciliation of the contract") from None
        return JSONResponse({"kinds": _judged(totals, totals.items(connection))})

    @app.post("/v1/reconciliations/items")
    async def items(request: Request) -> JSONResponse:
        try:
            asked = _Asked.model_validate(await json_of(request))
        except ValidationError:
            raise Problem(400, "not a reconciliation of the contract") from None
        kinds = {(kind.procedure, kind.verdict) for kind in asked.kinds}
        left = [one for one in asked.items(connection) if one.kind in kinds and one.operation_id > (asked.after or "")]
        return JSONResponse({"items": [one.told() for one in left[:MOST_ITEMS]], "more": len(left) > MOST_ITEMS})


def _judged(totals: _Totals, items: list[Item]) -> list[dict[str, object]]:
    """Each kind either side has: what the platform holds, and whether that is what was told."""
    told: dict[tuple[str, str], tuple[int, str]] = {
        (one.procedure, one.verdict): (one.count, one.digest) for one in totals.kinds
    }
    here: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        here.setdefault(item.kind, []).append(item)
    return [
        {
            "procedure": kind[0],
            "verdict": kind[1],
            "count": len(found := here.get(kind, [])),
            "digest": (digest := reckoning.digest_of(found)),
            "equal": told.get(kind) == (len(found), digest),
        }
        for kind in sorted({*told, *here})
    ]

"""The doors for work that is carried by hand: the key it is sealed for, and where a file is handed in.

Refuses larger files than any may be (413), and says why a file is turned down (422).
"""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from counter_app.domain.sealed_file import LARGEST
from practice.platform import transfers
from practice.platform.asking import Problem, content_of
from practice.platform.connection import Connection

TURNED_DOWN = "urn:ssc-platform:transfer-turned-down"


def add_doors(app: FastAPI, connection: Connection) -> None:
    """Both doors."""

    @app.get("/v1/transfer-key")
    async def transfer_key(request: Request) -> JSONResponse:
        return JSONResponse(transfers.told_key(connection, request.state.now))

    @app.post("/v1/transfers")
    async def hand_in(request: Request) -> JSONResponse:
        file, now = await content_of(request, most=LARGEST), request.state.now
        try:
            taking = transfers.opened(connection, file)
        except transfers.TurnedDown as turned:
            raise Problem(422, "the file is not taken", reason=turned.reason(), kind=TURNED_DOWN) from None
        for _step in taking.steps(now):
            await asyncio.sleep(0)  # others are served in between
        return JSONResponse(taking.result(now))

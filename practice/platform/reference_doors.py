"""The practice platform's doors for reference data: the catalogue, and each document signed.

Refuses a name there is nothing of (404).
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from practice.platform import reference
from practice.platform.asking import Problem
from practice.platform.connection import Connection


def add_doors(app: FastAPI, connection: Connection) -> None:
    """Both for anybody who asks: there is nothing of a person in it."""

    @app.get("/v1/reference")
    async def catalogue(request: Request) -> JSONResponse:
        return JSONResponse({"documents": reference.catalogue(connection, request.state.now)})

    @app.get("/v1/reference/{name}")
    async def document(name: str, request: Request) -> JSONResponse:
        kept = reference.envelope(connection, name, request.state.now)
        if kept is None:
            raise Problem(404, "there are no reference data of that name")
        return JSONResponse(kept)

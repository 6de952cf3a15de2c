"""The doors where counters anchor their audit trails.

Refuses to tell a counter of another one's trail.
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from practice.platform import audit_heads
from practice.platform.asking import Problem, json_of
from practice.platform.connection import Connection


def add_doors(app: FastAPI, connection: Connection) -> None:
    """Both."""

    @app.post("/v1/audit-heads")
    async def take_head(request: Request) -> JSONResponse:
        try:
            form = audit_heads.HeadForm.model_validate(await json_of(request))
            return JSONResponse(audit_heads.take(connection, request.state.caller, form, request.state.now))
        except ValidationError:
            raise Problem(400, "not a head of the contract") from None
        except audit_heads.Unfit:
            raise Problem(422, "the marks do not fit, or the key has not signed it") from None
        except audit_heads.Differs as told:
            kind = "urn:ssc-platform:audit-head-differs"
            raise Problem(409, "another head stands here", kind=kind, more={"head": told.head}) from None

    @app.post("/v1/audit-heads/marks")
    async def marks(request: Request) -> JSONResponse:
        try:
            form = audit_heads.ChainForm.model_validate(await json_of(request))
        except ValidationError:
            raise Problem(400, "not a question of the contract") from None
        return JSONResponse(audit_heads.marks(connection, request.state.caller, form))

"""The doors where a counter asks for what it was told before, or should have been: the answer to an operation, its own
grant.

Refuses to change anything: they are GETs, so a line that sends each request twice does no harm.
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from practice.platform import admission, again, enrolment, news
from practice.platform.asking import Problem
from practice.platform.connection import Connection
from practice.platform.forms import ID


def add_doors(app: FastAPI, connection: Connection) -> None:
    """Both doors."""

    @app.get("/v1/operations/{operation}")
    async def answer_again(operation: str, request: Request) -> JSONResponse:
        if not ID.fullmatch(operation):
            raise Problem(400, "not the id of an operation")
        now = request.state.now
        news.settle(connection, now)
        told = again.told(connection, operation, now)
        if told is None:
            raise Problem(404, "no operation of that id was answered here")
        return JSONResponse(told)

    @app.get("/v1/counters/current")
    async def current(request: Request) -> JSONResponse:
        key = enrolment.key_of(connection, request.state.caller.key_id)
        if key is None:  # another platform on this database has let it go since
            no = admission.NotAdmitted("key-unknown", "no counter is enrolled with this key")
            raise admission.turned_away(no, request.state.now)
        return JSONResponse(enrolment.told(key))

"""The doors where a second person is asked from afar, and decides, or agrees at the asking window.

Refuses to tell one counter of another's request but to a supervisor who may decide it. Logs nothing of a body.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError

from practice.platform import agreements, approvals, clerk_doors, clerks
from practice.platform.asking import Problem, json_of
from practice.platform.connection import Connection
from practice.platform.forms import ID

_Form = TypeVar("_Form", bound=BaseModel)


def add_doors(app: FastAPI, connection: Connection) -> None:
    """All five."""

    @app.post("/v1/approvals")
    async def ask(request: Request) -> JSONResponse:
        form, now = _form(approvals.AskForm, await json_of(request)), request.state.now
        with _problems(now):
            return JSONResponse(approvals.ask(connection, request.state.caller, form, now))

    @app.post("/v1/agreements")
    async def agree(request: Request) -> JSONResponse:
        form, now = _form(agreements.AgreeForm, await json_of(request)), request.state.now
        token = clerk_doors.token_of(request)
        with _problems(now):
            return JSONResponse(agreements.agree(connection, request.state.caller, token, form, now))

    @app.get("/v1/approvals")
    async def open_ones(request: Request) -> JSONResponse:
        token, now = clerk_doors.token_of(request), request.state.now
        with _problems(now):
            found = approvals.open_ones(connection, request.state.caller, token, now)
        return JSONResponse({"approvals": found})

    @app.get("/v1/approvals/{operation_id}")
    async def state(operation_id: str, request: Request) -> JSONResponse:
        now = request.state.now
        with _problems(now):
            return JSONResponse(approvals.state(connection, request.state.caller, _id(operation_id), now))

    @app.put("/v1/approvals/{operation_id}")
    async def decide(operation_id: str, request: Request) -> JSONResponse:
        form, now = _form(approvals.DecideForm, await json_of(request)), request.state.now
        token, which = clerk_doors.token_of(request), _id(operation_id)
        with _problems(now):
            return JSONResponse(approvals.decide(connection, request.state.caller, token, which, form, now))


@contextmanager
def _problems(now: datetime) -> Iterator[None]:
    try:
        yield
    except approvals.Unknown:
        raise Problem(404, "nobody has asked about that operation here") from None
    except clerks.No as no:
        raise clerk_doors.problem_of(no, now) from None


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise Problem(400, "not the id of an operation")
    return text


def _form(kind: type[_Form], tree: Any) -> _Form:
    try:
        return kind.model_validate(tree)
    except ValidationError:
        raise Problem(400, "not a request for an approval of the contract") from None

"""The doors where a clerk signs in, changes the password and signs out.

Refuses to say which of number and password was wrong. Logs nothing of a body or of a session.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError

from practice.platform import clerks
from practice.platform.admission import NotAdmitted, turned_away
from practice.platform.asking import Problem, json_of
from practice.platform.connection import Connection

_TOKEN = re.compile(r"[0-9A-Za-z_-]{20,100}")
_Form = TypeVar("_Form", bound=BaseModel)


def add_doors(app: FastAPI, connection: Connection) -> None:
    """All four."""

    @app.post("/v1/clerks/sign-ins")
    async def sign_in(request: Request) -> JSONResponse:
        form, now = _form(clerks.SignInForm, await json_of(request)), request.state.now
        try:
            return JSONResponse(clerks.sign_in(connection, request.state.caller, form, now))
        except clerks.No as no:
            raise problem_of(no, now) from None

    @app.put("/v1/clerks/current/password")
    async def change_password(request: Request) -> JSONResponse:
        form, token, now = _form(clerks.ChangeForm, await json_of(request)), token_of(request), request.state.now
        try:
            return JSONResponse(clerks.change_password(connection, request.state.caller, token, form, now))
        except clerks.No as no:
            raise problem_of(no, now) from None

    @app.get("/v1/clerks/sign-ins/current")
    async def standing(request: Request) -> JSONResponse:
        now = request.state.now
        try:
            return JSONResponse(clerks.standing(connection, request.state.caller, token_of(request), now))
        except clerks.No as no:
            raise problem_of(no, now) from None

    @app.delete("/v1/clerks/sign-ins/current")
    async def sign_out(request: Request) -> JSONResponse:
        now = request.state.now
        try:
            clerks.sign_out(connection, request.state.caller, token_of(request), now)
        except clerks.No as no:
            raise problem_of(no, now) from None
        return JSONResponse({"ended": True})


def problem_of(no: clerks.No, now: datetime) -> Problem:
    """As the contract says it."""
    if no.status == 401:
        return turned_away(NotAdmitted(no.kind, no.title), now)
    kind = f"urn:ssc-platform:{no.kind}" if no.kind else "about:blank"
    return Problem(no.status, no.title, kind=kind, more=no.besides)


def token_of(request: Request) -> str:
    """The session a call names. Raises Problem."""
    token: str = request.headers.get("clerk-session", "")
    if not _TOKEN.fullmatch(token):
        raise Problem(400, "Clerk-Session is missing or not one")
    return token


def _form(kind: type[_Form], tree: Any) -> _Form:
    try:
        return kind.model_validate(tree)
    except ValidationError:
        raise Problem(400, "not a sign-in of the contract") from None

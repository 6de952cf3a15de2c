"""The practice platform's doors for news and for everybody of an area.

Refuses an area that was not granted to the caller (403, in words) and a cursor it no longer has (410).
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from counter_app.enrolment import Scope
from practice.platform import areas, feed, news
from practice.platform.asking import Problem, json_of
from practice.platform.connection import Connection

CURSOR_GONE = "urn:ssc-platform:cursor-gone"  # type of the problem


def add_doors(app: FastAPI, connection: Connection) -> None:
    """For enrolled counters: the gate knows the caller of a request and the area he was granted."""

    @app.post("/v1/news")
    async def tell_news(request: Request) -> JSONResponse:
        try:
            form = news.NewsForm.model_validate(await json_of(request))
        except ValidationError:
            raise Problem(400, "not a question for news of the contract") from None
        scope = _scope(connection, form.scope, request.state.caller.scope)
        try:
            return JSONResponse(news.news(connection, form, scope, request.state.now))
        except feed.Gone:
            raise Problem(410, "the feed no longer has that cursor", kind=CURSOR_GONE) from None

    @app.post("/v1/snapshot")
    async def tell_everybody(request: Request) -> JSONResponse:
        try:
            form = news.SnapshotForm.model_validate(await json_of(request))
        except ValidationError:
            raise Problem(400, "not a question for a snapshot of the contract") from None
        scope = _scope(connection, form.scope, request.state.caller.scope, everybody=True)
        return JSONResponse(news.snapshot(connection, form, scope, request.state.now))


def _scope(connection: Connection, asked: news.ScopeForm, grant: Scope, *, everybody: bool = False) -> Scope:
    """The area that is asked for, `everybody` of it or only what changes. Raises Problem."""
    scope = asked.scope(limit=grant.limit)
    try:
        areas.must_be_granted(connection, scope, grant)
        if everybody:
            areas.must_not_be_too_many(connection, scope, grant)
    except areas.NotGranted as error:
        raise Problem(403, "that area is not granted", reason=error.reason) from None
    return scope

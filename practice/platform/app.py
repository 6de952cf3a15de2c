"""The doors of the practice platform as a FastAPI application over one database.

Refuses bodies over one MiB (413), old programs (426), and what is not of the contract (400). Logs nothing of a body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from practice.platform import (
    admission,
    again_doors,
    approval_doors,
    attachments,
    audit_doors,
    cases,
    clerk_doors,
    enrolment_doors,
    feed_doors,
    ledger,
    news,
    packs,
    reconciling_doors,
    reference_doors,
    security,
    seeing,
    telling,
    transfer_doors,
    upload_doors,
)
from practice.platform import database as db
from practice.platform.asking import Problem, content_of, json_of
from practice.platform.connection import Connection, DatabaseAway
from practice.platform.forms import CHALLENGE, ID, MOST_OPERATIONS, LookupForm
from practice.platform.limit import Limit, a_minute
from practice.platform.seal import OTHER_KEY, OtherKey, Seal

PROVINCE = "practice"
_VERSION = re.compile(r"[0-9]+(\.[0-9]+){1,3}([-+.a-z0-9]*)")


def application(connection: Connection, *, faults: bool = False) -> FastAPI:
    """The platform over an open database. Requests are worked on one at a time, in the order they come.

    `faults`: the clock can be set wrong by its switch.
    """
    limit = Limit()

    async def gate(request: Request) -> None:
        switches = db.switches(connection)
        request.state.now = db.moment(switches) if faults else datetime.now(UTC)
        _admit(request, switches)
        await admission.admit(connection, request)
        _keep_pace(limit, request, switches)

    async def tell(_request: Request, problem: Exception) -> JSONResponse:
        return (
            problem.response() if isinstance(problem, Problem) else Problem(500, "a fault of the platform").response()
        )

    app = FastAPI(title="ssc-platform", openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(gate)])
    app.add_exception_handler(Problem, tell)
    app.add_exception_handler(DatabaseAway, _tell_away)
    _doors(app, connection)
    enrolment_doors.add(app, connection)
    again_doors.add_doors(app, connection)
    _module_doors(app, connection)
    _case_doors(app, connection)
    _attachment_door(app, connection)
    upload_doors.add_doors(app, connection)
    reconciling_doors.add_doors(app, connection)
    feed_doors.add_doors(app, connection)
    reference_doors.add_doors(app, connection)
    transfer_doors.add_doors(app, connection)
    clerk_doors.add_doors(app, connection)
    approval_doors.add_doors(app, connection)
    audit_doors.add_doors(app, connection)
    return app


async def _tell_away(_request: Request, _away: Exception) -> JSONResponse:
    """Not now: what is asked again is decided once, whatever became of it."""
    return Problem(503, "the platform's database is away", headers={"Retry-After": "2"}).response()


def _doors(app: FastAPI, connection: Connection) -> None:
    @app.get("/v1/hello")
    async def hello(request: Request) -> JSONResponse:
        return JSONResponse(
            {
                "service": "ssc-platform",
                "api": "1.5",
                "province": PROVINCE,
                "server_time": db.say_moment(request.state.now),
                "instance": db.instance(connection),
            }
        )

    @app.post("/v1/operations")
    async def operations(request: Request) -> JSONResponse:
        batch = _batch(await json_of(request))
        return JSONResponse({"answers": ledger.take(connection, batch, request.state.now, caller=request.state.caller)})

    @app.get("/v1/pack-statements")
    async def pack_statements() -> JSONResponse:
        return JSONResponse({"statements": packs.published(connection)})

    @app.post("/v1/lookups")
    async def lookups(request: Request) -> JSONResponse:
        try:
            form = LookupForm.model_validate(await json_of(request))
        except ValidationError:
            raise Problem(400, "not a lookup of the contract") from None
        now = request.state.now
        news.settle(connection, now)
        found = db.find(connection, form.by, form.value, limit=form.limit)
        numbers = seeing.among(connection, form.clerk, found)
        return JSONResponse({"people": [telling.person(connection, number, now) for number in numbers]})


def _case_doors(app: FastAPI, connection: Connection) -> None:
    """Doors for requests that could not be met at once."""

    @app.put("/v1/cases/{number}")
    async def keep_case(number: str, request: Request) -> JSONResponse:
        try:
            form = cases.CaseForm.model_validate(await json_of(request))
            return JSONResponse(cases.keep(connection, number, form, request.state.now))
        except cases.OtherCase:
            raise Problem(409, "another case stands under that number") from None
        except ValueError:  # pydantic's ValidationError is one
            raise Problem(400, "not a case of the contract") from None

    @app.get("/v1/cases/{number}")
    async def case(number: str) -> JSONResponse:
        return _case_or_none(cases.told(connection, number))

    @app.post("/v1/cases/{number}/take-up")
    async def take_up(number: str, request: Request) -> JSONResponse:
        try:
            form = cases.TakingForm.model_validate(await json_of(request))
        except ValidationError:
            raise Problem(400, "not a taking-up of the contract") from None
        return _case_or_none(cases.take_up(connection, number, form, request.state.now))


def _case_or_none(told: dict[str, Any] | None) -> JSONResponse:
    if told is None:
        raise Problem(404, "no case has that number")
    return JSONResponse(told)


def _attachment_door(app: FastAPI, connection: Connection) -> None:
    """The door for whole pictures, for counters that do not hand them over in pieces yet."""

    @app.put("/v1/attachments/{digest}")
    async def attach(digest: str, request: Request) -> JSONResponse:
        if request.headers.get("content-type") != attachments.JPEG:
            raise Problem(400, "not a JPEG")
        body = await content_of(request, most=attachments.LARGEST)
        try:
            return JSONResponse(attachments.keep(connection, digest, body, request.state.now))
        except attachments.Unfit:
            raise Problem(400, "not a picture of the contract") from None


def _module_doors(app: FastAPI, connection: Connection) -> None:
    """Doors to the security module, which makes its key for sealing when the platform starts."""
    seal = Seal()

    @app.get("/v1/security-module")
    async def security_module() -> JSONResponse:
        return JSONResponse(seal.told())

    @app.post("/v1/card-authentications")
    async def card_authentications(request: Request) -> JSONResponse:
        try:
            form = CHALLENGE.validate_python(await json_of(request))
            answer = security.compute(connection, form, seal)
        except ValidationError:
            raise Problem(400, "not a challenge of the contract") from None
        except OtherKey:
            raise Problem(409, "sealed with a key that is not in force", kind=OTHER_KEY) from None
        except security.Refusal as refusal:
            raise Problem(403, "the security module says no", reason=refusal.reason()) from None
        return JSONResponse({"cryptogram": answer.hex().upper()})


def _admit(request: Request, switches: Mapping[str, str]) -> None:
    """Raises Problem when nothing is taken now, or not from this program."""
    if db.NOT_NOW in switches:
        raise Problem(503, "not now", headers={"Retry-After": switches[db.NOT_NOW]})
    version = request.headers.get("counter-version", "")
    if len(version) > 40 or not _VERSION.fullmatch(version):
        raise Problem(400, "Counter-Version is missing or not a version")
    if _parts(version) < _parts(switches.get(db.MINIMUM_VERSION, "0.0")):
        raise Problem(426, "the program is too old", headers={"Upgrade": "counter"})


def _keep_pace(limit: Limit, request: Request, switches: Mapping[str, str]) -> None:
    """Raises Problem for a counter that asks more than it may: known by its key, else by where it calls from."""
    most = a_minute(switches.get(db.RATE_LIMIT, ""))
    caller = getattr(request.state, "caller", None)
    whose = caller.key_id if caller is not None else request.client.host if request.client is not None else ""
    if most and (seconds := limit.wait(whose, most)):
        raise Problem(429, "more than this counter may ask", headers={"Retry-After": str(seconds)})


def _parts(version: str) -> tuple[int, ...]:
    numbers = re.match(r"[0-9]+(\.[0-9]+)*", version)
    return tuple(int(part) for part in numbers.group().split(".")) if numbers else ()


def _batch(body: Any) -> list[dict[str, object]]:
    """The operations as they came, each with a readable id. Raises Problem."""
    batch = body.get("operations") if isinstance(body, dict) and set(body) == {"operations"} else None
    if not isinstance(batch, list) or not 1 <= len(batch) <= MOST_OPERATIONS:
        raise Problem(400, "1 to 100 operations are wanted")
    for raw in batch:
        if not isinstance(raw, dict) or not isinstance(raw.get("id"), str) or not ID.fullmatch(raw["id"]):
            raise Problem(400, "an operation has no id that can be read")
    return batch

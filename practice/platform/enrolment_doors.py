"""The doors where counters enrol and renew their keys.

Refuses an enrolment that the new key itself has not signed: whoever enrols a key must hold its private half.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError

from counter_app.domain import signature
from practice.platform import admission, enrolment
from practice.platform.asking import Problem, json_of
from practice.platform.connection import Connection

_Form = TypeVar("_Form", bound=BaseModel)


def add(app: FastAPI, connection: Connection) -> None:
    """Both doors."""

    @app.post(admission.ENROL)
    async def enrol(request: Request) -> JSONResponse:
        form, now = _form(enrolment.EnrolmentForm, await json_of(request)), request.state.now
        try:
            return JSONResponse(_enrol(connection, request, form, now))
        except enrolment.CodeRefused:
            raise Problem(403, "not a code to enrol with", kind="urn:ssc-platform:code-refused") from None
        except enrolment.Unfit:
            raise Problem(400, "not a public key to enrol") from None
        except admission.NotAdmitted as error:
            raise admission.turned_away(error, now) from None

    @app.post(admission.RENEW)
    async def renew(request: Request) -> JSONResponse:
        form = _form(enrolment.RenewalForm, await json_of(request))
        try:
            return JSONResponse(enrolment.renew(connection, request.state.caller, form, request.state.now))
        except enrolment.Unfit:
            raise Problem(400, "not a key to renew with") from None
        except enrolment.Revoked:
            raise admission.turned_away(
                admission.NotAdmitted("key-revoked", "the key was revoked"), request.state.now
            ) from None


def _enrol(connection: Connection, request: Request, form: enrolment.EnrolmentForm, now: datetime) -> dict[str, Any]:
    """Raises CodeRefused, Unfit, NotAdmitted (also for a key that was revoked, so that another one is made)."""
    public = enrolment.public_of(form.public_key)
    key_id = signature.name_of(public)

    def find(asked: str) -> bytes:
        if asked != key_id:
            raise admission.NotAdmitted("signature-wrong", "an enrolment is signed by the key it brings")
        return public

    nonce = admission.signed(request, request.state.content, find, now)
    try:
        answer = enrolment.enrol(connection, form, now)
    except enrolment.Revoked as error:
        raise admission.NotAdmitted("key-revoked", "the key was revoked") from error
    admission.spend(connection, key_id, nonce, now)
    return answer


def _form(kind: type[_Form], tree: Any) -> _Form:
    try:
        return kind.model_validate(tree)
    except ValidationError:
        raise Problem(400, "not an enrolment of the contract") from None

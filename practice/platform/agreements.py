"""What second persons have agreed to at the asking window, each proved by a sign-in of their own, for one operation
with its very answers; and what a counter without a line says that somebody agreed to.

Refuses whoever did the work, under any number, and a counter's own word for a moment at which it was heard. What is
taken on that word is put to a supervisor afterwards.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from counter_app.domain.moments import local
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity
from practice.platform import clerks, heard
from practice.platform import database as db
from practice.platform.bench import Bench
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller
from practice.platform.forms import ID

SECONDS = frozenset({"clerk", "supervisor"})
LIFE = timedelta(days=365)
_TASKS = {
    "application": ("申领", "Application"),
    "activation": ("启用", "Activation"),
    "release": ("解除挂失", "Release"),
    "replacement": ("补换卡", "Replacement"),
    "cancellation": ("注销", "Cancellation"),
    "bank-change": ("换银行", "Change of bank"),
    "data-change": ("变更资料", "Change of data"),
    "pin-reset": ("重置密码", "PIN reset"),
    "pin-unblock": ("解锁密码", "PIN unblock"),
}
_WHY = ("第二人同意时没有网，平台没有核实", "The second person agreed without a line; the platform has not proved it")
_ASKED = "事后核实：请问这位第二人当时是否同意。已办结，不同意的请说明并追查"


class AgreeForm(BaseModel):
    """The body of `POST /v1/agreements`."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    operation_id: str = Field(pattern=f"^{ID.pattern}$")
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    clerk: str = Field(pattern=r"^[0-9A-Za-z-]{1,20}$")


class MayNot(clerks.No):
    """The clerk of the session is nobody who may agree."""

    status, kind, title = 403, "not-a-second-person", "the clerk may not agree to this"


class OwnWork(clerks.No):
    """It is the clerk's own work, under this number or another."""

    status, kind, title = 403, "own-work", "nobody approves his own work"


def agree(connection: Connection, caller: Caller, token: str, form: AgreeForm, now: datetime) -> dict[str, Any]:
    """The clerk of the session agrees; again is harmless. Raises clerks.Ended, MayNot, OwnWork."""
    with db.writing(connection):
        clerk = clerks.of_session(connection, caller, token, now)
        if SECONDS.isdisjoint(clerks.roles_of(connection, clerk)):
            raise MayNot
        if clerks.same_person(connection, clerk, form.clerk):
            raise OwnWork
        row = (form.operation_id, form.digest, clerk, caller.counter_id, db.say_moment(now))
        connection.execute(
            """INSERT INTO agreement (operation_id, digest, clerk, counter, at) VALUES (?,?,?,?,?)
                ON CONFLICT DO NOTHING""",
            row,
        )
        return {"operation_id": form.operation_id, "digest": form.digest, "by": clerk}


def proved(bench: Bench, digest: str) -> bool:
    """Whether whom the operation names has proved to have agreed to just that."""
    query = "SELECT 1 FROM agreement WHERE operation_id = ? AND digest = ? AND clerk = ?"
    row = (bench.form.id, digest, bench.fact("second_person"))
    return bench.connection.execute(query, row).fetchone() is not None


def unheard(bench: Bench) -> bool:
    """Whether the platform did not hear the counter at the moment it names, so that its word must do."""
    try:
        at = datetime.fromisoformat(bench.fact("second_at"))
    except ValueError:
        return False
    return at.tzinfo is not None and at <= bench.now and not heard.at(bench.connection, bench.caller.counter_id, at)


def to_be_confirmed(bench: Bench, digest: str) -> None:
    """Put to a supervisor what was taken on the counter's word. Inside a transaction."""
    form = bench.form
    zh, en = _TASKS.get(form.procedure, (form.procedure, form.procedure))
    request = {
        "operation_id": form.id,
        "digest": digest,
        "procedure": form.procedure,
        "task": {"zh": f"{zh}（事后核实）", "en": f"{en} (to be confirmed afterwards)"},
        "rows": _rows(bench),
        "why": [{"zh": _WHY[0], "en": _WHY[1]}],
        "reason": _ASKED,
        "clerk": form.clerk,
        "outlet": form.outlet,
        "window": form.window,
    }
    moments = (db.say_moment(bench.now), db.say_moment(bench.now + LIFE))
    bench.connection.execute("DELETE FROM approval WHERE operation_id = ?", (form.id,))
    bench.connection.execute(
        "INSERT INTO approval (operation_id, counter, digest, request, state, asked_at, until, decided_by, decided_at,"
        " words) VALUES (?,?,?,?,'open',?,?,'','','')",
        (form.id, bench.caller.counter_id, digest, json.dumps(request, ensure_ascii=False), *moments),
    )


def _rows(bench: Bench) -> list[dict[str, dict[str, str]]]:
    """What is told of it, masked."""
    form, when = bench.form, local(datetime.fromisoformat(bench.fact("second_at")).astimezone(UTC))
    told = (
        ("持卡人", "Holder", mask_name(form.holder.name)),
        ("证件号码", "Identity number", mask_identity(form.holder.number)),
        ("卡号", "Card number", mask_card(form.card_number) if form.card_number else "—"),
        ("第二人", "Second person", bench.fact("second_person")),
        ("同意时间", "Agreed at", f"{when:%Y-%m-%d %H:%M}"),
    )
    return [{"label": {"zh": zh, "en": en}, "value": {"zh": value, "en": value}} for zh, en, value in told]

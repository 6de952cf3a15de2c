"""`counter enrol`, `counter practice enrolment`: how a counter gets its key known at the platform, and loses it again.

Refuses an enrolment code as an argument: it would stand in the shell's history and in the list of processes.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from getpass import getpass
from typing import Annotated

import typer

from counter_app.commands.signed_in import by_whom_while_in_force
from counter_app.commands.talk import Data, Json, Sets, UsedWrongly, counter_and_talk
from counter_app.domain.moments import say_full
from counter_app.domain.text import Text
from counter_app.enrolment import Enrolled, EnrolmentState, ScopeKind
from counter_app.rights import Right

_LONGEST = 64
_PLACES = {
    ScopeKind.OUTLET: Text("网点", "outlet"),
    ScopeKind.TOWNSHIP: Text("乡镇（街道）", "township"),
    ScopeKind.CITY: Text("市", "city"),
}
_STATES = {
    EnrolmentState.IN_FORCE: Text("有效", "in force"),
    EnrolmentState.EXPIRED: Text("已过期", "run out"),
    EnrolmentState.REVOKED: Text("已停用", "revoked"),
}


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("enrol", help="在省平台登记本机 / enrol this counter at the platform")(enrol)


def enrol(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Make a key and enrol it with a one-time code, which is asked for without showing it, or read from standard
    input.
    """
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        with by_whom_while_in_force(counter, "enrol", Right.SETTINGS):
            enrolled = counter.enrolling.enrol(_code())
        talk.give(told(enrolled), words(enrolled, datetime.now(UTC)))


def enrolment(
    word: Annotated[
        str, typer.Argument(metavar="code|revoke", help="发一个登记码、停用本机 / issue a code, revoke this counter")
    ],
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Let the practice platform issue a one-time code, or revoke this counter, so that both can be practised."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        if word == "code":
            code = counter.trainer().enrolment_code()
            talk.give({"code": code}, Text(f"登记码 {code}，只能用一次", f"Code {code}, for one use"))
        elif word == "revoke":
            known = counter.enrolling.enrolled()
            done = counter.trainer().revoke_counter(known.grant.counter_id) if known is not None else 0
            said = Text("练习平台已停用本机", "The practice platform has revoked this counter")
            none = Text("本机没有在练习平台登记", "This counter is not enrolled at the practice platform")
            talk.give({"revoked": done > 0}, said if done else none)
        else:
            raise UsedWrongly(why=Text("应为 code 或 revoke", "say code or revoke"))


def told(enrolled: Enrolled) -> dict[str, object]:
    """An enrolment as JSON."""
    scope = enrolled.grant.scope
    return {
        "counter": enrolled.grant.counter_id,
        "key": enrolled.key.key_id,
        "valid_until": enrolled.grant.until.isoformat(),
        "scope": {"kind": scope.kind.value, "code": scope.code, "limit": scope.limit},
    }


def words(enrolled: Enrolled, now: datetime) -> Text:
    """Who this counter is at the platform, how its key stands, and until when."""
    scope, until = enrolled.grant.scope, say_full(enrolled.grant.until)
    place, state = _PLACES[scope.kind], _STATES[enrolled.state(now)]
    who = f"{enrolled.grant.counter_id}"
    return Text(
        f"登记为 {who}，{state.zh}，到 {until}；范围：{place.zh} {scope.code}，至多 {scope.limit} 人",
        f"enrolled as {who}, {state.en}, until {until}; scope: {place.en} {scope.code}, {scope.limit} people at most",
    )


def _code() -> str:
    """The code, shown nowhere. Raises UsedWrongly."""
    asked = "登记码 / enrolment code: "
    code = getpass(asked, stream=sys.stderr) if sys.stdin.isatty() else sys.stdin.readline()
    code = code.strip()
    if not 0 < len(code) <= _LONGEST:
        raise UsedWrongly(why=Text("标准输入没有登记码", "there is no enrolment code on standard input"))
    return code

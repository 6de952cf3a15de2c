"""`counter reconcile`: compare a day with the platform, and send again what it has lost. Refuses to show names and
numbers of people: a difference is named by its receipt.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk, say_no
from counter_app.desk.pin_records import TITLES
from counter_app.desk.views_reconciling import DayState
from counter_app.domain.moments import today_in_china
from counter_app.domain.operation import OperationId
from counter_app.domain.reconciling import GAP_WORDS, Difference, Gap, Outcome, is_under_way
from counter_app.domain.sending_errors import nothing_lost
from counter_app.domain.text import Text, same
from counter_app.procedures import all_procedures
from counter_app.rights import Right
from counter_app.wiring import Counter

MOST_PASSES = 200
OUTCOME_WORDS = {
    Outcome.EQUAL: Text("相等", "equal"),
    Outcome.DIFFERENT: Text("不相等", "not equal"),
    Outcome.OPEN: Text("还没办结", "not all settled yet"),
}
BY_WORD = Text("差异已说明", "differences explained")


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("reconcile", help="与平台对账 / compare a day with the platform")(reconcile)


def reconcile(
    day: Annotated[
        str,
        typer.Option("--day", metavar="DAY", help="哪一天，如 2026-11-21；缺省为今天 / which day, today if not said"),
    ] = "",
    resend: Annotated[
        bool, typer.Option("--resend", help="平台没有的按原编号重送 / send again what the platform has lost")
    ] = False,
    explain: Annotated[
        str, typer.Option("--explain", metavar="ID", help="平台有、本机没有的那件 / an operation only the platform has")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="它的缘由 / why that is so")] = "",
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Counts and digests of a day beside the platform's; each difference by its receipt number."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "reconcile", Right.RECONCILE, clerk=clerk) as desk,
    ):
        wanted = _day(day)
        if explain:
            desk.explain(wanted, explain, reason)
        again: tuple[OperationId, ...] = ()
        if resend and (again := desk.send_again(wanted)):
            _carry(counter, again)
        state = desk.reconcile(wanted)
        earlier = desk.reconciling().earlier
        _tell(counter, talk, state, resent=len(again), earlier=tuple(one.day for one in earlier))
        if state.outcome is not Outcome.EQUAL:
            say_no()


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said) if said else today_in_china()
    except ValueError as error:
        raise UsedWrongly(why=Text("日期写作 2026-01-31", "a day is written 2026-01-31")) from error


def _carry(counter: Counter, ids: tuple[OperationId, ...]) -> None:
    """Passes until these are answered, or nothing moves any more."""
    courier, store = counter.courier(), counter.store()
    for _pass in range(MOST_PASSES):
        with nothing_lost():
            report = courier.pass_once()
        under_way = any(is_under_way(work) for one in ids if (work := store.work(one)) is not None)
        if not under_way or report.trouble or report.busy or not report.handed_over:
            return


def _tell(counter: Counter, talk: Talk, state: DayState, *, resent: int, earlier: tuple[date, ...]) -> None:
    outcome = state.outcome or Outcome.OPEN
    ids = [operation_id for one in state.results for operation_id in one.under_way]
    under_way = [work.receipt_number for one in ids if (work := counter.store().work(one)) is not None]
    matter = sum(one.matters for one in state.differences)
    answer = {
        "day": state.day.isoformat(),
        "outcome": outcome.value,
        "works": state.works,
        "under_way": under_way,
        "to_settle": state.to_settle,
        "differences": [_row(one, talk) for one in state.differences],
        "resent": resent,
        "open_days": [day.isoformat() for day in earlier],
    }
    words = BY_WORD if state.by_word else OUTCOME_WORDS[outcome]
    counts = Text(
        f"{state.day}：{words.zh}。办理 {state.works}，差异 {matter}，在途 {len(under_way)}，待处理 {state.to_settle}，重送 {resent}",
        f"{state.day}: {words.en}. {state.works} recorded, {matter} different, {len(under_way)} under way,"
        f" {state.to_settle} to settle, {resent} sent again",
    )
    talk.give(answer, counts)
    titles = {p.id: p.title for p in all_procedures()} | dict(TITLES)
    lines = [
        [cell.say(talk.language) for cell in (_name(one), titles.get(one.procedure, same(one.procedure)), _words(one))]
        for one in state.differences
    ]
    heading = [
        cell.say(talk.language) for cell in (Text("回执号", "Receipt"), Text("业务", "Procedure"), Text("差异", "What"))
    ]
    talk.table([heading, *lines] if lines else [])


def _row(one: Difference, talk: Talk) -> dict[str, Any]:
    return {
        "id": one.operation_id,
        "receipt": one.receipt or None,
        "procedure": one.procedure,
        "what": one.gap.value,
        "here": one.here.value if one.here is not None else None,
        "there": one.there.value if one.there is not None else None,
        "code": one.code or None,
        "explained": one.explained,
        "words": _words(one).say(talk.language),
    }


def _name(one: Difference) -> Text:
    """The receipt; where this counter has none, the operation's id."""
    return same(one.receipt or one.operation_id)


def _words(one: Difference) -> Text:
    said = GAP_WORDS[one.gap]
    if one.explained and one.gap is Gap.UNKNOWN:
        return Text("平台有，本机没有（已说明）", "The platform has it, this counter has not (explained)")
    return Text(f"{said.zh}（已处理）", f"{said.en} (settled)") if one.explained else said

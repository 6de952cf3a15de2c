"""`counter notices`: what a supervisor must see of today. `counter choices`: how banks were chosen, for an auditor.

Masked unless `--full` is given, which is audited. Refuses to acknowledge anything: that is done at a window, by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from counter_app.commands.look import Full
from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk
from counter_app.desk.views_supervisor import Abandoned, BankChoice, ManyActs, NotMet
from counter_app.domain.case import CaseKind
from counter_app.domain.moments import CHINA, say_full, start_of_day, today_in_china
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_identity
from counter_app.domain.text import Text, same
from counter_app.rights import Right

KINDS = {
    CaseKind.MISSING: Text("缺材料", "papers missing"),
    CaseKind.REFUSED: Text("不予办理", "refused"),
    CaseKind.GIVEN_UP: Text("本人放弃", "given up"),
}
_MIDWAY = Text("中途放弃", "abandoned midway")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("notices", help="需主管留意的事 / what a supervisor must see of today")(notices)
    app.command("choices", help="选银行的留痕 / how banks were shown and chosen")(choices)


def notices(full: Full = False, clerk: Clerk = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Agents who act for many, requests that were not met, and what was abandoned, today at this counter."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "notices", Right.SUPERVISE, clerk=clerk) as desk,
    ):
        seen = desk.supervised(full=full)
        answer = {
            "agents": [_agent(one, full=full) for one in seen.many],
            "cases": [_case(one, talk, full=full) for one in seen.not_met],
            "abandoned": [_abandoned(one, talk) for one in seen.abandoned],
            "taken_up_twice": [one.number for one in seen.odd if one.twice],
            "number_taken": [one.number for one in seen.odd if not one.twice],
        }
        new, twice = sum(not one.seen_by for one in seen.many), sum(one.twice for one in seen.odd)
        refused = sum(one.on_way.case.kind is CaseKind.REFUSED for one in seen.not_met)
        counts = Text(
            f"代办超限 {len(seen.many)} 人（未知悉 {new}），不予办理 {refused} 件，"
            f"其他未办成 {len(seen.not_met) - refused} 件，中途放弃 {len(seen.abandoned)} 件，"
            f"两处接着办 {twice} 件，号码重复 {len(seen.odd) - twice} 件",
            f"{len(seen.many)} agents over the limit ({new} not acknowledged), {refused} refused,"
            f" {len(seen.not_met) - refused} not met for another reason, {len(seen.abandoned)} abandoned,"
            f" {twice} taken up twice, {len(seen.odd) - twice} under a number the platform had already",
        )
        talk.give(answer, counts)
        _tables(talk, seen.many, seen.not_met, seen.abandoned, full=full)


def choices(
    since: Annotated[
        str, typer.Option("--since", metavar="DAY", help="从这一天起，如 2026-11-21；缺省为今天 / from that day on")
    ] = "",
    full: Full = False,
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Each choice of a bank: the order the banks were shown in, which was taken, and what it led to."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "choices", Right.READ_AUDIT, clerk=clerk) as desk,
    ):
        found = desk.bank_choices(since=_day(since), full=full)
        rows = [_choice(one, full=full) for one in found]
        talk.give({"choices": rows}, Text(f"{len(rows)} 次选择", f"{len(rows)} choices"))
        heading = (
            Text("时间", "At"),
            Text("经办", "Clerk"),
            Text("显示顺序", "Shown"),
            Text("选了", "Chosen"),
            Text("回执号", "Receipt"),
            Text("持卡人", "Holder"),
        )
        lines = [
            (say_full(one.at), one.clerk, " ".join(one.shown), one.chosen, one.receipt, row["holder"] or "")
            for one, row in zip(found, rows, strict=True)
        ]
        talk.table([[cell.say(talk.language) for cell in heading], *lines] if lines else [])


def _day(since: str) -> datetime:
    """Midnight in China of that day, as UTC. Raises UsedWrongly."""
    try:
        day = datetime.fromisoformat(since) if since else datetime.combine(today_in_china(), datetime.min.time())
        return start_of_day(day.replace(tzinfo=CHINA))
    except (ValueError, OverflowError) as error:  # the first day there is begins before all days
        raise UsedWrongly(why=Text("日期写作 2026-01-31", "a day is written 2026-01-31")) from error


def _agent(one: ManyActs, *, full: bool) -> dict[str, Any]:
    return {
        "agent": one.agent if full else mask_identity(one.agent),
        "name": one.name if full else mask_name(one.name),
        "people": one.people,
        "limit": one.limit,
        "since": one.since.isoformat(),
        "receipts": [receipt for receipt, _title in one.works],
        "acknowledged_by": one.seen_by or None,
        "acknowledged_at": one.seen_at.isoformat() if one.seen_at is not None else None,
    }


def _case(one: NotMet, talk: Talk, *, full: bool) -> dict[str, Any]:
    case = one.on_way.case
    return {
        "number": case.number,
        "kind": case.kind.value,
        "procedure": case.procedure,
        "reason": case.reason or None,
        "words": one.reason.say(talk.language) or None,
        "missing": list(case.missing),
        "holder": case.holder_number if full else mask_identity(case.holder_number),
        "name": case.holder_name if full else mask_name(case.holder_name),
        "clerk": case.clerk,
        "made_at": case.made_at.isoformat(),
        "sent": one.on_way.sent,
        "resumed_at": case.resumed_at.isoformat() if case.resumed_at is not None else None,
    }


def _abandoned(one: Abandoned, talk: Talk) -> dict[str, Any]:
    words = one.reason.say(talk.language)
    return {"at": one.at.isoformat(), "clerk": one.clerk, "reason": one.code, "words": words} | {
        "title": one.title.say(talk.language)
    }


def _choice(one: BankChoice, *, full: bool) -> dict[str, Any]:
    holder = one.holder if full else mask_identity(one.holder)
    return {
        "at": one.at.isoformat(),
        "clerk": one.clerk,
        "shown": list(one.shown),
        "chosen": one.chosen,
        "receipt": one.receipt or None,
        "holder": holder if one.holder else None,
    }


def _tables(
    talk: Talk, many: Sequence[ManyActs], not_met: Sequence[NotMet], abandoned: Sequence[Abandoned], *, full: bool
) -> None:
    say = talk.language
    if many:
        heading = (Text("代办人", "Agent"), Text("代办", "People"), Text("上限", "Limit"), Text("知悉", "Acknowledged"))
        lines = [
            (f"{told['name']} {told['agent']}", str(one.people), str(one.limit), one.seen_by)
            for one, told in ((one, _agent(one, full=full)) for one in many)
        ]
        talk.table([[cell.say(say) for cell in heading], *lines])
    rows = [
        (say_full(case.made_at), KINDS[case.kind], one.title, one.reason, case.number, case.clerk)
        for one, case in ((one, one.on_way.case) for one in not_met)
    ]
    rows += [(say_full(one.at), _MIDWAY, one.title, one.reason, "", one.clerk) for one in abandoned]
    heading_of_rows = ("时间 At", "情形 What", "业务 Task", "理由 Reason", "告知单号 Notice", "经办 Clerk")
    columns = [Text(*words.split(" ")) for words in heading_of_rows]
    lines_of_rows = [
        (at, what.say(say), task.say(say), why.say(say), same(number).say(say), clerk)
        for at, what, task, why, number, clerk in sorted(rows, key=lambda row: row[0])
    ]
    talk.table([[cell.say(say) for cell in columns], *lines_of_rows] if rows else [])

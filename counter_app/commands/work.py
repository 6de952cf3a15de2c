"""`counter carry-out`, `counter outbox`, `counter sync`: recording work, seeing how it stands, sending it."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk, say_no
from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.domain.errors import BadInput, NotFound
from counter_app.domain.moments import say_full
from counter_app.domain.operation import Work, WorkState
from counter_app.domain.text import Text, same
from counter_app.procedures import all_procedures, procedure
from counter_app.wiring import Counter

ALL_ROWS = 1_000_000
POLL_SECONDS = 0.5


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("carry-out", help="办理一笔业务 / carry out a procedure")(carry_out)
    app.command("outbox", help="本机受理的业务及其状态 / recorded operations and how they stand")(outbox)
    app.command("sync", help="把等待的业务送往平台 / send waiting work to the platform")(sync)


def carry_out(
    name: Annotated[str, typer.Argument(metavar="PROCEDURE", help="业务代号，如 temporary-loss / procedure id")],
    answers: Annotated[
        str,
        typer.Option("--answers", metavar="FILE", help="回答文件 JSON，- 为标准输入 / answers as JSON, - for stdin"),
    ] = "",
    example: Annotated[
        bool, typer.Option("--example", help="打印一份可用的回答文件 / print an answers file that works")
    ] = False,
    clerk: Annotated[str, typer.Option("--clerk", help="练习工号 / practice clerk number")] = "0317",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Record one operation from an answers file, then try to send it once."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        _known(name)
        if example:
            sys.stdout.write(json.dumps(_example(counter, name), ensure_ascii=False, indent=2) + "\n")
            return
        if not answers:
            raise UsedWrongly(why=Text("缺 --answers 文件", "--answers FILE is missing"))
        asked = _read_answers(answers)
        counter.courier().pass_once()
        desk = counter.desk(seat=f"command-{os.getpid()}")
        desk.sign_in(clerk)
        outcome = _carry(counter, desk, name, asked)
        counter.courier().pass_once()
        _give(desk.outcome(outcome.visit_id), talk)
        desk.end(outcome.visit_id)


def _known(name: str) -> None:
    try:
        procedure(name)
    except NotFound as error:
        raise UsedWrongly(why=error.message) from error


def _example(counter: Counter, name: str) -> dict[str, Any]:
    """Answers for the first practice person for whom the procedure is lawful now."""
    counter.courier().pass_once()
    desk = counter.desk(seat=f"command-{os.getpid()}")
    desk.sign_in("0317")
    for person in counter.trainer().people(""):
        view = desk.open_number(person.holder.number)
        lawful = any(a.procedure == name and a.lawful for a in view.actions)
        if lawful:
            shown = desk.begin(view.visit_id, name)
            given = {f.field.name: f.value for f in shown.fields} or dict(procedure(name).example)
            desk.end(view.visit_id)
            return {"holder": {"number": person.holder.number}, "answers": {k: v for k, v in given.items() if v}}
        desk.end(view.visit_id)
    raise NotFound(what=Text("可以办这项业务的练习人员", "A practice person for whom this is lawful now"))


def _read_answers(file: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        asked = json.loads(text)
    except OSError as error:
        raise UsedWrongly(
            why=Text(f"读不了 {file}：{error.strerror}", f"cannot read {file}: {error.strerror}")
        ) from error
    except (ValueError, RecursionError) as error:
        raise UsedWrongly(why=Text(f"{file} 不是 JSON：{error}", f"{file} is not JSON: {error}")) from error
    good = (
        isinstance(asked, dict) and isinstance(asked.get("holder"), dict) and isinstance(asked.get("answers", {}), dict)
    )
    if not good or not set(asked) <= {"holder", "answers"}:
        why = Text("回答文件要有 holder 和 answers，见 --example", "the file needs holder and answers; see --example")
        raise UsedWrongly(why=why)
    wrong = [k for k, v in {**asked["holder"], **asked.get("answers", {})}.items() if not isinstance(v, str)]
    if wrong:
        raise UsedWrongly(why=Text(f"{wrong[0]} 应为文字", f"{wrong[0]} must be a string"))
    return dict(asked)


def _open(counter: Counter, desk: Desk, holder: dict[str, str]) -> PersonView:
    if "card_number" in holder:
        return desk.open_card(holder["card_number"])
    if holder.get("card") == "reader":
        return desk.open_chip(counter.reader().read())
    if "number" not in holder:
        why = Text(
            "holder 要有 number、card_number 或 card: reader", "holder needs number, card_number or card: reader"
        )
        raise UsedWrongly(why=why)
    try:
        return desk.open_number(holder["number"])
    except NotFound:
        if counter.store().line().kind == "online":
            raise
        return desk.open_unknown(holder["number"])


def _carry(counter: Counter, desk: Desk, name: str, asked: dict[str, Any]) -> OutcomeView:
    given: dict[str, str] = asked.get("answers", {})
    opened = _open(counter, desk, asked["holder"])
    try:
        page: VisitView | OutcomeView = desk.begin(opened.visit_id, name)
        used: set[str] = set()
        while isinstance(page, VisitView):
            here = {f.field.name for f in page.fields} & set(given)
            used |= here
            page = desk.answer(opened.visit_id, {k: given[k] for k in here})
            if page.missing is not None:
                _wrong_answer(page)
            if page.current == len(page.steps) - 2:
                _all_used(set(given) - used)
            page = desk.forward(opened.visit_id)
    except BaseException:
        desk.end(opened.visit_id)
        raise
    return page


def _all_used(left: set[str]) -> None:
    if left:
        unknown = ", ".join(sorted(left))
        raise UsedWrongly(why=Text(f"不问的回答：{unknown}", f"answers nobody asked for: {unknown}"))


def _wrong_answer(page: VisitView) -> None:
    one = next(f for f in page.fields if f.field.name == page.missing)
    raise BadInput(
        what=Text(f"{one.field.label.zh}（{page.missing}）", f"{one.field.label.en} ({page.missing})"),
        why=one.fault or Text("必填", "needed"),
    )


def _give(outcome: OutcomeView, talk: Talk) -> None:
    say = talk.language
    answer = {
        "operation": outcome.work.operation.id,
        "receipt": outcome.receipt.number,
        "procedure": outcome.work.operation.procedure,
        "state": outcome.work.state.value,
        "settlement": outcome.work.settlement.value if outcome.work.settlement else None,
        "headline": outcome.headline.say(say),
        "halves": [{"half": h.half.value, "state": h.kind, "words": h.words.say(say)} for h in outcome.halves],
    }
    lines = outcome.lines
    talk.give(
        answer,
        Text(
            f"{outcome.headline.zh}。受理号 {outcome.receipt.number}",
            f"{outcome.headline.en}. Receipt {outcome.receipt.number}",
        ),
        *(Text(f"{h.half.words.zh}：{h.words.zh}", f"{h.half.words.en}: {h.words.en}") for h in outcome.halves),
        *(
            Text(f"{bold.zh}。{plain.zh}", f"{bold.en}. {plain.en}")
            for bold, plain in (lines.happened, lines.means, lines.next)
        ),
    )


def row_of(work: Work) -> dict[str, Any]:
    """One row of the outbox as JSON."""
    return {
        "id": work.operation.id,
        "receipt": work.receipt_number,
        "procedure": work.operation.procedure,
        "state": work.state.value,
        "settlement": work.settlement.value if work.settlement else None,
        "held_by": work.held_by,
        "since": work.since.isoformat(),
    }


def outbox(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Every recorded operation: unsettled ones in sending order, then settled ones, newest first."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        rows = counter.store().works(limit=ALL_ROWS)
        count = counter.store().waiting()
        answer = {
            "operations": [row_of(w) for w in rows],
            "waiting": count.waiting,
            "in_flight": count.in_flight,
            "refused": count.refused,
        }
        talk.give(
            answer,
            Text(
                f"{len(rows)} 件：等待 {count.waiting}，在途 {count.in_flight}，被退回 {count.refused}",
                f"{len(rows)} operations: {count.waiting} waiting, {count.in_flight} in flight, {count.refused} refused",
            ),
        )
        titles = {p.id: p.title for p in all_procedures()}
        words = [
            (w.receipt_number, titles.get(w.operation.procedure, same(w.operation.procedure)).say(talk.language), w.state.value,
             w.held_by or "", say_full(w.since), w.operation.id)
            for w in rows
        ]  # fmt: skip
        talk.table([("receipt", "procedure", "state", "held by", "since", "id"), *words] if words else [])


def sync(
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help="一直送到没有等待的 / go on until nothing waits")
    ] = False,
    seconds: Annotated[
        float, typer.Option("--for", metavar="SECONDS", help="最多等这么久，0 不限 / give up after, 0 never")
    ] = 0,
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """One courier pass, or passes until nothing waits. Counts only: no names, no numbers."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        total = _passes(counter, until_empty=until_empty, deadline=time.monotonic() + seconds if seconds else None)
        left = counter.store().waiting()
        line = counter.store().line()
        answer = {**total, "left": left.unsent, "refused_open": left.refused, "line": line.kind.value}
        talk.give(
            answer,
            Text(
                f"送出 {total['handed_over']}，确认 {total['accepted']}，被退回 {total['refused']}，还等 {left.unsent}",
                f"{total['handed_over']} sent, {total['accepted']} confirmed, {total['refused']} refused, {left.unsent} left",
            ),
        )
        if left.unsent:
            say_no()


def _passes(counter: Counter, *, until_empty: bool, deadline: float | None) -> dict[str, int]:
    total = {"handed_over": 0, "accepted": 0, "refused": 0}
    courier, pause = counter.courier(), threading.Event()
    while True:
        report = courier.pass_once()
        total["handed_over"] += report.handed_over
        total["accepted"] += report.accepted
        total["refused"] += report.refused
        blocked = counter.store().waiting().unsent and not _can_move(counter)
        done = not counter.store().waiting().unsent
        late = deadline is not None and time.monotonic() >= deadline
        if not until_empty or done or blocked or late:
            return total
        pause.wait(POLL_SECONDS if report.busy else courier.delay_after(report))


def _can_move(counter: Counter) -> bool:
    """False when everything that waits is held behind something a clerk must settle first."""
    rows = counter.store().works(states=(WorkState.WAITING, WorkState.IN_FLIGHT), limit=ALL_ROWS)
    refused = {w.operation.id for w in counter.store().works(states=(WorkState.REFUSED,), limit=ALL_ROWS)}
    held = set(refused)
    for row in rows:
        if row.held_by not in held:
            return True
        held.add(row.operation.id)
    return not rows

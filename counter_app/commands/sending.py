"""`counter outbox`, `counter sync`: how recorded work stands, and sending it. Refuses to show names and numbers of
people.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Container, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from counter_app.commands.ending import Ending
from counter_app.commands.signed_in import Clerk, at_desk, by_whom
from counter_app.commands.talk import Data, Json, Sets, Talk, counter_and_talk, say_no
from counter_app.desk.pin_records import TITLES
from counter_app.domain.enrolment_errors import ClockOff, EnrolmentLapsed, EnrolmentRevoked, NotEnrolled, TakenOver
from counter_app.domain.errors import DiskFull, ReadOnly, TooOld
from counter_app.domain.moments import say_full
from counter_app.domain.operation import Settlement, Work, WorkState
from counter_app.domain.sending_errors import nothing_lost
from counter_app.domain.settlement import REFUSED_WORDS, known_of
from counter_app.domain.text import Text, same
from counter_app.ports import Courier, Line, LineKind, PassReport
from counter_app.procedures import all_procedures
from counter_app.rights import Right
from counter_app.wiring import Counter

_log = logging.getLogger(__name__)
ALL_ROWS = 1_000_000
POLL_SECONDS = 0.5
LOOK_SECONDS = 5.0
LONGEST_PAUSE = 3600.0
WAITS = "waits for the disk"
_SAID = (TooOld, NotEnrolled, EnrolmentLapsed, EnrolmentRevoked, TakenOver, ClockOff)
_ADVICE = {one.__name__: one.advice for one in _SAID}
LINE_WORDS = {
    LineKind.UNTRIED: Text("还没有试过", "not tried yet"),
    LineKind.ONLINE: Text("在线", "online"),
    LineKind.NO_NETWORK: Text("没有网络", "no network"),
    LineKind.NO_PLATFORM: Text("有网络，未连上省平台", "a network, but no platform"),
    LineKind.NOT_NOW: Text("省平台暂不受理", "the platform says not now"),
}
STATE_WORDS = {
    WorkState.WAITING: Text("等待", "waiting"),
    WorkState.IN_FLIGHT: Text("在途", "in flight"),
    Settlement.ACCEPTED: Text("平台已确认", "confirmed"),
    Settlement.WITHDRAWN: Text("已撤回", "withdrawn"),
    Settlement.CLOSED: Text("已撤销", "closed"),
    Settlement.REPLACED: Text("已重办", "done anew"),
    Settlement.ELSEWHERE: Text("别处已办", "done elsewhere"),
}

ALONE = Text("在途，单独重试", "in flight, tried alone")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("outbox", help="本机受理的业务及其状态 / recorded operations and how they stand")(outbox)
    app.command("withdraw", help="撤回还没送出的业务 / take back what was never sent")(withdraw)
    app.command("sync", help="把等待的业务送往平台 / send waiting work to the platform")(sync)


def row_of(work: Work) -> dict[str, Any]:
    """One row of the outbox as JSON."""
    return {
        "id": work.operation.id,
        "receipt": work.receipt_number,
        "procedure": work.operation.procedure,
        "state": work.state.value,
        "settlement": work.settlement.value if work.settlement else None,
        "held_by": work.held_by,
        "carried": work.carried,
        "since": work.since.isoformat(),
        **moments_of(work),
    }


def moments_of(work: Work) -> dict[str, str | None]:
    """Accepted at the counter, first sent, in effect at the platform: three facts; null for what has not been."""
    effects = [half.effective_at for half in work.answer.halves if half.effective_at] if work.answer else []
    return {
        "accepted_at": work.operation.accepted_at.isoformat(),
        "sent_at": work.sent_at.isoformat() if work.sent_at else None,
        "effective_at": min(effects).isoformat() if effects else None,
    }


def outbox(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Every recorded operation: unsettled ones in sending order, then settled ones, newest first."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        by_whom(counter, "outbox", Right.SERVE),
    ):
        rows = counter.store().works(limit=ALL_ROWS)
        count = counter.store().waiting()
        aside = {t.operation_id: t.why.value for t in counter.store().trials() if t.others_passed}
        answer = {
            "operations": [{**row_of(w), "aside": aside.get(w.operation.id)} for w in rows],
            "waiting": count.waiting,
            "in_flight": count.in_flight,
            "refused": count.refused,
        }
        talk.give(
            answer,
            Text(
                f"{len(rows)} 件：等待 {count.waiting}，在途 {count.in_flight}，被退回 {count.refused}",
                f"{len(rows)} operations: {count.waiting} waiting,"
                f" {count.in_flight} in flight, {count.refused} refused",
            ),
        )
        _table(rows, talk, aside)


def withdraw(
    receipt: Annotated[
        str, typer.Argument(metavar="RECEIPT", help="回执号或业务编号 / receipt number or operation id")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="撤回理由 / why")],
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Close an operation that was never handed to the network; its receipt is void and is to be taken back."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "withdraw", Right.SERVE, clerk=clerk) as desk,
    ):
        known = desk.receipt(receipt)
        desk.settle(known.operation_id, "withdraw", reason)
        void = desk.receipt(known.number)
        answer = {"operation": void.operation_id, "receipt": void.number, "void": void.void}
        zh, en = f"已撤回，回执 {void.number} 作废，请收回", f"Withdrawn; receipt {void.number} is void, take it back"
        talk.give(answer, Text(zh, en))


def _table(rows: Sequence[Work], talk: Talk, aside: Container[str]) -> None:
    titles = {p.id: p.title for p in all_procedures()} | dict(TITLES)
    receipts = {w.operation.id: w.receipt_number for w in rows}
    words = [
        (
            same(w.receipt_number),
            titles.get(w.operation.procedure, same(w.operation.procedure)),
            ALONE if w.operation.id in aside else _stands(w),
            same(receipts.get(w.held_by, w.held_by) if w.held_by else ""),
            same(say_full(w.since)),
            same(w.operation.id),
        )
        for w in rows
    ]
    heading = (
        Text("回执号", "Receipt"),
        Text("业务", "Procedure"),
        Text("状态", "State"),
        Text("排在其后", "Held by"),
        Text("时间", "Since"),
        Text("业务编号", "Id"),
    )
    talk.table([[t.say(talk.language) for t in row] for row in (heading, *words)] if words else [])


def _stands(work: Work) -> Text:
    if work.state is WorkState.IN_FLIGHT and work.carried is not None:
        return Text(f"已导出，第 {work.carried} 号文件", f"taken out in file {work.carried}")
    if work.state is WorkState.REFUSED:
        words = REFUSED_WORDS[known_of(work)]
        return Text(words.zh, words.en.lower())
    return STATE_WORDS[work.settlement or work.state]


def sync(
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help="一直送到没有等待的 / go on until nothing waits")
    ] = False,
    seconds: Annotated[
        float, typer.Option("--for", metavar="SECONDS", help="最多等这么久，0 不限 / give up after, 0 never")
    ] = 0,
    alone: Annotated[
        bool, typer.Option("--alone", help="已有一个在送就不再送 / not where another one already goes on")
    ] = False,
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """One courier pass, or passes until nothing waits. Counts only: no names, no numbers; for the latter nobody need be
    signed in.
    """
    from local_store.courier_lock import staying_lock
    from sync import staying

    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        nullcontext() if until_empty else by_whom(counter, "sync", None),
    ):
        deadline = time.monotonic() + seconds if seconds else None
        with (
            Ending() as ending,
            staying_lock(counter.folder) if alone else nullcontext(enter_result=True) as only,
        ):
            with nothing_lost():
                total = _passes(counter, ending, until_empty=until_empty, deadline=deadline) if only else _Total()
            left = _tell(counter, total, talk)
            if only and staying.wanted() and not counter.store().waiting().unsent:  # a window may have closed since
                staying.ended(counter.folder)
        if ending.status:
            raise typer.Exit(ending.status)
        if left:
            say_no()


@dataclass(frozen=True, slots=True)
class _Total:
    """What all passes did together, and the trouble of the last one."""

    handed_over: int = 0
    accepted: int = 0
    refused: int = 0
    trouble: str = ""

    def and_of(self, report: PassReport) -> _Total:
        """With one pass more."""
        return _Total(
            handed_over=self.handed_over + report.handed_over,
            accepted=self.accepted + report.accepted,
            refused=self.refused + report.refused,
            trouble=report.trouble,
        )


def _tell(counter: Counter, total: _Total, talk: Talk) -> int:
    """Say what was done and how the line stands; how many are left."""
    left, line = counter.store().waiting(), counter.store().line()
    answer = {
        "handed_over": total.handed_over,
        "accepted": total.accepted,
        "refused": total.refused,
        "left": left.unsent,
        "refused_open": left.refused,
        "line": line.kind.value,
        "trouble": total.trouble or None,
    }
    counts = Text(
        f"送出 {total.handed_over}，确认 {total.accepted}，被退回 {total.refused}，还等 {left.unsent}",
        f"{total.handed_over} sent, {total.accepted} confirmed, {total.refused} refused, {left.unsent} left",
    )
    talk.give(answer, counts, *_of_line(line, total.trouble))
    return left.unsent


def _of_line(line: Line, trouble: str) -> tuple[Text, ...]:
    kind = LINE_WORDS[line.kind]
    more = line.detail if trouble and line.detail is not None else None
    told = Text(f"{kind.zh}：{more.zh}", f"{kind.en}: {more.en}") if more is not None else kind
    lines = (Text(f"线路：{told.zh}", f"Line: {told.en}"),)
    advice = _ADVICE.get(trouble)
    return (*lines, advice) if advice is not None else lines


def _passes(counter: Counter, ending: Ending, *, until_empty: bool, deadline: float | None) -> _Total:
    total, courier = _Total(), counter.courier()
    while not ending.wanted:
        try:
            report = courier.pass_once()
            total = total.and_of(report)
            moves = until_empty and _can_move(counter)
        except (DiskFull, ReadOnly) as trouble:  # what was answered is asked for again once it can be written down
            if not until_empty or (left := _left(deadline)) <= 0:
                raise
            _log.warning("%s: %s", WAITS, trouble.code)
            ending.pause(min(left, counter.longest_wait()))
            continue
        left = _left(deadline)
        if left <= 0 or not moves:
            break
        if report.busy:
            ending.pause(min(left, POLL_SECONDS))
        else:
            _wait(courier, report, ending, most=left)
    return total


def _left(deadline: float | None) -> float:
    """Seconds; an hour where nobody has set an end."""
    return deadline - time.monotonic() if deadline is not None else LONGEST_PAUSE


def _wait(courier: Courier, report: PassReport, ending: Ending, *, most: float) -> None:
    """As long as the courier plans, asked every few seconds: it knows when the machine slept or moved."""
    until = time.monotonic() + most
    while not ending.wanted and (left := min(courier.delay_after(report), until - time.monotonic())) > 0:
        ending.pause(min(left, LOOK_SECONDS))


def _can_move(counter: Counter) -> bool:
    """False when nothing waits, or all of it behind something a clerk must settle first."""
    return bool(counter.store().next_batch(1))

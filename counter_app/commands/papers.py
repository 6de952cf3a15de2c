"""`counter printers`: which there are and how they stand. `counter print`: a receipt on paper. `counter print-jobs`:
papers that wait or were not printed, and what becomes of them.

Refuses to call a paper printed before its printer has said so, and to give one up without a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from enum import StrEnum
from threading import Event
from time import monotonic
from typing import Annotated, Any, TypedDict

import typer

from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk
from counter_app.desk.desk import Desk
from counter_app.desk.paper_kinds import KINDS
from counter_app.desk.pressing import why_of
from counter_app.domain.errors import NotFound, PaperTrouble
from counter_app.domain.moments import say_full
from counter_app.domain.print_job import PrintJob, PrintState, Role
from counter_app.domain.printer_address import Roll, destination
from counter_app.domain.text import Text, same
from counter_app.rights import Right
from counter_app.wiring import Counter

PATIENCE = 20.0  # seconds a command stays with a paper; the window goes on with it
_PAUSE = 0.3
ROLES = {
    Role.RECEIPT: (Text("回执", "Receipts"), "printers.receipt"),
    Role.FORM: (Text("A4 表单", "Forms on A4"), "printers.a4"),
}
STATES = {
    PrintState.QUEUED: Text("排队等打印", "queued"),
    PrintState.PRINTING: Text("在打印", "printing"),
    PrintState.DONE: Text("已打印", "printed"),
    PrintState.FAILED: Text("没有打成", "not printed"),
}
READY, NONE_SET = Text("就绪", "ready"), Text("未设", "none set")
_UNSURE = Text("可能已出纸，请看打印机", "may have come out: look at the printer")


class Staying(TypedDict):
    """What `pressed` has to know of the printers, and whom it tells."""

    rolls: set[Role]
    say: Callable[[Text], None]


class What(StrEnum):
    """What is done about papers."""

    LIST = "list"
    RETRY = "retry"
    DROP = "drop"
    CAME = "came"


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("printers", help="打印机及其状态 / the printers and how they stand")(printers)
    app.command("print", help="打印一张回执 / print a receipt")(print_receipt)
    app.command("print-jobs", help="等着打印、没打成的纸 / papers that wait or were not printed")(print_jobs)


def printers(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Each role, the printer the settings name for it, and whether it would print now."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        rows = [(role, *told, *standing(counter, role)) for role, told in ROLES.items()]
        answer = [
            {"role": role.value, "printer": counter.settings[key] or None, "state": state}
            | {"why": why.say(talk.language) if why is not None else None}
            for role, _name, key, state, why in rows
        ]
        ready = sum(state == "ready" for *_told, state, _why in rows)
        talk.give({"printers": answer}, Text(f"{ready} 台就绪", f"{ready} ready"))
        heading = (Text("用于", "For"), Text("打印机", "Printer"), Text("状态", "State"))
        lines = [
            (name, same(counter.settings[key]), why or (READY if state == "ready" else NONE_SET))
            for _role, name, key, state, why in rows
        ]
        talk.table([[cell.say(talk.language) for cell in line] for line in (heading, *lines)])


def standing(counter: Counter, role: Role) -> tuple[str, Text | None]:
    """ "none", "ready" or "waiting", and why."""
    if not counter.printer().named(role):
        return "none", None
    try:
        why = counter.printer().examine(role)
    except PaperTrouble as trouble:
        return "waiting", why_of(trouble)
    return ("ready", None) if why is None else ("waiting", why)


def print_receipt(
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT", help="回执号 / number of the receipt")],
    copy: Annotated[bool, typer.Option("--copy", help="补打 / a reprint")] = False,
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Queue it, bring it to its printer, and stay until the printer has said how it ended, or why it waits."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "print", Right.SERVE, clerk=clerk) as desk,
    ):
        ended = pressed(desk, desk.print_paper("receipt", receipt, copy=copy), **staying(counter, talk))
        talk.give(_told(ended, talk), _said(ended))


def print_jobs(
    what: Annotated[What, typer.Argument(help="list、retry 重打、drop 不打了、came 已出纸 / what to do")] = What.LIST,
    job: Annotated[str, typer.Argument(metavar="JOB", help="任务号（list 里的） / the job, as list names it")] = "",
    reason: Annotated[str, typer.Option("--reason", help="不打了的原因 / why it is given up")] = "",
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Papers of this counter that are not done with; one of them printed again, given up, or said to be here."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "print-jobs", Right.SERVE, clerk=clerk) as desk,
    ):
        if what is What.LIST:
            _list(desk, talk)
            return
        found = _one(desk, job)
        if what is What.RETRY:
            found = pressed(desk, desk.retry_print(found.id), **staying(counter, talk))
        elif what is What.CAME:
            desk.came_out(found.id)
        elif reason.strip():
            desk.drop_print(found.id, reason.strip())
        else:
            raise UsedWrongly(why=Text("用 --reason 写原因", "say why with --reason"))
        ended = desk.print_job(found.id) or found
        talk.give(_told(ended, talk), _said(ended))


def pressed(desk: Desk, job: PrintJob, *, rolls: Container[Role], say: Callable[[Text], None]) -> PrintJob:
    """The job when its printer has said how it ended, or why it waits; or as it stands when patience ends. No other
    paper is begun. On a roll (`rolls`) a paper under way hangs on this program: it stays, and says why it waits.
    """
    deadline, pause, told = monotonic() + PATIENCE, Event(), None
    while True:
        desk.press(only=job.id)
        now = desk.print_job(job.id) or job
        waits = now.reason is not None or monotonic() > deadline
        if now.state is PrintState.PRINTING and now.role in rolls:
            if now.reason is not None and now.reason != told:
                told = now.reason
                say(told)
        elif now.state in (PrintState.DONE, PrintState.FAILED) or waits:
            return now
        pause.wait(_PAUSE)


def staying(counter: Counter, talk: Talk) -> Staying:
    rolls = {role for role, (_name, key) in ROLES.items() if isinstance(destination(counter.settings[key]), Roll)}
    return {"rolls": rolls, "say": talk.aside}


def _one(desk: Desk, job: str) -> PrintJob:
    """By its id, or the end of it. Raises NotFound."""
    found = [one for one in desk.print_jobs() if job and one.id.endswith(job)]
    if len(found) != 1:
        raise NotFound(what=Text(f"打印任务 {job}", f"Print job {job}"))
    return found[0]


def _list(desk: Desk, talk: Talk) -> None:
    jobs = desk.print_jobs()
    said = Text(f"{len(jobs)} 份没有了结", f"{len(jobs)} not done with")
    talk.give({"jobs": [_told(one, talk) for one in jobs]}, said)
    heading = ("任务号 Job", "纸 Paper", "号 Number", "补打 Copy", "状态 State", "原因 Why", "时间 Since")
    lines = [
        (
            one.id[-12:],
            KINDS[one.kind].name.say(talk.language) if one.kind in KINDS else one.kind,
            one.key,
            str(one.copy or ""),
            STATES[one.state].say(talk.language),
            one.reason.say(talk.language) if one.reason is not None else "",
            say_full(one.queued_at),
        )
        for one in jobs
    ]
    columns = [Text(*words.split(" ")).say(talk.language) for words in heading]
    talk.table([columns, *lines] if lines else [])


def _told(job: PrintJob, talk: Talk) -> dict[str, Any]:
    return {
        "job": job.id,
        "kind": job.kind,
        "key": job.key,
        "copy": job.copy,
        "state": job.state.value,
        "why": job.reason.say(talk.language) if job.reason is not None else None,
        "unsure": job.unsure,
        "queued_at": job.queued_at.isoformat(),
    }


def _said(job: PrintJob) -> Text:
    state = _UNSURE if job.unsure else STATES[job.state]
    copy = Text(f"（补打 {job.copy}）", f" (copy {job.copy})") if job.copy else same("")
    why = Text(f"：{job.reason.zh}", f": {job.reason.en}") if job.reason is not None else same("")
    return Text(f"{job.key}{copy.zh} {state.zh}{why.zh}", f"{job.key}{copy.en} {state.en}{why.en}")

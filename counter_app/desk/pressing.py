"""The paper lane's work: papers queue as rows, go to their printer one after the other, and are asked after until the
printer has said how they ended.

A row is written before anything is handed over, and the printer's name of a job before its first byte: whatever breaks
in between, no paper is lost and none comes out twice unsaid. Refuses to call a paper printed before its printer has
said so, and to drop one by itself: what failed stays until a clerk says what becomes of it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from counter_app.desk.paper_kinds import AGAIN, KINDS, PAPER, kind_of
from counter_app.desk.station import Station
from counter_app.domain.errors import (
    CounterError,
    NotEligible,
    NotFound,
    NotSignedIn,
    PaperTrouble,
    PrinterRefused,
    StoreTrouble,
)
from counter_app.domain.operation import AuditEntry, new_operation_id
from counter_app.domain.print_job import NONE_SET, PrintJob, PrintState, Role
from counter_app.domain.text import Text

_log = logging.getLogger(__name__)

FAILED, DROPPED, REPEATED, CAME_OUT = "receipt.not_sent", "print.dropped", "print.repeated", "print.came_out"
_PAPER = Text("这份打印", "This print job")
_GIVEN_UP = Text("已定不打", "Given up by the clerk")
_BY_THE_CLERK = Text("由经办确认已出纸", "The clerk saw it come out")
_ONCE_MORE = Text("已另打一份补打", "Printed again as a copy")
_STILL_THERE = Text("打印机没有答复取消，纸也许还会出来", "The printer did not answer: the paper may still come out")
_AT_WORK = Text("正在打印，还没有出结果", "It is being printed and has not ended")
_ENDED = Text("这份已经了结", "Nothing is left to do about it")
_WAIT = Text("等打印机出结果", "Wait until the printer has ended it")
_NOTHING = Text("不用再管；还要纸就另打一份", "Leave it; print another where one is needed")
_FAULT = Text(
    "程序出错，这份没有打成：可以重打；还是不行就写一张问题单",
    "A fault of the program, the paper was not printed: print it again, and write a report if it happens again",
)


class _GivenUp(PaperTrouble):
    """A clerk gave the paper up while it was on its way to the printer."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What is still open after one step. `soon`: something is moving, ask again at once."""

    jobs: tuple[PrintJob, ...] = ()
    soon: bool = False


def queue(station: Station, kind: str, key: str, *, copy: bool, bilingual: bool | None) -> PrintJob:
    """Write a paper down as one to print. Raises NoPrinter, NoPagePrinter, NotFound, NotAllowed, Refused."""
    job, again = _wanted(station, kind, key, copy=copy, bilingual=bilingual)
    return station.store.queue_print(job, kind_of(kind).told(station, job.key, PAPER), again=again)


def _wanted(
    station: Station, kind: str, key: str, *, copy: bool, bilingual: bool | None
) -> tuple[PrintJob, AuditEntry | None]:
    """The row and, of a paper whose copies are counted, the entry of one. All that can refuse it is asked here."""
    paper = kind_of(kind)
    if paper.right is not None:
        station.must(paper.right)
    if not station.printer.named(paper.role):
        raise NONE_SET[paper.role]
    subject, now = paper.key_of(station, key), station.moment()
    if bilingual is None:
        before = station.store.print_jobs(closed=True, kind=kind, key=subject, limit=1)
        bilingual = bool(before) and before[-1].bilingual
    job = PrintJob(
        id=str(new_operation_id()),
        kind=kind,
        key=subject,
        copy=int(copy and paper.counted),
        role=paper.role,
        state=PrintState.QUEUED,
        reason=None,
        spooled="",
        clerk=station.session.clerk if station.session is not None else "",
        queued_at=now,
        changed_at=now,
        bilingual=bilingual,
    )
    return job, paper.told(station, subject, AGAIN) if paper.counted else None


def next_copy(station: Station, kind: str, key: str) -> int:
    """What a paper of that kind and key would say if it were queued now; 0 a first paper. Raises NotFound."""
    paper = kind_of(kind)
    subject = paper.key_of(station, key)
    again = paper.told(station, subject, AGAIN) if paper.counted else None
    return station.store.next_copy(kind, subject, again) if again is not None else 0


def press(station: Station, only: str = "") -> Pressed:
    """One step: hand over what is queued, ask about what a printer has; `only` that job. Raises StoreTrouble."""
    with station.pressing() as mine:
        if mine:
            stuck: set[Role] = set()
            for job in station.store.print_jobs():
                if only and job.id != only:
                    continue
                # Behind a paper that its printer would not take, the next one waits: papers come out in order.
                if job.state is not PrintState.FAILED and job.role not in stuck and not _step(station, job):
                    stuck.add(job.role)
    left = tuple(station.store.print_jobs())
    return Pressed(left, soon=any(job.state is PrintState.PRINTING and job.reason is None for job in left))


def _step(station: Station, job: PrintJob) -> bool:
    """Whether its printer would take another paper now."""
    try:
        if job.state is PrintState.QUEUED or not job.spooled:
            return _hand_over(station, job)
        return _ask(station, job)
    except PaperTrouble as trouble:
        _waits(station, job, trouble)
        return False
    except StoreTrouble:
        raise
    except Exception as fault:  # noqa: BLE001 - one paper that breaks the program must not hold up all the others
        # By its type alone: what it says may hold a name or a number.
        _log.error("a paper failed by a fault of the program: %s", type(fault).__name__)
        _broken(station, job)
        return True


def _broken(station: Station, job: PrintJob) -> None:
    """Whether its paper may have gone out is told by the row as it stands now."""
    known = station.store.print_job(job.id)
    if known is not None and not known.closed:
        _end(station, known, replace(known, state=PrintState.FAILED, reason=_FAULT, unsure=bool(known.spooled)))


def _hand_over(station: Station, job: PrintJob) -> bool:
    """As `_step`."""
    tried = job.state is PrintState.PRINTING or job.reason is not None
    begun = station.printer.find(job.id, job.role) if tried else ""
    return _give(station, job, begun)


def _give(station: Station, job: PrintJob, begun: str) -> bool:
    try:
        document = kind_of(job.kind).make(station, job.key, copy=job.copy, bilingual=job.bilingual)
    except NotSignedIn:
        return True  # it is made when a clerk is there
    except StoreTrouble:
        raise
    except CounterError as trouble:
        _end(station, job, replace(job, state=PrintState.FAILED, reason=why_of(trouble)))
        return True
    held = replace(job, state=PrintState.PRINTING, spooled=begun, reason=None, changed_at=station.moment())
    if not station.store.keep_print(held, was=job.state):
        return True
    told = [held]

    def named(spooled: str) -> None:
        told.append(replace(held, spooled=spooled))
        if not station.store.keep_print(told[-1], was=PrintState.PRINTING):
            raise _GivenUp  # before the first byte goes out

    try:
        station.printer.hand_over(document, job=job.id, named=named, begun=begun)
    except _GivenUp:
        _let_go(station, told[-1].spooled)
        return True
    except PaperTrouble as trouble:
        _waits(station, told[-1], trouble)
        return False
    return True


def _ask(station: Station, job: PrintJob) -> bool:
    says = station.printer.state_of(job.spooled)
    if says.state is PrintState.QUEUED:
        return _give(station, job, job.spooled)
    fresh = replace(job, state=says.state, reason=says.reason, unsure=says.unsure)
    if says.state is PrintState.PRINTING:
        if says.reason != job.reason:
            station.store.keep_print(replace(fresh, changed_at=station.moment()), was=job.state)
        return True
    _end(station, job, fresh)
    return True


def _end(station: Station, before: PrintJob, after: PrintJob) -> None:
    done = after.state is PrintState.DONE
    entry = None if done else _entry(station, FAILED, before)
    ended = replace(after, closed=done, changed_at=station.moment())
    station.store.keep_print(ended, was=before.state, audit=entry)


def _waits(station: Station, job: PrintJob, trouble: PaperTrouble) -> None:
    """Kept, with the reason: queued still, unless the printer has a name for it already."""
    state = PrintState.PRINTING if job.spooled else PrintState.QUEUED
    reason = why_of(trouble)
    known = station.store.print_job(job.id)
    if known is not None and (known.state, known.reason, known.spooled) != (state, reason, job.spooled):
        _log.info("a paper waits: %s", trouble.code)
        kept = replace(job, state=state, reason=reason, changed_at=station.moment())
        station.store.keep_print(kept, was=known.state)


def why_of(trouble: CounterError) -> Text:
    """Why a paper does not come out: a printer's own word, else what happened and what to do."""
    why = trouble.facts.get("why") if isinstance(trouble, PrinterRefused) else None
    if isinstance(why, Text):
        return why
    message, advice = trouble.message, trouble.what_next
    return Text(f"{message.zh}。{advice.zh}", f"{message.en}. {advice.en}") if advice.zh else message


def retry(station: Station, job_id: str) -> PrintJob:
    """Print one that failed once more; one that may have come out, as a copy. Raises NotFound, NotEligible."""
    job = _open(station, job_id)
    if job.state is PrintState.QUEUED:
        return job
    if job.state is PrintState.PRINTING and job.reason is None:
        raise NotEligible(why=_AT_WORK, how=_WAIT)
    if job.unsure or job.state is PrintState.PRINTING:
        return _instead(station, job)
    fresh = replace(job, state=PrintState.QUEUED, reason=None, spooled="", changed_at=station.moment())
    if not station.store.keep_print(fresh, was=job.state, audit=_entry(station, REPEATED, job, mine=True)):
        raise NotEligible(why=_ENDED, how=_NOTHING)
    return fresh


def _instead(station: Station, job: PrintJob) -> PrintJob:
    """The old row is closed only together with the new one: neither a refusal nor a crash loses the paper."""
    fresh, again = _wanted(station, job.kind, job.key, copy=True, bilingual=job.bilingual)
    ended = _closed(station, job, _ONCE_MORE, PrintState.FAILED)
    entry = _entry(station, REPEATED, job, mine=True)
    told = kind_of(job.kind).told(station, job.key, PAPER)
    queued = station.store.print_instead(fresh, told, again=again, ended=ended, was=job.state, why=entry)
    return queued if queued is not None else retry(station, job.id)  # it moved on in the meantime, or is closed


def drop(station: Station, job_id: str, reason: str) -> None:
    """It is not printed any more; the reason goes on record. Raises NotFound, NotEligible."""
    _close(station, _open(station, job_id), DROPPED, reason=_GIVEN_UP, state=PrintState.FAILED, why=reason)


def came_out(station: Station, job_id: str) -> None:
    """The clerk has it in hand, whatever the printer says; on record. Raises NotFound, NotEligible."""
    job = _open(station, job_id)
    if job.state is PrintState.QUEUED:
        raise NotEligible(why=Text("还没有交给打印机", "No printer has had it"), how=_WAIT)
    _close(station, job, CAME_OUT, reason=_BY_THE_CLERK, state=PrintState.DONE)


def _close(station: Station, job: PrintJob, what: str, *, reason: Text, state: PrintState, why: str = "") -> None:
    entry = _entry(station, what, job, mine=True, **({"reason": why} if why else {}))
    closed = _closed(station, job, reason, state)
    if station.store.keep_print(closed, was=job.state, audit=entry):
        return
    now = _open(station, job.id)  # it moved on in the meantime, or is closed
    if now.state is job.state:
        raise NotEligible(why=_ENDED, how=_NOTHING)
    _close(station, now, what, reason=reason, state=state, why=why)


def _closed(station: Station, job: PrintJob, reason: Text, state: PrintState) -> PrintJob:
    """As it stands when it is closed; its printer has been told that it need not print it."""
    said, has_it = reason, job.state is PrintState.PRINTING
    if has_it and job.spooled and not _let_go(station, job.spooled):
        said = Text(f"{reason.zh}；{_STILL_THERE.zh}", f"{reason.en}; {_STILL_THERE.en}")
    # One that a printer has had may lie in its tray: whatever is printed after it is a copy.
    unsure = state is PrintState.FAILED and (job.unsure or has_it)
    return replace(job, state=state, reason=said, closed=True, unsure=unsure, changed_at=station.moment())


def _let_go(station: Station, spooled: str) -> bool:
    """Whether the printer heard that it need not print it."""
    try:
        station.printer.let_go(spooled)
    except PaperTrouble:
        return False
    return True


def _open(station: Station, job_id: str) -> PrintJob:
    job = station.store.print_job(job_id)
    if job is None:
        raise NotFound(what=_PAPER)
    if job.closed:
        raise NotEligible(why=_ENDED, how=_NOTHING)
    right = KINDS[job.kind].right if job.kind in KINDS else None
    if right is not None:
        station.must(right)
    return job


def _entry(station: Station, what: str, job: PrintJob, *, mine: bool = False, **facts: str) -> AuditEntry:
    """In the name of whoever is signed in (`mine`), else of whoever wanted the paper."""
    place = station.place
    return AuditEntry(
        what=what,
        at=station.moment(),
        clerk=station.clerk if mine else job.clerk,
        outlet=place.outlet,
        window=place.window,
        subject=job.key,
        facts={"paper": job.kind, **facts},
    )

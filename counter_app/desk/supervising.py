"""What a supervisor must see: one agent acting for many people, requests that were not met, and how banks were chosen.

Everything is read from the trail and the cases, nothing is counted twice elsewhere. Refuses to stop the work, and to
let anything be acknowledged without a name: who says so stands in the trail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from counter_app.desk.station import Station
from counter_app.desk.views_supervisor import Abandoned, BankChoice, ManyActs, NotMet, OddNotice, SupervisorView
from counter_app.domain.case import CaseOnWay
from counter_app.domain.errors import NotFound
from counter_app.domain.identity import paper_of
from counter_app.domain.moments import start_of_day
from counter_app.domain.operation import AuditEntry, OperationId
from counter_app.domain.text import Text, same
from counter_app.procedures import all_procedures
from counter_app.rights import Right, may

MANY, SEEN = "agent.many", "agent.many_seen"
ABANDONED, CHOSEN = "visit.abandoned", "bank.chosen"
TWICE, NUMBER_TAKEN = "case.taken_twice", "case.number_taken"
MOST = 100_000


def supervised(station: Station) -> SupervisorView:
    """Of today, by this counter."""
    since = start_of_day(station.clock.now())
    return SupervisorView(
        many=many(station),
        not_met=tuple(_not_met(station, one) for one in station.store.cases_since(since)),
        abandoned=tuple(_abandoned(station, one) for one in _entries(station, ABANDONED, since)),
        odd=_odd(station, since),
        acknowledges=station.session is not None and may(station.session.roles, Right.SUPERVISE),
    )


def many(station: Station) -> tuple[ManyActs, ...]:
    """Agents who have passed the pack's limit today; those nobody has acknowledged come first, then by when."""
    since = start_of_day(station.clock.now())
    by_agent: dict[str, list[AuditEntry]] = {}
    for entry in _entries(station, MANY, since):
        by_agent.setdefault(paper_of(entry.facts.get("agent", "")), []).append(entry)
    seen = {entry.subject: entry for entry in _entries(station, SEEN, since)}
    found = [_many(station, entries, seen.get(entries[-1].subject)) for entries in by_agent.values()]
    return tuple(sorted(found, key=lambda one: (bool(one.seen_by), one.since)))


def acknowledge(station: Station, operation_id: str) -> None:
    """The clerk who is signed in has seen what `ManyActs.last` stands for; audited. Raises NotFound."""
    listed = next((one for one in many(station) if one.last == operation_id), None)
    if listed is None:
        raise NotFound(what=Text("这条提醒", "This notice"))
    if not listed.seen_by:
        facts = {"agent": listed.agent, "people": str(listed.people)}
        station.store.note(station.entry(SEEN, subject=operation_id, facts=facts))


def choices(station: Station, *, since: datetime) -> tuple[BankChoice, ...]:
    """Every choice of a bank since that moment, oldest first, for an auditor."""
    return tuple(_choice(station, one) for one in _entries(station, CHOSEN, since))


def _entries(station: Station, what: str, since: datetime) -> Sequence[AuditEntry]:
    return station.store.entries(what, since=since, limit=MOST)


def _many(station: Station, entries: Sequence[AuditEntry], seen: AuditEntry | None) -> ManyActs:
    last = entries[-1]
    works = [work for one in entries if (work := station.store.work(OperationId(one.subject))) is not None]
    return ManyActs(
        agent=last.facts.get("agent", ""),
        name=works[-1].operation.facts.get("actor_name", "") if works else "",
        people=int(last.facts.get("people", "0")),
        limit=int(last.facts.get("limit", "0")),
        since=entries[0].at,
        works=tuple((work.receipt_number, _title(work.operation.procedure)) for work in works),
        last=last.subject,
        seen_by=seen.clerk if seen is not None else "",
        seen_at=seen.at if seen is not None else None,
    )


def _not_met(station: Station, one: CaseOnWay) -> NotMet:
    return NotMet(one, _title(one.case.procedure), _reason(station, one.case.reason))


def _abandoned(station: Station, entry: AuditEntry) -> Abandoned:
    code = entry.facts.get("reason", "")
    title = _title(entry.facts.get("procedure", ""))
    return Abandoned(entry.at, entry.clerk, title, code, _reason(station, code))


def _odd(station: Station, since: datetime) -> tuple[OddNotice, ...]:
    """Oldest first; the words of the case are erased after a while, its number stays."""
    heard = [(one, what == TWICE) for what in (TWICE, NUMBER_TAKEN) for one in _entries(station, what, since)]
    return tuple(_odd_notice(station, one, twice=twice) for one, twice in sorted(heard, key=lambda pair: pair[0].at))


def _odd_notice(station: Station, entry: AuditEntry, *, twice: bool) -> OddNotice:
    case = station.store.case(entry.subject)
    if case is None:
        return OddNotice(entry.at, entry.subject, twice, same(""), "", "")
    return OddNotice(entry.at, case.number, twice, _title(case.procedure), case.holder_number, case.holder_name)


def _reason(station: Station, code: str) -> Text:
    """In the words of the pack of today; the code alone where it does not know it any more."""
    known = (*station.province.refusals, *station.province.given_up)
    return next((one.name for one in known if one.code == code), same(code))


def _title(procedure: str) -> Text:
    return next((one.title for one in all_procedures() if one.id == procedure), same(procedure))


def _choice(station: Station, entry: AuditEntry) -> BankChoice:
    work = station.store.work(OperationId(entry.subject))
    return BankChoice(
        at=entry.at,
        clerk=entry.clerk,
        shown=tuple(one for one in entry.facts.get("shown", "").split(",") if one),
        chosen=entry.facts.get("chosen", ""),
        receipt=work.receipt_number if work is not None else "",
        holder=work.operation.holder_number if work is not None else "",
    )

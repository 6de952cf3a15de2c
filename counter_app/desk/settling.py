"""The page of waiting and exceptions: what waits, what was turned down, and the lawful ways to settle it.

Refuses to delete: a refused operation is closed by a clerk with a reason, and stays on record.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.contact import WhyAside
from counter_app.desk import carrying, exceptions, finding, keeping, searching, situations, successors
from counter_app.desk.pin_records import TITLES
from counter_app.desk.station import Station
from counter_app.desk.views import Action, HomeView, PersonView, VisitView, WaitingView
from counter_app.desk.views_exceptions import Settling
from counter_app.domain.errors import BadInput, NotEligible, NotFound, Refused
from counter_app.domain.moments import start_of_day
from counter_app.domain.operation import OperationId, Work, WorkState
from counter_app.domain.settlement import CHOICES, Step, Way, code_of, lawful
from counter_app.domain.text import Text, same
from counter_app.procedures import all_procedures

WITHDRAW = Settling(
    "withdraw",
    Text("撤回", "Withdraw"),
    Text("还没送出；回执作废，须收回", "Not sent yet; the receipt becomes void, take it back"),
    "arrow-back-up",
)
ASIDE = {
    WhyAside.ANSWER: Text(
        "平台对这一件没有给出能用的答复，单独重试，不耽误别的业务",
        "The platform gives no usable answer to this one: it is tried alone and holds nobody up",
    ),
    WhyAside.PICTURE: Text(
        "平台不收这一件的照片，单独重试，不耽误别的业务；请联系平台",
        "The platform does not take its photo: it is tried alone and holds nobody up; ask the platform",
    ),
    WhyAside.GONE: Text(
        "这一件的照片不在本机或已损坏，没有送出，不耽误别的业务；请撤回后重拍重办",
        "Its photo is gone or damaged here: it was not sent and holds nobody up; withdraw it, take the photo anew",
    ),
}
"""Why something is tried alone, and what to do where anything is."""
RECENT_ROWS = 3
LISTED = 200


def home(station: Station) -> HomeView:
    """The home page."""
    now = station.clock.now()
    recent = sorted(station.store.works(limit=LISTED), key=lambda w: w.order, reverse=True)
    offered = tuple(
        Action(p.id, p.title, p.hint, p.key, p.icon) for p in all_procedures() if p.id in station.province.procedures
    )
    return HomeView(
        done_today=station.store.done_since(start_of_day(now)),
        waiting=station.store.waiting(),
        recent=tuple(recent[:RECENT_ROWS]),
        refused=station.store.works(states=(WorkState.REFUSED,), limit=LISTED),
        procedures=offered,
        moment=now,
    )


def waiting(station: Station) -> WaitingView:
    """Refused first, then waiting in sending order, then what was answered today."""
    today = start_of_day(station.clock.now())
    turned_down = station.store.works(states=(WorkState.REFUSED,), limit=LISTED)
    waits = station.store.works(states=(WorkState.IN_FLIGHT, WorkState.WAITING), limit=LISTED)
    settled = tuple(w for w in station.store.works(states=(WorkState.SETTLED,), limit=LISTED) if w.since >= today)
    return WaitingView(
        refused=turned_down,
        waiting=waits,
        settled_today=settled,
        exceptions=exceptions.told(station, (*turned_down, *settled), waits),
        successors=exceptions.successors(station, settled),
        withdrawal=WITHDRAW,
        titles=_titles(),
        aside=tuple((t.operation_id, ASIDE[t.why]) for t in station.store.trials() if t.others_passed),
        days_alone=situations.alone_at(station).days,
    )


def _titles() -> tuple[tuple[str, Text], ...]:
    """What each kind of work is called."""
    return (*((p.id, p.title) for p in all_procedures()), *TITLES.items())


def settle(station: Station, operation_id: str, way: str, reason: str, choice: str = "") -> str:
    """Take a step about a refused operation, or withdraw one that waits; the number of the receipt's successor, ""
    where there is none. Raises BadInput without a reason, without a choice the way asks for, or for an unknown way;
    NotEligible for a way that is not lawful for this refusal, and for an operation that stands otherwise.
    """
    why, key = reason.strip(), OperationId(operation_id)
    if way not in {WITHDRAW.id, *_AUDITED}:
        raise BadInput(what=Text("处理方式", "Way to settle"), why=Text("没有这种方式", "unknown"))
    if not why:
        raise BadInput(what=Text("理由", "Reason"), why=Text("必填", "needed"))
    number = ""
    if way == WITHDRAW.id:
        station.store.withdraw(key, why, station.entry("operation.withdrawn", subject=key, facts={"reason": why}))
    else:
        number = _take(station, key, Way(way), why, choice)
    if way not in _STAY_OPEN:
        _end_visit_of(station, operation_id)
    return number


_AUDITED = {
    Way.CLOSE: "operation.closed",
    Way.ALREADY: "operation.found_done",
    Way.ESCALATE: "operation.escalated",
    Way.CALL: "holder.called",
}
_STAY_OPEN = (Way.ESCALATE, Way.CALL)


def _take(station: Station, key: OperationId, way: Way, why: str, choice: str) -> str:
    """One step of a clerk's, with its audit entry; the number of the paper it gives."""
    if way in CHOICES and choice not in CHOICES[way]:
        raise BadInput(what=exceptions.WAYS[way].title, why=Text("选一项", "choose one"))
    clerk = station.clerk  # nobody signed in: told first
    work = station.store.work(key)
    if work is None:
        raise NotFound(what=Text("这笔业务", "The operation"))
    stands = work.state is WorkState.REFUSED  # else the store says who settled it meanwhile
    if stands:
        _must_be_lawful(work, way)
    task = dict(_titles()).get(work.operation.procedure, same(work.operation.procedure))
    paper = successors.draft(station, work, way=way, task=task) if stands and way in successors.GIVEN else None
    step = Step(
        operation_id=key,
        way=way,
        code=code_of(work),
        reason=why,
        at=station.clock.now(),
        clerk=clerk,
        outlet=station.place.outlet,
        window=station.place.window,
        choice=choice,
        paper=paper,
    )
    facts = {"reason": why, "code": step.code, **({"choice": choice} if choice else {})}
    return station.store.take_step(step, station.entry(_AUDITED[way], subject=key, facts=facts)).number


def _must_be_lawful(work: Work, way: Way) -> None:
    """Raises NotEligible, naming the ways there are."""
    ways = lawful(work).ways
    if way not in ways:
        titles = [exceptions.WAYS[one].title for one in ways]
        named = Text("、".join(t.zh for t in titles), ", ".join(t.en.lower() for t in titles))
        raise NotEligible(
            why=Text(
                f"这样退回的业务不能「{exceptions.WAYS[way].title.zh}」",
                f"Not a way to settle this refusal: {exceptions.WAYS[way].title.en.lower()}",
            ),
            how=Text(f"可以：{named.zh}", f"Lawful: {named.en}"),
        )


def redo(station: Station, operation_id: str) -> VisitView | PersonView:
    """Begin the same procedure for the same person as the platform knows him or her now; the person page if it is
    unlawful. The refused operation stays until the new one is recorded, and is settled with it. Raises NotFound,
    NotEligible, VisitOpen.
    """
    work = refused(station, operation_id)
    _must_be_lawful(work, Way.REDO)
    holder = work.operation
    person = station.store.person(holder.holder_number)
    opened = (finding.open_number if person else finding.open_unknown)(station, holder.holder_number)
    searching.ask_number(station, holder.holder_number)
    try:
        return carrying.begin(station, opened.visit_id, holder.procedure, replaces=work.operation.id)
    except Refused:
        return finding.view(station, carrying.record_of(station, opened.visit_id))


def refused(station: Station, operation_id: str) -> Work:
    """The refused work of that id. Raises NotFound."""
    work = station.store.work(OperationId(operation_id))
    if work is None or work.state is not WorkState.REFUSED:
        raise NotFound(what=Text("这笔被退回的业务", "This refused operation"))
    return work


@keeping.anew_where_changed
def _end_visit_of(station: Station, operation_id: str) -> None:
    """A result page still open for work that is settled now has nothing more to tell."""
    for record in station.store.visits():
        if record.operation_id == operation_id and record.state == "recorded":
            closed = replace(record, state="person", procedure="", answers=(), step=0, operation_id="")
            station.store.keep_visit(closed, seen=record)

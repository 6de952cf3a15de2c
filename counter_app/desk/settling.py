"""The page of waiting and exceptions: what waits, what was turned down, and the lawful ways to settle it.

Refuses to delete: a refused operation is closed by a clerk with a reason, and stays on record.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk import carrying, finding
from counter_app.desk.pin_records import TITLES
from counter_app.desk.station import Station
from counter_app.desk.views import Action, HomeView, PersonView, Settling, VisitView, WaitingView
from counter_app.domain.errors import BadInput, NotFound, Refused
from counter_app.domain.moments import start_of_day
from counter_app.domain.operation import OperationId, Settlement, Work, WorkState
from counter_app.domain.text import Text
from counter_app.procedures import all_procedures

REDO = Settling(
    "redo",
    Text("改正后重办", "Do it anew"),
    Text("打开这位持卡人，重新办理", "Open the holder and begin again"),
    "refresh",
)
CLOSE = Settling(
    "close",
    Text("撤销并告知", "Close as not done"),
    Text("须写明理由，收回回执", "Needs a reason; take the receipt back"),
    "file-x",
)
WITHDRAW = Settling(
    "withdraw",
    Text("撤回", "Withdraw"),
    Text("还没送出；回执作废，须收回", "Not sent yet; the receipt becomes void, take it back"),
    "arrow-back-up",
)
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
    settled = station.store.works(states=(WorkState.SETTLED,), limit=LISTED)
    return WaitingView(
        refused=station.store.works(states=(WorkState.REFUSED,), limit=LISTED),
        waiting=station.store.works(states=(WorkState.IN_FLIGHT, WorkState.WAITING), limit=LISTED),
        settled_today=tuple(w for w in settled if w.since >= today),
        settlings=(REDO, CLOSE),
        withdrawal=WITHDRAW,
        titles=(*((p.id, p.title) for p in all_procedures()), *TITLES.items()),
    )


def settle(station: Station, operation_id: str, way: str, reason: str) -> None:
    """Close a refused operation as not done, or withdraw one that waits. Raises BadInput without a reason or for an
    unknown way, NotEligible for an operation that stands otherwise.
    """
    why = reason.strip()
    if way not in (CLOSE.id, WITHDRAW.id):
        raise BadInput(what=Text("处理方式", "Way to settle"), why=Text("没有这种方式", "unknown"))
    if not why:
        raise BadInput(what=Text("理由", "Reason"), why=Text("必填", "needed"))
    key = OperationId(operation_id)
    if way == WITHDRAW.id:
        station.store.withdraw(key, why, station.entry("operation.withdrawn", subject=key, facts={"reason": why}))
    else:
        entry = station.entry("operation.closed", subject=key, facts={"reason": why})
        station.store.settle(key, Settlement.CLOSED, why, entry)
    _end_visit_of(station, operation_id)


def redo(station: Station, operation_id: str) -> VisitView | PersonView:
    """Close the refused operation as replaced and begin the same procedure for the same person; the person page if
    unlawful now.
    """
    work = refused(station, operation_id)
    holder = work.operation
    person = station.store.person(holder.holder_number)
    # Opened first: while another person is not finished, nothing may be closed as replaced.
    opened = (finding.open_number if person else finding.open_unknown)(station, holder.holder_number)
    settle(station, operation_id, CLOSE.id, "重办")
    try:
        return carrying.begin(station, opened.visit_id, holder.procedure)
    except Refused:
        return finding.view(station, carrying.record_of(station, opened.visit_id))


def refused(station: Station, operation_id: str) -> Work:
    """The refused work of that id. Raises NotFound."""
    work = station.store.work(OperationId(operation_id))
    if work is None or work.state is not WorkState.REFUSED:
        raise NotFound(what=Text("这笔被退回的业务", "This refused operation"))
    return work


def _end_visit_of(station: Station, operation_id: str) -> None:
    """A result page still open for work that is settled now has nothing more to tell."""
    for record in station.store.visits():
        if record.operation_id == operation_id and record.state == "recorded":
            station.store.keep_visit(replace(record, state="person", procedure="", answers=(), step=0, operation_id=""))

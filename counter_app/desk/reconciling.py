"""Reconciliation (对账) at the desk: compare a day with the platform, put what differs where a clerk must decide, and
send again what the platform has lost.

Refuses to change an answer silently: what was answered differently comes to the exceptions page, its former answer is
kept. Refuses to send anything again that later work on the same card or holder has passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from counter_app.desk.pin_records import TITLES
from counter_app.desk.station import Station
from counter_app.desk.views_reconciling import DayState, ReconcileView
from counter_app.domain import period
from counter_app.domain.errors import BadInput
from counter_app.domain.moments import local
from counter_app.domain.operation import Answer, OperationId, Settlement, Verdict, Work, WorkState
from counter_app.domain.photo import DIGEST_FACT
from counter_app.domain.reconciling import (
    NOT_RESENDABLE,
    OTHER_BODY,
    PLATFORM_ACCEPTED,
    PLATFORM_REFUSED,
    DayBook,
    Difference,
    Entry,
    Gap,
    Outcome,
    Reconciled,
    compare,
    is_under_way,
    kind_of,
    totals,
)
from counter_app.domain.text import Text
from counter_app.procedures import all_procedures

DONE, RESENT, DISPUTED, UNKNOWN = (
    "reconciliation.done",
    "reconciliation.resent",
    "reconciliation.disputed",
    "reconciliation.unknown",
)
LOOKED_BACK = timedelta(days=31)
_DISPUTES = {
    PLATFORM_REFUSED: Text("对账：本机记为已确认，平台记为退回", "Reconciled: confirmed here, refused at the platform"),
    PLATFORM_ACCEPTED: Text(
        "对账：本机记为退回或撤回，平台记为办成", "Reconciled: refused or withdrawn here, accepted at the platform"
    ),
    OTHER_BODY: Text(
        "对账：同一编号，平台的内容与本机不同", "Reconciled: another content under that id at the platform"
    ),
    NOT_RESENDABLE: Text(
        "对账：平台没有这件；之后同一张卡又办成了别的，或挂失期限已过，或照片已不在本机，不能重送",
        "Reconciled: missing there; later work on the card, a period that is over or a photo that is gone forbids"
        " sending it again",
    ),
}


def overview(station: Station, *, shown: date | None = None) -> ReconcileView:
    """How the days stand. `shown`: a day that is listed though it is equal."""
    today = local(station.moment()).date()
    results: dict[date, list[Reconciled]] = {}
    for one in station.store.reconciled(since=today - LOOKED_BACK):
        results.setdefault(one.book.day, []).append(one)
    days = [_state(station, day, results.get(day, ())) for day in _back_from(today)]
    earlier = tuple(one for one in days[1:] if one.day == shown or (one.works and one.outcome is not Outcome.EQUAL))
    titles = (*((p.id, p.title) for p in all_procedures()), *TITLES.items())
    return ReconcileView(shown or today, days[0], earlier, titles)


def reconcile(station: Station, day: date) -> DayState:
    """Compare a day with the platform, keep what came out, and bring what was answered differently to the exceptions
    page. Raises PlatformTrouble, BadInput for a day to come or one too long ago.
    """
    today = local(station.moment()).date()
    if not today - LOOKED_BACK <= day <= today:
        raise BadInput(what=Text("日期", "Day"), why=Text("只对最近 31 天的账", "only the last 31 days are compared"))
    results = []
    for compared in _compared(station, day):
        disputed = [one for one in compared.differences if _dispute(station, one)]
        result = _compare(station, compared.book, station.store.works_of_day(day)) if disputed else compared
        _keep(station, result)
        results.append(result)
    return _state(station, day, results)


def send_again(station: Station, day: date) -> tuple[OperationId, ...]:
    """Let what the platform has lost go again: of that day, and of every other day it has lost something of, so that
    each card and holder keeps its order. What cannot go again comes to the exceptions page. Raises as `reconcile`.
    """
    lost = _lost(station) if reconcile(station, day).missing else []
    going: dict[OperationId, Work] = {}
    for work in sorted(lost, key=lambda one: one.order, reverse=True):
        later = station.store.later_works(work)
        if any(one.state is WorkState.IN_FLIGHT for one in later):
            continue  # its answer first: then this one is asked for again
        passed = [one for one in later if one.settlement is Settlement.ACCEPTED and one.operation.id not in going]
        if passed or period.lapsed(work.operation, station.moment()) or _has_lost_its_picture(station, work):
            _bring(station, work, NOT_RESENDABLE)
        else:
            going[work.operation.id] = work
    ordered = sorted(going.values(), key=lambda one: one.order)
    return station.store.send_again([(one, station.entry(RESENT, subject=one.operation.id)) for one in ordered])


def _state(station: Station, day: date, results: Sequence[Reconciled]) -> DayState:
    works = station.store.count_of_day(day)
    return DayState(day, works, tuple(results), fresh=bool(results) and sum(one.works for one in results) == works)


def _back_from(today: date) -> list[date]:
    return [today - timedelta(days=back) for back in range(LOOKED_BACK.days + 1)]


def _compared(station: Station, day: date) -> list[Reconciled]:
    """Each book of a day beside the platform's: this window's, and whichever else stands in this store."""
    works = station.store.works_of_day(day)
    here = DayBook(station.place.outlet, station.place.window, day)
    books = {here} | {DayBook(one.operation.outlet, one.operation.window, day) for one in works}
    return [_compare(station, book, works) for book in sorted(books, key=lambda one: (one.outlet, one.window))]


def _compare(station: Station, book: DayBook, works: Sequence[Work]) -> Reconciled:
    of_book = [one for one in works if (one.operation.outlet, one.operation.window) == (book.outlet, book.window)]
    entries = {one.operation.id: entry for one in of_book if (entry := _entry(station, one)) is not None}
    unequal = station.platform.unequal_kinds(book, totals(entries.values()))
    there = station.platform.entries_of(book, unequal)
    found = compare(of_book, entries, there, unequal)
    return Reconciled(
        book=book,
        at=station.moment(),
        clerk=station.clerk,
        works=len(of_book),
        under_way=tuple(one.operation.id for one in of_book if is_under_way(one)),
        to_settle=sum(one.state is WorkState.REFUSED for one in of_book),
        differences=tuple(one for one in found if not _came_meanwhile(station, one)),
    )


def _entry(station: Station, work: Work) -> Entry | None:
    kind, answer = kind_of(work), work.answer
    if kind is None or answer is None:
        return None
    return Entry(work.operation.id, kind, station.platform.body_digest(work.operation), answer.code)


def _came_meanwhile(station: Station, one: Difference) -> bool:
    """Recorded and answered since the day was read: neither unknown nor a difference."""
    return one.gap is Gap.UNKNOWN and station.store.work(one.operation_id) is not None


def _keep(station: Station, result: Reconciled) -> None:
    for one in result.differences:
        if one.gap is Gap.UNKNOWN and not station.store.times(UNKNOWN, one.operation_id):
            facts = {"procedure": one.procedure, "verdict": one.there.value if one.there is not None else ""}
            station.store.note(station.entry(UNKNOWN, subject=one.operation_id, facts=facts))
    facts = {
        "outcome": result.outcome.value,
        "works": str(result.works),
        "under_way": str(len(result.under_way)),
        "to_settle": str(result.to_settle),
        "differences": str(sum(one.matters for one in result.differences)),
    }
    station.store.keep_reconciled(result, station.entry(DONE, subject=result.book.day.isoformat(), facts=facts))


def _dispute(station: Station, one: Difference) -> bool:
    """Bring to the exceptions page what was answered differently; False for what stands there, or stood there."""
    work = station.store.work(one.operation_id)
    if work is None or one.explained or (work.answer is not None and work.answer.code in _DISPUTES):
        return False
    if one.gap is Gap.OTHER_BODY and one.here is not None:
        return _bring(station, work, OTHER_BODY)
    if one.gap is Gap.OTHER_ANSWER:
        accepted = one.there is Verdict.ACCEPTED
        return _bring(station, work, PLATFORM_ACCEPTED if accepted else PLATFORM_REFUSED, there=one.code)
    return False


def _bring(station: Station, work: Work, code: str, *, there: str = "") -> bool:
    said = _DISPUTES[code]
    reason = Text(f"{said.zh}（{there}）", f"{said.en} ({there})") if there else said
    answer = Answer(work.operation.id, Verdict.REFUSED, station.moment(), code=code, reason=reason)
    before = work.answer
    facts = {"code": code, "before": f"{before.verdict.value} {before.code}".strip() if before is not None else ""}
    entry = station.entry(DISPUTED, subject=work.operation.id, facts=facts)
    return station.store.dispute(work, answer, entry)


def _lost(station: Station) -> list[Work]:
    """All the platform has lost of the days that are looked back on; a day that was equal is so no longer."""
    today = local(station.moment()).date()
    ids: list[OperationId] = []
    for day in _back_from(today):
        results = _compared(station, day) if station.store.count_of_day(day) else []
        for one in results:
            if one.missing:
                _keep(station, one)
                ids += one.missing
    return [work for one in ids if (work := station.store.work(one)) is not None]


def _has_lost_its_picture(station: Station, work: Work) -> bool:
    """The bytes of a picture are let go when its operation is settled."""
    return bool(work.operation.facts.get(DIGEST_FACT)) and station.store.picture_of(work.operation.id) is None

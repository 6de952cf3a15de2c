"""Reconciliation (对账) at the desk: compare a day with the platform, put what differs where a clerk must decide, send
again what the platform has lost, and keep what a clerk says of what only the platform has.

Refuses to change an answer silently: what was answered differently comes to the exceptions page, its former answer is
kept. Refuses to send anything again that later work on the same card or holder has passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from counter_app.desk.pin_records import TITLES
from counter_app.desk.station import Station
from counter_app.desk.views_reconciling import DayState, Explained, ReconcileView
from counter_app.domain.errors import BadInput, NotFound
from counter_app.domain.moments import local
from counter_app.domain.operation import Answer, AuditEntry, OperationId, Settlement, Verdict, Work, WorkState
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
    Reconciled,
    compare,
    is_under_way,
    kind_of,
    totals,
)
from counter_app.domain.text import Text
from counter_app.lapsing import lapsed
from counter_app.ports import Store
from counter_app.procedures import all_procedures

DONE, RESENT, DISPUTED, UNKNOWN, EXPLAINED = (
    "reconciliation.done",
    "reconciliation.resent",
    "reconciliation.disputed",
    "reconciliation.unknown",
    "reconciliation.explained",
)
LOOKED_BACK = timedelta(days=31)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 100_000  # far more than anybody explains
_DISPUTES = {
    PLATFORM_REFUSED: Text("对账：本机记为已确认，平台记为退回", "Reconciled: confirmed here, refused at the platform"),
    PLATFORM_ACCEPTED: Text(
        "对账：本机没有记为办成，平台记为办成", "Reconciled: not confirmed here, accepted at the platform"
    ),
    OTHER_BODY: Text(
        "对账：同一编号，平台的内容与本机不同", "Reconciled: another content under that id at the platform"
    ),
    NOT_RESENDABLE: Text(
        "对账：平台没有这件；之后同一张卡又办成了别的，或挂失期限已过，或照片已不在本机，或两边曾有出入，不能重送",
        "Reconciled: missing there; later work on the card, a period that is over, a photo that is gone or a difference"
        " there was forbids sending it again",
    ),
}


def overview(station: Station, *, shown: date | None = None) -> ReconcileView:
    """How the days stand. `shown`: a day that is listed though it is equal."""
    today = local(station.moment()).date()
    first, *others = days(station.store, today, shown=shown)
    earlier = tuple(one for one in others if one.day == shown or one.open)
    titles = (*((p.id, p.title) for p in all_procedures()), *TITLES.items())
    overdue = sorted(one.day for one in earlier if one.open and one.day < today - LOOKED_BACK)
    return ReconcileView(shown or today, first, earlier, titles, overdue=tuple(overdue))


def days(store: Store, today: date, *, shown: date | None = None) -> list[DayState]:
    """Today, and every earlier day on which something was recorded, the latest first; `shown` in any case."""
    works = {today: 0, shown or today: 0} | dict(store.days_before(today + timedelta(days=1)))
    results: dict[date, list[Reconciled]] = {}
    for one in store.reconciled(since=date.min):
        results.setdefault(one.book.day, []).append(one)
    said = _explained(store)
    listed = sorted((day for day in works if day <= today), reverse=True)
    return [_state(day, works[day], results.get(day, ()), said) for day in listed]


def reconcile(station: Station, day: date) -> DayState:
    """Compare a day with the platform, keep what came out, and bring what was answered differently to the exceptions
    page. Raises PlatformTrouble, BadInput for a day to come, and for one of long ago on which nothing was recorded.
    """
    today = local(station.moment()).date()
    long_ago = day < today - LOOKED_BACK and not station.store.count_of_day(day)
    if day > today or long_ago:
        why = Text("只对最近 31 天，和更早办过业务的日子", "only the last 31 days, and earlier ones with work")
        raise BadInput(what=Text("日期", "Day"), why=why)
    if any(_is_erased(one) for one in station.store.works_of_day(day)):
        why = Text("内容已按保存期限删除，不能再对账", "its content was erased at the end of its time")
        raise BadInput(what=Text("日期", "Day"), why=why)
    said, results = _explained(station.store), []
    for compared in _compared(station, day, said):
        disputed = [one for one in compared.differences if _dispute(station, one)]
        result = _compare(station, compared.book, station.store.works_of_day(day), said) if disputed else compared
        _keep(station, result)
        results.append(result)
    return _state(day, station.store.count_of_day(day), results, said)


def _is_erased(work: Work) -> bool:
    """Nothing personal is left of it: nobody can say any more whether the platform holds the same."""
    return work.state is WorkState.SETTLED and not (work.operation.holder_number or work.operation.holder_name)


def explain(station: Station, day: date, operation_id: str, reason: str) -> None:
    """A clerk says why the platform has an operation this counter has not; audited. It asks nobody, so it needs no
    line. Raises BadInput without a reason, NotFound for what was not found so when that day was compared last.
    """
    why = reason.strip()
    if not why:
        raise BadInput(what=Text("缘由", "Reason"), why=Text("必填", "needed"))
    found = [one for result in station.store.reconciled(since=day) if result.book.day == day for one in result.unknown]
    item = next((one for one in found if one.operation_id == operation_id), None)
    if item is None:
        raise NotFound(what=Text("这件差异", "This difference"))
    facts = {"reason": why, "procedure": item.procedure, "verdict": _verdict(item)}
    station.store.note(station.entry(EXPLAINED, subject=item.operation_id, facts=facts))


def send_again(station: Station, day: date) -> tuple[OperationId, ...]:
    """Let what the platform has lost go again: of that day, and of every other day it has lost something of, so that
    each card and holder keeps its order. What cannot go again comes to the exceptions page. Raises as `reconcile`.
    """
    lost = _lost(station, day) if reconcile(station, day).missing else []
    going: dict[OperationId, Work] = {}
    for work in sorted(lost, key=lambda one: one.order, reverse=True):
        later = station.store.later_works(work)
        if any(one.state is WorkState.IN_FLIGHT for one in later):
            continue  # its answer first: then this one is asked for again
        passed = [one for one in later if one.settlement is Settlement.ACCEPTED and one.operation.id not in going]
        if passed or lapsed(station.store, [work], station.clock.now()) or _has_lost_its_picture(station, work):
            _bring(station, work, NOT_RESENDABLE)
        else:
            going[work.operation.id] = work
    ordered = sorted(going.values(), key=lambda one: one.order)
    return station.store.send_again([(one, station.entry(RESENT, subject=one.operation.id)) for one in ordered])


def _state(day: date, works: int, results: Sequence[Reconciled], said: Mapping[str, AuditEntry]) -> DayState:
    """With what was explained since it was compared."""
    known = tuple(_with_words(one, said) for one in results)
    words = tuple(
        Explained(one.operation_id, said[one.operation_id].clerk, said[one.operation_id].at, _reason(said, one))
        for result in known
        for one in result.unknown
        if one.explained
    )
    return DayState(day, works, known, fresh=bool(known) and sum(one.works for one in known) == works, said=words)


def _explained(store: Store) -> dict[str, AuditEntry]:
    """What clerks have said of operations only the platform has, the last word of each, by id."""
    return {entry.subject: entry for entry in store.entries(EXPLAINED, since=_EVER, limit=_MOST)}


def _with_words(result: Reconciled, said: Mapping[str, AuditEntry]) -> Reconciled:
    return replace(result, differences=tuple(_with_word(one, said.get(one.operation_id)) for one in result.differences))


def _with_word(one: Difference, entry: AuditEntry | None) -> Difference:
    """Explained for as long as the platform holds it as it did then, also when the words were erased since."""
    if entry is None or one.gap is not Gap.UNKNOWN:
        return one
    return replace(one, explained=entry.facts.get("verdict", _verdict(one)) == _verdict(one))


def _reason(said: Mapping[str, AuditEntry], one: Difference) -> str:
    return said[one.operation_id].facts.get("reason", "")


def _verdict(one: Difference) -> str:
    return one.there.value if one.there is not None else ""


def _back_from(today: date, *more: date) -> list[date]:
    back = {today - timedelta(days=back) for back in range(LOOKED_BACK.days + 1)}
    return sorted({*back, *more}, reverse=True)


def _compared(station: Station, day: date, said: Mapping[str, AuditEntry]) -> list[Reconciled]:
    """Each book of a day beside the platform's: this window's, and whichever else stands in this store."""
    works = station.store.works_of_day(day)
    here = DayBook(station.place.outlet, station.place.window, day)
    books = {here} | {DayBook(one.operation.outlet, one.operation.window, day) for one in works}
    ordered = sorted(books, key=lambda one: (one.outlet, one.window))
    return [_compare(station, book, works, said) for book in ordered]


def _compare(station: Station, book: DayBook, works: Sequence[Work], said: Mapping[str, AuditEntry]) -> Reconciled:
    of_book = [one for one in works if (one.operation.outlet, one.operation.window) == (book.outlet, book.window)]
    entries = {one.operation.id: entry for one in of_book if (entry := _entry(station, one)) is not None}
    unequal = station.platform.unequal_kinds(book, totals(entries.values()))
    there = station.platform.entries_of(book, unequal)
    found = compare(of_book, entries, there, unequal)
    result = Reconciled(
        book=book,
        at=station.moment(),
        clerk=station.clerk,
        works=len(of_book),
        under_way=tuple(one.operation.id for one in of_book if is_under_way(one)),
        to_settle=sum(one.state is WorkState.REFUSED for one in of_book),
        differences=tuple(one for one in found if not _came_meanwhile(station, one)),
    )
    return _with_words(result, said)


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
            facts = {"procedure": one.procedure, "verdict": _verdict(one)}
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
    """Bring to the exceptions page what was answered differently; False for what stands there so, or stood there until
    a clerk settled it. What the platform says otherwise now is brought anew, under the code that fits.
    """
    work, code = station.store.work(one.operation_id), _disputed_as(one)
    if work is None or not code or (work.answer is not None and work.answer.code == code):
        return False
    return _bring(station, work, code, there=one.code if one.gap is Gap.OTHER_ANSWER else "")


def _disputed_as(one: Difference) -> str:
    if one.gap is Gap.OTHER_ANSWER:
        return PLATFORM_ACCEPTED if one.there is Verdict.ACCEPTED else PLATFORM_REFUSED
    if one.gap is Gap.NOT_RESENDABLE:
        return NOT_RESENDABLE
    return OTHER_BODY if one.gap is Gap.OTHER_BODY and one.here is not None else ""


def _bring(station: Station, work: Work, code: str, *, there: str = "") -> bool:
    said = _DISPUTES[code]
    reason = Text(f"{said.zh}（{there}）", f"{said.en} ({there})") if there else said
    answer = Answer(work.operation.id, Verdict.REFUSED, station.moment(), code=code, reason=reason)
    before = work.answer
    facts = {"code": code, "before": f"{before.verdict.value} {before.code}".strip() if before is not None else ""}
    entry = station.entry(DISPUTED, subject=work.operation.id, facts=facts)
    return station.store.dispute(work, answer, entry)


def _lost(station: Station, asked: date) -> list[Work]:
    """All the platform has lost of the days that are looked back on and of the one that was `asked` for; a day that was
    equal is so no longer.
    """
    today, said = local(station.moment()).date(), _explained(station.store)
    ids: list[OperationId] = []
    for day in _back_from(today, asked):
        results = _compared(station, day, said) if station.store.count_of_day(day) else []
        for one in results:
            if one.missing:
                _keep(station, one)
                ids += one.missing
    return [work for one in ids if (work := station.store.work(one)) is not None]


def _has_lost_its_picture(station: Station, work: Work) -> bool:
    """The bytes of a picture are let go when its operation is settled."""
    return bool(work.operation.facts.get(DIGEST_FACT)) and station.store.picture_of(work.operation.id) is None

"""Somebody comes back with a notice: the case is taken up once, at whatever window, where it stood.

One of another window is fetched from the platform. Refuses to go on with a case another window has, or whose time is
over; what is unlawful by now is told on the person page, and then the notice still holds.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from counter_app.desk import carrying, finding, keeping, turning_away
from counter_app.desk.station import Station
from counter_app.desk.supervising import NUMBER_TAKEN
from counter_app.desk.views import PersonView, VisitView
from counter_app.domain.case import (
    Case,
    CaseKind,
    CaseOnWay,
    Claim,
    Claimed,
    NoticeNeedsLine,
    NoticeUnknown,
    TakenUp,
    expired,
    is_case_number,
    taken_up,
)
from counter_app.domain.errors import NotFound, PlatformTrouble, Refused, VisitOpen
from counter_app.domain.moments import local
from counter_app.domain.text import Text, same
from counter_app.ports import VisitRecord
from counter_app.procedures import all_procedures

RESUMED, FETCHED = "case.resumed", "case.fetched"
log = logging.getLogger(__name__)


def resume(station: Station, typed: str) -> VisitView | PersonView:
    """Take a case up again, once: the person, and the procedure at its step with its answers.

    Raises NoticeUnknown (NotFound), NoticeNeedsLine for another window's without a line, NotEligible for one that was
    taken up already or has expired, VisitOpen.
    """
    number = typed.strip().upper()
    kept = station.store.case_on_way(number) or _fetched(station, number)
    case = kept.case
    _still_good(station, kept)
    before = next((one for one in station.visits() if one.holder_number == case.holder_number), None)
    if before is not None and before.state == "asking":
        raise VisitOpen
    opened = _opened(station, case)
    record = carrying.record_of(station, opened.visit_id)
    _about_its_card(station, record, case)
    goes_on = case.kind is CaseKind.MISSING
    if goes_on:
        try:
            carrying.begin(station, opened.visit_id, case.procedure)
        except Refused as refused:
            return replace(
                finding.view(station, carrying.record_of(station, opened.visit_id)), notice=_why(case, refused)
            )
    try:
        told = _claim(station, kept)
    except Refused:
        _undo(station, opened.visit_id, before=record if before is not None else None)
        raise
    _take_up(station, opened.visit_id, case, told=told, goes_on=goes_on)
    record = carrying.record_of(station, opened.visit_id)
    return carrying.show(carrying.load(station, record)) if goes_on else finding.view(station, record)


@keeping.anew_where_changed
def _take_up(station: Station, visit_id: str, case: Case, *, told: bool, goes_on: bool) -> None:
    """It is on record that it was taken up; with it, where its procedure goes on."""
    begun = carrying.record_of(station, visit_id)
    visit = _as_it_stood(station, begun, case) if goes_on else None
    entry = station.entry(RESUMED, subject=case.number)
    station.store.resume_case(case.number, entry, told=told, visit=visit, seen=begun)


def _opened(station: Station, case: Case) -> PersonView:
    """The person of the case. One without a record, or not to be asked for now, goes by the name on the notice: it was
    lawful for them then, and whether it is now is judged when it begins. Raises BadInput, VisitOpen.
    """
    try:
        return finding.open_number(station, case.holder_number)
    except NotFound:
        return finding.open_person(station, case.holder_number, case.holder_name, proof="typed")


@keeping.anew_where_changed
def _about_its_card(station: Station, record: VisitRecord, case: Case) -> None:
    """The answers were given about one card: of several in use it is this one, whichever was chosen before it came."""
    if case.card_number in ("", record.card_number):
        return
    facts = {"number": case.holder_number, "card": case.card_number, "before": record.card_number}
    about = replace(record, card_number=case.card_number)
    station.store.keep_visit(about, seen=record, audit=station.entry("card.chosen", subject=case.number, facts=facts))


def _as_it_stood(station: Station, begun: VisitRecord, case: Case) -> VisitRecord:
    """The procedure where it stood, or at the step before that on which something must be answered anew. It is kept
    when the case is taken up, not here.
    """
    visit = carrying.load(station, replace(begun, answers=turning_away.lasting(case.procedure, case.answers)))
    visit = visit.at(max(case.step, begun.step))
    wrong = visit.missing_anywhere()
    return (visit.at(wrong[0]) if wrong is not None and wrong[0] < visit.record.step else visit).record


def _fetched(station: Station, number: str) -> CaseOnWay:
    """A case of another window, kept here from now on so that a lost answer does no harm. Raises Refused."""
    if not is_case_number(number):
        raise NoticeUnknown
    if not station.online:
        raise NoticeNeedsLine
    try:
        found = station.platform.case(number)
    except PlatformTrouble as trouble:
        log.info("fetching a case failed: %s", trouble.code)
        raise NoticeNeedsLine from trouble
    if found is None:
        raise NoticeUnknown
    if found.taken is not None:
        raise taken_up(found.taken, here=False)
    station.store.keep_found_case(found.case, station.entry(FETCHED, subject=number))
    kept = station.store.case_on_way(number)
    if kept is None:
        raise NoticeUnknown
    return kept


def _still_good(station: Station, kept: CaseOnWay) -> None:
    """Raises NotEligible for a case that was taken up, or whose last day is over."""
    case = kept.case
    if case.resumed_at is not None:
        outlet, _, window = case.resumed_by.rpartition("-")
        raise taken_up(TakenUp(case.resumed_at, outlet, window), here=not case.resumed_by)
    if case.expires_on is not None and local(station.present()).date() > case.expires_on:
        raise expired(case.expires_on)


def _claim(station: Station, kept: CaseOnWay) -> bool:
    """Have it for this window; True when the platform has said so. One that was given here goes on without a line, and
    the platform is told later. Raises NotEligible for one that another window has, NoticeNeedsLine.
    """
    case, number = kept.case, kept.case.number
    mine = TakenUp(station.clock.now(), station.place.outlet, station.place.window)
    if not station.online:
        return _without_line(kept)
    try:
        if not kept.sent:
            held = station.platform.keep_case(case)
            what = "case.sent" if held else NUMBER_TAKEN
            station.store.case_sent(number, station.entry(what, subject=number), kept=held)
            if not held:
                return False
        claimed = station.platform.take_up_case(number, kept.key, mine)
    except PlatformTrouble as trouble:
        log.info("taking a case up was not answered: %s", trouble.code)
        return _without_line(kept)
    return _yours(station, case, claimed)


def _yours(station: Station, case: Case, claimed: Claimed) -> bool:
    if claimed.claim is Claim.EXPIRED:
        raise expired(case.expires_on)
    if claimed.claim is Claim.ELSEWHERE:
        entry = station.entry("case.elsewhere", subject=case.number)
        station.store.resume_case(case.number, entry, taken=claimed.taken, told=True)
        raise taken_up(claimed.taken, here=False)
    return claimed.claim is Claim.YOURS


def _without_line(kept: CaseOnWay) -> bool:
    if not kept.given_here:
        raise NoticeNeedsLine
    return False


@keeping.anew_where_changed
def _undo(station: Station, visit_id: str, *, before: VisitRecord | None) -> None:
    """Nothing was taken up: the visit is as it was `before`, but for what has proven meanwhile who it is; or there is
    none.
    """
    if before is not None:
        now = carrying.record_of(station, visit_id)
        station.store.keep_visit(replace(before, proof=now.proof), seen=now)
    else:
        station.store.end_visit(visit_id)
        station.forget(visit_id)


def _why(case: Case, refused: Refused) -> Text:
    title = next((p.title for p in all_procedures() if p.id == case.procedure), same(case.procedure))
    return Text(
        f"{title.zh}现在不能接着办：{refused.message.zh}。{refused.what_next.zh}",
        f"{title.en} cannot go on now: {refused.message.en}. {refused.what_next.en}",
    )

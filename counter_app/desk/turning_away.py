"""When a request cannot be met today: everything that is missing is told once and in full, on paper, with a number that
takes it up again where it stood, at any window. A refusal names its reason, and so does what the holder gives up.

Refuses to turn anybody away without a reason (Hainan regulation art. 11: no delays, no passing on).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from counter_app.desk import carrying
from counter_app.desk.station import Station
from counter_app.desk.views_leaving import TurnAwayView
from counter_app.domain.case import Case, CaseKind
from counter_app.domain.errors import BadInput, NotFound
from counter_app.domain.identity import person_kind
from counter_app.domain.identity_check import ACTOR_SAYS, HOLDER_SAYS
from counter_app.domain.moments import local, say_stamp
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_identity
from counter_app.domain.operation import OperationId
from counter_app.domain.papers import needed, on_record
from counter_app.domain.photo import PICTURE
from counter_app.domain.procedure import Procedure
from counter_app.domain.province import Actor, Material
from counter_app.domain.receipt import Receipt, ReceiptDraft, Row
from counter_app.domain.text import Text, same
from counter_app.ports import VisitRecord
from counter_app.procedures import all_procedures
from counter_app.procedures import procedure as procedure_of

NOTICE = Text("一次性告知单", "One-time notice")
REFUSAL = Text("不予办理告知单", "Notice of refusal")
GIVEN_UP = Text("放弃办理记录", "Record of what was given up")
SEEN = Text("已核对", "Seen")
# Said of this visit only: who was seen today, and a picture that is deleted with the visit.
_OF_THE_DAY = frozenset({HOLDER_SAYS, ACTOR_SAYS, PICTURE})
_TITLES = {CaseKind.MISSING: NOTICE, CaseKind.REFUSED: REFUSAL, CaseKind.GIVEN_UP: GIVEN_UP}
_STATES = {
    CaseKind.MISSING: Text("材料不齐，补齐后接着办", "Papers are missing; it goes on when they are here"),
    CaseKind.REFUSED: Text("今天不能办理", "Cannot be done today"),
    CaseKind.GIVEN_UP: Text("本人放弃办理", "Given up by the holder"),
}


def page(station: Station, visit_id: str, procedure: str = "") -> TurnAwayView:
    """What can be told: papers of the procedure that was begun (or is named), reasons of the pack. Raises NotFound."""
    record = carrying.record_of(station, visit_id)
    name = record.procedure or procedure
    papers = _papers(station, record, procedure_of(name)) if name else ()
    return TurnAwayView(
        visit_id=visit_id,
        procedure=name,
        titles=tuple((p.id, p.title) for p in all_procedures() if p.id in station.province.procedures),
        papers=tuple((paper.id, paper.name) for paper in papers),
        reasons=tuple((reason.code, reason.name) for reason in station.province.refusals),
        given_up=tuple((reason.code, reason.name) for reason in station.province.given_up),
    )


def turn_away(
    station: Station,
    visit_id: str,
    kind: CaseKind,
    *,
    procedure: str = "",
    reason: str = "",
    missing: Sequence[str] = (),
) -> Receipt:
    """Keep the case, end the visit, give the notice to print. Raises BadInput without a reason or a missing paper."""
    record = carrying.record_of(station, visit_id)
    asked = procedure_of(record.procedure or procedure)
    papers = {paper.id: paper for paper in _papers(station, record, asked)}
    lacking = [papers[name] for name in dict.fromkeys(missing) if name in papers]
    seen = [paper for paper in papers.values() if lacking and paper not in lacking]
    known = station.province.given_up if kind is CaseKind.GIVEN_UP else station.province.refusals
    why = next((one for one in known if one.code == reason), None)
    if kind is CaseKind.MISSING and not lacking:
        raise BadInput(what=Text("缺的材料", "Missing papers"), why=Text("至少选一项", "choose at least one"))
    if kind is not CaseKind.MISSING and why is None:
        raise BadInput(what=Text("理由", "Reason"), why=Text("选一项", "choose one"))
    case = Case(
        number="",
        kind=kind,
        holder_number=record.holder_number,
        holder_name=record.holder_name,
        card_number=record.card_number,
        procedure=asked.id,
        step=record.step,
        answers=lasting(asked.id, record.answers),
        reason=reason if why is not None else "",
        missing=tuple(paper.id for paper in lacking),
        made_at=station.clock.now(),
        clerk=station.clerk,
        outlet=station.place.outlet,
        window=station.place.window,
        notice=_notice(station, record, asked, kind, lacking, why.name if why else None, seen=seen),
        expires_on=_last_day(station) if kind is CaseKind.MISSING else None,
        province=station.province.id,
        pack=station.province.version,
    )
    facts = {"procedure": asked.id, "kind": kind.value, "reason": case.reason, "missing": ",".join(case.missing)}
    kept = station.store.keep_case(case, station.entry("visit.turned_away", facts=facts))
    station.store.end_visit(visit_id)
    station.forget(visit_id)
    return paper_of(kept)


def lasting(procedure: str, answers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What still holds on another day. The bank does not: it is chosen anew, from an order drawn anew, so that every
    choice that counts stands in the trail (湖南条例草案 art. 8). Raises NotFound.
    """
    dropped = _OF_THE_DAY | {procedure_of(procedure).bank_choice}
    return tuple(one for one in answers if one[0] not in dropped)


def _last_day(station: Station) -> date | None:
    """Until when it is taken up again, by the pack; None where that is for ever."""
    days = station.province.notice_days
    return local(station.present()).date() + timedelta(days=days) if days else None


def paper_of(case: Case) -> Receipt:
    """The notice as paper. Raises NotFound for one that was printed at another window."""
    if case.notice is None:
        raise NotFound(
            what=Text("这张告知单的底单（在别的窗口开具）", "The paper of this notice, made at another window,")
        )
    return Receipt(case.number, OperationId(""), case.made_at, case.notice)


def notice(station: Station, number: str) -> Receipt:
    """The notice of that number, to print again. Raises NotFound."""
    case = station.store.case(number)
    if case is None:
        raise NotFound(what=Text("这张告知单", "This notice"))
    return paper_of(case)


def _papers(station: Station, record: VisitRecord, asked: Procedure) -> tuple[Material, ...]:
    """Papers the pack wants from this person for that, by what was answered and what is filled in for the clerk."""
    rules = station.province.procedures.get(asked.id)
    if rules is None:
        return ()
    visit = carrying.load(station, replace(record, procedure=asked.id))
    person = visit.situation.person
    kind = person_kind(person.holder, today=local(station.present()).date())
    answers = visit.shown
    actor = next((one for one in Actor if one.value == answers.get("actor")), Actor.SELF)
    return needed(rules.materials, kind=kind, actor=actor, answers=answers, records=on_record(person))


def _notice(
    station: Station,
    record: VisitRecord,
    asked: Procedure,
    kind: CaseKind,
    lacking: Sequence[Material],
    why: Text | None,
    *,
    seen: Sequence[Material] = (),
) -> ReceiptDraft:
    place, rules = station.place, station.province.procedures[asked.id]
    reason = (Row(Text("理由", "Reason"), why, strong=True),) if why is not None else ()
    last = _last_day(station) if kind is CaseKind.MISSING else None
    until = (Row(Text("有效期至", "Good until"), same(last.isoformat())),) if last is not None else ()
    notes = {
        CaseKind.MISSING: (
            Text(
                "带齐以上材料和本单到任一窗口，接着办理，不用重新填写",
                "Bring these and this sheet to any window: it goes on where it stopped",
            ),
        ),
        CaseKind.REFUSED: (Text(f"有异议请拨 {place.hotline}", f"If you do not agree call {place.hotline}"),),
    }
    ruled = [paper.basis for paper in lacking if not paper.basis.example]
    bases = dict.fromkeys(basis.words for basis in (*rules.basis, *ruled))
    return ReceiptDraft(
        title=_TITLES[kind],
        heading=Text(f"{place.province_name.zh}·{place.outlet_name}", f"{place.province_name.en}, {place.outlet_name}"),
        state=_STATES[kind],
        rows=(
            Row(Text("业务", "Task"), asked.title, strong=True),
            Row(Text("持卡人", "Holder"), same(mask_name(record.holder_name))),
            Row(Text("证件号码", "Identity number"), same(mask_identity(record.holder_number))),
            *reason,
            *_paper_rows(lacking, seen),
            Row(Text("告知时间", "Told"), say_stamp(station.clock.now())),
            *until,
            Row(Text("经办", "Clerk"), same(station.clerk)),
        ),
        notes=notes.get(kind, ()),
        basis=tuple(bases),
        hotline=station.province.questions,
        practice=place.practice,
        scannable=kind is CaseKind.MISSING,
        signed=False,
    )


def _paper_rows(lacking: Sequence[Material], seen: Sequence[Material]) -> tuple[Row, ...]:
    bring = (
        Row(Text(f"缺 {count}", f"Missing {count}"), paper.name, strong=True) for count, paper in enumerate(lacking, 1)
    )
    return (*bring, *(Row(SEEN, paper.name) for paper in seen))

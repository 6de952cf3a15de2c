"""Carrying a procedure out: begin, answer, next, back, submit.

Submitting twice, or after a crash, is one operation: its id is made when the procedure begins and kept with the visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counter_app.desk import results, situations
from counter_app.desk.station import WINDOW, Station
from counter_app.desk.views import Banner, FieldView, OutcomeView, VisitView
from counter_app.domain.errors import NotFound
from counter_app.domain.moments import say_stamp
from counter_app.domain.names import normalise_name
from counter_app.domain.operation import Operation, OperationId, new_operation_id
from counter_app.domain.procedure import FieldKind, Procedure
from counter_app.domain.province import OfflineRule
from counter_app.domain.receipt import ReceiptDraft, Row
from counter_app.domain.text import Text, same
from counter_app.ports import VisitRecord
from counter_app.procedures import procedure as procedure_of
from counter_app.visit import Visit, submitted_answers

FIRST_STEP = Text("核实本人", "Who it is")
LAST_STEP = Text("办结", "Done")
TITLE = Text("社会保障卡业务回执", "Social security card receipt")
ACCEPTED_HERE = Text("已受理，待平台确认", "Accepted here, platform to confirm")


def record_of(station: Station, visit_id: str) -> VisitRecord:
    """The visit as kept. Raises NotFound."""
    for record in station.visits():
        if record.id == visit_id:
            return record
    raise NotFound(what=Text("这位持卡人的办理", "This visit"))


def load(station: Station, record: VisitRecord) -> Visit:
    """The visit in the situation that holds now."""
    chosen = procedure_of(record.procedure)
    person = situations.person_of(station, record)
    return Visit(record, chosen, situations.situation(station, person, chosen))


def begin(station: Station, visit_id: str, name: str) -> VisitView:
    """Begin a procedure for the person of a visit. Raises Refused when it is unlawful now."""
    record = record_of(station, visit_id)
    chosen = procedure_of(name)
    person = situations.person_of(station, record)
    now = situations.situation(station, person, chosen)
    no = situations.refusal(now, chosen)
    if no is not None:
        raise no
    fresh = replace(
        record, procedure=name, state="asking", step=0, answers=(), operation_id=new_operation_id(), clerk=station.clerk
    )
    station.store.keep_visit(fresh)
    return show(Visit(fresh, chosen, now))


def answer(station: Station, visit_id: str, changes: Mapping[str, str]) -> VisitView:
    """Keep some answers of the present step."""
    visit = load(station, record_of(station, visit_id))
    if visit.record.state == "asking":
        visit = visit.answered(changes)
        station.store.keep_visit(visit.record)
    return show(visit)


def forward(station: Station, visit_id: str) -> VisitView | OutcomeView:
    """The next step, or submit on the last. Raises Refused when the procedure became unlawful meanwhile."""
    record = record_of(station, visit_id)
    if _stands(station, record):
        return results.outcome(station, record)
    visit = load(station, record)
    here = visit.missing()
    wrong = visit.missing_anywhere() if visit.last else None
    if here is not None:
        visit = visit.answered({here.name: visit.answers.get(here.name, "")})
    elif wrong is not None:
        visit = visit.at(wrong[0])
    elif visit.last:
        return submit(station, visit)
    else:
        visit = visit.forward()
    station.store.keep_visit(visit.record)
    if _stands(station, record):  # submitted from elsewhere while this looked on
        return results.outcome(station, record)
    return show(visit)


def _stands(station: Station, record: VisitRecord) -> bool:
    """True when the operation of a visit is recorded: nothing about it can be asked any more."""
    return bool(record.operation_id) and station.store.work(OperationId(record.operation_id)) is not None


def back(station: Station, visit_id: str) -> VisitView | None:
    """One step back with the answers kept; None when the procedure is left for the person page."""
    visit = load(station, record_of(station, visit_id))
    earlier = visit.back()
    if earlier is None:
        station.store.keep_visit(
            replace(visit.record, state="person", procedure="", answers=(), step=0, operation_id="")
        )
        return None
    station.store.keep_visit(earlier.record)
    return show(earlier)


def submit(station: Station, visit: Visit) -> OutcomeView:
    """Record the operation: checks once more, then one transaction; a second time nothing happens. Raises Refused."""
    operation_id = OperationId(visit.record.operation_id)
    if station.store.work(operation_id) is None:
        no = situations.refusal(visit.situation, visit.procedure)
        if no is not None:
            raise no
        operation = operation_for(station, visit)
        facts = {"holder": operation.holder_number, "name": operation.holder_name}
        audit = station.entry("operation.recorded", subject=operation.id, facts=facts)
        station.store.record(operation, draft_for(station, visit, operation), audit, visit_id=visit.record.id)
    return results.outcome(station, record_of(station, visit.record.id))


def operation_for(station: Station, visit: Visit) -> Operation:
    """The operation that the answers of a visit make."""
    now, answers = visit.situation, submitted_answers(visit)
    card = now.person.card
    shown = "yes" if visit.record.seat == WINDOW else "no"
    facts = {**visit.procedure.facts(now, answers), "proof": visit.record.proof, "shown_to_holder": shown}
    return Operation(
        id=OperationId(visit.record.operation_id),
        procedure=visit.procedure.id,
        holder_number=now.person.holder.number,
        holder_name=now.person.holder.name or normalise_name(answers.get("name", ""))[0],
        card_number=card.number if card else None,
        changes=visit.procedure.changes(now, answers),
        facts=facts,
        accepted_at=station.clock.now(),
        clerk=station.clerk,
        outlet=station.place.outlet,
        window=station.place.window,
        province=station.province.id,
        pack=station.province.version,
        basis=tuple(b.words.zh for b in now.rules.basis),
        urgent=visit.procedure.urgent,
    )


def draft_for(station: Station, visit: Visit, operation: Operation) -> ReceiptDraft:
    """The receipt as data, masked; its number is taken when it is recorded."""
    now, answers, place = visit.situation, submitted_answers(visit), station.place
    taken = (
        Row(Text("受理时间", "Accepted"), say_stamp(operation.accepted_at), strong=True),
        Row(Text("经办", "Clerk"), same(operation.clerk)),
    )
    return ReceiptDraft(
        title=TITLE,
        heading=Text(f"{place.province_name.zh}·{place.outlet_name}", f"{place.province_name.en}, {place.outlet_name}"),
        state=ACCEPTED_HERE,
        rows=(
            Row(Text("业务", "Task"), visit.procedure.title, strong=True),
            *visit.procedure.rows(now, answers),
            *taken,
        ),
        notes=visit.procedure.warnings(now, answers),
        basis=tuple(b.words for b in now.rules.basis),
        hotline=Text(
            f"社保咨询 {place.hotline}；意见 {station.province.complaint.zh}",
            f"Social security {place.hotline}; complaints {station.province.complaint.en}",
        ),
        practice=place.practice,
        pending=visit.procedure.pending(now, answers),
    )


def show(visit: Visit) -> VisitView:
    """The page of the present step."""
    now, answers, chosen, step = visit.situation, visit.shown, visit.procedure, visit.step
    wrong = visit.missing()
    following = None if visit.last else chosen.steps[visit.record.step + 1]
    submits = Text(f"提交{chosen.title.zh}", f"Submit {chosen.title.en.lower()}")
    goes_on = Text(f"下一步：{following.title.zh}", f"Next: {following.title.en}") if following else submits
    return VisitView(
        visit_id=visit.record.id,
        mark=visit.record.mark,
        person=now.person,
        view=now.view,
        procedure=chosen.id,
        title=chosen.title,
        icon=chosen.icon,
        steps=step_titles(chosen),
        current=visit.record.step + 1,
        question=step.question,
        hint=step.hint,
        fields=tuple(_field_view(visit, f.name) for f in visit.fields()),
        confirm=chosen.rows(now, answers) if step.confirms else (),
        warnings=chosen.warnings(now, answers),
        banner=_banner(visit) if step.confirms else None,
        guide=now.rules.guide,
        basis=tuple(b.words for b in now.rules.basis),
        next_label=goes_on,
        missing=wrong.name if wrong else None,
    )


def step_titles(procedure: Procedure) -> tuple[Text, ...]:
    """Titles of the step strip: who it is, the steps, done."""
    return (FIRST_STEP, *(s.title for s in procedure.steps), LAST_STEP)


def _field_view(visit: Visit, name: str) -> FieldView:
    one = next(f for f in visit.fields() if f.name == name)
    value = visit.answers.get(name, "")
    fault = visit.fault(one)
    untouched = not value and name not in visit.typed
    really_checked = one.kind in (FieldKind.MOBILE, FieldKind.NAME)
    return FieldView(
        field=one,
        value=value,
        fault=None if untouched else fault,
        good=really_checked and bool(value) and fault is None,
    )


def _banner(visit: Visit) -> Banner | None:
    """What waiting for the platform means here; None when the line stands."""
    now = visit.situation
    if now.online or now.rules.offline is OfflineRule.FINAL:
        return None
    said = visit.procedure.pending(now, visit.shown)
    title = visit.procedure.title
    bold = Text(f"现在离线，{title.zh}先存本机", f"Offline: the {title.en.lower()} is kept here first")
    plain = Text("；".join(t.zh for t in said), " ".join(t.en + "." for t in said))
    return Banner("wait", bold, plain)

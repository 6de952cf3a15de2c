"""Carrying a procedure out: begin, answer, next, back, submit.

Submitting twice, or after a crash, is one operation: its id is made when the procedure begins and kept with the visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counter_app.desk import (
    agents,
    approvals,
    by_actor,
    greeting,
    holders_word,
    keeping,
    papers,
    results,
    rules_of_day,
    situations,
    successors,
)
from counter_app.desk.station import WINDOW, Station
from counter_app.desk.views import Banner, FieldView, OutcomeView, VisitView
from counter_app.desk.views_second import SecondView
from counter_app.domain import four_eyes
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import Refused
from counter_app.domain.holder import Person
from counter_app.domain.names import normalise_name
from counter_app.domain.operation import Operation, OperationId, new_operation_id
from counter_app.domain.papers import COMPARED
from counter_app.domain.password import Password
from counter_app.domain.photo import PICTURE
from counter_app.domain.procedure import Answers, FieldKind
from counter_app.domain.province import Actor, OfflineRule
from counter_app.domain.receipt import ReceiptDraft
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from counter_app.procedures import _consents as consents
from counter_app.procedures import _paper as paper
from counter_app.procedures import procedure as procedure_of
from counter_app.visit import Visit, submitted_answers

CHECKED = ("identity", "holder_identity")  # facts on how it was checked who it is, for the audit
FIRST_STEP = Text("核实本人", "Who it is")
LAST_STEP = Text("办结", "Done")
NOT_ON_RECORD = Text("记录上没有，凭纸质证明办", "It is not on record: it is done on a paper's word")
record_of = keeping.record_of


def load(station: Station, record: VisitRecord) -> Visit:
    """The visit in the situation that holds now."""
    chosen = procedure_of(record.procedure)
    person = situations.person_of(station, record)
    return Visit(record, chosen, situations.situation(station, person, chosen, record))


@keeping.anew_where_changed
def begin(station: Station, visit_id: str, name: str, *, replaces: str = "") -> VisitView:
    """Begin a procedure for the person of a visit; `replaces`: the refused operation it is done anew for. Raises
    Refused when it is unlawful now, and where it must not be done blind and the platform does not answer at this very
    moment.
    """
    rules_of_day.take_up(station)
    record = record_of(station, visit_id)
    chosen = procedure_of(name)
    person = situations.person_of(station, record)
    fresh = replace(
        record,
        procedure=name,
        state="asking",
        step=0,
        answers=(),
        operation_id=new_operation_id(),
        clerk=station.clerk,
        replaces=replaces,
    )
    now = situations.situation(station, person, chosen, fresh)
    no = situations.refusal(now, chosen)
    if no is not None:
        raise no
    greeting.make_sure_for(station, now, chosen)
    visit = by_actor.filled(station, Visit(fresh, chosen, now).begun())
    station.store.keep_visit(visit.record, seen=record)
    return show(_with_actor(station, visit))


@keeping.anew_where_changed
def answer(station: Station, visit_id: str, changes: Mapping[str, str]) -> VisitView:
    """Keep some answers of the present step."""
    visit = load(station, record_of(station, visit_id))
    if visit.record.state == "asking":
        before, visit = visit, by_actor.filled(station, visit.answered(changes))
        station.store.keep_visit(visit.record, seen=before.record, audit=holders_word.entry(station, before, visit))
    return show(_with_actor(station, visit))


def _with_actor(station: Station, visit: Visit) -> Visit:
    """The visit in its situation, where a document of whoever acts has been laid on since it was loaded."""
    fresh = station.actors.get(visit.record.id)
    return replace(visit, situation=replace(visit.situation, actor_document=fresh))


@keeping.anew_where_changed
def document_of_actor(station: Station, visit_id: str, document: IdentityDocument) -> VisitView | None:
    """The document of somebody else than the holder was laid on: the page with who acts filled in from it; None where
    nobody else acts, and it is simply another person's.
    """
    visit = load(station, record_of(station, visit_id))
    if not by_actor.fits(visit, document):
        return None
    before, visit = visit, by_actor.taken(station, visit, document)
    station.store.keep_visit(visit.record, seen=before.record)
    return show(_with_actor(station, visit))


def forward(station: Station, visit_id: str) -> VisitView | OutcomeView:
    """The next step, or submit on the last. Where other rules have begun since, the last is shown once more instead.
    Raises Refused when the procedure became unlawful meanwhile.
    """
    record = record_of(station, visit_id)
    if _stands(station, record):
        return results.outcome(station, record)
    return _forward(station, visit_id, renewed=rules_of_day.take_up(station))


@keeping.anew_where_changed
def _forward(station: Station, visit_id: str, *, renewed: bool) -> VisitView | OutcomeView:
    record = record_of(station, visit_id)
    if _stands(station, record):
        return results.outcome(station, record)
    visit = load(station, record)
    if visit.last and (no := _refusal(visit)) is not None:  # before more is asked of something that cannot be done
        if _stands(station, record):  # it was submitted from elsewhere while this looked on
            return results.outcome(station, record)
        raise no
    here = visit.missing()
    wrong = visit.missing_anywhere() if visit.last else None
    if here is not None:
        visit = visit.answered({here.name: visit.answers.get(here.name, "")})
    elif wrong is not None:
        visit = visit.at(wrong[0])
    elif visit.last and renewed:  # what the holder was shown was made under other rules: once more, under these
        view = show(_with_actor(station, visit))
        return replace(view, warnings=(rules_of_day.RENEWED, *view.warnings))
    elif visit.last:
        return submit(station, visit)
    else:
        visit = by_actor.filled(station, visit.forward())
    station.store.keep_visit(visit.record, seen=record)
    return show(_with_actor(station, visit))


def _stands(station: Station, record: VisitRecord) -> bool:
    """True when the operation of a visit is recorded: nothing about it can be asked any more."""
    return bool(record.operation_id) and station.store.work(OperationId(record.operation_id)) is not None


@keeping.anew_where_changed
def back(station: Station, visit_id: str) -> VisitView | None:
    """One step back with the answers kept; None on the first, where nothing changes: `leaving` goes on from there."""
    visit = load(station, record_of(station, visit_id))
    earlier = visit.back()
    if earlier is None:
        return None
    station.store.keep_visit(earlier.record, seen=visit.record)
    return show(earlier)


def submit(station: Station, visit: Visit) -> OutcomeView:
    """Record the operation: checks once more, then one transaction; a second time nothing happens. Raises Refused; the
    visit and its answers stay.
    """
    operation_id = OperationId(visit.record.operation_id)
    if station.store.work(operation_id) is None:
        no = _refusal(visit)
        if no is not None:
            raise no
        greeting.make_sure_for(station, visit.situation, visit.procedure)
        operation = operation_for(station, visit)
        needed = bool(why_second(visit, operation))
        operation = approvals.signed(station, visit.record, operation, needed=needed)
        facts = {"holder": operation.holder_number, "name": operation.holder_name}
        facts |= {name: operation.facts[name] for name in CHECKED if name in operation.facts}
        audit = station.entry("operation.recorded", subject=operation.id, facts=facts)
        draft, before = draft_for(station, visit, operation), visit.record.replaces
        if before:
            successors.record_anew(station, before, operation, draft, audit, visit_id=visit.record.id)
        else:
            station.store.record(operation, draft, audit, visit_id=visit.record.id)
        agents.note(station, operation)
    return results.outcome(station, record_of(station, visit.record.id))


def _refusal(visit: Visit) -> Refused | None:
    """Why the procedure became unlawful meanwhile; None while it is lawful."""
    now, chosen = visit.situation, visit.procedure
    return situations.refusal(now, chosen) or situations.not_entrusted(now, chosen, submitted_answers(visit))


def why_second(visit: Visit, operation: Operation) -> tuple[Text, ...]:
    """Why a second person must agree: by the pack's rules, or by what was answered; () where one is enough."""
    now = visit.situation
    answered = visit.procedure.second_person(now, submitted_answers(visit))
    return (*((NOT_ON_RECORD,) if answered else ()), *four_eyes.reasons(now.rules.high_risk, operation.facts))


def second_page(station: Station, visit_id: str) -> SecondView:
    """What a second person is asked of the visit as it stands. Raises NotFound."""
    visit = load(station, record_of(station, visit_id))
    operation, why = operation_for(station, visit), why_second(visit, operation_for(station, visit))
    said = visit.procedure, visit.situation, visit.shown
    rows = (*visit.procedure.rows(visit.situation, visit.shown), *consents.rows(*said))
    return approvals.page(station, visit.record, operation, task=visit.procedure.title, why=why, rows=rows)


def agree(station: Station, visit_id: str, clerk: str, password: SecretDigits | Password) -> VisitView:
    """Somebody else agrees to it; `password` is overwritten. Raises as `approvals.agree`."""
    with password:
        visit = load(station, record_of(station, visit_id))
        approvals.agree(station, visit.record, operation_for(station, visit), clerk, password)
        return show(visit)


def operation_for(station: Station, visit: Visit) -> Operation:
    """The operation that the answers of a visit make."""
    now, answers = visit.situation, _as_submitted(visit)
    card = now.person.card
    facts = {**paper.promise_facts(now), **visit.procedure.facts(now, answers), "proof": visit.record.proof}
    facts |= consents.facts(visit.procedure, now, answers)
    facts["shown_to_holder"] = shown_to(visit.record, now.person, facts.get("actor", ""))
    if visit.record.replaces:
        facts[four_eyes.REPLACES] = visit.record.replaces
    return Operation(
        id=OperationId(visit.record.operation_id),
        procedure=visit.procedure.id,
        holder_number=now.person.holder.number,
        holder_name=now.person.holder.name or normalise_name(answers.get("name", ""))[0],
        card_number=card.number if card and visit.procedure.names_card else None,
        changes=visit.procedure.changes(now, answers),
        facts=facts,
        accepted_at=station.moment(),
        clerk=station.clerk,
        outlet=station.place.outlet,
        window=station.place.window,
        province=station.province.id,
        pack=station.province.version,
        basis=tuple(b.words.zh for b in now.rules.basis),
        urgent=visit.procedure.urgent,
    )


def shown_to(record: VisitRecord, person: Person, actor: str) -> str:
    """Who saw what was submitted: "yes" for the holder, "to_actor" for whoever stood at the window instead, "no" for
    nobody (a command).
    """
    if record.seat != WINDOW:
        return "no"
    if actor == Actor.SELF.value and not person.life:
        return "yes"
    return "to_actor" if actor else "no"


def _as_submitted(visit: Visit) -> Answers:
    """The answers, and that the clerk at the window has compared the papers, as the page says of submitting."""
    answers = submitted_answers(visit)
    return {**answers, COMPARED: "yes"} if visit.record.seat == WINDOW else answers


def draft_for(station: Station, visit: Visit, operation: Operation, *, submits: bool = True) -> ReceiptDraft:
    """The receipt as data, masked; its number is taken when it is recorded. `submits` False: it leaves out what is said
    by submitting.
    """
    now, chosen = visit.situation, visit.procedure
    answers = _as_submitted(visit) if submits else submitted_answers(visit)
    return papers.draft(
        station,
        operation,
        task=chosen.title,
        rows=(*chosen.rows(now, answers), *consents.rows(chosen, now, answers)),
        rules=now.rules,
        title=chosen.paper_title,
        state=chosen.done_here,
        notes=(*chosen.warnings(now, answers), *_reminders(visit)),
        pending=chosen.pending(now, answers),
        ticks=visit.ticks,
    )


def show(visit: Visit) -> VisitView:
    """The page of the present step."""
    now, answers, chosen, step = visit.situation, visit.shown, visit.procedure, visit.step
    wrong = visit.missing()
    following = None if visit.last else visit.forward_step
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
        steps=step_titles(visit),
        current=1 + visit.asked.index(visit.record.step),
        question=step.question,
        hint=step.hint,
        fields=tuple(_field_view(visit, f.name) for f in visit.fields()),
        confirm=chosen.rows(now, answers) if step.confirms else (),
        warnings=chosen.warnings(now, answers),
        reminders=_reminders(visit),
        notices=consents.notices(chosen, now, answers) if step.confirms else (),
        banner=_banner(visit) if step.confirms else None,
        guide=now.rules.guide,
        basis=tuple(b.words for b in now.rules.basis),
        next_label=goes_on,
        missing=wrong.name if wrong else None,
        actor_number=by_actor.number_read(visit),
        portrait=now.pictures.get(visit.answers.get(PICTURE, "")) if step.confirms else None,
    )


def _reminders(visit: Visit) -> tuple[Text, ...]:
    """What the holder is to keep in mind: the procedure's sentences, then the pack's, each once."""
    return tuple(dict.fromkeys((*visit.procedure.reminders, *visit.situation.rules.warnings)))


def step_titles(visit: Visit) -> tuple[Text, ...]:
    """Titles of the step strip: who it is, the steps that ask something, done."""
    return (FIRST_STEP, *(visit.procedure.steps[i].title for i in visit.asked), LAST_STEP)


def _field_view(visit: Visit, name: str) -> FieldView:
    one = next(f for f in visit.fields() if f.name == name)
    value = visit.answers.get(name, "")
    fault = visit.fault(one)
    untouched = not value and name not in visit.typed
    really_checked = one.kind in (FieldKind.MOBILE, FieldKind.NAME, FieldKind.IDENTITY)
    return FieldView(
        field=one,
        value=value,
        fault=None if untouched else fault,
        good=really_checked and bool(value) and fault is None,
        picture=visit.situation.pictures.get(value) if one.kind is FieldKind.PHOTO else None,
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

"""Who acts where the PIN of a card is changed, reset or unblocked: the holder, a guardian or an agent, by the pack.

The questions, facts and rows are those of every procedure (`procedures/_acting.py`); they are asked once, on the page
of the PIN, and kept with the visit. Refuses a task to whom the pack does not give it, and while something about them is
not said. A verified PIN is asked of nobody: who knows it enters it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counter_app.desk import documents, keeping, situations
from counter_app.desk.pin_records import CHANGE, RESET, TITLES, UNBLOCK, procedure_of
from counter_app.desk.station import WINDOW, Station
from counter_app.desk.views import FieldView
from counter_app.domain import entrustment
from counter_app.domain.card import Half
from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.identity_check import ACTOR_SAYS, HOLDER_SAYS, IdentityCheck, seen_by_clerk
from counter_app.domain.papers import COMPARED
from counter_app.domain.procedure import Answers, Field, FieldKind, Situation
from counter_app.domain.province import Actor, IdentityRule, ProcedureRules
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from counter_app.procedures import _acting as acting
from counter_app.procedures._identity import ACTORS

MUST_READ = Text("须在本窗口读取证件", "The document must be read at this window")
_CHECKED = (FieldKind.NAME, FieldKind.IDENTITY)


def situation(station: Station, record: VisitRecord, task: str) -> Situation | None:
    """What a task of the page is judged in; None for one the pack has no rules for (verify)."""
    rules = station.province.procedures.get(procedure_of(task))
    return None if rules is None else _seen(station, record, rules)


def fields(station: Station, record: VisitRecord) -> tuple[FieldView, ...]:
    """The questions about who acts, with what was answered; () where only the holder may do any of the tasks."""
    now = _of_all_tasks(station, record)
    if now is None or now.person.life:
        return ()
    typed = dict(record.answers)
    return tuple(_view(one, typed) for one in acting.fields(now, typed))


def papers(station: Station, record: VisitRecord, task: str) -> Text | None:
    """The papers the pack wants compared for a task from whoever acts, None for none."""
    now = situation(station, record, task)
    asked = () if now is None or _known_by_the_pin(now, record, task) else acting.materials(now, _answers(now, record))
    if not asked:
        return None
    return Text("、".join(one.name.zh for one in asked), ", ".join(one.name.en for one in asked))


@keeping.anew_where_changed
def answer(station: Station, record: VisitRecord, changes: Mapping[str, str]) -> VisitRecord:
    """Keep what was answered on the page of the PIN; a name nobody asks for is refused silently."""
    now = _of_all_tasks(station, record)
    if now is None or record.state != "person":
        return record
    kept = dict(record.answers)
    for _ in range(2):  # an answer may bring another question
        asked = {one.name for one in acting.fields(now, kept)}
        kept |= {name: value for name, value in changes.items() if name in asked}
    after = replace(record, answers=tuple(sorted(kept.items())))
    if after != record:
        station.store.keep_visit(after, seen=record)
    return after


def refusal(station: Station, record: VisitRecord, task: str) -> Refused | None:
    """Why whoever was said to act may not do this task here; None when they may."""
    now = situation(station, record, task)
    if now is None:
        return None
    name = procedure_of(task)
    by_bank = entrustment.refusal(now.employer, now.province, name, now.person, {Half.SSC})
    if by_bank is not None:
        return by_bank
    said = dict(record.answers).get("actor", "")
    if not said or said in {one.value for one in acting.actors(now)}:
        read = now.rules.identity is not IdentityRule.DOCUMENT or _read(now, record)
        return None if read else _unread(now, acting.acting(now, _answers(now, record)))
    whom = next((words for one, words in acting.WORDS.items() if one.value == said), Text("办理人", "This person"))
    return NotEligible(
        why=Text(f"{whom.zh}不能办这一项", f"{whom.en} may not do this"),
        how=Text("请持卡人本人来办，或另选办理人", "The holder comes, or somebody else acts"),
    )


def _unread(now: Situation, who: Actor) -> NotEligible:
    """The document must be read; of whoever acts for the holder this page reads none."""
    if who is Actor.SELF:
        return NotEligible(why=MUST_READ, how=Text("把证件放上阅读器", "Lay the document on its reader"))
    word, hotline = ACTORS[who], now.province.hotline
    why = Text(f"须读取{word.zh}的证件，密码页读不了", f"The document of {word.en} must be read; it cannot be here")
    return NotEligible(why=why, how=Text(f"请持卡人本人来办，或拨 {hotline}", f"The holder comes, or call {hotline}"))


def make_sure(station: Station, record: VisitRecord, task: str) -> None:
    """Raises NotEligible for somebody who may not do it, or of whom something is not said."""
    no = refusal(station, record, task)
    if no is not None:
        raise no
    now = situation(station, record, task)
    for one in () if now is None else acting.fields(now, dict(record.answers)):
        fault = one.fault(dict(record.answers).get(one.name, one.initial))
        if fault is not None:
            why = Text(f"{one.label.zh}：{fault.zh}", f"{one.label.en}: {fault.en}")
            raise NotEligible(why=why, how=Text("先在密码页写明谁来办", "Say on the page of the PIN who acts"))


def proofs(station: Station, record: VisitRecord) -> tuple[tuple[str, Text], ...]:
    """The ways a clerk may have seen who it is that acts, by id."""
    now = _of_all_tasks(station, record)
    who = Actor.SELF if now is None else acting.acting(now, _answers(now, record))
    return seen_by_clerk() if who is Actor.SELF else seen_by_clerk(ACTORS[who])


def asks_proof(station: Station, record: VisitRecord, task: str) -> bool:
    """Whether the clerk must say how the identity of whoever acts was checked: always for a reset and an unblocking,
    else by the pack; not where the holder's own document was read for this visit.
    """
    now = situation(station, record, task)
    if now is None:
        return task in (RESET, UNBLOCK) and not documents.proven(station, record)
    asked = task in (RESET, UNBLOCK) or now.rules.identity is not IdentityRule.NONE
    return asked and not _read(now, record)


def identity(station: Station, record: VisitRecord, task: str, seen: str) -> str:
    """How it was checked: "document", what the clerk says to have seen, "" where nobody asks. Raises NotEligible."""
    if asks_proof(station, record, task):
        if seen not in dict(seen_by_clerk()):
            why = Text("还没有核实本人", "The identity was not checked")
            raise NotEligible(
                why=why, how=Text("放本人身份证，或选看过哪种证件", "Read the document, or say which was seen")
            )
        return seen
    return IdentityCheck.DOCUMENT.value if task in (RESET, UNBLOCK) else ""


def facts(station: Station, record: VisitRecord, task: str, *, seen: str) -> dict[str, str]:
    """Who acts, with which proof, how that was checked, and the papers that were compared at a window, as every
    operation tells it. `seen` as `identity` told it.
    """
    now = situation(station, record, task)
    if now is None:
        return {}
    said = _said(now, record, task, seen)
    return acting.facts(now, said) | acting.material_facts(now, said)


def rows(station: Station, record: VisitRecord, task: str, *, seen: str) -> tuple[Row, ...]:
    """The same for the receipt, masked."""
    now = situation(station, record, task)
    if now is None:
        return ()
    said = _said(now, record, task, seen)
    papers_seen = () if _known_by_the_pin(now, record, task) else acting.material_row(now, said)
    return (*acting.rows(now, said), *papers_seen)


def _seen(station: Station, record: VisitRecord, rules: ProcedureRules) -> Situation:
    """The situation as every procedure has it, about the card that lies there."""
    person, chip = situations.person_of(station, record), station.chip
    if chip is not None and chip.card_number in {card.number for card in person.cards}:
        person = replace(person, chosen=chip.card_number)
    stands = situations.standing(station, person, record)
    return Situation(
        person=person,
        view=stands.view,
        work=stands.work,
        online=stands.online,
        province=station.province,
        rules=rules,
        chip=chip,
        now=station.present(),
        lot=stands.lot,
        outlet=station.place.outlet,
        outlet_name=station.place.outlet_name,
        proven=stands.proven,
        employer=situations.employer(station),
    )


def _of_all_tasks(station: Station, record: VisitRecord) -> Situation | None:
    """Whoever may do any of the tasks: the page asks once. None where the pack has none of them."""
    known = [station.province.procedures[name] for name in TITLES if name in station.province.procedures]
    allowed = [rules for rules in known if rules.allowed]
    if not allowed:
        return None
    lines = tuple(dict.fromkeys(line for rules in allowed for line in rules.acting))
    return _seen(station, record, replace(allowed[0], acting=lines))


def _answers(now: Situation, record: VisitRecord) -> Answers:
    typed = dict(record.answers)
    return {one.name: typed.get(one.name, one.initial) for one in acting.fields(now, typed)}


def _said(now: Situation, record: VisitRecord, task: str, seen: str) -> Answers:
    """The clerk at the window says by doing it that the papers were compared, as with every procedure."""
    answers = _answers(now, record)
    says = HOLDER_SAYS if acting.acting(now, answers) is Actor.SELF else ACTOR_SAYS
    compared = record.seat == WINDOW and not _known_by_the_pin(now, record, task)
    by_eye = {says: seen} if seen in dict(seen_by_clerk()) else {}
    return {**answers, **by_eye, **({COMPARED: "yes"} if compared else {})}


def _read(now: Situation, record: VisitRecord) -> bool:
    """The document of the holder was read here, and the holder acts: a guardian's is not read on this page."""
    return now.proven and acting.acting(now, _answers(now, record)) is Actor.SELF


def _known_by_the_pin(now: Situation, record: VisitRecord, task: str) -> bool:
    """A holder who changes the PIN proves himself by the old one: nobody compares a paper for it."""
    return task == CHANGE and acting.acting(now, _answers(now, record)) is Actor.SELF


def _view(one: Field, typed: Mapping[str, str]) -> FieldView:
    value = typed.get(one.name, one.initial)
    fault = one.fault(value)
    untouched = not value and one.name not in typed
    return FieldView(
        field=one,
        value=value,
        fault=None if untouched else fault,
        good=one.kind in _CHECKED and bool(value) and fault is None,
    )

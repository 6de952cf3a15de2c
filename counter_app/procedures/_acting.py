"""Who stands at the window for the holder: the holder, a guardian or an agent, as the pack's matrix allows.

Refuses to decide by itself who may act: without a line of the pack only the holder may, and nobody under 16 alone.
"""

from __future__ import annotations

from datetime import date

from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.holder import Holder
from counter_app.domain.identity import age_on, birth_of, kinds_of, number_fault, paper_of, person_kind
from counter_app.domain.moments import local
from counter_app.domain.names import mask_name, normalise_name
from counter_app.domain.numbers import mask_identity, tidy
from counter_app.domain.papers import COMPARED, needed, on_record, spared
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Situation
from counter_app.domain.province import Acting, Actor, HolderLife, Material, PersonKind, Relation
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _identity as identity
from counter_app.procedures._halves import check_name

OF_AGE = 18
"""Full years from which somebody may act for others (民法典 art. 17, 18)."""
WORDS = {
    Actor.SELF: Text("本人", "The holder"),
    Actor.GUARDIAN: Text("监护人", "A guardian"),
    Actor.AGENT: Text("代办人", "An agent"),
}
_CANNOT = Text("不能完全辨认自己行为，由监护人代理", "Cannot act; the guardian acts for them")
_TOO_YOUNG = Text("未满 16 周岁须监护人代办", "Under 16: a guardian must act")
_DEAD = {
    "dead": Text("平台记录持卡人已死亡", "The records say that the holder is dead"),
    "missing": Text("平台记录持卡人失踪", "The records say that the holder is missing"),
}


def today(situation: Situation) -> date:
    """The day at the counter."""
    return local(situation.now).date()


def kind_of_holder(situation: Situation) -> PersonKind:
    """Whose papers and representatives apply."""
    return person_kind(situation.person.holder, today=today(situation))


def _lines(situation: Situation) -> tuple[Acting, ...]:
    kind, life = kind_of_holder(situation), situation.person.life
    fits = (None, {"": HolderLife.LIVING, HolderLife.DEAD.value: HolderLife.DEAD}.get(life))
    return tuple(line for line in situation.rules.acting if kind in line.kinds and line.holder in fits)


def actors(situation: Situation) -> tuple[Actor, ...]:
    """Who may act for this holder, the holder first; () for nobody. Nobody comes himself after his death."""
    if not situation.rules.acting:
        return () if kind_of_holder(situation) is PersonKind.MINOR or situation.person.life else (Actor.SELF,)
    gone = {Actor.SELF} if situation.person.life else set[Actor]()
    allowed = {line.who for line in _lines(situation)} - gone
    return tuple(one for one in Actor if one in allowed)


def refusal(situation: Situation, *, living: bool = True) -> Refused | None:
    """Why nobody may do this for the holder; None when somebody may. `living`: it is only for somebody who lives."""
    life = situation.person.life
    if living and life:
        why = _DEAD.get(life, Text("平台记录持卡人状态不正常", "The records say that the holder cannot"))
        how = Text(
            "由家属办注销；记录有误请拨 {hotline}", "The family cancels the card; if this is wrong call {hotline}"
        )
        return NotEligible(why=why, how=how.format(hotline=situation.province.hotline))
    if actors(situation):
        return None
    hotline = situation.province.hotline
    how = Text(f"请监护人到场办理，详询 {hotline}", f"The guardian comes along; ask {hotline}")
    if kind_of_holder(situation) is PersonKind.MINOR:
        return NotEligible(why=_TOO_YOUNG, how=how)
    why = Text("本省规则没有写明谁能办", "The rules here name nobody who may do this")
    return NotEligible(why=why, how=Text(f"请拨 {hotline}", f"Call {hotline}"))


def acting(situation: Situation, answers: Answers) -> Actor:
    """Who acts: as answered, else the holder where allowed, else whoever may."""
    allowed = actors(situation) or (Actor.SELF,)
    given = answers.get("actor", "")
    return next((one for one in allowed if one.value == given), allowed[0])


def _merged(situation: Situation, who: Actor) -> tuple[tuple[Relation, ...], tuple[Relation, ...]]:
    """Relations and proofs the pack allows for that actor, each once."""
    lines = [line for line in _lines(situation) if line.who is who]
    relations = {one.id: one for line in lines for one in line.relations}
    proofs = {one.id: one for line in lines for one in line.proofs}
    return tuple(relations.values()), tuple(proofs.values())


def fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    """The questions about who acts: none where only the holder may."""
    who = acting(situation, answers)
    asked = _who(situation)
    return asked if who is Actor.SELF else (*asked, *_about(situation, answers, who))


def _who(situation: Situation) -> tuple[Field, ...]:
    allowed = actors(situation)
    minor = kind_of_holder(situation) is PersonKind.MINOR and Actor.SELF not in allowed
    shown = ((Actor.SELF,) if minor else ()) + allowed
    if len(shown) < 2:
        return ()
    choices = tuple(Choice(one.value, WORDS[one], refused=None if one in allowed else _TOO_YOUNG) for one in shown)
    label, note = Text("谁来办", "Who acts"), _TOO_YOUNG if minor else same("")
    return (Field("actor", label, FieldKind.SEGMENTS, choices=choices, note=note, initial=allowed[0].value),)


def _about(situation: Situation, answers: Answers, who: Actor) -> tuple[Field, ...]:
    word = WORDS[who]
    read = identity.read_of_actor(situation, answers)
    note = _note_of_document(situation) if read else same("")
    relations, proofs = _merged(situation, who)

    def check(typed: str) -> Text | None:
        return check_number(typed, holder=situation.person.holder, who=who, day=today(situation))

    return (
        Field("actor_name", Text(f"{word.zh}姓名", "Name"), FieldKind.NAME, note=note, check=check_name, read=read),
        Field(
            "actor_number",
            Text(f"{word.zh}证件号码", "Number of the document"),
            FieldKind.IDENTITY,
            note=note,
            check=check,
            read=read,
        ),
        *_choice("relation", Text("与持卡人的关系", "Relation to the holder"), relations),
        *_choice("relation_proof", Text("关系或授权证明", "Proof"), proofs),
    )


def _note_of_document(situation: Situation) -> Text:
    """That name and number were read, and what is wrong with the document itself."""
    document = situation.actor_document
    if document is None or document.valid_on(today(situation)):
        return Text("读自证件", "Read from the document")
    if document.valid_to is None:
        return Text("读自证件，没有写有效期", "Read from a document that does not say until when it is valid")
    day = document.valid_to.isoformat()
    return Text(f"读自证件，{day} 已到期", f"Read from a document that ran out on {day}")


def _choice(name: str, label: Text, offered: tuple[Relation, ...]) -> tuple[Field, ...]:
    if len(offered) < 2:
        return ()
    choices = tuple(Choice(one.id, one.name) for one in offered)
    return (Field(name, label, FieldKind.SEGMENTS, choices=choices),)


def check_number(typed: str, *, holder: Holder, who: Actor, day: date) -> Text | None:
    """Why the number of an actor's document cannot be: no number, the holder's own, or of somebody too young."""
    number = tidy(typed)
    fault = number_fault(number, today=day)
    if fault is not None:
        return fault
    if paper_of(number) == paper_of(holder.number):
        word = WORDS[who].zh
        return Text(f"{word}不能是持卡人本人", "Nobody acts for himself: this is the holder's number")
    born, child = birth_of(Holder(number, "")) if kinds_of(number, today=day) else None, birth_of(holder)
    if born is None:
        return None
    young = child is not None and age_on(child, day) < OF_AGE  # a grown-up's guardian may be their daughter
    if who is Actor.GUARDIAN and young and child is not None and born >= child:
        return Text("监护人比持卡人年幼，请核对", "The guardian is younger than the holder: compare again")
    if age_on(born, day) < OF_AGE:
        return Text(f"{WORDS[who].zh}须年满 18 周岁", "Whoever acts for others must be 18")
    return None


def _picked(answers: Answers, name: str, offered: tuple[Relation, ...]) -> Relation | None:
    if len(offered) == 1:
        return offered[0]
    return next((one for one in offered if one.id == answers.get(name)), None)


def facts(situation: Situation, answers: Answers) -> dict[str, str]:
    """`actor`, and for somebody else name, number, relation and proof; `without_capacity` of a grown-up; how the
    identity was checked.
    """
    who = acting(situation, answers)
    checked = identity.facts(situation, answers, who=who, day=today(situation))
    if who is Actor.SELF:
        return {"actor": who.value, **checked}
    relations, proofs = _merged(situation, who)
    relation, proof = _picked(answers, "relation", relations), _picked(answers, "relation_proof", proofs)
    told = {
        "actor": who.value,
        "actor_name": normalise_name(answers.get("actor_name", ""))[0],
        "actor_number": tidy(answers.get("actor_number", "")),
        "relation": relation.id if relation else "",
        "relation_proof": proof.id if proof else "",
        "without_capacity": "yes" if _without_capacity(situation, answers, who) else "",
    }
    return {name: value for name, value in told.items() if value} | checked


def _without_capacity(situation: Situation, answers: Answers, who: Actor) -> bool:
    """A guardian who acts for a grown-up says that the holder cannot (民法典 art. 21, 22, 28)."""
    born = birth_of(situation.person.holder)
    grown = born is not None and age_on(born, today(situation)) >= OF_AGE
    dead = bool(situation.person.life) or answers.get("ground") == "death"
    return who is Actor.GUARDIAN and grown and not dead


def rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    """Who acts, masked, and how the identity was checked; who acts is not told where nobody but the holder may."""
    who = acting(situation, answers)
    checked = identity.rows(situation, answers, who=who, day=today(situation))
    if who is Actor.SELF:
        return (*((Row(Text("办理人", "Acting"), WORDS[who]),) if _who(situation) else ()), *checked)
    relations, proofs = _merged(situation, who)
    relation, proof = _picked(answers, "relation", relations), _picked(answers, "relation_proof", proofs)
    name = mask_name(normalise_name(answers.get("actor_name", ""))[0])
    said = Text(f"{name}（{relation.name.zh}）", f"{name} ({relation.name.en})") if relation else same(name)
    return (
        Row(WORDS[who], said),
        Row(Text(f"{WORDS[who].zh}证件", "Document"), same(mask_identity(tidy(answers.get("actor_number", ""))))),
        *((Row(Text("证明", "Proof"), proof.name),) if proof else ()),
        *((Row(Text("代理原因", "Why"), _CANNOT),) if _without_capacity(situation, answers, who) else ()),
        *checked,
    )


def identity_fields(situation: Situation, answers: Answers, *, offline: bool = False) -> tuple[Field, ...]:
    """The question how the identity of whoever acts was checked; none where a document was read or the pack asks none.

    `offline`: nothing but a document that was read will do.
    """
    who = acting(situation, answers)
    gone = bool(situation.person.life) or answers.get("ground") == "death"
    papers = () if gone else materials(situation, answers)
    return identity.fields(situation, answers, who=who, papers=papers, day=today(situation), offline=offline)


def materials(situation: Situation, answers: Answers) -> tuple[Material, ...]:
    """The papers the pack asks for from this holder and this actor; no document of a holder whose card is evidence."""
    kind, who = kind_of_holder(situation), acting(situation, answers)
    records = on_record(situation.person)
    asked = needed(situation.rules.materials, kind=kind, actor=who, answers=answers, records=records)
    return tuple(paper for paper in asked if not identity.by_card(situation, paper.id))


def spared_materials(situation: Situation, answers: Answers) -> tuple[Material, ...]:
    """The papers a pack spares this holder, because the platform's records hold what they prove (免提交)."""
    kind, who = kind_of_holder(situation), acting(situation, answers)
    records = on_record(situation.person)
    return spared(situation.rules.materials, kind=kind, actor=who, answers=answers, records=records)


def material_facts(situation: Situation, answers: Answers) -> dict[str, str]:
    """`materials`: ids of the papers the clerk says to have compared; nothing where nobody has said so. `spared`: those
    the records made needless.
    """
    asked = materials(situation, answers) if _compared(answers) else ()
    told = {"materials": asked, "spared": spared_materials(situation, answers)}
    return {name: ",".join(m.id for m in papers) for name, papers in told.items() if papers}


def material_row(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    """What the clerk has to have seen before submitting, and, when that was said by submitting, what was seen."""
    asked, held = _listed(materials(situation, answers)), _listed(spared_materials(situation, answers))
    spares = Row(Text("免提交", "Not asked for"), Text(f"{held.zh}（平台已有）", f"{held.en} (on record)"))
    needless = (spares,) if held.zh else ()
    if not asked.zh:
        return needless
    if _compared(answers):
        return (Row(Text("已核对材料", "Papers checked"), asked), *needless)
    said = Text(f"{asked.zh}（提交即确认已核对）", f"{asked.en} (submitting says so)")
    return (Row(Text("应核对材料", "Papers to check"), said), *needless)


def _listed(papers: tuple[Material, ...]) -> Text:
    return Text("、".join(m.name.zh for m in papers), ", ".join(m.name.en for m in papers))


def _compared(answers: Answers) -> bool:
    return answers.get(COMPARED) == "yes"

"""How the identity of whoever acts was checked, as every procedure asks, tells and keeps it, by the pack's rule.

Nothing is asked where a valid document of that person was read at this desk for this visit. Refuses to take one
person's document for another's: an agent's counts for the agent, and the holder's is asked for besides where the
papers of the pack name it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from counter_app.domain.identity_check import ACTOR_SAYS, HOLDER, HOLDER_SAYS, IdentityCheck, seen_by_clerk, words_of
from counter_app.domain.names import normalise_name
from counter_app.domain.numbers import tidy
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Situation
from counter_app.domain.province import Actor, IdentityRule, Material
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same

EXAMPLE = {HOLDER_SAYS: IdentityCheck.CARD_SEEN.value}
"""The answer that works, for the example of a procedure that asks."""
ACTORS = {
    Actor.SELF: Text("持卡人", "the holder"),
    Actor.GUARDIAN: Text("监护人", "the guardian"),
    Actor.AGENT: Text("代办人", "the agent"),
}
HOLDERS_PAPERS = frozenset(("id-card", "id-or-register", "hmt-permit", "foreign-permit"))
"""Papers that say who the holder is, by the ids of the base pack."""
_LAY_ON = Text("把证件放上阅读器就不用选", "Not asked once the document is laid on its reader")
_MUST_READ = Text("须在本窗口读取证件", "The document must be read at this window")


def read_of_actor(situation: Situation, answers: Answers) -> bool:
    """Whether the document laid on for the actor is of the very name and number that stand in the answers."""
    document = situation.actor_document
    if document is None or not document.belongs_to(tidy(answers.get("actor_number", ""))):
        return False
    names = {normalise_name(name)[0] for name in (document.name, document.foreign_name) if name}
    return normalise_name(answers.get("actor_name", ""))[0] in names


def fields(
    situation: Situation, answers: Answers, *, who: Actor, papers: Iterable[Material], day: date, offline: bool = False
) -> tuple[Field, ...]:
    """What the clerk must say of the documents seen: of whoever acts, and of the holder where the papers name one.

    `day` at the counter. `offline`: it is done blind, so that nothing but a document that was read will do.
    """
    rule = IdentityRule.DOCUMENT if offline else situation.rules.identity
    if rule is IdentityRule.NONE:
        return ()
    known = situation.proven or (situation.card_proves and rule is not IdentityRule.DOCUMENT)
    if who is Actor.SELF:
        return () if known else (_field(HOLDER_SAYS, answers, who, HOLDER, rule),)
    asked = () if _valid(situation, answers, day) else (_field(ACTOR_SAYS, answers, who, ACTORS[who], rule),)
    holders = any(paper.id in HOLDERS_PAPERS for paper in papers) and not (situation.proven or situation.card_proves)
    besides = _field(HOLDER_SAYS, answers, Actor.SELF, ACTORS[Actor.SELF], IdentityRule.CHECKED)
    return (*asked, *((besides,) if holders else ()))


def facts(situation: Situation, answers: Answers, *, who: Actor, day: date) -> dict[str, str]:
    """`identity`: how whoever acts was identified, an `IdentityCheck`; `holder_identity` besides where that is not the
    holder. Nothing where an answer that is needed was not given.
    """
    holder = _said(situation.proven, answers.get(HOLDER_SAYS, "") or _by_card(situation))
    if who is Actor.SELF:
        told = {"identity": holder or _not_asked(situation)}
    else:
        actor = _said(_valid(situation, answers, day), answers.get(ACTOR_SAYS, ""))
        told = {"identity": actor or _not_asked(situation), "holder_identity": holder}
    return {name: value for name, value in told.items() if value}


def rows(situation: Situation, answers: Answers, *, who: Actor, day: date) -> tuple[Row, ...]:
    """How it was checked, for confirmation and receipt; nothing where the rules do not ask and nothing was read."""
    told = facts(situation, answers, who=who, day=day)
    said = told.get("identity", "")
    if said == IdentityCheck.NOT_ASKED:
        return ()
    whose = HOLDER if who is Actor.SELF else ACTORS[who]
    own = (Row(Text("身份核实", "Identity checked"), words_of(said, whose)),)
    of_holder = told.get("holder_identity", "")
    if not of_holder:
        return own
    return (*own, Row(Text("持卡人证件", "Holder's document"), words_of(of_holder, ACTORS[Actor.SELF])))


def _valid(situation: Situation, answers: Answers, day: date) -> bool:
    document = situation.actor_document
    return document is not None and document.valid_on(day) and read_of_actor(situation, answers)


def _said(read: bool, answer: str) -> str:
    return IdentityCheck.DOCUMENT.value if read else answer


def by_card(situation: Situation, paper: str) -> bool:
    """Whether the holder's card stands for that paper: one that says who the holder is, and none must be read."""
    return situation.card_proves and situation.rules.identity is not IdentityRule.DOCUMENT and paper in HOLDERS_PAPERS


def _by_card(situation: Situation) -> str:
    return IdentityCheck.CARD_CHIP.value if situation.card_proves else ""


def _not_asked(situation: Situation) -> str:
    return IdentityCheck.NOT_ASKED.value if situation.rules.identity is IdentityRule.NONE else ""


def _field(name: str, answers: Answers, who: Actor, whose: Text, rule: IdentityRule) -> Field:
    """Segments of the two ways, none chosen before; tiles that say why where only a document that was read will do."""
    only_read = rule is IdentityRule.DOCUMENT
    return Field(
        name,
        Text(f"{ACTORS[who].zh}身份怎样核实的", f"Identity of {ACTORS[who].en}"),
        FieldKind.TILES if only_read else FieldKind.SEGMENTS,
        choices=tuple(
            Choice(value, words, refused=_MUST_READ if only_read else None) for value, words in seen_by_clerk(whose)
        ),
        note=same("") if answers.get(name) else _LAY_ON,  # its line is left to what the holder looks at
    )

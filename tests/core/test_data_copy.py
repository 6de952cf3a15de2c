"""The copy of personal data as a procedure: who may ask for it, of the living and of the dead. All pure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app import provinces
from counter_app.desk.situations import refusal
from counter_app.domain.errors import NotEligible
from counter_app.domain.holder import Holder
from counter_app.domain.procedure import Situation
from counter_app.procedures import procedure
from tests.core import ordering as o
from tests.core.situations import person, situation

COPY = procedure("data-copy")
DEAD = replace(person(), life="dead")
KIN = {
    "actor_name": "林国栋",
    "actor_number": o.PARENT,
    "relation": "child",
    "relation_proof": "kinship",
    "interest": "inheritance",
    "arrangement": "none",
}


def choices(now: Situation, name: str, **answers: str) -> set[str]:
    """What can be chosen there."""
    return {c.value for c in o.asked(now, COPY, **answers)[name].choices if c.refused is None}


@pytest.mark.parametrize("pack", provinces.available())
def test_a_holder_who_lives_asks_alone_or_sends_somebody_with_a_letter(pack: str) -> None:
    now = situation(COPY, person(), province=provinces.load(pack), online=False)
    assert refusal(now, COPY) is None, "offline too"
    assert choices(now, "actor") == {"self", "guardian", "agent"}
    assert "unit" not in choices(now, "relation", actor="agent"), "an employer does not ask for it"
    assert "interest" not in o.asked(now, COPY)
    facts = COPY.facts(now, o.submitted(now, COPY, identity_checked="card-seen"))
    assert (facts["actor"], facts["identity"]) == ("self", "card-seen")
    assert not {"interest", "arrangement"} & set(facts)


@pytest.mark.parametrize("pack", provinces.available())
def test_of_the_dead_only_kin_ask_and_say_what_for(pack: str) -> None:
    """个人信息保护法 art. 49; the holder's own letter ended with the holder's life (民法典 art. 173)."""
    now = situation(COPY, DEAD, province=provinces.load(pack))
    assert refusal(now, COPY) is None
    asked = o.asked(now, COPY)
    assert "actor" not in asked, "nobody but the kin"
    assert choices(now, "relation") == {"spouse", "parent", "child", "sibling", "grandparent", "grandchild"}
    assert "letter" not in choices(now, "relation_proof")
    assert choices(now, "arrangement") == {"none"}
    for left_out in ("interest", "arrangement", "relation_proof"):
        told = {name: said for name, said in KIN.items() if name != left_out}
        assert o.asked(now, COPY, **told)[left_out].fault("") is not None
    facts = COPY.facts(now, o.submitted(now, COPY, **KIN, actor_checked="card-seen"))
    assert (facts["actor"], facts["relation"], facts["interest"]) == ("agent", "child", "inheritance")


def test_the_kin_of_a_dead_child_ask_as_of_anybody() -> None:
    child = situation(COPY, replace(DEAD, holder=Holder(o.CHILD, "林小禾")))
    assert refusal(child, COPY) is None
    assert choices(child, "actor") == {"agent"}


def test_for_somebody_missing_a_court_names_who_may() -> None:
    no = refusal(situation(COPY, replace(person(), life="missing")), COPY)
    assert isinstance(no, NotEligible)
    assert "失踪" in no.message.zh
    assert "法院" in no.what_next.zh


def test_of_somebody_nobody_knows_there_is_nothing_to_copy() -> None:
    assert isinstance(refusal(situation(COPY, person(known=False)), COPY), NotEligible)


def test_the_receipt_masks_and_says_what_the_copy_tells() -> None:
    now = situation(COPY, person())
    rows = {row.label.zh: row.value.zh for row in COPY.rows(now, o.submitted(now, COPY, identity_checked="card-seen"))}
    assert person().holder.number not in "".join(rows.values())
    assert "全部本人信息" in rows["副本内容"]
    assert COPY.document is not None

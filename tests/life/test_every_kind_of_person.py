"""People registered by a pass, a passport or a card of 2017, in every province: each procedure runs for them from the
desk to the platform, with the papers of their kind, though their number tells neither birth date nor sex.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from counter_app import provinces
from counter_app.domain.holder import Person
from counter_app.domain.identity import IdentityKind, person_kind
from counter_app.domain.operation import OperationId, Settlement
from counter_app.domain.procedure import Procedure
from counter_app.domain.province import PersonKind
from counter_app.procedures import all_procedures
from tests.life.land import Land
from tests.parts.other_papers import BORN, FORMS, card_number, number_of, register

TODAY = date(2026, 11, 21)
A_CHILD = date(2017, 3, 9)
PAPERS = dict.fromkeys((IdentityKind.HM_TRAVEL, IdentityKind.TW_TRAVEL), PersonKind.HMT) | dict.fromkeys(
    (IdentityKind.RESIDENCE_2017, IdentityKind.PASSPORT), PersonKind.FOREIGNER
)
PACKS = provinces.available()
# By turns: each procedure meets every kind of paper in some province, each province every kind in some procedure.
CASES = [
    pytest.param(which, tuple(FORMS)[(place + turn) % len(FORMS)], pack, id=f"{which.id}-{pack}")
    for place, which in enumerate(all_procedures())
    for turn, pack in enumerate(PACKS)
]


def _people(land: Land, kind: IdentityKind, *, born: date = BORN) -> Callable[[], Person]:
    """Somebody new at each call, known to the platform only."""

    def made() -> Person:
        number = number_of(kind)
        register(land.platform, number, card=card_number(), born=born)
        person = land.line.person_by_number(number)
        assert person is not None
        return person

    return made


@pytest.mark.parametrize(("which", "kind", "pack"), CASES)
def test_each_procedure_runs_for_people_with_other_papers(
    which: Procedure, kind: IdentityKind, pack: str, lands: Callable[[str], Land]
) -> None:
    land = lands(pack)
    person, view = land.open_for(which.id, _people(land, kind))
    assert person_kind(view.person.holder, today=TODAY) is PAPERS[kind]
    recorded = land.carry(view.visit_id, which.id)
    land.go_out()
    done = land.desk.outcome(view.visit_id)
    work = land.store.work(OperationId(done.work.operation.id))
    assert work is not None
    assert (work.settlement, done.kind) == (Settlement.ACCEPTED, "ok"), work.answer
    assert work.operation.holder_number == person.holder.number
    for receipt in (recorded.receipt, done.receipt):
        assert person.holder.number not in "".join(row.value.zh for row in receipt.draft.rows)
    asked = {m.id for m in land.province.procedures[which.id].materials if PAPERS[kind] in m.kinds}
    compared = set(work.operation.facts.get("materials", "").split(",")) - {""}
    assert compared <= asked
    assert "id-card" not in compared, "a resident identity card is nothing these people have"
    land.desk.end(view.visit_id)


@pytest.mark.parametrize("pack", PACKS)
def test_a_child_with_a_pass_needs_a_guardian_by_the_birth_date_on_record(
    pack: str, lands: Callable[[str], Land]
) -> None:
    which, land = "application", lands(pack)
    _person, view = land.open_for(which, _people(land, IdentityKind.HM_TRAVEL, born=A_CHILD))
    assert person_kind(view.person.holder, today=TODAY) is PersonKind.MINOR
    done = land.carry(view.visit_id, which)
    assert done.work.operation.facts["actor"] == "guardian"
    land.go_out()
    assert land.desk.outcome(view.visit_id).kind == "ok", land.desk.outcome(view.visit_id).work.answer
    land.desk.end(view.visit_id)

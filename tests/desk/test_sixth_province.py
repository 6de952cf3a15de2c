"""A sixth province is one TOML file: a counter is opened on it, offers its procedures and works by its rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.holder import Person
from counter_app.procedures import all_procedures
from tests.parts.counting import working
from tests.provinces.samples import FULLER, write

SAMPLE = FULLER.replace("[procedures.application]", "[procedures.release]\nallowed = false\n\n[procedures.application]")


def test_a_counter_works_by_a_pack_that_is_only_a_file(
    folder: Path, somebody: Callable[[], Person], tmp_path: Path
) -> None:
    """Every procedure is offered or refused in words, one is carried out, and it keeps the pack's name and version."""
    write(tmp_path, SAMPLE)
    person = somebody()
    with working(folder, "province=sample", f"packs={tmp_path}") as counter:
        desk = counter.desk()
        desk.sign_in("0317")
        assert (desk.place.province_name.zh, desk.place.draft) == ("示例省", False)
        page = desk.open_number(person.holder.number)
        offered = {action.procedure: action for action in page.actions}
        assert set(offered) == {one.id for one in all_procedures()}
        assert [one.zh for one in page.nearby] == ["养老保险"], "of the two its file names this outlet does one"
        assert all(action.lawful or action.advice is not None for action in offered.values())
        refused = offered["release"].refused
        assert refused is not None
        assert refused.zh == "示例省不办此项"
        for name in (name for name, action in offered.items() if action.lawful):
            assert desk.begin(page.visit_id, name).guide
            desk.back(page.visit_id)
        step: VisitView | OutcomeView = desk.begin(page.visit_id, "temporary-loss")
        while isinstance(step, VisitView):
            assert step.missing is None
            step = desk.forward(page.visit_id)
        operation = counter.store().works_of(person.holder.number)[-1].operation
    assert (operation.province, operation.pack) == ("sample", "2030.1")
    assert operation.facts["days"] == "15"

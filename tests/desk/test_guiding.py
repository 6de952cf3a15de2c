"""The guide is the pack: every procedure of every pack has all that the regulations want told, on screen and on
paper."""

from dataclasses import replace

import pytest

from counter_app import provinces
from counter_app.desk import guiding
from counter_app.domain.errors import NotFound
from counter_app.domain.province import Fee
from counter_app.procedures import all_procedures
from tests.desk.conftest import Office

WANTED = {"办理条件", "材料", "流程", "时限", "费用", "网点", "渠道", "咨询投诉"}


@pytest.mark.parametrize("pack", provinces.available())
def test_every_procedure_has_conditions_papers_steps_time_fee_outlets_channels_and_basis(
    office: Office, pack: str
) -> None:
    """Chongqing regulation art. 15: 申领条件、办理网点、服务流程、办理时限."""
    station = office.stand()
    station.province = provinces.load(pack)
    for chosen in all_procedures():
        view = guiding.guide(station, chosen.id)
        assert {section.heading.zh for section in view.sections} >= WANTED, chosen.id
        assert view.basis, chosen.id
        assert (chosen.id, chosen.title) in view.titles
        paper = guiding.paper(station, chosen.id).draft
        told = " ".join(row.value.zh for row in paper.rows)
        assert all(
            line.zh in told for section in view.sections for line in section.lines if section.heading.zh != "咨询投诉"
        )
        assert not paper.signed


def test_a_guide_says_what_the_rule_says(office: Office) -> None:
    """Change the rule and the guide changes with it: there is no second text."""
    station = office.stand()
    rules = dict(station.province.procedures)
    fee = rules["application"].fee
    assert fee is not None
    rules["application"] = replace(rules["application"], fee=Fee(2000, free=False, basis=fee.basis))
    station.province = replace(station.province, procedures=rules)
    said = [s.lines[0].zh for s in guiding.guide(station, "application").sections if s.heading.zh == "费用"]
    assert said[0].startswith("20.00 元")


def test_the_guide_is_made_into_a_pdf_and_an_unknown_one_is_refused(office: Office) -> None:
    _counter, desk = office.open()
    assert desk.guide_pdf("formal-loss").startswith(b"%PDF")
    with pytest.raises(NotFound):
        desk.guide("no-such-procedure")

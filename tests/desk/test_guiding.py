"""The guide is the pack: every procedure of every pack has all that the regulations want told, on screen and on
paper."""

from dataclasses import replace

import pytest

from counter_app import provinces
from counter_app.desk import guiding
from counter_app.desk.pin_records import TITLES
from counter_app.domain.errors import NotFound
from counter_app.domain.province import Basis, Fee, IdentityRule
from counter_app.domain.text import same
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
    for chosen, title in {**{p.id: p.title for p in all_procedures()}, **TITLES}.items():
        view = guiding.guide(station, chosen)
        assert {section.heading.zh for section in view.sections} >= WANTED, chosen
        assert view.basis, chosen
        assert (chosen, title) in view.titles
        paper = guiding.paper(station, chosen).draft
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


def test_how_identity_is_checked_is_told_with_its_basis_where_the_pack_asks(office: Office) -> None:
    """Not of what is told as by telephone; an example is marked, an article stands among the bases."""
    station = office.stand()

    def lines(name: str) -> list[str]:
        return [line.zh for s in guiding.guide(station, name).sections if s.heading.zh == "身份" for line in s.lines]

    assert lines("release") == ["办理人带有效身份证件原件，当场核实（示例）"]
    assert lines("temporary-loss") == []
    rules, basis = dict(station.province.procedures), Basis(same("示例条例第三条"))
    rules["release"] = replace(rules["release"], identity=IdentityRule.DOCUMENT, identity_basis=basis)
    station.province = replace(station.province, procedures=rules)
    assert lines("release") == ["办理人的身份证件须在窗口读取"]
    assert basis.words in guiding.guide(station, "release").basis


def test_the_guide_is_made_into_a_pdf_and_an_unknown_one_is_refused(office: Office) -> None:
    _counter, desk = office.open()
    assert desk.guide_pdf("formal-loss").startswith(b"%PDF")
    with pytest.raises(NotFound):
        desk.guide("no-such-procedure")


def test_what_this_outlet_does_nearby_is_shown_and_printed_and_nothing_else(office: Office) -> None:
    """Hunan art. 8(3): only what the pack opens and the outlet is set to do."""
    station = office.stand()
    station.place = replace(station.place, nearby=("pension", "transit", "no-such-work"))
    (section,) = (s for s in guiding.guide(station, "application").sections if s.heading == guiding.NEARBY)
    assert [line.zh for line in section.lines] == ["公交卡激活充值", "养老保险"]
    told = {row.value.zh for row in guiding.paper(station, "application").draft.rows}
    assert {"公交卡激活充值", "养老保险"} <= told
    station.place = replace(station.place, nearby=())
    assert all(s.heading != guiding.NEARBY for s in guiding.guide(station, "application").sections)


def test_the_guide_says_which_papers_the_records_spare_and_on_what_basis(office: Office) -> None:
    """Guangdong art. 9(3)."""
    station = office.stand()
    station.province = provinces.load("guangdong")
    view = guiding.guide(station, "application")
    (papers,) = (s.lines for s in view.sections if s.heading == guiding.PAPERS)
    register = next(line.zh for line in papers if "户口簿" in line.zh)
    assert "平台已有记录的免提交" in register
    assert not any("免提交" in line.zh for line in papers if "户口簿" not in line.zh)
    assert "广东省条例第九条第三款" in {basis.zh for basis in view.basis}

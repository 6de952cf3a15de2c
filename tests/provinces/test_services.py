"""What the packs say of serving people: papers the records spare, the card as evidence, what an outlet does besides."""

from __future__ import annotations

import pytest

from counter_app import provinces
from counter_app.domain.province import OnRecord, Spared
from tests.provinces.samples import FULLER, LEAST, read

WORK = {"employment", "labour", "talent", "pension", "injury", "unemployment"}
CARDS = {"application", "activation", "replacement"}
PINS = {"pin-change", "pin-reset", "pin-unblock"}


def spared(pack: str) -> dict[str, Spared]:
    """By paper, all procedures together."""
    rules = provinces.load(pack).procedures.values()
    return {paper.id: paper.spared for one in rules for paper in one.materials if paper.spared is not None}


@pytest.mark.parametrize(
    ("pack", "basis"), [("hainan", "海南省条例第十二条（示例）"), ("guangdong", "广东省条例第九条第三款")]
)
def test_what_is_on_record_is_not_asked_on_paper(pack: str, basis: str) -> None:
    found = spared(pack)
    assert {paper: one.proven_by for paper, one in found.items()} == {
        "id-or-register": OnRecord.POPULATION,
        "cancel-proof": OnRecord.DEATH,
    }
    assert {one.basis.words.zh for one in found.values()} == {basis}


@pytest.mark.parametrize("pack", ["hunan", "chongqing", "guangxi"])
def test_a_regulation_that_spares_nothing_spares_nothing(pack: str) -> None:
    assert spared(pack) == {}


@pytest.mark.parametrize(
    ("pack", "basis", "authenticated"),
    [
        ("hunan", "湖南省条例第十一条第一项（草案）", False),
        ("hainan", "海南省条例第二条第一款（示例）", False),
        ("guangdong", "广东省条例第九条第一款（示例）", True),
        ("chongqing", "重庆市条例第八条", False),
        ("guangxi", "广西条例第九条（草案）", False),
    ],
)
def test_each_regulation_takes_the_card_as_evidence(pack: str, basis: str, authenticated: bool) -> None:
    rule = provinces.load(pack).card_as_id
    assert rule is not None
    assert (rule.basis.words.zh, rule.authenticated) == (basis, authenticated)


def test_without_a_word_of_the_pack_the_card_is_no_evidence() -> None:
    assert read(LEAST).card_as_id is None


@pytest.mark.parametrize(
    ("pack", "items"),
    [
        ("hunan", {"transit", *WORK, "medical", "maternity"}),
        ("guangdong", {*WORK, "medical", "maternity", "files"}),
        ("chongqing", WORK),
        ("guangxi", {*WORK, "medical", "maternity"}),
        ("hainan", set()),
    ],
)
def test_social_security_work_nearby_is_listed_with_its_article(pack: str, items: set[str]) -> None:
    """What each regulation names, and nothing for the one that names none."""
    listed = provinces.load(pack).nearby
    assert {one.id for one in listed} == items
    assert len(items) == len(listed)
    assert all("第" in one.basis.words.zh and not one.basis.example for one in listed)


@pytest.mark.parametrize(
    ("pack", "article", "procedures"),
    [
        ("hunan", "湖南省条例第十七条（草案）", CARDS),
        ("hainan", "海南省条例第十三条第二款", {*CARDS, *PINS}),
        ("hainan", "海南省条例第十四条", CARDS),
        ("guangdong", "广东省条例第十九条第一款", CARDS),
        ("chongqing", "重庆市条例第二十一条", CARDS),
        ("guangxi", "广西条例第二十一条第一款（草案）", {*CARDS, *PINS}),
        ("guangxi", "广西条例第二十一条第二款（草案）", {"activation", "replacement"}),
    ],
)
def test_a_warning_of_the_regulation_is_told_wherever_a_card_or_a_pin_is_given(
    pack: str, article: str, procedures: set[str]
) -> None:
    rules = provinces.load(pack).procedures
    assert {name for name, one in rules.items() if any(w.zh.endswith(article) for w in one.warnings)} == procedures


def test_hunan_article_8_opens_transit_work_and_article_11_the_rest() -> None:
    bases = {one.id: one.basis.words.zh for one in provinces.load("hunan").nearby}
    assert bases["transit"] == "湖南省条例第八条第三款（草案）"
    assert bases["maternity"] == "湖南省条例第十一条第二项（草案）"


def test_guangdong_article_15_opens_the_electronic_files() -> None:
    bases = {one.id: one.basis.words.zh for one in provinces.load("guangdong").nearby}
    assert bases["files"] == "广东省条例第十五条"


def test_a_sixth_province_says_all_of_it_in_its_one_file() -> None:
    pack = read(FULLER)
    assert pack.card_as_id is not None
    assert pack.card_as_id.authenticated
    assert [one.name.zh for one in pack.nearby] == ["养老保险", "学费补助"]
    paper = next(one for one in pack.procedures["application"].materials if one.id == "student-card")
    assert paper.spared is not None
    assert paper.spared.basis.words.zh == "示例条例第九条"

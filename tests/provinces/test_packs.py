"""Packs: the ones that ship are whole, a wrong one is refused with its place, a new one needs no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app import provinces
from counter_app.domain.errors import BadInput
from counter_app.domain.province import BankLoss, OfflineRule
from counter_app.procedures import all_procedures

SIXTH = """
code = "990000"
name = { zh = "示例省", en = "Sample" }
version = "2030.1"
status = "in_force"
in_force_from = 2030-01-01
[regulation]
name = { zh = "示例条例", en = "Sample regulation" }
[temporary_loss]
days = 15
basis = { article = { zh = "第一条", en = "art. 1" } }
"""


@pytest.mark.parametrize("name", provinces.available())
def test_every_pack_that_ships_rules_on_every_procedure_with_a_basis(name: str) -> None:
    pack = provinces.load(name)
    for one in all_procedures():
        rules = pack.procedures[one.id]
        assert rules.guide, one.id
        assert all(b.example or b.text.zh for b in rules.basis)


def test_hunan_is_a_draft_and_says_so_in_its_basis() -> None:
    """A basis from a draft regulation is marked （草案）."""
    pack = provinces.load("hunan")
    assert pack.draft
    assert pack.procedures["release"].basis[0].words.zh == "湖南省条例第八条第二款（草案）"


def test_hainan_is_in_force_and_unmarked() -> None:
    pack = provinces.load("hainan")
    assert not pack.draft
    assert pack.procedures["temporary-loss"].basis[0].words.zh == "海南省条例第七条"
    assert pack.temporary_loss_days == 10
    assert pack.temporary_loss_basis.example


def test_release_is_never_blind_and_losses_are_provisional_everywhere() -> None:
    for name in provinces.available():
        rules = provinces.load(name).procedures
        assert rules["release"].offline is OfflineRule.NEVER
        assert rules["temporary-loss"].offline is rules["formal-loss"].offline is OfflineRule.PROVISIONAL


def test_banks_say_who_tells_them() -> None:
    pack = provinces.load("hunan")
    assert {b.loss for b in pack.banks} == {BankLoss.JOINT, BankLoss.SEPARATE}
    assert all(b.phone for b in pack.banks)


def test_a_new_province_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "sample.toml").write_text(SIXTH, encoding="utf-8")
    pack = provinces.load("sample", folder=tmp_path)
    assert pack.temporary_loss_days == 15
    assert pack.temporary_loss_basis.words.zh == "示例条例第一条"
    assert pack.procedures["release"].guide


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ('colour = "red"\n', "colour"),
        ("[release]\nformal = 7\nbasis = { example = true }\n", "release.formal"),
        ("[procedures.release]\noffline = 'sometimes'\n", "procedures.release.offline"),
        ("[[grounds]]\nid = 'born'\nbasis = { example = true }\n", "grounds.0.id"),
    ],
)
def test_a_wrong_pack_is_refused_with_its_place(tmp_path: Path, change: str, place: str) -> None:
    head, table = (change, "") if not change.startswith("[") else ("", change)
    (tmp_path / "wrong.toml").write_text(head + SIXTH + table, encoding="utf-8")
    with pytest.raises(BadInput, match=place):
        provinces.load("wrong", folder=tmp_path)


def test_a_pack_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "torn.toml").write_text('code = "990000"\nname = 7 8\n', encoding="utf-8")
    with pytest.raises(BadInput, match="line 2"):
        provinces.load("torn", folder=tmp_path)


def test_an_unknown_pack_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="hunan"):
        provinces.load("atlantis")


def test_peek_gives_name_and_version_without_checking() -> None:
    words, version = provinces.peek("hunan")
    assert words.zh == "湖南"
    assert version == provinces.load("hunan").version

"""Somebody lays rules of his own into the data folder: they are no rules until the platform has signed them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from counter_app import provinces, settings
from counter_app.commands.checkup_rules import rules_row
from counter_app.commands.findings import TROUBLE
from counter_app.domain.declaration import SignedStatement
from counter_app.provinces import RulesNotInForce
from counter_app.provinces.in_use import RulesInUse, rules_in_use
from counter_app.wiring import Counter, SystemClock
from tests.provinces.signing import Pen

DAY = date(2026, 12, 1)
NAME = "hainan"
SHIPPED = resources.files(provinces).joinpath(f"{NAME}.toml").read_text(encoding="utf-8")
NO_SECOND_PERSON = SHIPPED + "".join(f"\n[high_risk.{rule}]\nprocedures = []\n" for rule in ("cancellation", "anew"))
PEN = Pen()


def rules(folder: Path, *sent: SignedStatement, practice: bool = False, key: str = PEN.pem) -> RulesInUse:
    """Those of a counter to which the platform says that much."""
    chosen = settings.load(folder).with_values({"province": NAME})
    return rules_in_use(folder, chosen, key=lambda: key, ask=lambda: sent, practice=practice, clock=SystemClock())


def _laid_in(folder: Path, text: str) -> None:
    (folder / "packs").mkdir()
    (folder / "packs" / f"{NAME}.toml").write_text(text, encoding="utf-8")


def _last_good(folder: Path, text: str) -> None:
    """As if it had been in use before; the file in front of it is broken."""
    _laid_in(folder, "no = toml = at all")
    (folder / "packs-last-good").mkdir()
    (folder / "packs-last-good" / f"{NAME}.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("put", [_laid_in, _last_good])
def test_a_pack_that_calls_itself_in_force_makes_no_rules(tmp_path: Path, put: Callable[[Path, str], None]) -> None:
    put(tmp_path, NO_SECOND_PERSON)
    said = rules(tmp_path).loaded(on=DAY)
    assert (said.own, said.province.draft, said.province.procedures["cancellation"].high_risk) == (True, False, ())
    with pytest.raises(RulesNotInForce, match="not signed"):
        rules(tmp_path).for_work(DAY)
    assert rules(tmp_path, practice=True).for_work(DAY).code == "460000", "made-up people may be served by anything"


def test_the_platforms_word_on_that_very_text_makes_them_and_nobody_elses_does(tmp_path: Path) -> None:
    _laid_in(tmp_path, NO_SECOND_PERSON)
    declared = rules(tmp_path).declaration(since=DAY)
    with pytest.raises(RulesNotInForce):
        rules(tmp_path, Pen().says(declared)).for_work(DAY)
    assert rules(tmp_path, PEN.says(declared)).for_work(DAY).code == "460000"
    (tmp_path / "packs" / f"{NAME}.toml").write_text(NO_SECOND_PERSON + "\n", encoding="utf-8")
    with pytest.raises(RulesNotInForce):
        rules(tmp_path).for_work(DAY)


def test_a_copy_of_the_pack_that_ships_is_that_pack(tmp_path: Path) -> None:
    _laid_in(tmp_path, SHIPPED)
    assert rules(tmp_path).for_work(DAY).code == "460000"


def test_doctor_tells_of_it(tmp_path: Path) -> None:
    _laid_in(tmp_path, NO_SECOND_PERSON)
    chosen = settings.load(tmp_path).with_values({"province": NAME})
    row = rules_row(Counter(tmp_path, chosen, practice=False))
    assert (row.state, "没有签署" in row.what.zh) == (TROUBLE, True)

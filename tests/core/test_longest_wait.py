"""How long the courier waits at most: the setting in practice, for real the longer of setting and province's pack."""

from pathlib import Path

import pytest

from counter_app import settings
from counter_app.commands.checkup_line import pace_row
from counter_app.commands.findings import OK, TROUBLE
from counter_app.provinces import load
from counter_app.wiring import Counter
from tests.provinces.samples import FULLER, write


@pytest.mark.parametrize(("practice", "said", "waits"), [(True, "3", 3.0), (True, "900", 900.0), (False, "900", 900.0)])
def test_the_setting_counts(tmp_path: Path, practice: bool, said: str, waits: float) -> None:
    chosen = settings.load(tmp_path).with_values({"courier.longest_wait": said})
    assert Counter(tmp_path, chosen, practice=practice).longest_wait() == waits


def test_a_real_counter_waits_as_long_as_its_pack_wants(tmp_path: Path) -> None:
    chosen = settings.load(tmp_path)
    pack = load(chosen["province"]).longest_wait
    assert pack > chosen.number("courier.longest_wait")
    assert Counter(tmp_path, chosen, practice=False).longest_wait() == pack


@pytest.mark.parametrize(("practice", "pack", "state"), [(True, 3, OK), (False, 60, OK), (False, 59, TROUBLE)])
def test_doctor_tells_where_a_real_counter_would_come_back_too_soon(
    tmp_path: Path, practice: bool, pack: int, state: str
) -> None:
    write(tmp_path / "packs", f"longest_wait_seconds = {pack}\n{FULLER}")
    counter = Counter(tmp_path, settings.load(tmp_path).with_values({"province": "sample"}), practice=practice)
    row = pace_row(counter)
    assert (row.state, row.what.zh) == (state, f"最多每 {pack} 秒试一次")
    assert (row.advice is not None) is (state == TROUBLE)


def test_doctor_tells_why_it_cannot_say(tmp_path: Path) -> None:
    write(tmp_path / "packs", "nonsense = 1")
    counter = Counter(tmp_path, settings.load(tmp_path).with_values({"province": "sample"}), practice=False)
    assert pace_row(counter).state == TROUBLE

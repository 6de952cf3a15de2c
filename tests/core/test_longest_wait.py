"""How long the courier waits at most: the setting in practice, for real the longer of setting and province's pack."""

from pathlib import Path

import pytest

from counter_app import settings
from counter_app.provinces import load
from counter_app.wiring import Counter


@pytest.mark.parametrize(("practice", "said", "waits"), [(True, "3", 3.0), (True, "900", 900.0), (False, "900", 900.0)])
def test_the_setting_counts(tmp_path: Path, practice: bool, said: str, waits: float) -> None:
    chosen = settings.load(tmp_path).with_values({"courier.longest_wait": said})
    assert Counter(tmp_path, chosen, practice=practice).longest_wait() == waits


def test_a_real_counter_waits_as_long_as_its_pack_wants(tmp_path: Path) -> None:
    chosen = settings.load(tmp_path)
    pack = load(chosen["province"]).longest_wait
    assert pack > chosen.number("courier.longest_wait")
    assert Counter(tmp_path, chosen, practice=False).longest_wait() == pack

"""Whole numbers stay out of the clipboard and of X11's selection, as another program on the same screen sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.contracts.samples import number_of

NUMBER = number_of(7)
MASKED = "*" * 16 + NUMBER[-2:]


def got(screen: str, how: str, number: str) -> list[str]:
    """What another program gets after `number` was marked and copied."""
    env = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
    run = (sys.executable, "-m", "tests.ui.copying")
    holding = [*run, "hold", how, number]
    with subprocess.Popen(holding, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline().strip(), "nothing was marked"
        said = subprocess.run([*run, "ask"], env=env, capture_output=True, text=True, check=True, timeout=30)
        holder.stdin.close()
        holder.wait(30)
    told: list[str] = json.loads(said.stdout)
    return told


@pytest.mark.parametrize(("how", "seen"), [("guarded", MASKED), ("bare", NUMBER)])
def test_another_program_gets_the_masked_number(xvfb: str, how: str, seen: str) -> None:
    """By Ctrl+C and by marking; without the guard it would be the whole number."""
    assert got(xvfb, how, NUMBER) == [seen, seen]

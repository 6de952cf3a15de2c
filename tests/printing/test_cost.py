"""What paper costs: bytes that are the same in every process, a size that goes anywhere, memory that does not grow."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from counter_app.domain.text import Language
from printing.face import KEPT
from printing.fonts import CHOSEN, Fonts
from printing.receipt import receipt_pdf
from tests.printing.samples import receipt
from tests.printing.test_signed_code import code_text

HOME = Path(__file__).resolve().parents[2]
_RARE = range(0x20000, 0x2A6D7)
_ELSEWHERE = """
from hashlib import sha256
from printing.fonts import Fonts
from tests.printing.test_cost import busy
print(sha256(busy(7, Fonts())).hexdigest())
"""


def busy(at: int, fonts: Fonts) -> bytes:
    """A receipt with a code, of somebody with three rare characters that no other number has."""
    name = "".join(chr(_RARE[(3 * at + step) % len(_RARE)]) for step in range(3))
    paper = replace(receipt(name=f"何{name}"), code=code_text(1))
    return receipt_pdf(paper, language=Language.ZH, fonts=fonts)


def test_another_process_with_other_hashes_writes_the_same_bytes(fonts: Fonts) -> None:
    """Also after other papers: what a chain of fonts has drawn before leaves no trace in a document."""
    busy(1, fonts)
    here = sha256(busy(7, fonts)).hexdigest()
    for seed in ("1", "4711"):
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(HOME)}
        done = subprocess.run(
            [sys.executable, "-c", _ELSEWHERE], check=True, capture_output=True, text=True, cwd=HOME, env=surroundings
        )
        assert done.stdout.strip() == here


def test_a_receipt_with_a_code_and_a_rare_name_is_under_80_kb(fonts: Fonts) -> None:
    assert 5_000 < len(busy(7, fonts)) < 80_000


def test_what_fonts_remember_has_an_end() -> None:
    """A counter that stays on for years sees every character of every name."""
    fonts = Fonts()
    everyone = "".join(map(chr, range(0x20000, 0x20000 + CHOSEN + 500)))
    assert fonts.width(everyone, 10) > 0
    kept = [face._read.cache_info() for face in fonts._regular]  # noqa: SLF001 - no paper shows what is kept
    assert max(one.currsize for one in kept) == KEPT
    assert fonts._face.cache_info().currsize == fonts._wide.cache_info().currsize == CHOSEN  # noqa: SLF001

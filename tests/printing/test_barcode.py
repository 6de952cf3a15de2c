"""The bar code holds the receipt number, with bars a receipt printer can print and room for the scanner beside them."""

import io
import subprocess
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.graphics.barcode import code128 as table

from counter_app.domain.text import Language
from printing.barcode import DOT, code128, modules
from printing.fonts import Fonts
from printing.receipt import INNER, MARGIN, PAPER, receipt_pdf
from printing.sheet import MM
from tests.parts.processes import program
from tests.printing.samples import receipt

PATTERNS: dict[int, str] = vars(table)["_patterns"]
SYMBOLS = {tuple(ord(bar.lower()) - ord("a") + 1 for bar in bars): value for value, bars in PATTERNS.items()}
STOP = (2, 3, 3, 1, 1, 1, 2)
PART = st.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=1, max_size=8)


def decoded(bars: tuple[int, ...]) -> str:
    """A scanner's view (ISO/IEC 15417): six bars a symbol, sets B and C, check symbol modulo 103."""
    assert bars[-7:] == STOP
    values = [SYMBOLS[bars[at : at + 6]] for at in range(0, len(bars) - 7, 6)]
    *symbols, check = values
    assert check == (symbols[0] + sum(place * value for place, value in enumerate(symbols[1:], start=1))) % 103
    code_set, said = {104: "B", 105: "C"}[symbols[0]], ""
    for value in symbols[1:]:
        if value in (99, 100) and code_set != {99: "C", 100: "B"}[value]:
            code_set = {99: "C", 100: "B"}[value]
        else:
            said += f"{value:02d}" if code_set == "C" else chr(value + 32)
    return said


@given(outlet=PART, window=PART, day=st.integers(0, 999999), serial=st.integers(1, 99999), check=st.integers(0, 9))
def test_a_scanner_reads_the_number(outlet: str, window: str, day: int, serial: int, check: int) -> None:
    number = f"{outlet}-{window}-{day:06d}-{serial:04d}-{check}"
    assert decoded(modules(number)) == number


def test_usual_numbers_have_bars_of_two_dots_and_a_quiet_zone() -> None:
    bars = code128("439901-01-261121-0007-3", left=MARGIN, y=0, width=INNER, paper=PAPER, height=8 * MM)
    assert bars is not None
    assert bars.module == pytest.approx(2 * DOT)
    total = sum(bars.bars) * bars.module
    assert bars.x >= MARGIN
    assert bars.x + total <= PAPER - MARGIN
    assert bars.x >= 10 * bars.module
    assert bars.x + total / 2 == pytest.approx(PAPER / 2, abs=DOT / 2)
    assert bars.x / DOT == pytest.approx(round(bars.x / DOT)), "bars begin where a printer's dot begins"


def test_rastered_for_the_printer_every_bar_has_its_width(fonts: Fonts, tmp_path: Path) -> None:
    """At 203 dots an inch, as the print server rasters it, no bar is a dot too wide: scanners missed it once."""
    (tmp_path / "receipt.pdf").write_bytes(receipt_pdf(receipt(), language=Language.ZH, fonts=fonts))
    raster = program("pdftoppm", package="poppler-utils")
    subprocess.run([raster, "-r", "203", "-mono", "-singlefile", "receipt.pdf", "page"], cwd=tmp_path, check=True)
    picture = Image.open(io.BytesIO((tmp_path / "page.pbm").read_bytes())).convert("L")
    dots, wide = picture.tobytes(), picture.width
    rows = [dots[y * wide : (y + 1) * wide] for y in range(60, 260)]
    widths = [[len(list(run)) for _grey, run in groupby(row)][1:-1] for row in rows]
    bars = modules(receipt().number)
    seen = [row for row in widths if len(row) == len(bars)]
    assert len(seen) > 50
    assert all(row == [2 * modules for modules in bars] for row in seen)


def test_a_number_too_long_for_the_paper_has_no_bar_code() -> None:
    """Bars too fine to scan would be a promise not kept."""
    assert (
        code128("A1B2C3D4E5F6G7H8-W1X2Y3Z4-261121-0007-3", left=MARGIN, y=0, width=INNER, paper=PAPER, height=20)
        is None
    )

"""A receipt as PDF beside a bare page of the PDF library: the same two fonts, warm, each in a process of its own, in
turn."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from benchmarks.table import Figure, compared, floor_file, values
from counter_app.domain.text import Language
from printing.fonts import Fonts, font_folders
from printing.receipt import receipt_pdf
from tests.printing.samples import receipt

ROUNDS, WARM = 12, 2
FONTS = (
    "LXGWWenKai-Regular.ttf",
    "LXGWWenKai-Bold.ttf",
)  # TrueType outlines: the library's own embedding knows no others


def measure(turns: int) -> list[Figure]:
    """The row of the receipt."""
    regular, bold = (_font(name) for name in FONTS)
    ours, floors = [], []
    for _ in range(turns):
        floors.append(statistics.median(values([floor_file("receipt"), str(regular), str(bold), str(ROUNDS)])[WARM:]))
        ours.append(statistics.median(values(["-m", "benchmarks.receipt", str(regular.parent), str(ROUNDS)])[WARM:]))
    return [compared("receipt as PDF", ours, floors, budget=1.5)]


def _font(name: str) -> Path:
    found = next((file for folder in font_folders() for file in folder.rglob(name)), None)
    if found is None:
        raise LookupError(f"{name} is not installed: apt-get install fonts-lxgw-wenkai")
    return found


def main() -> None:
    """Print the milliseconds of each receipt."""
    fonts = Fonts((Path(sys.argv[1]),))
    for _ in range(int(sys.argv[2])):
        begun = time.perf_counter()
        receipt_pdf(receipt(), language=Language.ZH, fonts=fonts)
        print((time.perf_counter() - begun) * 1000)


if __name__ == "__main__":
    main()

"""Pictures of every paper a counter gives out, for docs/paper: of a day at a practice counter (`tools.paper_day`).

Days, numbers and codes are those of the run, so no two runs give the same files. Refuses to print and to write a paper
by hand: pictures come from the PDF of the desk, as another program draws it.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
from PIL import Image

from counter_app.domain.print_job import Document
from counter_app.domain.text import Language
from printing.raster import raster
from printing.void_strip import void_strip_of
from tools import paper_day

FOLDER = Path(__file__).parents[1] / "docs" / "paper"
_WIDE, _WIDE_ROLL = 820, 420  # pixels
_ROLL = 300.0  # points: what is narrower comes from a roll
_HEAD = 576  # dots of a printer for 80 mm
_GREYS = 8  # as many as a picture keeps: enough for words, a fifth of the bytes
_TWICE = ("notice-missing", "notice-refusal")  # in two shares that say the same: one is shown


def main() -> None:
    """Write all of them, or those whose name begins with a word given."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", help="only those that begin so")
    asked.add_argument("--folder", type=Path, default=FOLDER)
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    papers = paper_day.papers()
    for name, paper in papers.items():
        if not given.names or name.startswith(tuple(given.names)):
            for path in pictures(given.folder, name, paper):
                print(path.name, path.stat().st_size)
    for name, pdf in on_a_roll(papers).items():
        if not given.names or name.startswith(tuple(given.names)):
            path = dots(given.folder, name, pdf)
            print(path.name, path.stat().st_size)


def on_a_roll(papers: Mapping[str, Document]) -> Mapping[str, bytes]:
    """What a receipt printer makes of them, dot by dot."""
    return {
        "dots-receipt": papers["receipt-roll"].pdf,
        "dots-receipt-english": papers["receipt-roll-english"].pdf,
        "dots-strip": void_strip_of(Language.ZH, dots=_HEAD),
    }


def dots(folder: Path, name: str, pdf: bytes) -> Path:
    """The picture of that name: each dot of the print head is two by two of the screen's."""
    paper, path = raster(pdf, dots=_HEAD), folder / f"{name}.png"
    paper.resize((2 * paper.width, 2 * paper.height)).save(path, optimize=True)
    return path


def pictures(folder: Path, name: str, paper: Document) -> list[Path]:
    """One file a page, in place of those that were there; the first bears the name alone."""
    for old in (folder / f"{name}.png", *folder.glob(f"{name}-[0-9].png")):
        old.unlink(missing_ok=True)
    made, wide = list[Path](), _WIDE_ROLL if paper.width < _ROLL else _WIDE
    document = pypdfium2.PdfDocument(io.BytesIO(paper.pdf))
    try:
        for at in range(len(document) // 2 if name.startswith(_TWICE) else len(document)):
            page = document[at]
            drawn = page.render(scale=wide / page.get_width(), grayscale=True).to_pil()
            path = folder / (f"{name}-{at + 1}.png" if at else f"{name}.png")
            few = drawn.convert("L").quantize(_GREYS, dither=Image.Dither.NONE)
            few.save(path, optimize=True)
            made.append(path)
    finally:
        document.close()
    return made


if __name__ == "__main__":
    main()

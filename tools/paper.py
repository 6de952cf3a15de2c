"""Pictures of every paper a counter gives out, for docs/paper: made-up people, the layouts of the program itself.

The same fonts give the same files. Refuses to print: pictures come from the PDF, as another program draws it.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pypdfium2
from PIL import Image

from counter_app.domain.print_job import Document
from counter_app.domain.text import Language, Text
from printing.maker import A5, ROLL, PaperMaker
from printing.raster import raster
from printing.void_strip import void_strip_of
from tests.printing import form_samples, forms, samples

FOLDER = Path(__file__).parents[1] / "docs" / "paper"
_WIDE = {ROLL: 420, "": 820}  # pixels
_HEAD = 576  # dots of a printer for 80 mm
_GREYS = 16  # as many as a picture keeps: enough for words, a third of the bytes
_CODE = "SSC1-439901-01-260318-0029-3-1773802000-W-FL-7QK2" + "0A1B2C3D4E5F6G7H8J9K" * 5
_BANK = Text(
    "社保咨询 12333；投诉 12333、网上投诉通道或本网点意见簿",
    "Social security 12333; complaints 12333, online, or the book at this outlet",
)

Make = Callable[..., Document]


def main() -> None:
    """Write all of them, or those whose name begins with a word given."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", help="only those that begin so")
    asked.add_argument("--folder", type=Path, default=FOLDER)
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, make in papers().items():
        if not given.names or name.startswith(tuple(given.names)):
            for path in pictures(given.folder, name, make()):
                print(path.name, path.stat().st_size)
    for name, pdf in on_a_roll().items():
        if not given.names or name.startswith(tuple(given.names)):
            path = dots(given.folder, name, pdf())
            print(path.name, path.stat().st_size)


def on_a_roll() -> Mapping[str, Callable[[], bytes]]:
    """What a receipt printer makes of them, dot by dot."""
    found = papers()
    return {
        "dots-receipt": lambda: found["receipt-roll"]().pdf,
        "dots-receipt-english": lambda: found["receipt-roll-english"]().pdf,
        "dots-strip": partial(void_strip_of, Language.ZH, dots=_HEAD),
    }


def dots(folder: Path, name: str, pdf: bytes) -> Path:
    """The picture of that name: each dot of the print head is two by two of the screen's."""
    paper, path = raster(pdf, dots=_HEAD), folder / f"{name}.png"
    paper.resize((2 * paper.width, 2 * paper.height)).save(path, optimize=True)
    return path


def papers() -> Mapping[str, Callable[[], Document]]:
    """Every picture by the name of its file, without the ending. Each helper of a paper adds it here."""
    roll = PaperMaker(language=Language.ZH)
    lying = PaperMaker(language=Language.ZH, receipts=A5)
    receipt = replace(samples.receipt(hotline=_BANK), code=_CODE)
    rare = replace(samples.receipt(name="𠮷*𪚥", hotline=_BANK), code=_CODE)
    found: dict[str, Callable[[], Document]] = {
        "receipt-roll": partial(roll.receipt_paper, receipt),
        "receipt-roll-english": partial(roll.receipt_paper, receipt, bilingual=True),
        "receipt-roll-rare-copy": partial(roll.receipt_paper, rare, copy=2),
        "receipt-a5": partial(lying.receipt_paper, receipt),
        "receipt-a5-english": partial(lying.receipt_paper, receipt, bilingual=True),
        "form-loss": partial(roll.signed_form, forms.form()),
        "form-loss-not-submitted": partial(roll.signed_form, forms.form(number="", name="何玉珍", practice=True)),
        "form-application": partial(roll.signed_form, forms.application()),
        "form-application-english": partial(roll.signed_form, forms.application(), bilingual=True),
    }
    sheets = {
        "notice-missing": form_samples.missing(),
        "notice-refusal": form_samples.refusal(),
        "notice-account": form_samples.account(),
        "custody": form_samples.custody(cards=6),
        "guide": form_samples.guide(),
        "day-end": form_samples.day_end(),
    }
    for name, paper in sheets.items():
        found[name] = partial(roll.form_paper, paper)
        found[f"{name}-english"] = partial(roll.form_paper, paper, bilingual=True)
    return found


def pictures(folder: Path, name: str, paper: Document) -> list[Path]:
    """One file a page; the first bears the name alone."""
    made, wide = list[Path](), _WIDE[ROLL] if paper.width < 300 else _WIDE[""]
    document = pypdfium2.PdfDocument(io.BytesIO(paper.pdf))
    try:
        for at, page in zip((1, 2), document, strict=False):  # a second share says the same
            drawn = page.render(scale=wide / page.get_width(), grayscale=True).to_pil()
            path = folder / (f"{name}.png" if at == 1 else f"{name}-{at}.png")
            few = drawn.convert("L").quantize(_GREYS, dither=Image.Dither.NONE)
            few.save(path, optimize=True)
            made.append(path)
    finally:
        document.close()
    return made


if __name__ == "__main__":
    main()

"""A PDF as the dots of a receipt printer: 203 an inch, black or white, the middle of the paper under the print head.

Refuses to lose a dot: what stands outside the print head is told as too wide, never cut off. Refuses to make words
smaller: bars and squares of codes are laid out in whole dots and must come out in whole dots.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from PIL.Image import Image

DOT = 72 / 203  # points
# Each dot is judged by nine places in it. Light grounds are paper; all darker greys print as black, or grey words
# would come out as dust. A dot is black when ink covers two fifths of it: at one half many strokes of words of 7.6 pt
# are one weak dot wide, and a third makes them no clearer.
_FINER = 3
_PAPER = 192  # of 255
_COVERED = 0.4
_WHITE = 255  # the library takes a 1 for white in some places and for black in others
_EXACT = 1 - 1e-6  # the library rounds a page's size up; a whole number must stay that number

_TOO_WIDE = Text(
    "纸上内容宽 {wide} 毫米，打印头只有 {head} 毫米",
    "the paper's content is {wide} mm wide, the print head {head} mm",
)
_UNREADABLE = Text("PDF 打不开", "the PDF cannot be opened")


def raster(pdf: bytes, *, dots: int) -> Image:
    """All pages one under the other, `dots` wide, black 0 on white (mode "1"). Raises PrinterRefused for content wider
    than that, and for what is no PDF.
    """
    from PIL import Image

    pages = [_under_the_head(page, dots) for page in _pages(pdf)]
    whole = Image.new("1", (dots, sum(page.height for page in pages)), _WHITE)
    y = 0
    for page in pages:
        whole.paste(page, (0, y))
        y += page.height
    return whole


def _pages(pdf: bytes) -> list[Image]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise PrinterRefused(why=_UNREADABLE) from error
    try:
        return [_dots(page) for page in document]
    finally:
        document.close()


def _dots(page: Any) -> Image:
    """A page whose left and upper edge are edges of dots; a part of a dot at the others counts as one."""
    width, height = page.get_size()
    columns, rows = math.ceil(width / DOT * _EXACT), math.ceil(height / DOT * _EXACT)
    for whole in (page.set_mediabox, page.set_cropbox):
        whole(0, height - rows * DOT, columns * DOT, height)
    fine = page.render(scale=_FINER / DOT * _EXACT, grayscale=True).to_pil()
    ink = fine.point([0] * _PAPER + [255] * (256 - _PAPER)).reduce(_FINER)
    lightest = 255 * (1 - _COVERED)
    dots: Image = ink.point([0 if grey <= lightest else 255 for grey in range(256)], mode="1")
    return dots


def _under_the_head(page: Image, dots: int) -> Image:
    """The middle `dots` columns. The paper lies in the middle of the head, so both margins lose the same."""
    from PIL import Image, ImageChops

    cut = round((page.width - dots) / 2)
    ink = ImageChops.invert(page).getbbox()
    if ink is not None and (ink[0] < cut or ink[2] > cut + dots):
        reach = max(page.width / 2 - ink[0], ink[2] - page.width / 2)
        raise PrinterRefused(why=_TOO_WIDE.format(wide=_millimetres(2 * reach), head=_millimetres(dots)))
    under = Image.new("1", (dots, page.height), _WHITE)
    under.paste(page, (-cut, 0))
    return under


def _millimetres(dots: float) -> str:
    return f"{dots * DOT / 72 * 25.4:.1f}"

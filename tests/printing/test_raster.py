"""The dots of a receipt printer: none is lost, codes come out in whole dots, grey words are black, any size goes in."""

import io
import math

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.text import Language
from printing.escpos_commands import BAND, bands
from printing.fonts import Fonts
from printing.qr import modules
from printing.raster import DOT, raster
from printing.receipt import lay_out, receipt_pdf
from printing.sheet import Bars
from tests.parts.escpos_decoder import Decoder, Rows, drawn
from tests.printing.samples import NUMBER, receipt

_HEAD = 576


def page(*boxes: tuple[float, float, float, float], width: float, height: float, grey: float = 0) -> bytes:
    """Filled boxes (x, y from above, width, height), all in dots."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(width * DOT, height * DOT), invariant=1)
    canvas.setFillGray(grey)
    for x, y, across, down in boxes:
        canvas.rect(x * DOT, (height - y - down) * DOT, across * DOT, down * DOT, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def black(picture: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.invert(picture).getbbox()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_dot_of_any_page_comes_out_where_it_stands(data: st.DataObject) -> None:
    width = data.draw(st.integers(800, 90_000), label="width") / 100
    height = data.draw(st.integers(100, 70_000), label="height") / 100
    dots = data.draw(st.sampled_from([384, 576]), label="head")
    x = data.draw(st.integers(0, max(0, int(width) - 1)))
    y = data.draw(st.integers(0, max(0, int(height) - 1)))
    across = data.draw(st.integers(1, max(1, int(width) - x)))
    down = data.draw(st.integers(1, max(1, int(height) - y)))
    pdf = page((x, y, across, down), width=width, height=height)
    cut = round((math.ceil(width - 1e-3) - dots) / 2)
    try:
        picture = raster(pdf, dots=dots)
    except PrinterRefused:
        assert x < cut or x + across > cut + dots
        return
    assert picture.size == (dots, math.ceil(height - 1e-3))
    top = picture.height - height  # boxes hang from the foot of the PDF; a part of a dot is at the head of the page
    assert abs(top) < 1
    found = black(picture)
    assert found is not None
    assert [found[0], found[2]] == [x - cut, x + across - cut]
    assert (found[1], found[3]) == (y, y + down)
    counted = picture.convert("L").histogram()[0]
    assert counted == across * down


def test_several_pages_stand_under_each_other() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(100 * DOT, 50 * DOT))
    for _ in range(3):
        canvas.rect(0, 0, 10 * DOT, 10 * DOT, fill=1, stroke=0)
        canvas.showPage()
    canvas.save()
    picture = raster(target.getvalue(), dots=384)
    assert picture.height == 150
    assert picture.convert("L").histogram()[0] == 300


@pytest.mark.parametrize(("grey", "comes_out"), [(0.0, True), (0.45, True), (0.7, True), (0.85, False), (0.95, False)])
def test_grey_words_are_black_and_light_grounds_paper(grey: float, comes_out: bool) -> None:
    picture = raster(page((10, 10, 30, 5), width=100, height=40, grey=grey), dots=384)
    assert (black(picture) is not None) is comes_out


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(PrinterRefused, match="cannot be opened"):
        raster(b"not a PDF", dots=_HEAD)


@pytest.fixture(scope="module")
def paper(fonts: Fonts) -> Image.Image:
    pdf = receipt_pdf(receipt(scannable=True, practice=True), language=Language.ZH, fonts=fonts)
    return raster(pdf, dots=_HEAD)


def test_bars_and_squares_are_whole_dots(paper: Image.Image, fonts: Fonts) -> None:
    sheet = lay_out(receipt(scannable=True, practice=True), language=Language.ZH, fonts=fonts)
    bars = next(mark for mark in sheet.marks if isinstance(mark, Bars))
    row = paper.convert("L").crop((0, round((bars.y + bars.height / 2) / DOT), _HEAD, 0xFFFF))
    line = [row.getpixel((x, 0)) == 0 for x in range(_HEAD)]
    runs = [
        len(run)
        for run in "".join("x" if dark else " " for dark in line)
        .strip()
        .replace(" x", " |x")
        .replace("x ", "x| ")
        .split("|")
    ]
    module = round(bars.module / DOT)
    assert runs == [bar * module for bar in bars.bars]
    codes = {code.format: code for code in zxingcpp.read_barcodes(paper.convert("L"))}
    assert codes[zxingcpp.BarcodeFormat.Code128].text == NUMBER
    code = codes[zxingcpp.BarcodeFormat.QRCode]
    assert code.text == NUMBER
    corner, squares = code.position.top_left, modules(NUMBER)
    side = (code.position.top_right.x - corner.x) / len(squares)
    assert round(side) == pytest.approx(side, abs=0.1)
    for down, across in ((y, x) for y in range(len(squares)) for x in range(len(squares))):
        left, top = corner.x + across * round(side), corner.y + down * round(side)
        square = paper.convert("L").crop((left, top, left + round(side), top + round(side)))
        assert square.getextrema() == ((0, 0) if squares[down][across] else (255, 255))


def test_the_pieces_together_are_the_picture(paper: Image.Image) -> None:
    decoder = Decoder()
    for piece in bands(paper):
        decoder.take(piece)
    rows = [part for part in decoder.waiting if isinstance(part, Rows)]
    assert all(part.height <= BAND for part in rows)
    assert ImageChops.difference(drawn(rows, dots=_HEAD).convert("L"), paper.convert("L")).getbbox() is None
    assert any(part.width == 1 for part in rows)  # white costs a byte a row


@settings(max_examples=40, deadline=None)
@given(data=st.binary(min_size=144, max_size=144), order=st.sampled_from([b"\x10\x04", b"\x10\x05", b"\x10\x14"]))
def test_no_picture_gives_the_printer_an_order(data: bytes, order: bytes) -> None:
    """Each dot that was there is there; the decoder refuses an order inside a picture."""
    noise = bytearray(data)
    noise[20:22] = noise[71:73] = order  # within a row, and over the end of one
    picture = ImageChops.invert(Image.frombytes("1", (_HEAD, 2), bytes(noise)))
    decoder = Decoder()
    for piece in bands(picture):
        decoder.take(piece)
    came = drawn([part for part in decoder.waiting if isinstance(part, Rows)], dots=_HEAD)
    lost = ImageChops.subtract(came.convert("L"), picture.convert("L"))
    assert lost.getbbox() is None

"""The QR code of a notice, drawn by this program, rasterised by PDFium, read by a decoder that is nobody's here."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from counter_app.domain.receipt import receipt_number
from counter_app.domain.text import Language
from printing.fonts import Fonts
from printing.qr import qr_marks, qr_size
from printing.receipt import receipt_pdf
from tests.printing.samples import receipt

RECEIPT_PRINTER = 203  # dots an inch


def seen(pdf: bytes, *, dots: int) -> list[tuple[str, str]]:
    """Format and text of every code a scanner finds on the paper at that resolution."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[0].render(scale=dots / 72, grayscale=True).to_pil()
    document.close()
    return [(str(code.format), code.text) for code in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("dots", [RECEIPT_PRINTER, 300])
def test_a_camera_reads_the_number_of_a_notice(fonts: Fonts, dots: int) -> None:
    paper = receipt()
    number = receipt_number("N439901", "01", paper.issued_at.date(), 37)
    notice = replace(paper, number=number, draft=replace(paper.draft, scannable=True, signed=False))
    found = seen(receipt_pdf(notice, language=Language.ZH, fonts=fonts), dots=dots)
    assert ("QR Code", number) in found or ("QRCode", number) in found, found


def test_a_receipt_has_no_qr_code_and_its_bars_are_read_by_the_same_decoder(fonts: Fonts) -> None:
    paper = receipt()
    found = seen(receipt_pdf(paper, language=Language.ZH, fonts=fonts), dots=RECEIPT_PRINTER)
    assert [text for kind, text in found if "QR" not in kind] == [paper.number]
    assert not any("QR" in kind for kind, _text in found)


def test_the_code_is_square_and_stays_within_its_white() -> None:
    (mark,) = qr_marks("N439901-01-261121-0003-7", left=10, y=20)
    side = qr_size("N439901-01-261121-0003-7")
    assert mark.width == mark.height
    for begin, place in ((10, mark.x), (20, mark.y)):
        assert begin < place < place + mark.width < begin + side


def test_what_is_no_number_of_this_counter_is_refused() -> None:
    for wrong in ("林晓岚", "9" * 900):
        with pytest.raises(ValueError, match="number"):
            qr_size(wrong)

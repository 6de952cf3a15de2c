"""What a scanner reads off a paper: the PDF drawn by PDFium in a roll printer's dots, read by zxing-cpp."""

import pypdfium2
import zxingcpp

ROLL = 203  # dots an inch
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def scanned(pdf: bytes, *, page: int = 0, dots: int = ROLL) -> list[str]:
    """The QR codes of a page (from 0) at that resolution, in black and white as a roll printer has it."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[page].render(scale=dots / 72, grayscale=True).to_pil().point(lambda grey: 255 * (grey > 127))
    document.close()
    return [code.text for code in zxingcpp.read_barcodes(image, formats=_QR)]

"""What a spooler that says no leaves behind: nothing that could be called handed over. Qt's own PDF printer stands in
for a printer of Windows, at the process edge: there is none here.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.print_job import Document, Role
from counter_app.domain.text import Language
from printing import windows
from printing.fonts import Fonts
from printing.receipt import PAPER, receipt_pdf
from printing.windows import WindowsPrinter
from tests.printing.samples import receipt


@pytest.fixture
def paper(fonts: Fonts) -> Document:
    return Document(receipt_pdf(receipt(), language=Language.ZH, fonts=fonts), "x", Role.RECEIPT, PAPER, 500)


@pytest.mark.qt_log_ignore("QPainter::begin")  # what is to be refused
@pytest.mark.usefixtures("qapp")
def test_a_paper_has_a_name_once_the_spooler_has_taken_it(
    paper: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, names = tmp_path / "gone" / "out.pdf", list[str]()

    def prepared(*_: object, **__: object) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printer.setResolution(72)
        return printer

    monkeypatch.setattr(windows, "_info", lambda _name: QPrinterInfo())
    monkeypatch.setattr(windows, "_prepared", prepared)
    printer = WindowsPrinter("w")
    with pytest.raises(PrinterRefused):
        printer.hand_over(paper, job="1", named=names.append)
    assert names == []
    with pytest.raises(PrinterRefused, match="PDF of this paper"):
        printer.hand_over(Document(b"x", "x", Role.FORM, 1, 1), job="2", named=names.append)
    assert names == []
    out.parent.mkdir()
    printer.hand_over(paper, job="3", named=names.append)
    assert names == ["3"]
    assert out.read_bytes().startswith(b"%PDF")

    def given_up(_name: str) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        printer.hand_over(paper, job="4", named=given_up)

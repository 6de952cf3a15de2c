"""The Printer port on Windows: the PDF is turned into an image a line of dots fine and goes to a Windows printer.

Written from Qt's documentation and not yet tried on a Windows machine. Refuses any widget: only QtPrintSupport and
QtPdf. Source: Qt 6 QPrinter, QPdfDocument.render.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter_app.domain.errors import NoPagePrinter, NoPrinter, PrinterRefused
from counter_app.domain.long_paper import LongPaper
from counter_app.domain.receipt import Receipt
from counter_app.domain.text import Language, Text
from printing.fonts import Fonts
from printing.spool import PaperMaker

_NO_QUEUE = Text("没有打印机 {queue}", "there is no printer {queue}")
_UNREADABLE = Text("回执的 PDF 打不开", "the PDF of the receipt cannot be opened")
_CLOSED = Text("打印机 {queue} 没有接收", "the printer {queue} did not take it")


class WindowsPrinter(PaperMaker):
    """A printer of Windows by its name. `send` must be called where a QGuiApplication lives."""

    def __init__(
        self, queue: str, *, pages_queue: str = "", language: Language = Language.ZH, fonts: Fonts | None = None
    ) -> None:
        super().__init__(language=language, fonts=fonts)
        self._queue, self._pages_queue = queue.strip(), pages_queue.strip()

    def examine(self) -> None:
        """Ask Windows whether the printer is there. Raises NoPrinter, PrinterRefused."""
        if not self._queue:
            raise NoPrinter
        _info(self._queue)

    def send(self, receipt: Receipt, *, copy: int = 0) -> str:
        """Hand the receipt to the printer. Windows gives no job number here: the document's name stands for it.

        Raises NoPrinter, PrinterRefused, NoFont.
        """
        if not self._queue:
            raise NoPrinter
        self._paint(self.pdf(receipt, copy=copy), _info(self._queue), title=receipt.number)
        return f"{self._queue}-{receipt.number}"

    def send_pages(self, paper: LongPaper) -> str:
        """Hand a paper of several pages to the printer for A4. Raises NoPagePrinter, PrinterRefused, NoFont."""
        if not self._pages_queue:
            raise NoPagePrinter
        self._paint(self.pages(paper), _info(self._pages_queue), title=paper.number)
        return f"{self._pages_queue}-{paper.number}"

    def _paint(self, pdf: bytes, info: QPrinterInfo, *, title: str) -> None:
        buffer = QBuffer()
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        document.load(buffer)
        if document.status() is not QPdfDocument.Status.Ready:
            raise PrinterRefused(why=_UNREADABLE)
        printer = _prepared(info, document.pagePointSize(0), title=title)
        painter = QPainter()
        if not painter.begin(printer):
            raise PrinterRefused(why=_CLOSED.format(queue=info.printerName()))
        for page in range(document.pageCount()):
            if page:
                printer.newPage()
            painter.drawImage(0, 0, document.render(page, _dots(printer, document.pagePointSize(page))))
        if not painter.end() or printer.printerState() is QPrinter.PrinterState.Error:
            raise PrinterRefused(why=_CLOSED.format(queue=info.printerName()))


def _info(queue: str) -> QPrinterInfo:
    info = QPrinterInfo.printerInfo(queue)
    if info.isNull():
        raise PrinterRefused(why=_NO_QUEUE.format(queue=queue))
    return info


def _prepared(info: QPrinterInfo, points: QSizeF, *, title: str) -> QPrinter:
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    page = QPageSize(points, QPageSize.Unit.Point, title, QPageSize.SizeMatchPolicy.ExactMatch)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    return printer


def _dots(printer: QPrinter, points: QSizeF) -> QSize:
    scale = printer.resolution() / 72
    return QSize(round(points.width() * scale), round(points.height() * scale))

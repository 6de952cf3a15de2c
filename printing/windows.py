"""The Printer port on Windows: the PDF is turned into an image a line of dots fine and goes to a Windows printer.

Written from Qt's documentation and not yet tried on a Windows machine. Refuses any widget: only QtPrintSupport and
QtPdf. Source: Qt 6 QPrinter, QPdfDocument.render.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter_app.domain.errors import NoPrinter, PrinterRefused
from counter_app.domain.receipt import Receipt
from counter_app.domain.text import Language, Text
from printing.fonts import Fonts
from printing.spool import PaperMaker

_NO_QUEUE = Text("没有打印机 {queue}", "there is no printer {queue}")
_UNREADABLE = Text("回执的 PDF 打不开", "the PDF of the receipt cannot be opened")
_CLOSED = Text("打印机 {queue} 没有接收", "the printer {queue} did not take it")


class WindowsPrinter(PaperMaker):
    """A printer of Windows by its name. `send` must be called where a QGuiApplication lives."""

    def __init__(self, queue: str, *, language: Language = Language.ZH, fonts: Fonts | None = None) -> None:
        super().__init__(language=language, fonts=fonts)
        self._queue = queue.strip()

    def examine(self) -> None:
        """Ask Windows whether the printer is there. Raises NoPrinter, PrinterRefused."""
        self._info()

    def _info(self) -> QPrinterInfo:
        if not self._queue:
            raise NoPrinter
        info = QPrinterInfo.printerInfo(self._queue)
        if info.isNull():
            raise PrinterRefused(why=_NO_QUEUE.format(queue=self._queue))
        return info

    def send(self, receipt: Receipt, *, copy: int = 0) -> str:
        """Hand the receipt to the printer. Windows gives no job number here: the document's name stands for it.

        Raises NoPrinter, PrinterRefused, NoFont.
        """
        info = self._info()
        self._paint(self.pdf(receipt, copy=copy), info, title=receipt.number)
        return f"{self._queue}-{receipt.number}"

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
            raise PrinterRefused(why=_CLOSED.format(queue=self._queue))
        painter.drawImage(0, 0, document.render(0, _dots(printer, document.pagePointSize(0))))
        if not painter.end() or printer.printerState() is QPrinter.PrinterState.Error:
            raise PrinterRefused(why=_CLOSED.format(queue=self._queue))


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

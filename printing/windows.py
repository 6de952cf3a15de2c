"""A printer of Windows: the PDF is turned into an image a line of dots fine and goes to the spooler of Windows.

Written from Qt's documentation and not yet tried on a Windows machine. Refuses any widget: only QtPrintSupport and
QtPdf. Refuses to call a paper printed: Qt tells nothing of a job once Windows has it, so each ends as one somebody has
to look at. Source: Qt 6 QPrinter, QPrinterInfo, QPdfDocument.render.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.print_job import Document, PrinterSays, PrintState
from counter_app.domain.text import Text

_NO_QUEUE = Text("没有打印机 {queue}", "there is no printer {queue}")
_UNREADABLE = Text("这份纸的 PDF 打不开", "the PDF of this paper cannot be opened")
_CLOSED = Text("打印机 {queue} 没有接收", "the printer {queue} did not take it")
_FAULT = Text(
    "Windows 说打印机有故障：看打印机，好了会接着打",
    "Windows says the printer is at fault: look at it, it goes on then",
)
_GONE_OUT = Text(
    "已交给 Windows 打印；Windows 不回话，请看打印机：纸出来了就点“已出纸”，没有就重打",
    "Windows has it and tells no more: look at the printer, then say it came out, or print again",
)


class WindowsPrinter:
    """A printer of Windows by its name. `hand_over` must be called where a QGuiApplication lives."""

    def __init__(self, queue: str) -> None:
        self._queue = queue.strip()

    def examine(self) -> Text | None:
        """What Windows says of the printer. Raises PrinterRefused where it is not there."""
        return _FAULT if _info(self._queue).state() is QPrinter.PrinterState.Error else None

    def hand_over(
        self,
        document: Document,
        *,
        job: str,
        named: Callable[[str], None],
        begun: str = "",  # noqa: ARG002
    ) -> None:
        """Hand a paper to the printer. Windows gives no job number here: the document's name stands for it, told once
        Windows has taken the job and before anything is drawn. Raises PrinterRefused.
        """
        info = _info(self._queue)
        data, opened = QBuffer(), QPdfDocument()  # the one reads from the other while it is drawn
        data.setData(QByteArray(document.pdf))
        data.open(QIODevice.OpenModeFlag.ReadOnly)
        opened.load(data)
        if opened.status() is not QPdfDocument.Status.Ready:
            raise PrinterRefused(why=_UNREADABLE)
        printer = _prepared(info, opened.pagePointSize(0), title=f"{document.title} {job}")
        painter = QPainter()
        if not painter.begin(printer):
            raise PrinterRefused(why=_CLOSED.format(queue=self._queue))
        try:
            named(job)
        except BaseException:
            printer.abort()
            painter.end()
            raise
        self._paint(opened, printer, painter)

    def find(self, job: str) -> str:  # noqa: ARG002
        """Never: a name is told before anything goes out."""
        return ""

    def state_of(self, spooled: str) -> PrinterSays:  # noqa: ARG002
        """Windows has it; more is not known here."""
        return PrinterSays(PrintState.FAILED, _GONE_OUT, unsure=True)

    def let_go(self, spooled: str) -> None:
        """Windows is not told: whoever wants it gone takes it from the list of the printer."""

    def _paint(self, opened: QPdfDocument, printer: QPrinter, painter: QPainter) -> None:
        points = opened.pagePointSize(0)
        for number in range(opened.pageCount()):
            if number and not printer.newPage():
                painter.end()
                raise PrinterRefused(why=_CLOSED.format(queue=self._queue))
            painter.drawImage(0, 0, opened.render(number, _dots(printer, points)))
        if not painter.end() or printer.printerState() is QPrinter.PrinterState.Error:
            raise PrinterRefused(why=_CLOSED.format(queue=self._queue))


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

"""A paper as it will come out of the printer: its PDF page by page, white in both themes, drawn by Qt's own PDF view.

Pages are rendered in a thread of Qt's; only reading the file and the words of the page in front happen on the GUI
thread. Refuses to keep a paper that is not looked at: `let_go` closes it and drops its bytes and its pictures. Imported
late, since it brings Qt's PDF library along.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame

from ui.look import Look
from ui.sheet import bars_sheet
from ui.widgets.focus_ring import RINGED

STEP = 1.25
LEAST, MOST = 0.25, 2.5  # pictures of up to twenty pages are kept: more would be hundreds of megabytes
WIDEST = 1.5  # a narrow roll is not blown up to the width of the window
SPACE = 14  # px at 100 % round the pages and between them


class PaperView(QPdfView):
    """`turned(page, pages)`: another page is in front, from 1. `zoomed(percent)`."""

    turned = Signal(int, int)
    zoomed = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._paper = QPdfDocument(self)
        self.setDocument(self._paper)
        self._bytes: QBuffer | None = None
        self._wide = self._whole = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setPageSpacing(look.px(SPACE))
        margins = self.documentMargins()
        for side in (margins.setLeft, margins.setTop, margins.setRight, margins.setBottom):
            side(look.px(SPACE))
        self.setDocumentMargins(margins)
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Dark, look.colour("sunken"))  # round the pages
        self.setPalette(ground)
        self.setStyleSheet(bars_sheet(look))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(RINGED, True)
        self.setAccessibleName(self.tr("预览"))
        self.pageNavigator().currentPageChanged.connect(self._turned)

    def show_paper(self, pdf: bytes, name: str) -> bool:
        """Draw another paper from its first page on, as wide as is good to read. False: it is no PDF."""
        self.let_go()
        self._bytes = QBuffer(self)
        self._bytes.setData(QByteArray(pdf))
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self._paper.load(self._bytes)
        if self._paper.status() is not QPdfDocument.Status.Ready:
            self.let_go()
            return False
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._words(0))  # before a thread is busy with the file
        self.fit_width()
        self.turned.emit(1, self.pages)
        return True

    def let_go(self) -> None:
        """Nothing of the paper is left here."""
        self._paper.close()
        if self._bytes is not None:
            self._bytes.close()
            self._bytes.setData(QByteArray())
            self._bytes.deleteLater()
            self._bytes = None
        self.setAccessibleName(self.tr("预览"))
        self.setAccessibleDescription("")

    @property
    def shows(self) -> bool:
        """Whether there is a paper."""
        return self._bytes is not None

    @property
    def pages(self) -> int:
        return self._paper.pageCount()

    @property
    def page(self) -> int:
        """The one in front, from 1."""
        return self.pageNavigator().currentPage() + 1

    def turn_to(self, page: int) -> None:
        """Another page, from 1; none beyond the first and the last."""
        wanted = min(max(page, 1), self.pages)
        if self.shows and wanted != self.page:
            self.pageNavigator().jump(wanted - 1, QPointF(), 0)

    def larger(self) -> None:
        self._zoom(self._factor * STEP)

    def smaller(self) -> None:
        self._zoom(self._factor / STEP)

    def fit_width(self) -> None:
        """As wide as the view, a narrow roll no wider than is good to read."""
        self._wide, self._whole = True, False
        self._fit()

    def fit_page(self) -> None:
        """The whole page in front at once."""
        self._wide, self._whole = False, True
        self._fit()

    @property
    def percent(self) -> int:
        """Of the size on paper, at the text size of the window."""
        return round(self._factor * 100)

    @property
    def _factor(self) -> float:
        return float(self.zoomFactor())

    def _zoom(self, factor: float) -> None:
        self._wide = self._whole = False
        self._set(factor)

    def _set(self, factor: float) -> None:
        self.setZoomFactor(min(max(factor, LEAST), MOST))
        self.zoomed.emit(self.percent)

    def _fit(self) -> None:
        if not self.pages or not (self._wide or self._whole):
            return
        size, inch = self._paper.pagePointSize(max(self.page - 1, 0)), self.logicalDpiX() / 72
        margins = 2 * self.look.px(SPACE)
        bar = self.verticalScrollBar().sizeHint().width()
        wide = (self.viewport().width() - margins - (0 if self.verticalScrollBar().isVisible() else bar)) / (
            size.width() * inch
        )
        tall = (self.viewport().height() - margins) / (size.height() * inch)
        most = WIDEST * self.look.scale
        self._set(min(wide, most) if self._wide else min(wide, tall))

    def _turned(self, page: int) -> None:
        if self.shows and 0 <= page < self.pages:
            self.setAccessibleDescription(self._words(page))
            self.turned.emit(page + 1, self.pages)

    def _words(self, page: int) -> str:
        return self._paper.getAllText(page).text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight it is let go: a document that is still open when the view is deleted calls it while it goes."""
        super().hideEvent(event)
        if not event.spontaneous():  # not when the whole window is put away
            self.let_go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down roll; page keys turn whole pages where there are several."""
        turns = {
            int(Qt.Key.Key_PageDown): self.page + 1,
            int(Qt.Key.Key_PageUp): self.page - 1,
            int(Qt.Key.Key_Home): 1,
            int(Qt.Key.Key_End): self.pages,
        }
        if self.pages > 1 and event.key() in turns:
            self.turn_to(turns[event.key()])
        else:
            super().keyPressEvent(event)

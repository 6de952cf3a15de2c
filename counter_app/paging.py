"""The Printer port's part for papers of several pages. Refuses to know receipts: those stand in `counter_app.ports`."""

from __future__ import annotations

from typing import Protocol

from counter_app.domain.long_paper import LongPaper


class PagePrinter(Protocol):
    """Paper of several pages, A4, each with its number and with how many there are."""

    def pages(self, paper: LongPaper) -> bytes:
        """As PDF with embedded fonts, the same bytes each time. Raises NoFont."""
        ...

    def send_pages(self, paper: LongPaper) -> str:
        """Hand to the queue for A4; the spooler's job id. Raises NoPagePrinter, PrinterRefused, NoFont."""
        ...

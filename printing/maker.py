"""Makes paper: receipts, and papers of several pages, as PDF with embedded fonts; kept in a file where somebody asks.

Refuses to know a printer: what comes out here is handed over elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from counter_app.domain.filled_form import FilledForm
from counter_app.domain.form_papers import FormPaper
from counter_app.domain.long_paper import LongPaper
from counter_app.domain.print_job import Document, Role
from counter_app.domain.receipt import Receipt
from counter_app.domain.text import Language
from counter_app.settings import Settings
from printing.fonts import Fonts, fonts_of_this_machine, load
from printing.receipt import lay_out
from printing.sheet import Sheet, book

_REPORTLAB = "reportlab.pdfgen.canvas"
ROLL, A5 = "80mm", "a5"


def _on_the_roll(
    receipt: Receipt, *, language: Language, fonts: Fonts, copy: int, bilingual: bool
) -> tuple[Sheet, ...]:
    return (lay_out(receipt, language=language, fonts=fonts, copy=copy, bilingual=bilingual),)


def _on_a5(receipt: Receipt, *, language: Language, fonts: Fonts, copy: int, bilingual: bool) -> tuple[Sheet, ...]:
    from printing.receipt_a5 import lay_out_a5

    return lay_out_a5(receipt, language=language, fonts=fonts, copy=copy, bilingual=bilingual)


_RECEIPTS = {ROLL: _on_the_roll, A5: _on_a5}


def maker_of(settings: Settings) -> PaperMaker:
    """The maker for the settings. A paper is for the holder, so it is Chinese first: a counter worked in English
    has the English on a second line of everything.
    """
    english = Language(settings["language"]) is Language.EN
    return PaperMaker(language=Language.ZH, bilingual=english, receipts=settings["printers.receipt_paper"])


class PaperMaker:
    """`counter_app.paper_ports.PaperMaker`. Any thread may call it."""

    def __init__(
        self, *, language: Language, fonts: Fonts | None = None, bilingual: bool = False, receipts: str = ROLL
    ) -> None:
        """`bilingual`: English on a second line of every paper, asked for or not. `receipts`: the paper of them."""
        self._language, self._bilingual, self._lays_out = language, bilingual, _RECEIPTS[receipts]
        self._fonts = fonts or fonts_of_this_machine()

    def warming(self) -> tuple[Callable[[], None], ...]:
        """Load what the first receipt needs, in pieces of less than 80 ms. Each raises NoFont."""
        steps: tuple[Callable[[], None], ...] = (partial(load, _REPORTLAB), *self._fonts.warming())
        return tuple(partial(self._alone, step) for step in steps)

    def _alone(self, step: Callable[[], None]) -> None:
        with self._fonts.turn:
            step()

    def pdf(self, receipt: Receipt, *, copy: int = 0) -> bytes:
        """The receipt as PDF, the same bytes each time. `copy` > 0 prints 补打 with that number. Raises NoFont."""
        return self.receipt_paper(receipt, copy=copy).pdf

    def receipt_paper(self, receipt: Receipt, *, copy: int = 0, bilingual: bool = False) -> Document:
        """The receipt for its printer, likewise. Raises NoFont."""
        both = bilingual or self._bilingual
        with self._fonts.turn:
            sheets = self._lays_out(receipt, language=self._language, fonts=self._fonts, copy=copy, bilingual=both)
            made = book(sheets, fonts=self._fonts)
        title = receipt.number or receipt.draft.title.zh
        return Document(made, title, Role.RECEIPT, sheets[0].width, sheets[0].height, len(sheets))

    def pages(self, paper: LongPaper) -> bytes:
        """A paper of several pages as PDF on A4, the same bytes each time. Raises NoFont."""
        return self.long_paper(paper).pdf

    def long_paper(self, paper: LongPaper, *, copy: int = 0, bilingual: bool = False) -> Document:  # noqa: ARG002
        """The same for its printer. Raises NoFont."""
        from printing.pages import lay_out_pages

        with self._fonts.turn:
            sheets = lay_out_pages(
                paper, language=self._language, fonts=self._fonts, bilingual=bilingual or self._bilingual
            )
            made = book(sheets, fonts=self._fonts)
        return Document(made, paper.number, Role.FORM, sheets[0].width, sheets[0].height, len(sheets))

    def form_paper(self, paper: FormPaper, *, copy: int = 0, bilingual: bool = False) -> Document:
        """A form on A4 for its printer, the same bytes each time. Raises NoFont."""
        from printing.forms import lay_out_form

        with self._fonts.turn:
            sheets = lay_out_form(
                paper, language=self._language, fonts=self._fonts, copy=copy, bilingual=bilingual or self._bilingual
            )
            made = book(sheets, fonts=self._fonts)
        title = paper.frame.number or paper.frame.title.zh
        return Document(made, title, Role.FORM, sheets[0].width, sheets[0].height, len(sheets))

    def signed_form(self, form: FilledForm, *, copy: int = 0, bilingual: bool = False) -> Document:
        """A form to sign, on A4, likewise. Raises NoFont."""
        from printing.form_a4 import lay_out_signed

        with self._fonts.turn:
            sheets = lay_out_signed(
                form, language=self._language, fonts=self._fonts, copy=copy, bilingual=bilingual or self._bilingual
            )
            made = book(sheets, fonts=self._fonts)
        title = form.number or form.title.zh
        return Document(made, title, Role.FORM, sheets[0].width, sheets[0].height, len(sheets))

    def code(self, number: str) -> tuple[tuple[bool, ...], ...]:
        """The QR code of a number, square by square. Raises ValueError for what is no number of this counter."""
        from printing.qr import modules

        return modules(number)

"""What the desk does about paper: making one to look at or to keep, printing, and what becomes of one that is stuck.

A part of `Desk`. Refuses to be a desk of its own: rights are asked around its methods as around the others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter_app.desk import paper_kinds, pressing, receipt_codes, verifying
from counter_app.desk.pressing import Pressed
from counter_app.desk.views_checked import Checked
from counter_app.domain.print_job import Document, PrintJob, Role
from counter_app.domain.receipt import Receipt
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.desk.station import Station


class PaperPart:
    """`Desk` is one by it."""

    _station: Station

    def paper_steps(self) -> tuple[Callable[[], None], ...]:
        """What makes the printer ready for the first receipt, for the paper lane. Each raises PaperTrouble."""
        return self._station.paper.warming()

    def receipt(self, key: str) -> Receipt:
        """By operation id, or number of a receipt, a successor or a notice; says what is known now. Raises NotFound."""
        return paper_kinds.receipt(self._station, key)

    def code_of(self, receipt: Receipt) -> tuple[tuple[bool, ...], ...]:
        """The QR code that stands on that paper, square by square; () where none does."""
        code = receipt_codes.code_of(self._station, receipt.number) if receipt.number else ""
        return self._station.paper.code(code or receipt.number) if receipt.draft.scannable else ()

    def check_code(self, typed: str) -> Checked:
        """Whether a paper is genuine, by its signed code; on record. Raises NoCode."""
        return verifying.check(self._station, typed)

    def shown_receipt(self, key: str) -> Receipt:
        """The receipt for whoever asks to see it; on record. Raises NotFound."""
        receipt = self.receipt(key)
        self._station.store.note(self._station.entry("receipt.shown", subject=receipt.number))
        return receipt

    def receipt_pdf(self, key: str) -> bytes:
        """The receipt as a file somebody asked for; on record. Raises NotFound, PaperTrouble."""
        return self.paper_document("receipt", key, way=paper_kinds.FILE).pdf

    def guide_pdf(self, procedure: str) -> bytes:
        """The guide of a procedure as a file. Raises NotFound, PaperTrouble."""
        return self.paper_document("guide", procedure, way=paper_kinds.FILE).pdf

    def paper_document(
        self, kind: str, key: str, *, way: str = paper_kinds.SCREEN, bilingual: bool = False
    ) -> Document:
        """A paper of a kind (`paper_kinds.KINDS`) to look at ("screen") or to keep ("file"); on record. Raises
        NotFound, NotAllowed, Refused, PaperTrouble.
        """
        return paper_kinds.document(self._station, kind, key, way=way, bilingual=bilingual)

    def print_paper(self, kind: str, key: str, *, copy: bool = False, bilingual: bool | None = None) -> PrintJob:
        """Write a paper down as one to print, on record; `press` brings it to the printer. `copy`: a reprint, numbered
        after the ones before; a paper that has come out before becomes one by itself. `bilingual` None: as the last
        one. Raises NoPrinter, NoPagePrinter, NotFound, NotAllowed, Refused.
        """
        return pressing.queue(self._station, kind, key, copy=copy, bilingual=bilingual)

    def press(self, only: str = "") -> Pressed:
        """One step of the papers on their way, and what is still open; blocks as long as a printer does. `only`: of
        that job, for who cannot stay with what it would begin besides.
        """
        return pressing.press(self._station, only)

    def print_jobs(self) -> tuple[PrintJob, ...]:
        """Papers somebody or something still has to do with, oldest first."""
        return tuple(self._station.store.print_jobs())

    def print_job(self, job_id: str) -> PrintJob | None:
        """One paper, ended or not."""
        return self._station.store.print_job(job_id)

    def paper_jobs(self, kind: str, key: str) -> tuple[PrintJob, ...]:
        """The jobs of one paper, ended ones too, newest last. Raises NotFound."""
        subject = paper_kinds.kind_of(kind).key_of(self._station, key)
        return tuple(self._station.store.print_jobs(closed=True, kind=kind, key=subject))

    def next_copy(self, kind: str, key: str) -> int:
        """The number the next one on paper would carry, 0 a first paper. Raises NotFound."""
        return pressing.next_copy(self._station, kind, key)

    def retry_print(self, job_id: str) -> PrintJob:
        """Once more; where the first may have come out, as a copy. On record. Raises NotFound, NotEligible."""
        return pressing.retry(self._station, job_id)

    def drop_print(self, job_id: str, reason: str) -> None:
        """Not any more; on record. Raises NotFound, NotEligible."""
        pressing.drop(self._station, job_id, reason)

    def came_out(self, job_id: str) -> None:
        """The clerk has it in hand; on record. Raises NotFound, NotEligible."""
        pressing.came_out(self._station, job_id)

    def printer_stands(self, role: Role) -> Text | None:
        """None where the printer of that role would print now, else why not. Raises NoPrinter, NoPagePrinter,
        PrinterRefused.
        """
        return self._station.printer.examine(role)

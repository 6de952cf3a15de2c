"""What the counter needs of the world for paper: who makes it, the printers it comes out of, and the rows kept of it.

Refuses to know how a page is laid out, which printer a name stands for, and how rows are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from counter_app.domain.filled_form import FilledForm
from counter_app.domain.form_papers import FormPaper
from counter_app.domain.long_paper import LongPaper
from counter_app.domain.operation import AuditEntry
from counter_app.domain.print_job import Document, PrinterSays, PrintJob, PrintState, Role
from counter_app.domain.receipt import Receipt
from counter_app.domain.text import Text


class PaperMaker(Protocol):
    """Makes paper: PDF with embedded fonts, the same bytes each time. Raises NoFont."""

    def warming(self) -> tuple[Callable[[], None], ...]:
        """Short steps that load what the first receipt needs, ahead of it. Each raises PaperTrouble."""
        ...

    def pdf(self, receipt: Receipt, *, copy: int = 0) -> bytes:
        """The receipt as PDF. `copy` > 0 prints 补打 with that number."""
        ...

    def receipt_paper(self, receipt: Receipt, *, copy: int = 0, bilingual: bool = False) -> Document:
        """The receipt for its printer."""
        ...

    def pages(self, paper: LongPaper) -> bytes:
        """Several pages, A4, each with its number and with how many there are."""
        ...

    def long_paper(self, paper: LongPaper, *, copy: int = 0, bilingual: bool = False) -> Document:
        """The same for its printer."""
        ...

    def form_paper(self, paper: FormPaper, *, copy: int = 0, bilingual: bool = False) -> Document:
        """A form on A4 for its printer."""
        ...

    def signed_form(self, form: FilledForm, *, copy: int = 0, bilingual: bool = False) -> Document:
        """A form to sign, on A4, for its printer."""
        ...

    def code(self, number: str) -> tuple[tuple[bool, ...], ...]:
        """The QR code as it is printed with that number: rows of dark and light squares, without the white around."""
        ...


class Printer(Protocol):
    """The counter's printers by role. Raises NoPrinter, NoPagePrinter (none is set), PrinterRefused (not taken)."""

    def named(self, role: Role) -> str:
        """What the settings say of that printer, "" for none."""
        ...

    def hand_over(self, document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:
        """Hand a paper to the printer of its role. `job`: our own id of it.

        `named` is told the printer's name of the job before the first byte of the paper goes out: what it wrote down
        outlives a crash. `begun`: a name told before, of a job that never got its paper: it gets it now. Whatever is
        raised before `named` was called means that the printer has nothing.
        """
        ...

    def find(self, job: str, role: Role) -> str:
        """The printer's name of a job begun under our id whose name nobody wrote down; "" when it knows none."""
        ...

    def state_of(self, spooled: str) -> PrinterSays:
        """How far a job is that was told to `named`. Raises PrinterRefused where the printer cannot be asked."""
        ...

    def let_go(self, spooled: str) -> None:
        """The printer need not print that job any more. Raises PrinterRefused where it did not answer."""
        ...

    def examine(self, role: Role) -> Text | None:
        """None: the printer of that role would print now. Else why a paper would wait, and what to do."""
        ...


class PrintStore(Protocol):
    """The store's part: one row a print job. Raises StoreTrouble."""

    def queue_print(self, job: PrintJob, audit: AuditEntry | None, *, again: AuditEntry | None) -> PrintJob:
        """Write a job down with its audit entry: one transaction. With `again`, its paper is counted: `copy` > 0, or a
        first paper that may have come out before, becomes a copy with the next number under that entry.
        """
        ...

    def print_instead(
        self,
        job: PrintJob,
        audit: AuditEntry | None,
        *,
        again: AuditEntry | None,
        ended: PrintJob,
        was: PrintState,
        why: AuditEntry,
    ) -> PrintJob | None:
        """Close one (`ended`, with the entry `why`) and write down the copy printed instead, as `queue_print`: one
        transaction. None, and nothing written, where it has moved on.
        """
        ...

    def next_copy(self, kind: str, key: str, again: AuditEntry) -> int:
        """What `queue_print` would number that paper now; 0 a first one."""
        ...

    def print_job(self, job_id: str) -> PrintJob | None: ...

    def print_jobs(self, *, closed: bool = False, kind: str = "", key: str = "", limit: int = 100) -> list[PrintJob]:
        """Oldest first: all that somebody or something still has to do with; with `closed` the others too, the newest
        `limit` of all.
        """
        ...

    def keep_print(self, job: PrintJob, *, was: PrintState, audit: AuditEntry | None = None) -> bool:
        """Write how far a job has come, where it still stands as it `was` and is not closed; False where not."""
        ...

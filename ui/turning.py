"""Turning somebody away from the window: what is missing or why not, the sheet, and taking it up again by its number.

Refuses to end a visit before the sheet is kept: making it and ending the visit are one call of the desk.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from counter_app.desk.views import PersonView, VisitView
from counter_app.desk.views_leaving import TurnAwayView
from counter_app.domain.case import CaseKind
from counter_app.domain.receipt import Receipt

if TYPE_CHECKING:
    from ui.serving import Serving

Code = tuple[tuple[bool, ...], ...]


def paper_kind(kind: str, *, pages_printed: bool) -> str:
    """What is printed of it: the notice on A4 where there is such a printer, else the roll; of what was given up there
    is no notice.
    """
    return "notice" if pages_printed and kind != CaseKind.GIVEN_UP.value else "receipt"


class Turning(QObject):
    """`made(Receipt, code)`: the sheet of the page in front, and its QR code square by square."""

    made = Signal(object, object)

    def __init__(self, serving: Serving) -> None:
        super().__init__(serving)
        self._serving = serving
        self._sheet: tuple[TurnAwayView, Receipt, Code] | None = None  # of the page in front
        self._printed_as = "receipt"

    def open(self, procedure: str = "") -> None:
        """From the person or a procedure: what can be told."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, (PersonView, VisitView)):
            self._serving.move(lambda: desk.turning_away(visit.visit_id, procedure), self._serving.show)

    def leave(self) -> None:
        """Back to where the visit stands."""
        self._serving.home()

    def give(self, kind: str, reason: str, papers: tuple[str, ...]) -> None:
        """Keep the case, end the visit, print."""
        desk, view = self._serving.desk, self._serving.page
        if desk is None or not isinstance(view, TurnAwayView):
            return

        self._printed_as = paper_kind(kind, pages_printed=self._serving.parts.pages_printed)

        def job() -> tuple[Receipt, Code]:
            paper = desk.turn_away(view.visit_id, kind, procedure=view.procedure, reason=reason, missing=papers)
            return paper, desk.code_of(paper)

        self._serving.move(job, partial(self._given, view))

    def _given(self, view: TurnAwayView, made: tuple[Receipt, Code]) -> None:
        paper, code = made
        self._sheet = (view, paper, code)
        self._serving.visit = None
        self.made.emit(paper, code)
        self._print(paper.number, copy=False)
        self._serving.line.urge()

    def show_again(self) -> None:
        """The page in front is drawn anew: with the sheet, where it was made."""
        if self._sheet is not None and self._serving.page is self._sheet[0]:
            self.made.emit(*self._sheet[1:])

    def reprint(self, number: str) -> None:
        """The sheet once more; the copy says so."""
        self._print(number, copy=True)

    def _print(self, number: str, *, copy: bool) -> None:
        if self._printed_as == "receipt":
            self._serving.carrying.print_receipt(number, copy=copy)
        else:
            self._serving.printing.paper(self._printed_as, number, copy=copy)

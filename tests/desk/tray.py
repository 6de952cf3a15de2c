"""A printer in hand, for tests of what becomes of papers. Refuses to know what a real one does with its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from counter_app.domain.errors import PrinterRefused
from counter_app.domain.print_job import Document, PrinterSays, PrintState, Role
from counter_app.domain.text import Text, same


@dataclass
class Tray:
    """A printer in hand, at the process edge: what it was given lies in `papers` by our id of the job. `off`: it cannot
    be reached. `says`: of every job it has.
    """

    papers: list[tuple[str, Document]] = field(default_factory=list)
    says: PrinterSays = field(default_factory=lambda: PrinterSays(PrintState.DONE))
    off: bool = False
    asked: int = 0
    cancelled: list[str] = field(default_factory=list)

    def named(self, role: Role) -> str:
        return "tray"

    def hand_over(self, document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:
        self._must_be_on()
        named(f"n-{job}")
        self.papers.append((job, document))

    def find(self, job: str, role: Role) -> str:
        self._must_be_on()
        return ""

    def state_of(self, spooled: str) -> PrinterSays:
        self._must_be_on()
        return self.says

    def let_go(self, spooled: str) -> None:
        self._must_be_on()
        self.cancelled.append(spooled)

    def examine(self, role: Role) -> Text | None:
        return None

    def _must_be_on(self) -> None:
        self.asked += 1
        if self.off:
            raise PrinterRefused(why=same("off"))

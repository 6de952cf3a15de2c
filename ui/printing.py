"""Papers on their way to the printers, as the window sees them: queues them, presses them on in the paper lane while
any is open, and tells strip and result page how they stand.

Refuses to call a paper printed before its row says so, and to ask a printer anything on the GUI thread.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.desk.pressing import Pressed, why_of
from counter_app.desk.views import OutcomeView
from counter_app.domain.errors import CounterError, PaperTrouble
from counter_app.domain.print_job import PrintJob, PrintState, Role
from counter_app.domain.text import Text, same
from ui.standing import PapersStanding, Standing

if TYPE_CHECKING:
    from ui.serving import Serving

SOON_MS, LATER_MS = 300, 5000
IDLE_MS = 30_000  # for what other programs of this folder left: `counter print` goes when its paper waits


class Printing(QObject):
    """`changed`: a row of the papers did. `stood(PrintJob | None)`: newest job of the receipt on the result page."""

    changed = Signal()
    stood = Signal(object)

    def __init__(self, serving: Serving) -> None:
        super().__init__(serving)
        self._serving = serving
        self.jobs: tuple[PrintJob, ...] = ()
        self.newest: PrintJob | None = None
        self._pressing = False
        self._again = False
        self._on_duty = False
        self._seen = False  # how the rows stood when the window opened: what failed before is not told as new
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.press)
        serving.stood.connect(self._duty_changed)
        serving.showed.connect(self._showed)

    def _duty_changed(self, standing: Standing) -> None:
        """Papers of before a restart go on when somebody is on duty."""
        before, self._on_duty = self._on_duty, standing.session is not None
        if self._on_duty and not before:
            self.press()

    def _showed(self, view: object) -> None:
        if isinstance(view, OutcomeView):
            self.newest = None
            self._look()

    def paper(self, kind: str, key: str, *, copy: bool = False, said: Text | None = None) -> None:
        """Print one; `said` is told when it is queued."""
        desk = self._serving.desk
        if desk is not None:
            job = partial(desk.print_paper, kind, key, copy=copy)
            self._serving.lanes.desk.run(job, partial(self._queued, said), self._serving.tell)

    def _queued(self, said: Text | None, _job: PrintJob) -> None:
        if said is not None:
            self._serving.said.emit(said, same(""))
        self.press()

    def press(self) -> None:
        """One step now; what was asked for while one is on its way comes after it."""
        desk = self._serving.desk
        if desk is None:
            return
        if self._pressing:
            self._again = True
            return
        self._pressing, self._again = True, False
        self._timer.stop()
        self._look()
        self._serving.lanes.paper.run(partial(_tried, desk.press), self._came, self._not_pressed)

    def do(self, act: Callable[[], object], failed: Callable[[CounterError], None]) -> None:
        """What a clerk decides about a paper: in the paper lane, for a printer may have to be told."""

        def stumbled(trouble: CounterError) -> None:
            failed(trouble)
            self.press()

        self._serving.lanes.paper.run(act, lambda _done: self.press(), stumbled)

    def examine(self) -> None:
        """How the printer for receipts stands, while nothing is on its way to it."""
        desk = self._serving.desk
        if desk is not None and self._serving.parts.printer_set:
            self._serving.lanes.paper.run(partial(desk.printer_stands, Role.RECEIPT), self._examined, self._not_there)

    def _examined(self, why: Text | None) -> None:
        if not self.jobs:
            self._stands(why)

    def _not_there(self, trouble: CounterError) -> None:
        if isinstance(trouble, PaperTrouble):
            self._examined(why_of(trouble))
        else:
            self._serving.tell(trouble)

    def _came(self, answer: Pressed | Exception) -> None:
        if isinstance(answer, Pressed):
            self._pressed(answer)
            return
        self._go_on()
        sys.excepthook(type(answer), answer, answer.__traceback__)

    def _pressed(self, pressed: Pressed) -> None:
        self._pressing = False
        before, self.jobs = self.jobs, pressed.jobs
        if before != self.jobs:
            if self._seen:
                self._tell_failed(before)
            self._look()
            self.changed.emit()
            self._stood_after()
        self._seen = True
        if self._again:
            self.press()
        elif any(job.state is not PrintState.FAILED for job in self.jobs):
            self._timer.start(SOON_MS if pressed.soon else LATER_MS)
        elif self._on_duty:
            self._timer.start(IDLE_MS)

    def _stood_after(self) -> None:
        if self.jobs or not self._serving.parts.printer_set:
            self._stands(next((job.reason for job in self.jobs if job.reason is not None), None))
        else:  # given up or come out: whether the printer would print now it says itself
            self._stands(self._serving.standing.papers.why)
            self.examine()

    def _not_pressed(self, trouble: CounterError) -> None:
        self._go_on()
        self._serving.tell(trouble)

    def _go_on(self) -> None:
        """After a step that told nothing of the rows: whatever broke, printing goes on."""
        self._pressing = False
        if self._again:
            self.press()
        else:
            self._timer.start(LATER_MS)

    def _tell_failed(self, before: tuple[PrintJob, ...]) -> None:
        known = {job.id for job in before if job.state is PrintState.FAILED}
        fresh = [job for job in self.jobs if job.state is PrintState.FAILED and job.id not in known]
        if fresh:
            self._serving.said.emit(Text("有一份没有打成", "A paper was not printed"), fresh[-1].reason or same(""))

    def _stands(self, why: Text | None) -> None:
        waiting = [job for job in self.jobs if job.state is not PrintState.FAILED]
        papers = PapersStanding(len(waiting), len(self.jobs) - len(waiting), why, known=True)
        if papers != self._serving.standing.papers:
            self._serving.set_standing(papers=papers)

    def _look(self) -> None:
        """The newest job of the receipt on the result page."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, OutcomeView):
            job = partial(desk.paper_jobs, "receipt", visit.receipt.number)
            self._serving.lanes.desk.run(job, partial(self._found, visit.visit_id), self._serving.tell, owner=self)

    def _found(self, visit_id: str, jobs: tuple[PrintJob, ...]) -> None:
        visit = self._serving.visit
        if isinstance(visit, OutcomeView) and visit.visit_id == visit_id:
            self.newest = jobs[-1] if jobs else None
            self.stood.emit(self.newest)


def _tried(press: Callable[[], Pressed]) -> Pressed | Exception:
    """A fault of the program comes home as an answer: who waits for the step has to hear of it."""
    try:
        return press()
    except CounterError:
        raise
    except Exception as fault:  # noqa: BLE001 - goes to the hook on the GUI thread
        return fault

"""What a clerk does with a stick: take waiting work out, hand another outlet's file in, take answers back. Keeps how
that stands while other pages are in front and when the window is drawn anew.

Refuses two at once, and to be waited for: the window goes on meanwhile. Files are read and written in the paper lane;
what asks the platform has its lane.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from counter_app.by_hand import ByHand, Drive, Exported, Ready, Taken
from counter_app.domain.errors import CounterError, StoreTrouble
from counter_app.domain.text import Text, same
from counter_app.domain.transfer_errors import StickTrouble
from counter_app.ports import LineKind
from counter_app.transfer import HandedIn

if TYPE_CHECKING:
    from ui.lanes import Lane
    from ui.serving import Serving


Answer = TypeVar("Answer")
PLACE = "transfer"  # the page, for whoever asks what is in front


class Task(StrEnum):
    """The three steps, in the order a file goes round."""

    EXPORT = "export"
    IMPORT = "import"
    TAKE = "take"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a `file` at the platform, and where its answers stand; None with the `trouble` that kept them from
    being written.
    """

    file: Path
    came: HandedIn
    answers: Path | None
    trouble: StickTrouble | None = None


Done = Exported | Imported | Taken


@dataclass(frozen=True, slots=True)
class StickView:
    """What the page draws. `ready` None: not looked yet. `done`: what the last step came to; `trouble` likewise."""

    task: Task = Task.EXPORT
    ready: Ready | None = None
    drives: tuple[Drive, ...] = field(default_factory=tuple)
    online: bool = False
    busy: bool = False
    done: Done | None = None
    trouble: tuple[Text, Text] | None = None


class Sticking(QObject):
    """`changed(StickView)`: it is another one."""

    changed = Signal(object)

    def __init__(self, serving: Serving) -> None:
        super().__init__(serving)
        self._serving = serving
        self._asked: Task | None = None
        self._ticket = 0
        self.view = StickView()
        serving.came_to_nothing.connect(self._stumble)

    def open(self, task: Task | None = None) -> None:
        """Look what is ready and which sticks are in. `task` in front; else what is likeliest."""
        line = self._serving.standing.line
        self._asked = task
        self._show(online=line is not None and line.kind is LineKind.ONLINE)
        if not self.view.busy:
            self._show(done=None, trouble=None, **({"task": task} if task is not None else {}))
            self._run(lambda hand: (hand.ready(), hand.drives()), self._looked)

    def choose(self, task: Task) -> None:
        """Another of the three steps."""
        if not self.view.busy:
            self._asked = task
            self._show(task=task, done=None, trouble=None)
            self._run(lambda hand: (hand.ready(), hand.drives()), self._looked)

    def take_out(self, where: Path) -> None:
        """Everything that is ready, into that folder."""
        clerk = self._clerk
        self._begin(lambda hand: hand.take_out(where, clerk=clerk))

    def hand_in(self, file: Path) -> None:
        """Hand that file in, and keep its answers beside it."""
        clerk = self._clerk
        self._begin(lambda hand: _handed_in(hand, file, clerk), lane=self._serving.lanes.platform)

    def keep_answers(self, folder: Path) -> None:
        """The answers that found no room beside their file, into that folder."""
        done = self.view.done
        if isinstance(done, Imported):
            self._begin(lambda hand: _kept(hand, done, folder / done.file.name))

    def take_back(self, file: Path) -> None:
        """Take the answers of that file."""
        clerk = self._clerk
        self._begin(lambda hand: hand.take_back(file, clerk=clerk))

    @property
    def _clerk(self) -> str:
        session = self._serving.standing.session
        return session.clerk if session is not None else ""

    def _looked(self, came: tuple[Ready, tuple[Drive, ...]]) -> None:
        ready, drives = came
        task = self._asked or self._likeliest(ready)
        self._show(ready=ready, drives=drives, task=task)

    def _likeliest(self, ready: Ready) -> Task:
        """With a line somebody brings a file; without one work leaves, and when all of it has left answers come."""
        if self.view.online:
            return Task.IMPORT
        return Task.TAKE if ready.operations and ready.again == ready.operations else Task.EXPORT

    def _begin(self, job: Callable[[ByHand], Done], *, lane: Lane | None = None) -> None:
        """One step, unless one is on its way."""
        if self.view.busy:
            return
        self._asked = self.view.task
        self._show(busy=True, trouble=None)
        self._ticket = self._run(job, self._came, self._failed, lane=lane)

    def _stumble(self) -> None:
        """A fault of the program may have ended the step: nothing comes of it any more."""
        if self.view.busy and not self._serving.lanes.awaits(self._ticket):
            self._show(busy=False)

    def _came(self, done: Done) -> None:
        self._show(busy=False, done=done)
        self._serving.count()
        if self._serving.page != PLACE:
            self._serving.said.emit(*_said(done))

    def _failed(self, trouble: CounterError) -> None:
        self._show(busy=False, trouble=(trouble.message, trouble.what_next))
        self._serving.count()
        if self._serving.page != PLACE or isinstance(trouble, StoreTrouble):
            self._serving.tell(trouble)

    def _run(
        self,
        job: Callable[[ByHand], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[CounterError], None] | None = None,
        *,
        lane: Lane | None = None,
    ) -> int:
        opens, desk = self._serving.parts.open_by_hand, self._serving.desk
        run_in = lane or self._serving.lanes.paper

        def allowed() -> Answer:
            if desk is not None:
                desk.may_carry()
            return job(opens())

        return run_in.run(allowed, done, failed or self._serving.tell, owner=self)

    def _show(self, **changes: object) -> None:
        self.view = replace(self.view, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.view)


def _handed_in(hand: ByHand, file: Path, clerk: str) -> Imported:
    """The platform has taken it by now: a stick that is full or may not be written to loses no more than the way the
    answers go, so that is told with what came of it.
    """
    came = hand.hand_in(file, clerk=clerk)
    return _kept(hand, Imported(file, came, None), file)


def _kept(hand: ByHand, done: Imported, file: Path) -> Imported:
    try:
        return replace(done, answers=hand.keep_answers(file, done.came.answers), trouble=None)
    except StickTrouble as trouble:
        return replace(done, answers=None, trouble=trouble)


def _said(done: Done) -> tuple[Text, Text]:
    """For whoever looks at another page by now."""
    if isinstance(done, Exported):
        return Text(f"已导出 {done.operations} 件", f"{done.operations} taken out"), same(done.path.name)
    if isinstance(done, Taken):
        counts = Text(f"确认 {done.accepted}，退回 {done.refused}", f"{done.accepted} accepted, {done.refused} refused")
        return Text("答复已取回", "The answers were taken"), counts
    if done.answers is None:
        return Text("省平台已收，答复没有存成", "Handed in; the answers were not kept"), same(done.file.name)
    return Text("已导入，答复已存", "Handed in, the answers are kept"), same(done.answers.name)

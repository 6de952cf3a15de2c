"""Papers that wait for a printer or were not printed: why, and what becomes of each: again, here, or not any more.

Refuses to give one up without a reason, and to show whose paper it is: a number and a kind tell it apart.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from counter_app.desk.paper_kinds import KINDS
from counter_app.domain.print_job import PrintJob, PrintState
from counter_app.domain.text import Text
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.print_words import job_chip
from ui.widgets.box import Box, Chip, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.fields import Entry, Note
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words


class PapersPage(Page):
    """`wanted`: look again now; `repeated(id)`; `came(id)`; `dropped(id, reason)`; `left`: away from here."""

    patient = True
    wanted = Signal()
    repeated = Signal(str)
    came = Signal(str)
    dropped = Signal(str, str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.jobs: tuple[PrintJob, ...] = ()
        self.buttons: dict[tuple[str, str], KeyButton] = {}
        self.reasons: dict[str, Entry] = {}
        body = column(self, look)
        area = ScrollColumn(look, margins=(24, 18, 24, 18), gap=10)
        area.body.addWidget(Words(look, self.tr("等着打印的纸"), face="title"))
        self._head = Words(look, tone="ink2", wrap=True)
        area.body.addWidget(self._head)
        self.note = Note(look)
        area.body.addWidget(self.note)
        listed = QWidget()
        self._list = column(listed, look, gap=10)
        area.body.addWidget(listed)
        area.body.addStretch(1)
        body.addWidget(area, 1)
        body.addWidget(self._foot())

    def _foot(self) -> Footer:
        look, foot = self.look, Footer(self.look)
        back = KeyButton(look, self.tr("返回"), key="Esc", icon="arrow-left", height=40)
        back.clicked.connect(self.escape)
        foot.left.addWidget(back)
        again = KeyButton(look, self.tr("刷新"), icon="refresh", height=40)
        again.clicked.connect(self.wanted)
        foot.right.addWidget(again)
        return foot

    def show_papers(self, jobs: tuple[PrintJob, ...]) -> None:
        """Draw what is open; what was typed stays with its paper."""
        if jobs == self.jobs and self._list.count():
            return
        typed = {name: entry.line.text() for name, entry in self.reasons.items()}
        focus = next((key for key, button in self.buttons.items() if button.hasFocus()), None)
        self.jobs = jobs
        empty(self._list)
        self.buttons, self.reasons = {}, {}
        self.note.show_note("", fault=False)
        head = self.tr("打印机好了会接着打，不用重办业务；没打成的，每份定一下：重打、已出纸，或不打了")
        self._head.setText(head if jobs else self.tr("没有等着打印的纸"))
        for job in jobs:
            self._list.addWidget(self._one(job))
            self.reasons[job.id].line.setText(typed.get(job.id, ""))
        appear(self._list)
        if focus in self.buttons:
            self.buttons[focus].setFocus(Qt.FocusReason.OtherFocusReason)
        self.mark_drawn()

    def say_fault(self, why: Text, how: Text) -> None:
        """What could not be done, and what to do; the list stays."""
        comma = "，" if self.look.chinese else ", "
        self.note.show_note(f"{self.look.say(why)}{comma}{self.look.say(how)}", fault=True)
        self.mark_drawn()

    def _one(self, job: PrintJob) -> Box:
        look, box = self.look, Box(self.look)
        lines = column(box, look, margins=(20, 12, 16, 14), gap=6)
        top = row(None, look, gap=12)
        top.addWidget(Words(look, self.called(job), face="section"))
        kind, icon, words = job_chip(job, can_print=True)
        top.addWidget(Chip(look, look.say(words), kind=kind, icon=icon))
        top.addStretch(1)
        top.addWidget(Words(look, look.clock(job.queued_at), tone="ink2"))
        lines.addLayout(top)
        if job.reason is not None:
            lines.addWidget(Words(look, look.say(job.reason), wrap=True))
        foot = row(None, look, gap=12)
        entry = Entry(look, name=self.tr("不打了的原因"), icon="edit")
        entry.line.setPlaceholderText(self.tr("不打了的原因，不写姓名和号码"))
        self.reasons[job.id] = entry
        foot.addWidget(entry, 1)
        for name, title in self._ways(job):
            button = KeyButton(look, title, kind="main" if name == "again" else "plain", height=40)
            button.setAccessibleName(f"{title} {self.called(job)}")
            button.clicked.connect(partial(self._do, name, job.id))
            self.buttons[job.id, name] = button
            foot.addWidget(button)
        lines.addLayout(foot)
        return box

    def _ways(self, job: PrintJob) -> list[tuple[str, str]]:
        drop = ("drop", self.tr("不打了"))
        if job.state is PrintState.QUEUED:
            return [drop]
        came = ("came", self.tr("已出纸"))
        if job.state is PrintState.PRINTING:
            return [drop, came]
        return [drop, came, ("again", self.tr("补打") if job.unsure else self.tr("重打"))]

    def called(self, job: PrintJob) -> str:
        """What paper it is: kind, number, which copy."""
        name = self.look.say(KINDS[job.kind].name) if job.kind in KINDS else job.kind
        key = job.key if any(character.isdigit() for character in job.key) and len(job.key) < _LONG else ""
        copy = self.tr("补打 {number}").format(number=job.copy) if job.copy else ""
        return " ".join(part for part in (name, key, copy) if part)

    def _do(self, name: str, job_id: str, _on: bool = False) -> None:
        if name == "again":
            self.repeated.emit(job_id)
        elif name == "came":
            self.came.emit(job_id)
        else:
            self._drop(job_id)

    def _drop(self, job_id: str) -> None:
        entry = self.reasons[job_id]
        reason = entry.line.text().strip()
        if not reason:
            self.note.show_note(self.tr("写一下不打了的原因，再点不打了"), fault=True)
            entry.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.dropped.emit(job_id, reason)

    def focus_first(self) -> None:
        """The first paper's last button: what a clerk most likely wants."""
        last = [button for (job, _name), button in self.buttons.items() if self.jobs and job == self.jobs[0].id]
        (last[-1] if last else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> bool:
        focus = self.focusWidget()
        if isinstance(focus, KeyButton):
            focus.click()
        return True

    def digit(self, number: int) -> bool:
        """Number keys beside the fields go nowhere."""
        return number > 0

    def escape(self) -> bool:
        self.left.emit()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wanted.emit()


_LONG = 30  # characters; an operation's own id says nothing to a clerk

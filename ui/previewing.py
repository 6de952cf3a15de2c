"""Papers to look at: asks the desk for one of any kind, shows it over the page in front, and leads back there.

Refuses to know kinds of paper: what a paper is called, who may see it and what goes on record stands in the desk's
table. Made in the desk's lane, not behind a printer that does not answer; nothing of it stays when the page goes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from counter_app.desk.paper_kinds import kind_of
from counter_app.domain.errors import CounterError
from counter_app.domain.print_job import Document, PrintJob, PrintState
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.desk.desk import Desk
    from ui.pages.page import Page
    from ui.pages.preview import PreviewPage
    from ui.window import Window


@dataclass(frozen=True, slots=True)
class Preview:
    """A paper as it is shown. `next_copy`: what the next one on paper says, 0 a first paper; `last`: its newest job;
    `bilingual`: with English on a second line, as it will be printed and saved.
    """

    kind: str
    key: str
    name: Text
    document: Document
    last: PrintJob | None
    next_copy: int
    bilingual: bool = False


class NotShown(CounterError):
    """What was made is no paper that can be shown."""

    happened = Text("这份纸显示不了", "This paper cannot be shown")
    advice = Text("直接打印，或告诉管理员", "Print it, or tell the administrator")


class Previewing(QObject):
    """Of one window and its page."""

    def __init__(self, window: Window, page: PreviewPage) -> None:
        super().__init__(page)
        self._window, self._page = window, page
        self._beneath: tuple[Page, QWidget | None] | None = None
        self._sending = False
        page.printed.connect(self.print_it)
        page.saved.connect(self.save)
        page.worded.connect(self.reword)
        page.left.connect(self.leave)
        page.gone.connect(self._gone)
        window.serving.printing.changed.connect(self.look_again)

    def open(self, kind: str, key: str) -> None:
        """Show that paper, unless the clerk has gone elsewhere before it was made."""
        serving = self._window.serving
        desk, asked_on = serving.desk, self._window.page
        if desk is not None:
            serving.lanes.tear_up(self)
            job = partial(_made, desk, kind, key)
            serving.lanes.desk.run(job, partial(self._came, asked_on), serving.tell, owner=self)

    def _came(self, asked_on: Page, view: Preview) -> None:
        window = self._window
        if not isValid(asked_on) or window.page is not asked_on or window.serving.duty.locked:
            return
        focus = asked_on.focusWidget()
        if not self._page.show_preview(view):
            window.serving.tell(NotShown())
            return
        self._sending = False  # a fault of the program answers nobody: another paper is not held up by it
        window.go(self._page)
        self._beneath = (asked_on, focus)

    def leave(self) -> None:
        """Back where it was asked for, the focus where it was."""
        if self._beneath is None:
            return
        page, focus = self._beneath
        if not isValid(page):
            self._window.serving.home()
            return
        self._window.go(page)
        if focus is not None and isValid(focus) and page.isAncestorOf(focus) and focus.isVisible():
            focus.setFocus()

    def reword(self) -> None:
        """The same paper with English on a second line, or without: the holder asked for it."""
        serving, view = self._window.serving, self._page.view
        desk = serving.desk
        if desk is not None and view is not None:
            job = partial(_worded, desk, view.kind, view.key, bilingual=not view.bilingual)
            serving.lanes.desk.run(job, self._reworded, serving.tell, owner=self)

    def _reworded(self, view: Preview) -> None:
        shown = self._page.view
        if shown is not None and (shown.kind, shown.key) == (view.kind, view.key):
            self._page.show_preview(view)

    def look_again(self) -> None:
        """A print job changed: say how this paper's stands now."""
        desk, view = self._window.serving.desk, self._page.view
        if desk is not None and view is not None:
            job = partial(_stands, desk, view)
            self._window.serving.lanes.desk.run(job, self._stood, self._window.serving.tell, owner=self)

    def _stood(self, view: Preview) -> None:
        shown = self._page.view
        if shown is not None and (shown.kind, shown.key) == (view.kind, view.key):
            self._page.show_jobs(view)

    def print_it(self) -> None:
        """On paper, as a copy where one has come out; one that failed is tried once more. A doubled key is one paper:
        the next one would carry another number than the one that was read.
        """
        serving, view = self._window.serving, self._page.view
        desk = serving.desk
        if desk is not None and view is not None and not self._sending:
            self._sending = True
            serving.lanes.desk.run(partial(_queued, desk, view), self._sent, self._not_sent)

    def _sent(self, view: Preview) -> None:
        self._sending = False
        self._stood(view)
        self._window.serving.printing.press()

    def _not_sent(self, trouble: CounterError) -> None:
        self._sending = False
        self._window.serving.tell(trouble)
        self.look_again()

    def save(self) -> None:
        """As a file where the clerk wants it; it is called as the paper is."""
        view = self._page.view
        if view is not None:
            self._window.saving.save_paper(
                view.kind,
                view.key,
                f"{self._window.look.say(view.name)} {view.document.title}",
                bilingual=view.bilingual,
            )

    def _gone(self) -> None:
        self._window.serving.lanes.tear_up(self)
        self._beneath = None


def _made(desk: Desk, kind: str, key: str) -> Preview:
    """In the words it was printed in last, else in Chinese."""
    jobs = desk.paper_jobs(kind, key)
    return _worded(desk, kind, key, bilingual=bool(jobs) and jobs[-1].bilingual)


def _worded(desk: Desk, kind: str, key: str, *, bilingual: bool) -> Preview:
    document = desk.paper_document(kind, key, bilingual=bilingual)
    return _stands(desk, Preview(kind, key, kind_of(kind).name, document, None, 0, bilingual))


def _stands(desk: Desk, view: Preview) -> Preview:
    jobs = desk.paper_jobs(view.kind, view.key)
    last = jobs[-1] if jobs else None
    copy = last.copy if last is not None and _failed(last) else desk.next_copy(view.kind, view.key)
    return replace(view, last=last, next_copy=copy)


def _failed(job: PrintJob) -> bool:
    """It surely came to nothing, and nobody has done anything about it."""
    return job.state is PrintState.FAILED and not job.closed and not job.unsure


def _queued(desk: Desk, view: Preview) -> Preview:
    last = view.last
    if last is not None and _failed(last) and last.bilingual == view.bilingual:
        desk.retry_print(last.id)
    else:
        desk.print_paper(view.kind, view.key, bilingual=view.bilingual)
    return _stands(desk, view)

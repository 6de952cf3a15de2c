"""The practice page at work: asks the practice province in the cards lane, because a card is one thing.

Refuses to exist outside practice mode: without a trainer nothing is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from counter_app.domain.holder import Person
    from ui.pages.practice import PracticePage
    from ui.parts import Trainer
    from ui.window import Window


class Training(QObject):
    """Connects the practice page to the trainer."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._page: PracticePage | None = None

    def connected(self, page: PracticePage) -> PracticePage:
        """The page, asking from now on."""
        self._page = page
        page.asked.connect(self._ask)
        page.put.connect(lambda number: self._do(lambda trainer: trainer.put(number)))
        page.took.connect(lambda: self._do(lambda trainer: trainer.take()))
        page.cut.connect(self._cut)
        self._ask("")
        self._look()
        return page

    def retire(self) -> None:
        """The window goes: forget what was asked."""
        self._page = None
        self._window.serving.lanes.tear_up(self)

    def _trainer(self) -> Trainer | None:
        return self._window.serving.parts.trainer

    def _ask(self, text: str) -> None:
        trainer, serving = self._trainer(), self._window.serving
        if trainer is not None:
            serving.lanes.cards.run(lambda: trainer.people(text), self._show_people, serving.tell, owner=self)

    def _show_people(self, people: tuple[Person, ...]) -> None:
        if self._page is not None:
            self._page.show_people(people)

    def _do(self, what: Callable[[Trainer], None]) -> None:
        trainer, serving = self._trainer(), self._window.serving
        if trainer is not None:
            serving.lanes.cards.run(lambda: what(trainer), lambda _none: self._look(), serving.tell)

    def _cut(self, cut: bool) -> None:
        self._do(lambda trainer: trainer.cut_line(cut))
        self._window.serving.line.urge()

    def _look(self) -> None:
        trainer, serving = self._trainer(), self._window.serving
        if trainer is not None:
            serving.lanes.cards.run(lambda: _state(trainer), self._show_state, serving.tell, owner=self)

    def _show_state(self, state: tuple[str, bool]) -> None:
        if self._page is not None:
            self._page.show_state(*state)


def _state(trainer: Trainer) -> tuple[str, bool]:
    number = trainer.lying()
    people = trainer.people(number) if number else ()
    name = next((p.holder.name for p in people if p.holder.number == number), number)
    return name, trainer.line_cut()

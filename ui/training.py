"""The practice page at work: asks the practice province in the cards lane, because a card is one thing.

Refuses to exist outside practice mode: without a trainer nothing is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from counter_app.domain.errors import CounterError
    from counter_app.domain.holder import Person
    from counter_app.domain.text import Text
    from ui.pages.practice import PracticePage
    from ui.pages.trainer_panel import Standing
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
        page.put_document.connect(lambda number: self._do(lambda trainer: trainer.put_document(number)))
        panel = page.panel
        panel.took_card.connect(lambda: self._do(lambda trainer: trainer.take()))
        panel.took_document.connect(lambda: self._do(lambda trainer: trainer.take_document()))
        panel.planned.connect(lambda trouble: self._do(lambda trainer: trainer.plan(trouble)))
        panel.psam.connect(lambda put: self._do(lambda trainer: trainer.put_psam() if put else trainer.take_psam()))
        panel.cut.connect(self._cut)
        panel.made.connect(lambda: self._do(lambda trainer: trainer.finish_making()))
        panel.failing.connect(lambda on: self._do(lambda trainer: trainer.fail_making("all" if on else "")))
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
            serving.lanes.cards.run(lambda: _found(trainer, text), self._show_people, serving.tell, owner=self)

    def _show_people(self, found: tuple[tuple[Person, ...], dict[str, Text]]) -> None:
        if self._page is not None:
            self._page.show_people(*found)

    def _do(self, what: Callable[[Trainer], object]) -> None:
        """Do it, and look again how things stand, also when it went wrong."""
        trainer, serving = self._trainer(), self._window.serving
        if trainer is not None:
            serving.lanes.cards.run(lambda: what(trainer), lambda _done: self._look(), self._told)

    def _told(self, trouble: CounterError) -> None:
        self._window.serving.tell(trouble)
        self._look()

    def _cut(self, cut: bool) -> None:
        self._do(lambda trainer: trainer.cut_line(cut))
        self._window.serving.line.urge()

    def _look(self) -> None:
        trainer, serving = self._trainer(), self._window.serving
        if trainer is not None:
            serving.lanes.cards.run(lambda: _standing(trainer), self._show_standing, serving.tell, owner=self)

    def _show_standing(self, told: tuple[Standing, tuple[tuple[str, Text], ...]]) -> None:
        if self._page is not None:
            standing, troubles = told
            if not self._page.panel.troubles:
                self._page.panel.show_troubles(troubles)
            self._page.panel.show_standing(standing)


def _found(trainer: Trainer, text: str) -> tuple[tuple[Person, ...], dict[str, Text]]:
    from ui.pages.practice import MOST

    people = trainer.people(text)[:MOST]
    cases = {person.holder.number: trainer.case(person.holder.number) for person in people}
    return people, {number: case for number, case in cases.items() if case is not None}


def _standing(trainer: Trainer) -> tuple[Standing, tuple[tuple[str, Text], ...]]:
    from ui.pages.trainer_panel import Standing

    made = trainer.cards_made()
    standing = Standing(
        card=_name(trainer, trainer.lying()),
        document=_name(trainer, trainer.document_lying()),
        trouble=trainer.trouble(),
        psam=trainer.psam(),
        cut=trainer.line_cut(),
        cards=(made.making, made.ready, made.failed) if made is not None else (0, 0, 0),
        fails=made is not None and made.fails not in ("", "never"),
    )
    return standing, trainer.troubles()


def _name(trainer: Trainer, number: str) -> str:
    people = trainer.people(number) if number else ()
    return next((p.holder.name for p in people if p.holder.number == number), number)

"""Finding the person from the window: suggestions while typing, a whole number and Enter, a card, a row of a list.

Refuses to judge what was typed: the desk says who it is, or why it is nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from counter_app.desk.views import PersonView, SearchView
from counter_app.domain.card import ChipData
from counter_app.domain.case import is_case_number
from counter_app.domain.document import IdentityDocument
from counter_app.domain.holder import Hit
from counter_app.domain.numbers import looks_like_card_number, tidy
from counter_app.domain.receipt_code import looks_like_code
from counter_app.domain.text import Text
from counter_app.ports import LineKind

if TYPE_CHECKING:
    from counter_app.desk.desk import Desk
    from ui.serving import Open, Serving

SHORTEST = 2
PAINT_MS = 30  # the page is painted before anything else wants the interpreter


class Finding:
    """Opens persons for `Serving`. `wanted` is a task that was chosen before the person was found."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self.wanted: tuple[str, Text] | None = None

    def suggest(self, text: str) -> None:
        """People known here for what has been typed so far: nobody is asked."""
        desk = self._serving.desk
        if desk is not None and len(text.strip()) >= SHORTEST and not looks_like_code(text):
            self._serving.lanes.desk.run(
                lambda: desk.suggest(text), self._serving.found.emit, self._serving.tell, owner=self
            )

    def find(self, text: str) -> None:
        """Enter in the search: a whole number opens the person, anything else shows who was found.

        Who is known here is opened in the desk's lane. Only the platform can say more: it is asked in its own lane, so
        that a network that hangs holds up nobody, and is not waited for once something else is begun.
        """
        desk, begin, present = self._serving.desk, self._wanted_procedure(), self._serving.visit
        if desk is None or not text.strip():
            return
        if is_case_number(text):
            self.resume(text)
            return
        if looks_like_code(text):
            self._serving.move(lambda: desk.check_code(text), self._serving.show)
            return

        def job() -> Open | SearchView | None:
            if online and not desk.known_here(text):
                return None
            view = desk.search(text)
            return _begun(desk, _opened(desk, view.hits[0], text), begin, present) if view.exact else view

        def found(came: Open | SearchView | None) -> None:
            if came is None:
                self._ask_platform(desk, text)
            elif isinstance(came, SearchView):
                self._serving.found.emit(came)
            else:
                self._show_opened(came)

        online = self._online
        self._serving.move(job, found)

    @property
    def _online(self) -> bool:
        line = self._serving.standing.line
        return line is not None and line.kind is LineKind.ONLINE

    def _ask_platform(self, desk: Desk, text: str) -> None:
        def answered(view: SearchView) -> None:
            if view.exact:
                self.open_hit(view.hits[0], text)
            else:
                self._serving.found.emit(view)

        self._serving.asking.emit()
        self._serving.lanes.platform.run(lambda: desk.search(text), answered, self._serving.tell, owner=self)

    def open_number(self, number: str) -> None:
        """Open somebody from a list."""
        self._open(lambda desk: desk.open_number(number))

    def resume(self, number: str) -> None:
        """Somebody comes back with a notice. With a line the platform is asked for it, in the platform's own lane."""
        desk, lanes = self._serving.desk, self._serving.lanes
        if desk is not None:
            lane = lanes.platform if self._online else lanes.desk
            self._serving.move(lambda: desk.resume_case(number), self._show_opened, lane=lane)

    def open_for(self, number: str, procedure: str) -> None:
        """Open somebody and begin that procedure at once where it is lawful; "" only opens."""
        self.wanted = (procedure, Text("", "")) if procedure else None
        self.open_number(number)

    def open_hit(self, hit: Hit, text: str) -> None:
        """Open somebody who was found by `text`: by the card when that was its number, so that the visit is about that
        card.
        """
        self._open(lambda desk: _opened(desk, hit, text))

    def open_chip(self, chip: ChipData) -> None:
        """Open the person whose card was read."""
        self._open(lambda desk: desk.open_chip(chip))

    def open_document(self, document: IdentityDocument) -> None:
        """Open the person whose identity document was read."""
        self._open(lambda desk: desk.open_document(document))

    def open_unknown(self, number: str) -> None:
        """Open somebody nobody knows here, by number."""
        self._open(lambda desk: desk.open_unknown(number))

    def want(self, procedure: str, title: Text) -> None:
        """The task was chosen before the person was found: begin it as soon as somebody is open."""
        self.wanted = (procedure, title)

    def _wanted_procedure(self) -> str:
        return self.wanted[0] if self.wanted is not None else ""

    def _open(self, opening: Callable[[Desk], PersonView]) -> None:
        desk, begin, present = self._serving.desk, self._wanted_procedure(), self._serving.visit
        if desk is not None:
            self._serving.move(lambda: _begun(desk, opening(desk), begin, present), self._show_opened)

    def _show_opened(self, view: Open) -> None:
        if isinstance(view, PersonView) and self.wanted is not None:
            action = next((a for a in view.actions if a.procedure == self.wanted[0]), None)
            if action is not None and action.refused is not None:
                self._serving.said.emit(action.refused, action.advice or Text("", ""))
        self.wanted = None
        self._serving.show(view)
        desk = self._serving.desk
        if desk is not None and isinstance(view, PersonView) and self._online:
            QTimer.singleShot(PAINT_MS, self._serving, partial(self._refresh, desk, view.visit_id))

    def _refresh(self, desk: Desk, visit_id: str) -> None:
        visit = self._serving.visit
        if visit is not None and visit.visit_id == visit_id:
            self._serving.lanes.platform.run(
                lambda: desk.refresh(visit_id), self._serving.refreshed, self._serving.tell, owner=self._serving
            )


def _opened(desk: Desk, hit: Hit, text: str) -> PersonView:
    """Two cards of one person are never mixed: found by a card number, opened by that card."""
    number = tidy(text)
    by_card = looks_like_card_number(number) and hit.card_number == number
    return desk.open_card(number) if by_card else desk.open_number(hit.number)


def _begun(desk: Desk, opened: PersonView, procedure: str, present: Open | None) -> Open:
    """The person, or the wanted procedure begun at once where it is lawful now; a visit already in a procedure stays
    in it.
    """
    if present is not None and present.visit_id == opened.visit_id and not isinstance(present, PersonView):
        return present
    lawful = any(a.procedure == procedure and a.lawful for a in opened.actions)
    return desk.begin(opened.visit_id, procedure) if lawful else opened

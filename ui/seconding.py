"""The second person from the window: asks for somebody else, here or elsewhere, and submits what stood there.

Refuses to submit on its own: agreeing and submitting are one move, and a refusal leaves the question where it is.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from counter_app.desk.views import OutcomeView, VisitView
from counter_app.desk.views_second import SecondView
from counter_app.domain.errors import BadInput, CounterError, NotEligible, WrongPassword
from counter_app.domain.password import Password
from counter_app.domain.sign_in_errors import (
    ClerkLocked,
    ClockSetBack,
    NoSignInWithoutLine,
    NotOfThisOutlet,
    PasswordToBeChanged,
    WrongClerkOrPassword,
)
from counter_app.rights import NotAllowed

if TYPE_CHECKING:
    from ui.serving import Serving

_TOLD_ON_THE_PAGE = (
    BadInput,
    ClerkLocked,
    ClockSetBack,
    NoSignInWithoutLine,
    NotAllowed,
    NotEligible,
    NotOfThisOutlet,
    PasswordToBeChanged,
    WrongClerkOrPassword,
    WrongPassword,
)


class Seconding(QObject):
    """`refused(Text, Text)`: why whoever was asked could not agree, and what to do; `not_asked`: likewise of asking
    elsewhere. `answered(SecondView)`: how it stands there.
    """

    refused = Signal(object, object)
    not_asked = Signal(object, object)
    answered = Signal(object)

    def __init__(self, serving: Serving) -> None:
        super().__init__(serving)
        self._serving = serving

    def ask(self) -> None:
        """Somebody else must agree to the open procedure."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, VisitView):
            self._serving.move(lambda: desk.second_page(visit.visit_id), self._serving.show)

    def agree(self, clerk: str, password: Password) -> None:
        """Somebody else agrees, and it is submitted. `password` is overwritten, whatever happens."""
        desk, view = self._serving.desk, self._serving.page
        if desk is None or not isinstance(view, SecondView) or self._serving.moving:
            password.wipe()
            return
        if view.pin_task:
            agreeing = partial(desk.agree_pin, view.visit_id, clerk, password)
            self._serving.move(agreeing, self._serving.pin.agreed, self._not_agreed, lane=self._serving.lanes.cards)
            return

        def job() -> VisitView | OutcomeView:
            desk.agree(view.visit_id, clerk, password)
            return desk.forward(view.visit_id)

        self._serving.move(job, self._serving.carrying.submitted, self._not_agreed)

    def ask_elsewhere(self, reason: str) -> None:
        """A supervisor elsewhere is to agree."""
        desk, view = self._serving.desk, self._serving.page
        if desk is not None and isinstance(view, SecondView):
            self._serving.move(lambda: desk.ask_elsewhere(view.visit_id, reason), self._stands, self._not_asked)

    def look_again(self) -> None:
        """Whether they have."""
        desk, view = self._serving.desk, self._serving.page
        if desk is not None and isinstance(view, SecondView):
            self._serving.move(lambda: desk.second_again(view.visit_id), self._stands)

    def submit(self) -> None:
        """They have agreed: what stood there is recorded, or the PIN entered."""
        desk, view = self._serving.desk, self._serving.page
        if desk is None or not isinstance(view, SecondView):
            return
        if view.pin_task:
            page = partial(desk.pin_page, view.visit_id)
            self._serving.move(page, self._serving.pin.agreed, lane=self._serving.lanes.cards)
        else:
            self._serving.move(lambda: desk.forward(view.visit_id), self._serving.carrying.submitted)

    def leave(self) -> None:
        """Back to the procedure with its answers, or to the page of the PIN."""
        view = self._serving.page
        if isinstance(view, SecondView) and view.pin_task:
            self._serving.pin.open()
        else:
            self._serving.home()

    def _stands(self, view: SecondView) -> None:
        self._serving.page = view
        self.answered.emit(view)

    def _not_asked(self, trouble: CounterError) -> None:
        self.not_asked.emit(trouble.message, trouble.what_next)

    def _not_agreed(self, trouble: CounterError) -> None:
        if isinstance(trouble, _TOLD_ON_THE_PAGE):
            self.refused.emit(trouble.message, trouble.what_next)
        else:
            self._serving.tell(trouble)

"""The second person from the window: asks for another clerk, lets him agree, submits what stood there.

Refuses to submit on its own: agreeing and submitting are one move, and a refusal leaves the question where it is.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from counter_app.desk.views import OutcomeView, SecondView, VisitView
from counter_app.domain.errors import CounterError, NotEligible, WrongPassword
from counter_app.domain.secret import SecretDigits

if TYPE_CHECKING:
    from ui.serving import Serving


class Seconding(QObject):
    """`refused(Text, Text)`: why the clerk who was asked could not agree, and what to do."""

    refused = Signal(object, object)

    def __init__(self, serving: Serving) -> None:
        super().__init__(serving)
        self._serving = serving

    def ask(self) -> None:
        """Another clerk must agree to the open procedure."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, VisitView):
            self._serving.move(lambda: desk.second_page(visit.visit_id), self._serving.show)

    def agree(self, clerk: str, password: SecretDigits) -> None:
        """The other clerk agrees, and it is submitted. `password` is overwritten, whatever happens."""
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

    def leave(self) -> None:
        """Back to the procedure with its answers, or to the page of the PIN."""
        view = self._serving.page
        if isinstance(view, SecondView) and view.pin_task:
            self._serving.pin.open()
        else:
            self._serving.home()

    def _not_agreed(self, trouble: CounterError) -> None:
        if isinstance(trouble, (WrongPassword, NotEligible)):
            self.refused.emit(trouble.message, trouble.what_next)
        else:
            self._serving.tell(trouble)

"""The desk's part about four eyes from afar: asking a supervisor elsewhere, and deciding as one.

Refuses to decide for anybody but the supervisor who is signed in and has proved himself at the platform.
"""

from __future__ import annotations

from functools import partial

from counter_app.approving import ApprovalRequest
from counter_app.desk import carrying, elsewhere, pin
from counter_app.desk.station import Station
from counter_app.desk.views_second import ApprovalsView, SecondView
from counter_app.domain.operation import Operation
from counter_app.domain.password import Password


class ApprovalPart:
    """What `Desk` can do about it. Every method may raise `Refused`, `PlatformTrouble` or `StoreTrouble`."""

    _station: Station

    def ask_elsewhere(self, visit_id: str, reason: str) -> SecondView:
        """Ask a supervisor elsewhere to agree to what is asked here. Raises BadInput without a reason."""
        view = self.second_again(visit_id)
        operation = self._operation(visit_id)
        asking = partial(elsewhere.ask, task=view.task, why=view.why, rows=view.rows, reason=reason)
        asking(self._station, operation)
        return self.second_again(visit_id)

    def second_again(self, visit_id: str) -> SecondView:
        """The question to a second person as it stands, with what was answered from afar since. Raises NotFound."""
        record = carrying.record_of(self._station, visit_id)
        if record.state == "asking":
            return carrying.second_page(self._station, visit_id)
        return pin.second_page_again(self._station, visit_id)

    def open_approvals(self, password: Password | None = None) -> ApprovalsView:
        """What whoever is signed in may decide; `password`: his own, which is overwritten, where the platform does not
        know that it is he. Raises NobodySignedIn while it does not, MayNotDecide.
        """
        return ApprovalsView(elsewhere.waiting(self._station, password))

    def approvals_waiting(self) -> int:
        """How many whoever is signed in may decide. Raises NobodySignedIn, MayNotDecide."""
        return len(elsewhere.waiting(self._station))

    def decide(self, request: ApprovalRequest, *, approved: bool, words: str) -> ApprovalsView:
        """Say yes or no; what is left. Raises MayNotDecide, NotOpen, BadInput for a no without a reason."""
        elsewhere.decide(self._station, request, approved=approved, words=words)
        return self.open_approvals()

    def _operation(self, visit_id: str) -> Operation:
        record = carrying.record_of(self._station, visit_id)
        if record.state == "asking":
            return carrying.operation_for(self._station, carrying.load(self._station, record))
        return pin.asked_about(self._station, record)

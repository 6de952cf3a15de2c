"""Open visits in the store: a part of the port `Store`.

Refuses to let one lane undo what another has written: whoever changes a visit says how it was read, and where it stands
otherwise by then nothing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from counter_app.domain.operation import AuditEntry
    from counter_app.domain.photo import Picture
    from counter_app.ports import VisitRecord


class VisitStore(Protocol):
    """Raises StoreTrouble."""

    def keep_visit(
        self,
        visit: VisitRecord,
        *,
        seen: VisitRecord | None = None,
        audit: AuditEntry | None = None,
        picture: Picture | None = None,
    ) -> None:
        """Write a visit, the audit entry that goes with it, and a picture one of its answers names, in one transaction.
        A picture of it that no answer names any more is deleted. `seen`: as it was read before it was changed, None for
        a new one; raises VisitChanged, and writes nothing, where it stands otherwise by now, or has ended.
        """
        ...

    def visits(self) -> tuple[VisitRecord, ...]: ...

    def end_visit(self, visit_id: str) -> None: ...

"""The holder agrees to whatever is asked, for tests that are about something else."""

from __future__ import annotations

from counter_app.desk.desk import Desk
from counter_app.desk.views import VisitView
from counter_app.domain.procedure import FieldKind
from counter_app.visit import Visit


def agreed(desk: Desk, page: VisitView) -> VisitView:
    """The page with every consent given."""
    asked = {one.field.name: "yes" for one in page.fields if one.field.kind is FieldKind.CONSENT}
    return desk.answer(page.visit_id, asked) if asked else page


def with_consents(visit: Visit) -> Visit:
    """The visit with every consent given, at its first step."""
    for step in range(len(visit.procedure.steps)):
        visit = visit.at(step)
        visit = visit.answered({f.name: "yes" for f in visit.fields() if f.kind is FieldKind.CONSENT})
    return visit.at(0)

"""An answers file that works: the first practice person for whom a procedure is lawful now, with answers to every page.

Records nothing and sends nothing: each visit that was opened for it is ended again.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from counter_app.desk.desk import Desk
from counter_app.desk.views import VisitView
from counter_app.domain.errors import NotFound, PlatformTrouble
from counter_app.domain.identity_check import HOLDER_SAYS, IdentityCheck
from counter_app.domain.purposes import Purpose
from counter_app.domain.text import Text
from counter_app.ports import Line, LineKind
from counter_app.procedures import _consents as consents
from counter_app.procedures import procedure
from counter_app.wiring import Counter

LOOKED_AT = 60
WHERE_A_PACK_ASKS = {HOLDER_SAYS: IdentityCheck.CARD_SEEN.value} | {consents.name_of(p): consents.YES for p in Purpose}
"""Of procedures for which the base pack does not ask it."""
log = logging.getLogger(__name__)


def example(counter: Counter, name: str) -> dict[str, Any]:
    """Holder and answers, as an answers file has them. Nothing that waits is sent for it. Raises NotFound."""
    _look_at_the_line(counter)
    desk = counter.desk(seat=counter.command_seat())
    desk.sign_in("0317")
    for person in counter.trainer().people("")[:LOOKED_AT]:
        view = desk.open_number(person.holder.number)
        lawful = any(a.procedure == name and a.lawful for a in view.actions)
        answers = _answers(desk, view.visit_id, name) if lawful else None
        desk.end(view.visit_id)
        if answers is not None:
            return {"holder": {"number": person.holder.number}, "answers": answers}
    raise NotFound(what=Text("可以办这项业务的练习人员", "A practice person for whom this is lawful now"))


def _answers(desk: Desk, visit_id: str, name: str) -> dict[str, str] | None:
    """What is filled in on each page, and the procedure's example for the rest; None where that is not enough."""
    given: dict[str, str] = {}
    page = desk.begin(visit_id, name)
    for _ in range(2 * len(page.steps)):
        answered = _whole(desk, page, name)
        if answered is None:
            return None
        given |= {one.field.name: one.value for one in answered.fields if one.value}
        if answered.current == len(answered.steps) - 2:
            return given
        following = desk.forward(visit_id)
        if not isinstance(following, VisitView):
            return None
        page = following
    return None


def _whole(desk: Desk, page: VisitView, name: str) -> VisitView | None:
    """The page with everything that was missing answered by the example; None where the example does not know."""
    known, tried = {**WHERE_A_PACK_ASKS, **procedure(name).example}, set[str]()
    while page.missing is not None:
        if page.missing not in known or page.missing in tried:
            return None
        tried.add(page.missing)
        page = desk.answer(page.visit_id, {page.missing: known[page.missing]})
    return page


def _look_at_the_line(counter: Counter) -> None:
    """What is lawful depends on the line, so it is looked at: a greeting carries nothing."""
    store = counter.store()
    try:
        counter.platform().greet()
    except PlatformTrouble as trouble:
        log.info("line: %s", trouble.code)
        return
    if store.line().kind is not LineKind.ONLINE:
        store.keep_line(Line(LineKind.ONLINE, datetime.now(UTC)))

"""Every page of every procedure the program has fits the smallest screen, in the plainest and in the largest look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.desk.desk import Desk
from counter_app.desk.views import VisitView
from counter_app.procedures import all_procedures, procedure
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import check
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage

LOOKED_AT = 60
WHOEVER = {"actor_name": "余家人", "actor_number": "439901197001010012"}


def begun(clerk: Clerk, desk: Desk, name: str) -> VisitView:
    """The first page, of the first practice person for whom it is lawful."""
    for person in clerk.counter.trainer().people("")[:LOOKED_AT]:
        view = desk.open_number(person.holder.number)
        if any(action.procedure == name and action.lawful for action in view.actions):
            return desk.begin(view.visit_id, name)
        desk.end(view.visit_id)
    raise AssertionError(f"{name} is lawful for nobody")


def pages(desk: Desk, page: VisitView) -> Iterator[VisitView]:
    """Each step as it comes, and once more when what was missing is answered by the example."""
    for _ in page.steps:
        yield page
        if page.missing is not None:
            page = whole(desk, page)
            yield page
        if page.current == len(page.steps) - 2:
            return
        following = desk.forward(page.visit_id)
        assert isinstance(following, VisitView)
        page = following


def whole(desk: Desk, page: VisitView) -> VisitView:
    """What was missing answered by the example, else by the first choice that can be chosen."""
    known = {**WHOEVER, **procedure(page.procedure).example}
    while (name := page.missing) is not None:
        field = next(one.field for one in page.fields if one.field.name == name)
        free = [choice.value for choice in field.choices if choice.refused is None]
        fits = name in known and (not free or known[name] in free)  # the example may be of another kind of holder
        page = desk.answer(page.visit_id, {name: known[name] if fits else free[0]})
    return page


@pytest.mark.parametrize("pairs", [(), ("language=en", "text_size=large")], ids=["plain", "large"])
def test_no_page_of_any_procedure_is_cut_or_nameless(qtbot: QtBot, tmp_path: Path, pairs: tuple[str, ...]) -> None:
    with at_window(qtbot, tmp_path / "counter", *pairs) as clerk:
        clerk.window.resize(1366, 690)
        clerk.sign_in()
        clerk.cut(False)
        desk = clerk.counter.desk(seat="looking")
        desk.sign_in("0317")
        for one in all_procedures():
            first = begun(clerk, desk, one.id)
            clerk.window.show_view(desk.person(first.visit_id))
            clerk.until(lambda: isinstance(clerk.page, PersonPage))
            for view in pages(desk, first):
                clerk.window.show_view(view)
                clerk.until(lambda: isinstance(clerk.page, ProcedurePage))
                check(clerk)
            desk.end(first.visit_id)

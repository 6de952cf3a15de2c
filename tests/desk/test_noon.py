"""The clerk changes at noon in the middle of a visit: it goes on at the same step, and the record says who finished
it."""

from collections.abc import Callable

from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.holder import Person
from tests.desk.conftest import Office
from tests.parts.seen import SEEN


def test_another_clerk_goes_on_where_the_first_one_stood(office: Office, somebody: Callable[[], Person]) -> None:
    """After a restart too: step and answers stand; the operation is recorded under the clerk who submits."""
    _counter, morning = office.open()
    opened = morning.open_number(somebody().holder.number)
    morning.begin(opened.visit_id, "formal-loss")
    morning.answer(opened.visit_id, {"reason": "stolen"})
    before = morning.forward(opened.visit_id)
    assert isinstance(before, VisitView)
    morning.sign_out()

    counter, noon = office.open()
    noon.sign_out()
    noon.sign_in("0318")
    page = noon.resume()
    assert isinstance(page, VisitView)
    assert (page.visit_id, page.current) == (before.visit_id, before.current)
    back = noon.back(page.visit_id)
    assert isinstance(back, VisitView)
    assert {f.field.name: f.value for f in back.fields}["reason"] == "stolen"
    noon.forward(page.visit_id)
    noon.answer(page.visit_id, SEEN)
    done = noon.forward(page.visit_id)
    assert isinstance(done, OutcomeView)
    assert done.work.operation.clerk == "0318"
    assert counter.store().verify_audit().whole

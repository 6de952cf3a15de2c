"""What was done with the PIN has a receipt on the page, which stays while the visit is open; a verify has none."""

from PySide6.QtCore import Qt

from counter_app.domain.operation import WorkState
from tests.ui.test_pages import faults
from tests.ui.test_pin import AtPin, at_pin

__all__ = ["at_pin"]


def test_a_change_has_a_receipt_that_stays_when_the_card_is_taken(at_pin: AtPin) -> None:
    at_pin.open()
    assert not at_pin.page.paper_button.isVisible()
    at_pin.choose("change")
    for digits in ("314159", "271828", "271828"):
        at_pin.type(digits)
    page = at_pin.back()
    store = at_pin.clerk.counter.store()
    at_pin.clerk.until(lambda: len(store.works()) == 1)
    (work,) = store.works()
    assert work.operation.procedure == "pin-change"
    at_pin.clerk.until(lambda: bool(store.works_of(work.operation.holder_number, settled=True)))
    at_pin.clerk.until(page.paper_button.isVisible)
    assert faults(at_pin.clerk) == []
    asked: list[str] = []
    page.saved.disconnect()
    page.saved.connect(asked.append)
    page.paper_button.click()
    assert asked == [work.receipt_number], "no printer is set here, so a file is offered"
    at_pin.clerk.reader.take()
    at_pin.clerk.until(lambda: page.view is not None and page.view.row.refused is not None)
    assert page.paper_button.isVisible()


def test_a_verify_leaves_nothing_behind(at_pin: AtPin) -> None:
    at_pin.open()
    at_pin.choose("verify")
    at_pin.type("314159")
    page = at_pin.back()
    at_pin.clerk.until(lambda: "密码正确" in at_pin.banner())
    assert not page.paper_button.isVisible()
    assert at_pin.clerk.counter.store().works(states=tuple(WorkState)) == ()
    at_pin.clerk.key(Qt.Key.Key_Escape)

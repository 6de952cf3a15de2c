"""A clerk's day leaves an entry for each act, by whoever did it, at the window it was done at, found by the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from counter_app.auditing import AuditQuery
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry
from tests.desk.conftest import Office


def entries(store: object, **asked: str) -> list[AuditEntry]:
    """Oldest first."""
    found = store.search_audit(AuditQuery(**asked))  # type: ignore[attr-defined,arg-type]
    return [row.entry for row in reversed(found.rows)]


def test_a_day_leaves_an_entry_for_each_act(office: Office, somebody: Callable[[], Person]) -> None:
    counter, desk = office.open()
    store, person = counter.store(), somebody()
    number, name, card = person.holder.number, person.holder.name, person.cards[0].number
    began = datetime.now(UTC)
    desk.suggest(name[:2])
    desk.suggest(name)
    desk.search(name)
    visit = desk.open_number(number).visit_id
    desk.refresh(visit)
    desk.end(visit)
    visit = desk.open_card(card).visit_id
    desk.begin(visit, "temporary-loss")
    desk.answer(visit, {"scope": "both"})
    while not hasattr(done := desk.forward(visit), "receipt"):
        pass
    receipt = done.receipt.number
    desk.shown_receipt(receipt)
    desk.receipt_pdf(receipt)
    desk.end(visit)
    counter.courier().pass_once()
    desk.sign_out()

    told = entries(store, holder=number)
    acts = [one.what for one in told if one.at >= began]
    for what in (
        "person.suggested",
        "person.listed",
        "person.opened",
        "person.refreshed",
        "operation.recorded",
        "receipt.shown",
        "receipt.saved",
        "platform.answered",
    ):
        assert what in acts, what
    assert acts.count("person.opened") == 2
    assert acts.count("person.suggested") == 1, "the list that gets shorter shows nobody new"
    assert {one.clerk for one in told} <= {"0317", "courier"}
    assert {(one.outlet, one.window) for one in told} == {(desk.place.outlet, desk.place.window)}
    assert all(number not in one.subject for one in told), "no number stands where it cannot be erased"
    assert [one.what for one in entries(store, clerk="0317")][-1] == "clerk.signed_out"
    by_receipt = {one.what for one in entries(store, receipt=receipt)}
    assert {"operation.recorded", "receipt.shown", "receipt.saved", "platform.answered"} <= by_receipt
    assert entries(store, holder=somebody().holder.number) == []


def test_settings_that_change_say_what_they_were(office: Office) -> None:
    """By the window's clerk; where nothing is another one nothing is written."""
    counter, _desk = office.open()
    keep = counter.parts().keep_setting
    keep("text_size", "large")
    keep("text_size", "large")
    (entry,) = entries(counter.store(), what="setting.changed")
    assert (entry.clerk, entry.subject, entry.facts) == ("0317", "text_size", {"from": "normal", "to": "large"})

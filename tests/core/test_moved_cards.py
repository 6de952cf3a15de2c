"""Cards over the counter: what an operation says of a card handed over and of one taken back and cut."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.card import CardState
from counter_app.domain.moved_cards import NOTHING_MOVED, OLD_CARD, TAKEN_BACK, Moved
from counter_app.procedures import all_procedures, procedure
from tests.core import ordering as o
from tests.core.situations import work_for
from tests.core.test_activation import ACTIVATION, seen, with_old_card


def moved(facts: dict[str, str], *, of: str = "activation") -> Moved:
    chosen = procedure(of)
    operation = work_for(o.ready(), {}).operation
    return chosen.moved(replace(operation, facts=facts, card_number="B00000027"))


def test_an_old_card_that_stops_is_asked_for_and_named_only_when_it_was_taken_back() -> None:
    here = seen(with_old_card(CardState.NORMAL))
    asked = o.asked(here, ACTIVATION)[TAKEN_BACK]
    assert asked.initial == ""
    assert asked.fault("") is not None
    taken = ACTIVATION.facts(here, o.submitted(here, ACTIVATION, bank_side="declined", **{TAKEN_BACK: "yes"}))
    assert (taken[TAKEN_BACK], taken[OLD_CARD]) == ("yes", "B00000019")
    assert moved(dict(taken)) == Moved(given="B00000027", back=("B00000019",))
    kept = ACTIVATION.facts(here, o.submitted(here, ACTIVATION, bank_side="declined", **{TAKEN_BACK: "no"}))
    assert OLD_CARD not in kept
    assert moved(dict(kept)) == Moved(given="B00000027")


def test_of_a_lost_card_nobody_asks_whether_it_was_taken_back() -> None:
    lost = seen(with_old_card())
    assert TAKEN_BACK not in o.asked(lost, ACTIVATION)
    assert TAKEN_BACK not in ACTIVATION.facts(
        lost, o.submitted(lost, ACTIVATION, bank_side="declined", **{TAKEN_BACK: "yes"})
    )


def test_a_cancelled_card_is_in_custody_only_where_it_was_handed_in() -> None:
    assert moved({"card_handed_in": "yes"}, of="cancellation") == Moved(back=("B00000027",))
    assert moved({"card_handed_in": "lost"}, of="cancellation") == NOTHING_MOVED
    assert moved({"card_handed_in": "no"}, of="cancellation") == NOTHING_MOVED


def test_other_procedures_move_no_card() -> None:
    others = [one for one in all_procedures() if one.id not in ("activation", "cancellation")]
    assert {moved({"card_handed_in": "yes", TAKEN_BACK: "yes"}, of=one.id) for one in others} == {NOTHING_MOVED}


def test_the_notice_of_a_changed_account_goes_with_the_operations_that_change_it() -> None:
    offering = {one.id for one in all_procedures() if any(own.kind == "account-notice" for own in one.papers)}
    assert offering == {"replacement", "bank-change"}
    for name in offering:
        own = procedure(name).papers[0]
        operation = work_for(o.ready(), {}).operation
        assert own.when(replace(operation, facts={"told_payers": "yes"}))
        assert not own.when(replace(operation, facts={"keep_account": "yes"}))

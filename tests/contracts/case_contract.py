"""What every `Store` must do for requests that could not be met at once. A subclass gives the fixture `store`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from counter_app.domain.case import Case, CaseKind, TakenUp, is_case_number
from counter_app.ports import Store
from tests.contracts.samples import NOON, draft, entry, number_of, visit

MISSING = Case(
    number="",
    kind=CaseKind.MISSING,
    holder_number=number_of(1),
    holder_name="林晓岚",
    card_number="",
    procedure="application",
    step=1,
    answers=(("ground", "live"), ("mobile", "13900000046")),
    reason="R01",
    missing=("photo", "id-card"),
    made_at=NOON,
    clerk="0317",
    outlet="439901",
    window="01",
    notice=draft(),
)


class CaseContract:
    """Numbered without a gap, found again as it was, and in the trail."""

    def test_a_case_gets_the_next_number_and_reads_back_as_it_was(self, store: Store) -> None:
        first = store.keep_case(MISSING, entry("visit.turned_away"))
        second = store.keep_case(replace(MISSING, made_at=NOON + timedelta(minutes=1)), entry("visit.turned_away"))
        assert [one.number.rpartition("-")[0] for one in (first, second)] == [
            "N439901-01-260318-0001",
            "N439901-01-260318-0002",
        ]
        assert is_case_number(first.number.lower())
        assert store.case(first.number) == first == replace(MISSING, number=first.number)
        assert store.case("N439901-01-260318-0009-0") is None
        assert store.verify_audit().whole

    def test_receipts_and_notices_are_numbered_apart(self, store: Store) -> None:
        kept = store.keep_case(MISSING, entry("visit.turned_away"))
        assert store.receipt(kept.number) is None

    def test_a_case_that_was_taken_up_says_when_first(self, store: Store) -> None:
        kept = store.keep_case(MISSING, entry("visit.turned_away"))
        for minutes in (5, 9):
            store.resume_case(kept.number, entry("case.resumed", at=NOON + timedelta(minutes=minutes)))
        again = store.case(kept.number)
        assert again is not None
        assert again.resumed_at == NOON + timedelta(minutes=5)
        assert store.verify_audit().entries == 3

    def test_the_visit_it_goes_on_in_is_kept_with_the_taking_up(self, store: Store) -> None:
        kept = store.keep_case(MISSING, entry("visit.turned_away"))
        before, goes_on = replace(visit(), step=0, answers=()), visit()
        store.keep_visit(before)
        store.resume_case(kept.number, entry("case.resumed"), visit=goes_on)
        assert store.visits() == (goes_on,)
        again = store.case(kept.number)
        assert again is not None
        assert again.resumed_at == NOON

    def test_a_case_waits_to_be_sent_until_it_is_told_that_it_was(self, store: Store) -> None:
        first, second = (store.keep_case(MISSING, entry("visit.turned_away")) for _ in range(2))
        assert [one.case.number for one in store.cases_to_send()] == [first.number, second.number]
        assert [one.case.number for one in store.cases_to_send(1)] == [first.number]
        store.case_sent(first.number, entry("case.sent"))
        store.case_sent(second.number, entry("case.number_taken"), kept=False)
        assert store.cases_to_send() == ()
        sent = [store.case_on_way(one.number) for one in (first, second)]
        assert [one is not None and one.sent for one in sent] == [True, False]
        assert [one.case.number for one in store.cases_since(NOON)] == [first.number, second.number]
        assert store.cases_since(NOON + timedelta(hours=1)) == ()

    def test_taken_up_without_a_line_it_waits_to_be_told_under_its_own_key(self, store: Store) -> None:
        kept, other = (store.keep_case(MISSING, entry("visit.turned_away")) for _ in range(2))
        store.case_sent(kept.number, entry("case.sent"))
        store.resume_case(kept.number, entry("case.resumed"))
        waiting = {one.case.number: one for one in store.cases_to_send()}
        assert waiting[kept.number].taken == TakenUp(NOON, MISSING.outlet, MISSING.window)
        assert waiting[other.number].taken is None
        assert len({one.key for one in waiting.values()}) == 2
        store.resume_case(kept.number, entry("case.resumed_told"), told=True)
        assert [one.case.number for one in store.cases_to_send()] == [other.number]

    def test_a_case_of_another_window_is_kept_once_and_not_sent(self, store: Store) -> None:
        found = replace(MISSING, number="N439902-03-260318-0007-4", outlet="439902", window="03", notice=None)
        for _ in range(2):
            store.keep_found_case(found, entry("case.fetched"))
        on_way = store.case_on_way(found.number)
        assert on_way is not None
        assert (on_way.case, on_way.given_here, on_way.sent) == (found, False, True)
        assert store.cases_to_send() == ()
        assert store.cases_since(NOON) == (), "it was not given here"
        taken = TakenUp(NOON, "439903", "01")
        store.resume_case(found.number, entry("case.elsewhere"), taken=taken, told=True)
        again = store.case(found.number)
        assert again is not None
        assert (again.resumed_at, again.resumed_by) == (NOON, "439903-01")
        assert len(store.entries("case.fetched", since=NOON)) == 1

    def test_the_trail_can_be_asked_what_was_said_since_when(self, store: Store) -> None:
        for minutes in (0, 5, 9):
            store.note(replace(entry("agent.many", at=NOON + timedelta(minutes=minutes)), subject=str(minutes)))
        store.note(entry("bank.chosen", at=NOON))
        told = store.entries("agent.many", since=NOON + timedelta(minutes=5))
        assert [one.subject for one in told] == ["5", "9"]
        assert [one.subject for one in store.entries("agent.many", since=NOON, limit=1)] == ["0"]

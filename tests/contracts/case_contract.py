"""What every `Store` must do for requests that could not be met at once. A subclass gives the fixture `store`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from counter_app.domain.case import Case, CaseKind, is_case_number
from counter_app.ports import Store
from tests.contracts.samples import NOON, draft, entry, number_of

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

"""The end of a day: whatever was recorded, answered, turned down, settled and withdrawn, the counts come to the same;
and each of them is seen to differ when something was lost, doubled or forged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from counter_app.domain.backup import serial_after
from counter_app.domain.day_end import Count, DayEnd, Recorded, Standing, day_end, standing_of
from counter_app.domain.moved_cards import Moved
from counter_app.domain.operation import (
    Answer,
    Operation,
    OperationId,
    Settlement,
    Verdict,
    Work,
    WorkState,
)
from counter_app.domain.receipt import receipt_number
from counter_app.domain.reconciling import DayBook
from counter_app.domain.series import Back, Jumps, series_of

DAY = date(2026, 11, 22)
MORNING = datetime(2026, 11, 22, 1, tzinfo=UTC)  # 09:00 in China
BOOK = DayBook("439901", "01", DAY)
GIVES = "activation"


def work(serial: int, *, procedure: str = "formal-loss", clerk: str = "0317", minutes: int = 0, **more: Any) -> Work:
    """One that waits, on its own card."""
    operation = Operation(
        id=OperationId(f"id-{serial}"),
        procedure=procedure,
        holder_number="430102195803122043",
        holder_name="林晓岚",
        card_number=f"B{serial:08}",
        changes={},
        facts={},
        accepted_at=MORNING + timedelta(minutes=minutes),
        clerk=clerk,
        outlet="439901",
        window="01",
        province="hunan",
        pack="2026.3",
    )
    number = receipt_number("439901", "01", DAY, serial)
    return replace(Work(operation, serial, WorkState.WAITING, operation.accepted_at, number), **more)


def moved(operation: Operation) -> Moved:
    return Moved(given=operation.card_number or "") if operation.procedure == GIVES else Moved()


def ended(works: list[Work], told: Recorded | None = None, **more: Any) -> DayEnd:
    at = MORNING + timedelta(hours=9)
    return day_end(BOOK, works, told or Recorded(trail=len(works)), at=at, moved=moved, **more)


def accepted(one: Work) -> Work:
    answer = Answer(one.operation.id, Verdict.ACCEPTED, MORNING)
    return replace(one, state=WorkState.SETTLED, settlement=Settlement.ACCEPTED, answer=answer)


def refused(one: Work) -> Work:
    return replace(one, state=WorkState.REFUSED, answer=Answer(one.operation.id, Verdict.REFUSED, MORNING, code="1207"))


def check(end: DayEnd, count: Count) -> bool:
    return next(one for one in end.checks if one.count is count).equal


class AnyDay(RuleBasedStateMachine):
    """A window through a day, in any order: the platform answers, refuses, is away; clerks settle and withdraw."""

    @initialize()
    def morning(self) -> None:
        self.works: list[Work] = []
        self.elsewhere = [replace(work(1), receipt_number=receipt_number("439901", "01", date(2026, 11, 21), 1))]
        self.elsewhere[0] = replace(
            self.elsewhere[0],
            operation=replace(self.elsewhere[0].operation, accepted_at=MORNING - timedelta(hours=9, seconds=1)),
        )

    def _pick(self, at: int, *standing: Standing) -> int | None:
        fitting = [n for n, one in enumerate(self.works) if standing_of(one) in standing]
        return fitting[at % len(fitting)] if fitting else None

    @rule(procedure=st.sampled_from(["formal-loss", GIVES, "replacement"]), clerk=st.sampled_from(["0317", "0318"]))
    def records(self, procedure: str, clerk: str) -> None:
        serial = len(self.works) + 1
        self.works.append(work(serial, procedure=procedure, clerk=clerk, minutes=serial * 7))

    @rule(at=st.integers(0, 99))
    def is_sent(self, at: int) -> None:
        found = self._pick(at, Standing.WAITING)
        if found is not None:
            self.works[found] = replace(self.works[found], state=WorkState.IN_FLIGHT)

    @rule(at=st.integers(0, 99), yes=st.booleans())
    def is_answered(self, at: int, yes: bool) -> None:
        found = self._pick(at, Standing.WAITING)
        if found is not None:
            self.works[found] = (accepted if yes else refused)(self.works[found])

    @rule(at=st.integers(0, 99), how=st.sampled_from([Settlement.CLOSED, Settlement.REPLACED, Settlement.ELSEWHERE]))
    def is_settled(self, at: int, how: Settlement) -> None:
        found = self._pick(at, Standing.REFUSED)
        if found is not None:
            self.works[found] = replace(self.works[found], state=WorkState.SETTLED, settlement=how)

    @rule(at=st.integers(0, 99))
    def is_withdrawn(self, at: int) -> None:
        found = self._pick(at, Standing.WAITING)
        if found is not None:
            gone = replace(self.works[found], state=WorkState.SETTLED, settlement=Settlement.WITHDRAWN)
            self.works[found] = gone

    @invariant()
    def it_adds_up(self) -> None:
        works, seen = getattr(self, "works", []), Counter(standing_of(one) for one in getattr(self, "works", []))
        end = ended([*works, *getattr(self, "elsewhere", [])], Recorded(trail=len(works)))
        assert end.works == len(works) == sum(end.all_of(one) for one in Standing)
        assert sum(one.all for one in end.clerks) == sum(sum(one.hours.values()) for one in end.kinds) == len(works)
        assert end.receipts.count == len(works)
        assert end.receipts.missing == 0
        assert {one.operation.id for one in end.open} == {
            one.operation.id for one in works if standing_of(one) is Standing.REFUSED
        }
        assert end.balanced is (seen[Standing.REFUSED] == 0)
        assert end.provisional is (seen[Standing.WAITING] > 0)
        wanted = [one for one in works if standing_of(one) in (Standing.CONFIRMED, Standing.WAITING)]
        assert len(end.given) == sum(one.operation.procedure == GIVES for one in wanted)
        assert len(end.void) == seen[Standing.WITHDRAWN] + seen[Standing.SETTLED]


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


@given(st.integers(2, 40), st.data())
@settings(max_examples=60, deadline=None)
def test_a_receipt_that_is_gone_is_named_wherever_it_stood(count: int, data: st.DataObject) -> None:
    works = [accepted(work(serial)) for serial in range(1, count + 1)]
    assert ended(works).balanced
    gone = data.draw(st.integers(1, count))
    left = [one for one in works if one.order != gone]
    end = ended(left, Recorded(trail=count))
    assert not end.balanced
    assert not check(end, Count.TRAIL)
    if gone < count:  # behind the last one only the trail tells
        assert [(hole.first, hole.last) for hole in end.receipts.holes] == [(gone, gone)]
        assert not check(end, Count.RECEIPTS)


def test_a_number_given_twice_and_a_forged_one_do_not_pass() -> None:
    works = [accepted(work(serial)) for serial in (1, 2, 3)]
    twice = [*works[:2], replace(works[2], receipt_number=works[1].receipt_number)]
    assert ended(twice).receipts.twice == (2,)
    assert not check(ended(twice), Count.RECEIPTS)
    number = works[2].receipt_number
    forged = [*works[:2], replace(works[2], receipt_number=number[:-1] + str((int(number[-1]) + 1) % 10))]
    assert len(ended(forged).receipts.odd) == 1
    assert not check(ended(forged), Count.RECEIPTS)


def test_the_same_card_handed_over_twice_differs() -> None:
    works = [accepted(work(serial, procedure=GIVES)) for serial in (1, 2)]
    assert check(ended(works), Count.CARDS)
    again = replace(works[1], operation=replace(works[1].operation, card_number=works[0].operation.card_number))
    assert not check(ended([works[0], again]), Count.CARDS)


def test_what_the_trail_does_not_know_of_differs() -> None:
    works = [accepted(work(1)), accepted(work(2))]
    assert not ended(works, Recorded(trail=1)).balanced
    assert not ended(works, Recorded(trail=3)).balanced


@pytest.mark.parametrize("letter", ["N", "S"])
def test_a_missing_notice_or_successor_keeps_the_day_open(letter: str) -> None:
    numbers = tuple(receipt_number(f"{letter}439901", "01", DAY, serial) for serial in (1, 3))
    told = Recorded(notices=numbers) if letter == "N" else Recorded(successors=numbers)
    end = ended([], told)
    assert not end.balanced
    assert (end.notices if letter == "N" else end.successors).missing == 1


def test_numbers_after_a_restore_are_explained_by_it_and_by_nothing_else() -> None:
    at = MORNING + timedelta(hours=2)
    first = serial_after(at, DAY) + 1
    numbers = [receipt_number("439901", "01", DAY, serial) for serial in (1, 2, first, first + 1)]
    explained = series_of(numbers, prefix="439901-01", day=DAY, jumps=Jumps((Back(at, DAY, taken_over=False),)))
    assert explained.whole
    assert explained.holes[0].explained
    assert explained.holes[0].first == 3
    assert not series_of(numbers, prefix="439901-01", day=DAY).whole
    other = Jumps((Back(at + timedelta(seconds=1), DAY, taken_over=False),))
    assert not series_of(numbers, prefix="439901-01", day=DAY, jumps=other).whole


def test_fees_are_taken_of_what_was_done() -> None:
    works = [accepted(work(1)), work(2), refused(work(3)), accepted(work(4, procedure=GIVES))]
    assert ended(works, fee=lambda procedure: 500 if procedure == "formal-loss" else 0).fen == 1000


def test_an_empty_day_is_balanced_and_says_no_number() -> None:
    end = ended([])
    assert end.balanced
    assert (end.receipts.first, end.receipts.last, end.receipts.count) == ("", "", 0)

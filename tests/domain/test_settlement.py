"""Which way is lawful for which refusal: the whole table, and what is no code of anybody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from counter_app.domain.card import Half
from counter_app.domain.operation import Answer, HalfAnswer, Settlement, Verdict, Work, WorkState
from counter_app.domain.period import LAPSED_UNSENT
from counter_app.domain.receipt import receipt_number
from counter_app.domain.reconciling import NOT_RESENDABLE, OTHER_BODY, PLATFORM_ACCEPTED, PLATFORM_REFUSED
from counter_app.domain.settlement import (
    CHOICES,
    ENDS,
    TABLE,
    UNKNOWN,
    Way,
    already_so,
    is_successor_number,
    lawful,
    successor_number,
)
from practice.platform import rules
from tests.contracts.samples import operation

NOON = datetime(2026, 3, 18, 4, tzinfo=UTC)
ALWAYS = {Way.CLOSE, Way.CALL, Way.ESCALATE}


def refused(*halves: HalfAnswer, code: str = "", changes: dict[Half, str] | None = None) -> Work:
    """Work the platform turned down so."""
    made = replace(operation(), changes=changes if changes is not None else {h.half: "4" for h in halves})
    answer = Answer(made.id, Verdict.REFUSED, NOON, halves, code)
    return Work(made, 1, WorkState.REFUSED, NOON, "439901-01-260318-0001-1", answer=answer)


@pytest.mark.parametrize("code", sorted({*rules.REASONS, LAPSED_UNSENT}))
def test_each_code_has_its_row(code: str) -> None:
    """Every code the practice platform answers, and the counter's own: ways each once, words in both languages."""
    row = TABLE[code]
    assert set(row.ways) >= ALWAYS
    assert len(set(row.ways)) == len(row.ways)
    assert row.following.zh
    assert row.following.en
    assert lawful(refused(code=code)) == row
    assert (Way.ALREADY in row.ways) == (code == rules.ALREADY)
    assert not {Way.ALREADY, Way.REDO} <= set(row.ways), "what holds already is not done anew"


def test_no_row_is_for_a_code_nobody_gives() -> None:
    assert set(TABLE) - {""} == {*rules.REASONS, LAPSED_UNSENT, PLATFORM_ACCEPTED}


def test_what_the_platform_holds_as_done_is_not_closed_as_not_done() -> None:
    assert lawful(refused(code=PLATFORM_ACCEPTED)).ways == (Way.ALREADY, Way.ESCALATE, Way.CALL)
    for code in (PLATFORM_REFUSED, OTHER_BODY, NOT_RESENDABLE):
        assert lawful(refused(code=code)) == UNKNOWN


@pytest.mark.parametrize("code", ["1299", "9000", "x", "counter.other"])
def test_a_code_of_a_newer_platform_gets_what_can_do_no_harm(code: str) -> None:
    assert lawful(refused(code=code)) == UNKNOWN
    assert set(UNKNOWN.ways) == ALWAYS


def test_two_halves_with_two_codes_have_the_ways_both_allow() -> None:
    """The one could be done anew, the other not: so it is not."""
    ssc = HalfAnswer(Half.SSC, Verdict.REFUSED, "1", "1205")
    bank = HalfAnswer(Half.BANK, Verdict.REFUSED, "", rules.NO_ACCOUNT)
    assert Way.REDO in lawful(refused(ssc, code="1205")).ways
    assert set(lawful(refused(ssc, bank, code="1205")).ways) == ALWAYS


@pytest.mark.parametrize(
    ("asked", "found", "holds"),
    [
        ("4", "2", True),
        ("4", "9", True),
        ("2", "9", True),
        ("4", "4", True),
        ("2", "4", False),
        ("1", "9", False),
        ("4", "1", False),
        ("9", "2", False),
        ("2", "", False),
    ],
)
def test_a_card_stopped_more_firmly_elsewhere_needs_no_report(asked: str, found: str, holds: bool) -> None:
    """Asked and found by AAZ502: 1 normal, 2 formal loss, 4 temporary loss, 9 cancelled."""
    work = refused(HalfAnswer(Half.SSC, Verdict.REFUSED, found, "1205"), code="1205", changes={Half.SSC: asked})
    assert already_so(work) is holds
    ways = lawful(work).ways
    assert (Way.ALREADY in ways, Way.REDO in ways) == (holds, not holds)


def test_one_half_that_holds_is_not_both() -> None:
    ssc = HalfAnswer(Half.SSC, Verdict.REFUSED, "9", "1205")
    bank = HalfAnswer(Half.BANK, Verdict.REFUSED, "frozen", "1303")
    work = refused(ssc, bank, code="1205", changes={Half.SSC: "2", Half.BANK: "formal-loss"})
    assert not already_so(work)
    assert not already_so(replace(work, answer=None))
    done = replace(bank, verdict=Verdict.ACCEPTED, state="formal-loss", code="")
    half = refused(ssc, done, code="1205", changes={Half.SSC: "2", Half.BANK: "formal-loss"})
    assert already_so(half)


def test_what_ends_the_work_and_what_asks_for_more() -> None:
    assert set(ENDS) | set(CHOICES) == set(Way)
    assert set(ENDS.values()) == {Settlement.REPLACED, Settlement.ELSEWHERE, Settlement.CLOSED}


def test_the_number_of_a_successor_is_no_receipts() -> None:
    number = successor_number("439901", "01", date(2026, 3, 18), 7)
    assert number.startswith("S439901-01-260318-0007-")
    assert is_successor_number(f" {number.lower()} ")
    assert not is_successor_number(receipt_number("439901", "01", date(2026, 3, 18), 7))
    assert not is_successor_number(number[:-1] + str((int(number[-1]) + 1) % 10))

"""Whatever comes late, twice or in another order, each card stands as it was told with the highest version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.card import Card, CardState
from counter_app.domain.holder import Person
from counter_app.domain.versions import Course, course
from counter_app.enrolment import Scope, ScopeKind
from counter_app.feed import Page
from counter_app.ports import Store
from local_store.folder import open_or_make
from local_store.late_words import later
from tests.contracts.samples import NOON, answer, card_of, draft, entry, number_of, operation, person

LATER = NOON + timedelta(hours=6)
_HERE = Scope(ScopeKind.OUTLET, "439901")
_SERIALS = count(100)


def test_an_answer_the_line_held_back_for_long_undoes_nothing(store: Store) -> None:
    """Older than a minute, so that the moments alone would take it for a clock set back."""
    fresh = _word(2, state=CardState.TEMPORARY_LOSS)
    store.keep_people([fresh])
    for late in (timedelta(seconds=3), timedelta(minutes=5), timedelta(hours=3)):
        store.keep_people([_word(1, as_of=LATER - late)])
        assert store.person(number_of(1)) == fresh


def test_a_slow_look_up_that_began_before_an_operation_was_answered_undoes_nothing(store: Store) -> None:
    store.keep_people([_word(1, as_of=NOON)])
    lost, told = operation(), _word(3, state=CardState.TEMPORARY_LOSS)
    store.record(lost, draft(), entry())
    store.hand_over([lost.id], at=NOON)
    store.apply(answer(lost.id, person=told), entry("operation.answered"))
    store.keep_people([_word(1, as_of=LATER - timedelta(minutes=2))])
    assert store.person(number_of(1)) == told


def test_a_newer_version_is_believed_whatever_the_clock_of_the_platform_said(store: Store) -> None:
    store.keep_people([_word(1, as_of=LATER)])
    newer = _word(2, state=CardState.FORMAL_LOSS, as_of=LATER - timedelta(seconds=30))
    store.keep_people([newer])
    assert store.person(number_of(1)) == newer


def test_where_versions_are_equal_or_not_told_the_moments_decide_as_ever(store: Store) -> None:
    for version in (None, 4):
        at = NOON if version is None else LATER
        store.keep_people([_word(version, as_of=at)])
        overtaken = replace(_word(version, as_of=at - timedelta(seconds=3)), life="dead")
        store.keep_people([overtaken])
        assert store.person(number_of(1)) == _word(version, as_of=at)
        of_a_platform_of_before = replace(_word(None, as_of=at + timedelta(seconds=1)), life="missing")
        store.keep_people([of_a_platform_of_before])
        assert store.person(number_of(1)) == of_a_platform_of_before


def test_a_word_of_before_a_card_was_made_does_not_take_it_away(store: Store) -> None:
    both = _numbered((1, 3), (2, 1), as_of=LATER)
    store.keep_people([both])
    store.keep_people([_numbered((1, 3), as_of=LATER - timedelta(hours=1))])
    assert store.person(number_of(1)) == both
    gone = _numbered((1, 3), as_of=LATER + timedelta(seconds=1))
    store.keep_people([gone])
    assert store.person(number_of(1)) == gone


def test_a_platform_whose_versions_begin_anew_is_believed_once_everything_is_taken_anew(store: Store) -> None:
    """Its records were put back: it no longer has this counter's cursor, and what it tells now is what stands."""
    store.keep_people([_word(9, as_of=NOON), replace(_word(7, as_of=NOON), holder=person(2).holder, cards=())])
    place = store.begin_snapshot(_HERE)
    told = _word(1, state=CardState.FORMAL_LOSS)
    page = Page((told,), "one.1", number_of(1), "")
    store.keep_page(page, place=place, audit=entry("mirror.snapshot"))
    assert store.person(number_of(1)) == told
    store.keep_people([_word(2, as_of=NOON)])
    stands = store.person(number_of(1))
    assert stands is not None
    assert [card.version for card in stands.cards] == [2]


@st.composite
def _histories(draw: st.DrawFn) -> list[Person]:
    """What one platform tells of a person by a clock that jumps; then late, repeated, in any order."""
    versions, told = [1, 1, 1], []
    for _ in range(draw(st.integers(1, 6))):
        for raised in draw(st.sets(st.integers(0, 2))):
            versions[raised] += draw(st.integers(1, 2))
        at = NOON + timedelta(seconds=draw(st.sampled_from([-40_000, -300, -30, 0, 1, 30, 300, 40_000])))
        told.append(_numbered(*enumerate(versions, start=1), as_of=at))
    return draw(st.permutations(told + draw(st.lists(st.sampled_from(told), max_size=3))))


@settings(max_examples=150, deadline=None)
@given(words=_histories())
def test_any_order_of_words_ends_with_the_newest_of_each_card(words: list[Person]) -> None:
    stands: Person | None = None
    for word in words:
        stands = later(stands, word)
    assert stands is not None
    assert stands.cards == _newest(words)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for people of each example's own."""
    store = open_or_make(Path(tmp_path_factory.mktemp("versions")) / "data", practice=True).store
    yield store
    store.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=_histories(), at_once=st.booleans())
def test_the_mirror_ends_with_the_newest_of_each_card(kept: Store, words: list[Person], at_once: bool) -> None:
    """Word by word, and all of them in one."""
    serial = next(_SERIALS)
    mine = [_renamed(word, serial) for word in words]
    for part in [mine] if at_once else [[word] for word in mine]:
        kept.keep_people(part)
    stands = kept.person(number_of(serial))
    assert stands is not None
    assert stands.cards == _newest(mine)


def test_crossed_words_are_taken_card_by_card_in_the_mirror(store: Store) -> None:
    one, other = _numbered((1, 2), (2, 1), as_of=NOON), _numbered((1, 1), (2, 2), as_of=LATER)
    assert course({"a": 2, "b": 1}, {"a": 1, "b": 2}) is Course.CROSSED
    for serial, (first, second) in enumerate(((one, other), (other, one)), start=10):
        for word in (first, second):
            store.keep_people([_renamed(word, serial)])
        stands = store.person(number_of(serial))
        assert stands is not None
        assert [card.version for card in stands.cards] == [2, 2]
        assert stands.as_of == (LATER if first is one else NOON)  # six hours back: a clock that was set back


def _word(version: int | None, *, state: CardState = CardState.NORMAL, as_of: datetime = LATER) -> Person:
    told = person(1, state=state, as_of=as_of)
    return replace(told, cards=tuple(replace(card, version=version) for card in told.cards))


def _numbered(*cards: tuple[int, int], as_of: datetime = NOON) -> Person:
    """One card for each (serial, version), told in words that only that version has."""
    told = person(1, cards=tuple(serial for serial, _ in cards), as_of=NOON)
    versions = dict(zip(told.cards, (version for _, version in cards), strict=True))
    shown = tuple(
        replace(card, version=version, expires_on=date(2030, 1, 1) + timedelta(days=version))
        for card, version in versions.items()
    )
    return replace(told, cards=shown, as_of=as_of)


def _renamed(word: Person, serial: int) -> Person:
    """The same of another person, with cards of that person's own."""
    cards = tuple(replace(card, number=card_of(serial * 10 + place)) for place, card in enumerate(word.cards))
    return replace(word, holder=person(serial).holder, cards=cards)


def _newest(words: list[Person]) -> tuple[Card, ...]:
    places = range(len(words[0].cards))
    return tuple(max((word.cards[place] for word in words), key=lambda card: card.version or 0) for place in places)

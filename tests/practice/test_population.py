"""The made-up people are valid, made up, and the same again."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

from counter_app.domain.card import BankState, CardState
from counter_app.domain.identity import IdentityKind, birth_of, kinds_of, number_fault, person_kind
from counter_app.domain.making import MakingState, OrderKind
from counter_app.domain.moments import local
from counter_app.domain.names import MIDDLE_DOT, name_fault
from counter_app.domain.numbers import birth_date_of, card_number_checks, identity_fault, mobile_fault, sex_of
from counter_app.domain.province import PersonKind
from practice.cast import CAST
from practice.hard_cards import HARD
from practice.life_cast import LIFE
from practice.population import (
    AT_OUTLET,
    BANKS,
    COUNTIES,
    SIZE,
    cast,
    life_cases,
    life_people,
    outlet_people,
    residents,
)

NOW = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
PEOPLE = [resident.person for resident in residents(now=NOW)]
LIVES = [resident.person for resident in life_people(now=NOW)]
ROLES = [case.part.role for case in LIFE]


def test_every_identity_number_is_valid_and_of_a_county_that_never_was() -> None:
    assert len(PEOPLE) == SIZE
    for person in PEOPLE:
        number = person.holder.number
        assert identity_fault(number, today=date(2026, 1, 1)) is None
        assert number[:6] in COUNTIES
        assert all(county.startswith("4399") for county in COUNTIES)
        assert (birth_date_of(number), sex_of(number)) == (person.holder.birth_date, person.holder.sex)


def test_no_number_is_given_twice() -> None:
    assert len({p.holder.number for p in PEOPLE}) == SIZE
    cards = [card for p in PEOPLE for card in p.cards]
    assert len({card.number for card in cards}) == len({card.identifier for card in cards}) == len(cards)
    mobiles = Counter(p.holder.mobile for p in PEOPLE if p.holder.mobile)
    assert mobiles.most_common(1)[0][1] == 1


def test_cards_and_mobiles_are_well_formed_and_look_made_up() -> None:
    for person in PEOPLE:
        assert name_fault(person.holder.name) is None
        assert not person.holder.mobile or person.holder.mobile.startswith("1390000")
        assert not person.holder.mobile or mobile_fault(person.holder.mobile) is None
        for card in person.cards:
            assert card_number_checks(card.number)
            assert len(bytes.fromhex(card.identifier)) == 16
            assert card.identifier[6:16] == "D156000005"
            assert card.issued_on
            assert card.expires_on
            assert card.issued_on < card.expires_on
            assert (card.loss_until is not None) is (card.state is CardState.TEMPORARY_LOSS)


def test_the_same_seed_and_moment_give_the_same_people() -> None:
    assert residents(now=NOW) == residents(now=NOW)
    assert residents(now=NOW)[: len(CAST)] != residents(now=NOW, seed=1)[: len(CAST)]
    assert list(outlet_people(now=NOW)) == PEOPLE[:AT_OUTLET] + LIVES
    assert life_people(now=NOW) == life_people(now=NOW)


def test_the_cast_is_first_and_plays_its_parts() -> None:
    people = cast(now=NOW)
    assert list(people.values())[: len(CAST)] == PEOPLE[: len(CAST)]
    assert list(people.values())[len(CAST) :] == PEOPLE[AT_OUTLET - len(HARD) : AT_OUTLET] + LIVES
    assert people["normal"].holder.name == "林晓岚"
    assert MIDDLE_DOT in people["middle-dot"].holder.name
    assert "\U00020bb7" in people["rare-character"].holder.name
    assert 25 < len(people["long-name"].holder.name) <= 50
    assert [card.state for card in people["two-cards"].cards] == [CardState.CANCELLED, CardState.NORMAL]
    states = {(p.card.state, p.card.bank.state if p.card.bank else None) for p in people.values() if p.card}
    assert {state for state, _ in states} == set(CardState) - {CardState.UNKNOWN}
    assert {state for _, state in states} == {*BankState, None} - {BankState.UNKNOWN}
    assert people["no-card"].card is None
    lapsed = people["lapsed"].card
    assert lapsed
    assert lapsed.loss_until
    assert lapsed.loss_until < NOW
    assert people["namesake-1"].holder.name == people["namesake-2"].holder.name


def test_people_for_the_whole_life_have_numbers_of_their_own_and_of_their_kind() -> None:
    """Residents in the county that never was, or with the number of another paper; nobody has another's number."""
    today = local(NOW).date()
    everybody = [*PEOPLE, *LIVES]
    assert len({p.holder.number for p in everybody}) == len(everybody)
    cards = [card for p in everybody for card in p.cards]
    assert len({card.number for card in cards}) == len({card.identifier for card in cards}) == len(cards)
    assert all(number_fault(p.holder.number, today=today) is None for p in LIVES)
    kinds = {role: person_kind(cast(now=NOW)[role].holder, today=today) for role in ROLES}
    assert kinds.pop("minor-no-card") is PersonKind.MINOR
    assert kinds.pop("minor-pass") is PersonKind.MINOR
    assert {kinds.pop(role) for role in ("hmt", "hm-pass", "tw-pass")} == {PersonKind.HMT}
    foreign = {kinds.pop(role) for role in ("foreigner", "card-2017", "passport", "passport-no-card")}
    assert foreign == {PersonKind.FOREIGNER}
    assert set(kinds.values()) == {PersonKind.RESIDENT}
    mobiles = [p.holder.mobile for p in everybody if p.holder.mobile]
    assert len(set(mobiles)) == len(mobiles)
    assert set(life_cases()) == {p.holder.number for p in LIVES}


def test_somebody_stands_for_each_kind_of_paper_with_birth_date_and_sex_on_record() -> None:
    """The number of a pass, a passport or a card of 2017 tells neither."""
    people = cast(now=NOW)
    kinds = {kinds_of(people[role].holder.number, today=local(NOW).date())[0] for role in ROLES}
    assert kinds == set(IdentityKind)
    for role in ROLES:
        holder = people[role].holder
        assert holder.birth_date == birth_of(holder)
        assert holder.sex in ("1", "2")
        assert len(holder.number) == 18 or birth_of(replace(holder, birth_date=None)) is None


def test_each_order_of_the_cast_agrees_with_the_cards_beside_it() -> None:
    people = cast(now=NOW)
    for person in LIVES:
        for order in person.orders:
            assert order.bank_name == BANKS[order.bank]
            made = next((card for card in person.cards if card.number == order.card_number), None)
            assert (made is not None) is (order.state is MakingState.READY)
            assert made is None or made.state is CardState.SEALED
            assert (order.reason is not None) is (order.state is MakingState.FAILED)
    states = [people[role].orders[0].state for role in ("card-ready", "making", "making-failed", "replaced")]
    assert states == [MakingState.READY, MakingState.MAKING, MakingState.FAILED, MakingState.READY]
    replaced = people["replaced"]
    assert replaced.orders[0].kind is OrderKind.REPLACEMENT
    assert replaced.orders[0].replaces == replaced.cards[0].number
    assert replaced.card == replaced.cards[0]
    assert replaced.sealed == replaced.cards[1]
    assert people["dead"].life == "dead"


def test_a_loss_that_lapses_today_does_so_before_midnight_whatever_the_hour() -> None:
    for hour in range(24):
        now = NOW.replace(hour=hour, minute=30)
        card = cast(now=now)["lapses-today"].card
        assert card
        assert card.loss_until
        assert local(card.loss_until).date() == local(now).date()
        assert card.loss_until > now


def test_most_people_are_well() -> None:
    well = sum(1 for p in PEOPLE if p.card and p.card.state is CardState.NORMAL)
    assert 0.85 < well / SIZE < 0.98

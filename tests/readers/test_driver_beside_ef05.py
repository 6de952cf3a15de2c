"""What EF05 told over PC/SC before the driver was asked is not lost: the driver tells neither class nor agency."""

import random
from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.card import ChipData
from readers.attempt import Authentication, ByDriver
from readers.authentication import Authenticate
from readers.ssc import read_chip
from tests.readers import kinds
from tests.readers.cards import HISTORY, Facts, Manner, draw, records
from tests.readers.line import Line
from tests.readers.test_authentication import Driver

TODAY = date(2026, 11, 21)


def facts_of() -> Facts:
    facts, _ = draw(random.Random(7))
    return replace(facts, version="3.00", name="何秀珍")


def read(driver: ChipData, *, guard: str) -> ChipData:
    """A 3.0 card that keeps its files by `guard`, opened by the driver."""
    facts = facts_of()
    card = kinds.Modern(records(facts, Manner()), Manner(), atr=kinds.T1, guard=guard)

    def over_pcsc(authenticate: Authenticate) -> ChipData:
        return read_chip(Line(card.answer), today=TODAY, atr=kinds.T1.hex().upper(), authenticate=authenticate)

    return Authentication([ByDriver(Driver(driver))]).read(over_pcsc)


def told_by_driver(**more: str) -> ChipData:
    """What the driver tells of that card: no class, no agency."""
    facts = facts_of()
    chip = ChipData(
        social_security_number=facts.number, name=facts.name, sex=facts.sex, nation=facts.nation,
        birthplace=facts.birthplace, birth_date=facts.born, card_number=facts.card_number,
        card_identifier=facts.identifier, card_class="", spec_version="3.00", issuing_agency="",
        issued_on=facts.issued, expires_on=facts.expires, atr=HISTORY.hex().upper(), authenticated_by="driver",
    )  # fmt: skip
    return replace(chip, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("guard", ["EF06", "6985", "blank"])
def test_class_and_agency_stand_where_the_very_card_told_them_before(guard: str) -> None:
    said = read(told_by_driver(), guard=guard)
    facts = facts_of()
    assert (said.card_class, said.issuing_agency) == (facts.card_class, facts.agency)
    assert said == replace(
        told_by_driver(), card_class=facts.card_class, issuing_agency=facts.agency, atr=kinds.T1.hex().upper()
    )


def test_they_stay_empty_where_the_card_told_nothing_before() -> None:
    said = read(told_by_driver(), guard="both")
    assert (said.card_class, said.issuing_agency) == ("", "")


def test_they_stay_empty_where_nobody_says_that_it_is_the_same_card() -> None:
    """The answer to reset alone is that of many cards."""
    said = read(told_by_driver(card_identifier=""), guard="EF06")
    assert (said.card_class, said.issuing_agency) == ("", "")


def test_what_the_driver_tells_itself_stays() -> None:
    said = read(told_by_driver(card_class="9"), guard="EF06")
    assert (said.card_class, said.issuing_agency) == ("9", facts_of().agency)

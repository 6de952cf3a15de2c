"""A card of another province is told in one sentence with the way, unless an agreement covers what is wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import CardState
from counter_app.domain.errors import ForbiddenOffline, NotEligible, Refused
from counter_app.domain.issuer import at_outlet
from counter_app.domain.procedure import Situation
from counter_app.domain.province import Province
from counter_app.procedures import all_procedures, procedure
from counter_app.provinces import load
from tests.core.situations import chip_of, person, situation
from tests.domain.test_issuer import CHONGQING, GUANGXI, SICHUAN

PACK = load("chongqing")
GUANGDONG = "440305D156000005007B1A2C3D4E5F60"


def with_card(
    name: str, identifier: str, *, state: CardState = CardState.NORMAL, online: bool = True, pack: Province = PACK
) -> Situation:
    who = person(state)
    who = replace(who, cards=tuple(replace(card, identifier=identifier) for card in who.cards))
    return situation(procedure(name), who, province=pack, online=online)


ONLY_TOLD = {"status-proof", "data-copy"}
"""Wherever a card is from: what the records held, and what is kept here."""


def refused(now: Situation, name: str) -> Refused | None:
    return refusal(now, procedure(name))


@pytest.mark.parametrize("name", [one.id for one in all_procedures() if one.id not in ONLY_TOLD])
def test_a_card_of_a_province_without_agreement_is_served_at_home(name: str) -> None:
    no = refused(with_card(name, GUANGXI), name)
    assert isinstance(no, NotEligible)
    assert no.message.zh == "外省的卡，不在这里办"
    assert no.what_next.zh == "回发卡地办理，或拨 12333"


def test_what_the_agreement_names_is_done_and_what_it_does_not_is_told_with_the_name() -> None:
    assert refused(with_card("temporary-loss", SICHUAN), "temporary-loss") is None
    no = refused(with_card("formal-loss", SICHUAN), "formal-loss")
    assert isinstance(no, NotEligible)
    assert no.message.zh == "四川的卡，不在这里办"


@pytest.mark.parametrize(("region", "name"), [("810000", "香港"), ("820000", "澳门")])
def test_an_outlet_of_guangdong_in_hong_kong_or_macao_does_what_its_pack_agrees_and_no_more(
    region: str, name: str
) -> None:
    """广东条例 art. 4(2): 政务服务跨境办理."""
    there = at_outlet(load("guangdong"), region)
    assert refused(with_card("temporary-loss", GUANGDONG, pack=there), "temporary-loss") is None
    no = refused(with_card("replacement", GUANGDONG, pack=there), "replacement")
    assert isinstance(no, NotEligible)
    assert no.message.zh == f"{name}不办此项"
    assert at_outlet(load("guangdong"), "440305") == load("guangdong")
    assert not any(rules.allowed for rules in at_outlet(load("hainan"), region).procedures.values())


def test_a_state_is_always_told_and_a_card_of_this_province_is_at_home() -> None:
    assert refused(with_card("status-proof", GUANGXI), "status-proof") is None
    assert refused(with_card("temporary-loss", CHONGQING), "temporary-loss") is None


def test_an_agreement_allows_no_more_than_the_procedure_does() -> None:
    assert refused(with_card("temporary-loss", SICHUAN, state=CardState.CANCELLED), "temporary-loss") is not None
    blind = refused(with_card("release", CHONGQING, state=CardState.FORMAL_LOSS, online=False), "release")
    assert isinstance(blind, ForbiddenOffline)


def test_the_card_on_the_reader_says_where_it_is_from_while_nobody_here_knows_it() -> None:
    """Records that do not know the card know no identifier; the chip does."""
    who = person(CardState.UNKNOWN)
    who = replace(who, cards=tuple(replace(card, identifier="") for card in who.cards))
    chip = replace(chip_of(who), card_identifier=GUANGXI)
    which = procedure("formal-loss")
    assert isinstance(refusal(situation(which, who, province=PACK, chip=chip), which), NotEligible)
    assert refusal(situation(which, who, province=PACK), which) is None

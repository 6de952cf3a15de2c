"""Which region issued a card is read from its identifier, and nobody is turned away for one that does not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.issuer import agreement, at_home, region_of
from counter_app.provinces import load

SICHUAN = "510104D156000005007B1A2C3D4E5F60"
GUANGXI = "450100D156000005007B1A2C3D4E5F60"
CHONGQING = "500103D156000005007B1A2C3D4E5F60"
PRACTICE = "439901D156000005007B1A2C3D4E5F60"


def test_the_region_is_the_first_six_digits_of_an_identifier_of_the_usual_form() -> None:
    assert region_of(SICHUAN) == region_of(SICHUAN.lower()) == "510104"
    for other in ("", "4" * 32, SICHUAN[:-1], SICHUAN + "0", "51010" + SICHUAN[5:].replace("4D", "XD", 1)):
        assert region_of(other) == ""


@pytest.mark.parametrize("name", ["chongqing", "guangdong", "guangxi", "hainan", "hunan"])
def test_practice_cards_and_cards_that_do_not_say_are_at_home_everywhere(name: str) -> None:
    pack = load(name)
    assert at_home(pack, PRACTICE)
    assert at_home(pack, "4" * 32)
    assert at_home(pack, f"{pack.code}D156000005007B1A2C3D4E5F60")
    assert not at_home(pack, "110101D156000005007B1A2C3D4E5F60")


def test_chongqing_has_an_agreement_on_cards_of_sichuan_and_none_on_others() -> None:
    pack = load("chongqing")
    agreed = agreement(pack, SICHUAN)
    assert agreed is not None
    assert agreed.name.zh == "四川"
    assert agreement(pack, GUANGXI) is None
    assert agreement(pack, "") is None
    assert at_home(pack, CHONGQING)


@pytest.mark.parametrize("city", ["440100", "440300", "441900"])
def test_a_card_a_city_of_guangdong_issued_is_at_home_in_all_of_guangdong(city: str) -> None:
    """广东条例 art. 2: issued by the province and by its cities."""
    card = f"{city}D156000005007B1A2C3D4E5F60"
    assert at_home(load("guangdong"), card)
    assert not at_home(load("hunan"), card)


@given(st.text(max_size=40))
def test_no_text_breaks_it(identifier: str) -> None:
    region = region_of(identifier)
    assert region == "" or (len(region) == 6 and identifier.startswith(region))

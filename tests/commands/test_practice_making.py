"""What a trainer does at a shell about cards being made."""

import pytest

from counter_app.domain.holder import Person
from practice.life_cast import LIFE
from tests.parts.command import Command


def test_the_making_is_told_hurried_slowed_and_made_to_fail(inside: Command) -> None:
    stands = {"seconds": 60, "fails": None, "making": 1, "ready": 2, "failed": 1, "reviewing": 0, "reviews": False}
    assert inside("practice", "making").json == stands
    assert inside("practice", "making", "now").json == {**stands, "making": 0, "ready": 3}
    assert inside("practice", "making", "5").json["seconds"] == 5
    assert inside("practice", "making", "fail").json["fails"] == "all"
    assert inside("practice", "making", "fail", "B02").json["fails"] == "B02"
    assert inside("practice", "making", "never").json["fails"] == "never"
    usual = inside("practice", "making", "usual").json
    assert (usual["seconds"], usual["fails"]) == (60, None)


def test_orders_are_reviewed_first_where_the_trainer_wants_it(inside: Command) -> None:
    told = inside("practice", "making", "review")
    assert (told.json["reviews"], told.json["reviewing"]) == (True, 0)
    assert inside("practice", "making", "pass").json == told.json
    assert inside("practice", "making", "reject").json == told.json
    assert inside("practice", "making", "usual").json["reviews"] is False


@pytest.mark.parametrize("words", [("later",), ("-1",), ("86401",), ("now", "B02"), ("٣",)])
def test_a_word_that_says_nothing_is_used_wrongly(inside: Command, words: tuple[str, ...]) -> None:
    assert inside("practice", "making", *words).status == 2


def test_people_for_the_whole_life_are_listed_with_what_is_to_be_practised(
    inside: Command, roles: dict[str, Person]
) -> None:
    listed = {one["number"]: one for one in inside("practice", "people").json["people"]}
    for case in LIFE:
        person = roles[case.part.role]
        assert listed[person.holder.number]["case"] in (case.title.zh, case.title.en)
    assert listed[roles["adult-no-card"].holder.number]["card_number"] is None
    found = inside("practice", "people", "待领").json["people"]
    assert [one["number"] for one in found] == [roles[role].holder.number for role in ("card-ready", "replaced")]

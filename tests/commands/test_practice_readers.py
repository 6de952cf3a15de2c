"""What a trainer does at a shell: hard cards by their case, trouble, the PSAM, an identity card."""

from collections.abc import Iterator

import pytest

from counter_app.domain.holder import Person
from practice import identity
from practice.hard_cards import HARD
from tests.parts.command import Command
from tests.parts.pcscd import VirtualReader


@pytest.fixture
def desk(counter: Command, virtual_reader: VirtualReader) -> Iterator[Command]:
    """The command on a folder that leaves nothing on the readers."""
    yield counter
    counter("practice", "card", "take")
    counter("practice", "psam", "take")
    identity.unplug(counter.folder)


def test_a_card_that_asks_is_read_offline_and_not_without_the_psam(desk: Command, roles: dict[str, Person]) -> None:
    offline = desk.having("platform.url=http://127.0.0.1:1")
    person = roles["chip-3.0"]
    assert desk("practice", "card", "put", "chip-3.0").json["number"] == person.holder.number
    assert offline("read", "card", "--full").json["name"] == person.holder.name
    assert desk("practice").json["psam"] == "in"
    assert desk("practice", "psam", "take").json == {"psam": "out"}
    assert offline("read", "card").error["code"] == "NeedsAuthentication"
    assert desk("practice", "psam", "put").json == {"psam": "in"}
    assert offline("read", "card", "--full").json["name"] == person.holder.name


def test_the_next_reading_goes_wrong_and_then_it_is_well(desk: Command, roles: dict[str, Person]) -> None:
    assert desk("practice", "card", "trouble", "status").error["code"] == "NotFound"
    assert desk("practice", "card", "put", roles["normal"].holder.number, "--trouble", "status").status == 0
    assert desk("read", "card").error["code"] == "CardSaid"
    assert desk("read", "card").status == 0
    assert desk("practice", "card", "trouble", "pulled").json == {"trouble": "pulled"}
    assert desk("read", "card").error["code"] == "CardTakenAway"
    assert desk("practice").json["card_on_reader"] is None
    assert desk("practice", "card", "trouble", "fire").status == 2


def test_an_identity_card_is_put_and_taken(desk: Command, roles: dict[str, Person]) -> None:
    number = roles["normal"].holder.number
    assert desk("practice", "id", "put", "林晓岚").json == {"name": "林晓岚", "number": number}
    assert desk("practice").json["id_on_reader"] == number
    assert desk("read", "id", "--full").json["id_number"] == number
    assert desk("practice", "id", "take").json == {"id_on_reader": None}
    assert desk("practice").json["id_on_reader"] is None


def test_hard_cards_are_listed_with_masked_names(inside: Command, roles: dict[str, Person]) -> None:
    listed = inside("practice", "card", "list")
    assert [card["case"] for card in listed.json["cards"]] == [case.part.role for case in HARD]
    for card in listed.json["cards"]:
        person = roles[card["case"]]
        assert card["meaning"]
        assert person.holder.name not in listed.out
        assert person.holder.number not in listed.out
        assert person.card
        assert person.card.number not in listed.out
    words = inside.words("practice", "card", "list").out
    assert all(case.part.role in words and case.title.zh in words for case in HARD)

"""A card no record gives to the person it says it is of: asked about, told, and never touched."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from counter_app.desk import guard
from counter_app.domain.card import ChipData
from counter_app.domain.chip_errors import WrongPerson
from counter_app.domain.errors import CardDamaged
from counter_app.domain.holder import Person, Source
from sync.client import HttpPlatform
from tests.desk.at_pin import AtDesk, Make
from tests.desk.test_finding import chip_of
from tests.parts.practice_folder import NOWHERE
from tests.readers.pin_desk import pin_of

Somebody = Callable[[], Person]
Answered = Person | None


def mixed(at: Person, card_of: Person) -> ChipData:
    """A chip with the number of one person and the card of another."""
    assert card_of.card is not None
    return chip_of(at, card_number=card_of.card.number, card_identifier=card_of.card.identifier)


def online(at: AtDesk) -> AtDesk:
    at.counter.courier().pass_once()
    return at


def test_a_chip_of_two_people_opens_nobody_though_only_the_platform_knows_the_second(
    make: Make, somebody: Somebody, stranger: Somebody
) -> None:
    mine, other = somebody(), stranger()
    at = online(make(mine))
    with pytest.raises(CardDamaged):
        at.desk.open_chip(mixed(mine, other))
    assert at.desk.resume() is None


def test_without_a_line_it_opens_with_a_warning_and_is_not_touched(
    make: Make, somebody: Somebody, stranger: Somebody
) -> None:
    mine, other = somebody(), stranger()
    at = make(mine, f"platform.url={NOWHERE}")
    view = at.desk.open_chip(mixed(mine, other))
    assert view.notice is not None
    assert guard.NOT_RECORDED.zh in view.notice.zh
    assert view.pin is not None
    assert view.pin.refused == guard.NOT_RECORDED
    with pytest.raises(WrongPerson) as refused:
        at.desk.pin_task(view.visit_id, "verify", pin_of("314159"))
    assert refused.value.message == guard.NOT_RECORDED
    assert at.card.seen == []


def test_a_card_the_platform_knows_nobody_of_is_not_touched(make: Make, stranger: Somebody) -> None:
    """Its holder is unknown here, and the province has never issued such a card."""
    at = online(make(stranger()))
    view = at.desk.open_chip(replace(at.chip, card_number="Z99999999"))
    assert view.notice is not None
    assert guard.NOT_RECORDED.zh in view.notice.zh
    with pytest.raises(WrongPerson):
        at.desk.pin_task(view.visit_id, "verify", pin_of("314159"))


def test_a_card_the_mirror_does_not_know_is_asked_about_and_opens_as_the_platform_tells(
    make: Make, stranger: Somebody
) -> None:
    at = online(make(stranger()))
    view = at.lay_on()
    assert (view.notice, view.source) == (None, Source.PLATFORM)
    at.desk.pin_task(at.visit, "verify", pin_of("314159"))


def test_nothing_is_asked_for_a_card_the_mirror_knows(
    make: Make, somebody: Somebody, stranger: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening stays quick; a card no row knows costs one question."""
    asked: list[str] = []
    really = HttpPlatform.person_by_card

    def person_by_card(self: HttpPlatform, number: str, *, clerk: str) -> Answered:
        asked.append(number)
        return really(self, number, clerk=clerk)

    monkeypatch.setattr(HttpPlatform, "person_by_card", person_by_card)
    known, unknown = somebody(), stranger()
    at = online(make(known))
    at.lay_on()
    at.desk.end(at.visit)
    assert asked == []
    at.desk.open_chip(chip_of(unknown))
    assert unknown.card is not None
    assert asked == [unknown.card.number]

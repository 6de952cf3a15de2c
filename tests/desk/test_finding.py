"""Finding who stands at the window: by number, card, name, initials; here, at the platform, and with no line."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from counter_app.desk.views import PersonView, VisitView
from counter_app.domain.card import ChipData
from counter_app.domain.errors import BadInput, CardDamaged, NotFound, NotSignedIn, VisitOpen
from counter_app.domain.holder import Person, Source
from counter_app.domain.numbers import identity_check_digit
from tests.desk.conftest import Office
from tests.parts import practice_platform
from tests.parts.practice_folder import NOWHERE

Somebody = Callable[[], Person]
NOBODY = "43991419900101999"


def chip_of(person: Person, **other: str) -> ChipData:
    """What that person's card would say."""
    assert person.card is not None
    chip = ChipData(
        social_security_number=person.holder.number,
        name=person.holder.name,
        sex=person.holder.sex,
        nation=person.holder.nation,
        birthplace=person.holder.number[:6],
        birth_date=person.holder.birth_date,
        card_number=person.card.number,
        card_identifier=person.card.identifier,
        card_class="3",
        spec_version="2.00",
        issuing_agency="0" * 24,
        issued_on=date(2020, 1, 1),
        expires_on=date(2030, 1, 1),
    )
    return replace(chip, **other)  # type: ignore[arg-type]


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def test_number_and_card_open_at_once_however_they_are_typed(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    person = roles["normal"]
    assert person.card is not None
    number, card = person.holder.number, person.card.number
    spaced = f" {number[:6]} {number[6:14]}-{number[14:]} "
    for typed in (number, spaced, full_width(number), number.lower(), card, card.lower(), f"{card[:4]} {card[4:]}"):
        found = desk.search(typed)
        assert found.exact, typed
        assert [hit.number for hit in found.hits] == [number]


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("林晓岚", "normal"),
        ("林晓", "normal"),
        ("lxl", "normal"),
        ("𠮷田", "rare-character"),
        ("阿依古丽·买买提", "middle-dot"),
        ("阿依古丽•买买提", "middle-dot"),
    ],
)
def test_names_and_initials_list_the_person_and_open_nobody(
    typed: str, role: str, office: Office, roles: dict[str, Person]
) -> None:
    _, desk = office.open()
    found = desk.search(typed)
    assert not found.exact
    assert roles[role].holder.number in [hit.number for hit in found.hits]


def test_two_of_one_name_are_both_listed(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    wanted = {roles["namesake-1"].holder.number, roles["namesake-2"].holder.number}
    assert {hit.number for hit in desk.search("沈佳怡").hits} == wanted


def test_what_is_no_number_is_said_in_words(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    number = roles["normal"].holder.number
    other_digit = number[:17] + ("1" if number[17] != "1" else "2")
    for typed, words in (
        (other_digit, "末位校验不对"),
        (number[:10] + "1332" + number[14:], "出生日期不存在"),
        ("林", "至少输入两个字"),
    ):
        found = desk.search(typed)
        assert found.fault is not None
        assert words in found.fault.zh
        assert found.hits == ()
    with pytest.raises(BadInput):
        desk.open_number(other_digit)
    with pytest.raises(BadInput):
        desk.open_unknown(other_digit)


def test_somebody_of_another_outlet_is_asked_for_and_stays_known(office: Office, stranger: Somebody) -> None:
    """By number, by card and by name the platform is asked; with the line gone the mirror still knows them."""
    by_number, by_card, by_name = stranger(), stranger(), stranger()
    assert by_card.card is not None
    _, desk = office.open()
    first = desk.search(by_number.holder.number)
    assert (first.exact, first.live, first.hits[0].source) == (True, True, Source.PLATFORM)
    assert desk.search(by_card.card.number).exact
    assert by_name.holder.number in [hit.number for hit in desk.search(by_name.holder.name).hits]
    _, offline = office.open(url=NOWHERE)
    for person in (by_number, by_card, by_name):
        found = offline.search(person.holder.number)
        assert (found.exact, found.live) == (True, False)
        assert found.hits[0].as_of is not None


def test_nobody_at_the_platform_is_nobody_and_without_a_line_may_be_somebody(office: Office) -> None:
    nobody = NOBODY + identity_check_digit(NOBODY)
    _, desk = office.open()
    found = desk.search(nobody)
    assert (found.hits, found.live, found.unknown_number) == ((), True, "")
    with pytest.raises(NotFound) as said:
        desk.open_number(nobody)
    assert said.value.facts["answered"] is True
    _, offline = office.open(url=NOWHERE)
    assert offline.search(nobody).unknown_number == nobody
    view = offline.open_unknown(nobody)
    assert (view.source, view.person.card, view.proof) == (Source.TYPED, None, "typed")
    lawful = [a.procedure for a in view.actions if a.lawful]
    assert lawful[:2] == ["temporary-loss", "formal-loss"], "most likely a card was lost"
    assert set(lawful[2:]) <= {"application", "status-proof"}, "nothing else, for nothing is known of a card"


def test_a_line_that_broke_a_moment_ago_is_not_taken_for_the_platforms_word(
    office: Office, stranger: Somebody, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The courier last found it online, the look-up gets no answer: unknown here, and not nobody."""
    with practice_platform.running(tmp_path_factory.mktemp("gone") / "p.db") as gone:
        _, desk = office.open(url=gone.url)
    number = stranger().holder.number
    found = desk.search(number)
    assert (found.live, found.unknown_number) == (False, number)
    with pytest.raises(NotFound) as said:
        desk.open_number(number)
    assert said.value.facts["answered"] is False


def test_a_card_opens_its_person_proves_who_it_is_and_asks_why_it_is_reported(
    office: Office, roles: dict[str, Person]
) -> None:
    """Typed first, then the card is laid on: the same visit, proven from here on; taken away, nothing is asked."""
    _, desk = office.open()
    person = roles["normal"]
    typed = desk.open_number(person.holder.number)
    laid = desk.open_chip(chip_of(person))
    assert (laid.visit_id, typed.proof, laid.proof) == (typed.visit_id, "typed", "card")
    page = desk.begin(laid.visit_id, "temporary-loss")
    assert (page.missing, [f.field.name for f in page.fields]) == ("card_here", ["scope", "card_here"])
    stays = desk.forward(laid.visit_id)
    assert isinstance(stays, VisitView)
    assert stays.missing == "card_here"
    desk.card_here(None)
    assert desk.visit(laid.visit_id).missing is None


def test_a_chip_that_belongs_to_another_by_our_records_is_not_opened(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    mixed = chip_of(roles["normal"], social_security_number=roles["normal-2"].holder.number)
    with pytest.raises(CardDamaged):
        desk.open_chip(mixed)
    assert desk.resume() is None


def test_a_card_nobody_here_knows_opens_from_what_it_says(office: Office, stranger: Somebody) -> None:
    _, desk = office.open(url=NOWHERE)
    person = stranger()
    view = desk.open_chip(chip_of(person))
    assert (view.person.holder.name, view.proof, view.source) == (person.holder.name, "card", Source.TYPED)
    assert view.person.card is not None
    assert person.card is not None
    assert view.person.card.number == person.card.number


def test_two_people_are_never_mixed(office: Office, somebody: Somebody) -> None:
    """An idle visit gives way to the next person; one in a procedure does not, by number or by card."""
    _, desk = office.open()
    first, second = somebody(), somebody()
    idle = desk.open_number(first.holder.number)
    busy = desk.open_number(second.holder.number)
    with pytest.raises(NotFound):
        desk.person(idle.visit_id)
    desk.begin(busy.visit_id, "formal-loss")
    with pytest.raises(VisitOpen):
        desk.open_number(first.holder.number)
    with pytest.raises(VisitOpen):
        desk.open_chip(chip_of(first))
    same = desk.open_number(second.holder.number)
    assert isinstance(same, PersonView)
    assert same.visit_id == busy.visit_id


def test_without_a_clerk_nothing_is_looked_up(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    desk.sign_out()
    with pytest.raises(NotSignedIn):
        desk.search("林晓岚")
    with pytest.raises(NotSignedIn):
        desk.open_number(roles["normal"].holder.number)
    with pytest.raises(NotSignedIn):
        desk.sign_in("0000")

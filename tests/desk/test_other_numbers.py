"""People without a number of 18 characters are found, opened and served as everybody else."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.desk.views import VisitView
from counter_app.domain.document import DocumentType, IdentityDocument
from counter_app.domain.errors import BadInput, NotFound
from counter_app.domain.holder import Person, Source
from counter_app.domain.identity import IdentityKind
from counter_app.domain.numbers import mask_identity
from practice import identity
from readers.identity.simulator.document import checked
from readers.identity.texts import Blocks, document_of
from tests.desk.conftest import Office
from tests.desk.test_finding import chip_of, full_width
from tests.parts.other_papers import FORMS, card_number, number_of, register
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform

TODAY = date(2026, 11, 21)
ROLES = ("hm-pass", "tw-pass", "card-2017", "passport", "minor-pass")
each_kind = pytest.mark.parametrize("kind", FORMS)


@pytest.mark.parametrize("role", ROLES)
def test_such_a_number_opens_at_once_however_it_is_typed(role: str, office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open(url=NOWHERE)
    number = roles[role].holder.number
    for typed in (number, number.lower(), full_width(number), f" {number[:3]} {number[3:5]}-{number[5:]} "):
        found = desk.search(typed)
        assert (found.exact, [hit.number for hit in found.hits], found.unknown_number) == (True, [number], ""), typed
        assert desk.known_here(typed)
    assert [hit.number for hit in desk.suggest(number[:6]).hits if hit.number == number] == [number]
    opened = desk.open_number(number.lower())
    assert (opened.person.holder.number, opened.source) == (number, Source.MIRROR)


@each_kind
def test_whoever_the_platform_alone_knows_is_asked_for_and_stays_known(
    kind: IdentityKind, office: Office, platform: Platform
) -> None:
    number = number_of(kind)
    register(platform, number)
    _, desk = office.open()
    assert not desk.known_here(number)
    found = desk.search(number.lower())
    assert (found.exact, found.live, found.hits[0].source) == (True, True, Source.PLATFORM)
    _, offline = office.open(url=NOWHERE)
    assert offline.search(number).exact


@each_kind
def test_a_number_nobody_knows_is_said_and_without_a_line_the_loss_is_taken(kind: IdentityKind, office: Office) -> None:
    number = number_of(kind)
    _, desk = office.open()
    found = desk.search(number)
    assert (found.hits, found.live, found.unknown_number) == ((), True, "")
    with pytest.raises(NotFound) as said:
        desk.open_number(number)
    assert said.value.facts["answered"] is True
    _, offline = office.open(url=NOWHERE)
    told = offline.search(number)
    assert (told.unknown_number, told.unknown_kinds[0]) == (number, kind.words)
    view = offline.open_unknown(number)
    assert [a.procedure for a in view.actions if a.lawful][:2] == ["temporary-loss", "formal-loss"]


@pytest.mark.parametrize("nearby", [True, False], ids=["in the mirror", "at the platform"])
def test_a_passport_with_the_number_of_a_card_leaves_both_to_choose(
    nearby: bool, office: Office, platform: Platform
) -> None:
    """Opened by nothing but a choice: the owner of the passport by number, the owner of the card by that card."""
    both, owner = card_number(), number_of(IdentityKind.HM_TRAVEL)
    register(platform, both)
    register(platform, owner, card=both)
    _, desk = office.open()
    if nearby:
        desk.search(both)
        _, desk = office.open(url=NOWHERE)
        assert desk.known_here(both)
    found = desk.search(both)
    assert (found.exact, {hit.number for hit in found.hits}) == (False, {both, owner})
    assert {hit.card_number for hit in found.hits} == {"", both}
    assert desk.open_number(both).person.holder.number == both
    by_card = desk.open_card(both)
    assert by_card.person.holder.number == owner
    assert by_card.person.card is not None
    assert by_card.person.card.number == both


def test_the_digits_of_a_pass_may_be_the_beginning_of_another_number(
    office: Office, platform: Platform, roles: dict[str, Person]
) -> None:
    """Whoever has that pass stands first, then everybody whose number begins so; the platform is asked for the pass."""
    resident = roles["dead"].holder.number
    begins = resident[:10]
    _, desk = office.open()
    before = desk.search(begins)
    assert (before.exact, resident in [hit.number for hit in before.hits]) == (False, True)
    register(platform, begins)
    found = desk.search(begins)
    assert (found.exact, found.hits[0].number) == (False, begins)
    assert resident in [hit.number for hit in found.hits]
    platform.change("DELETE FROM person WHERE number = ?", begins)


def test_two_digits_of_renewals_behind_a_pass_are_the_same_pass(office: Office, platform: Platform) -> None:
    """Found and shown, and opened where a command names it; nobody is opened by what may be half a number."""
    number = number_of(IdentityKind.HM_TRAVEL)
    register(platform, number)
    _, desk = office.open()
    for place in ("platform", "mirror"):
        found = desk.search(number + "02")
        assert (found.exact, [hit.number for hit in found.hits]) == (False, [number]), place
    assert desk.open_number(number + "02").person.holder.number == number


@pytest.mark.parametrize(
    ("typed", "part"), [("ZYX43990000005", "现为 14 位"), ("1234567890123", "现为 13 位"), ("12", "现为 2 位")]
)
def test_a_number_of_no_paper_is_said_in_words(typed: str, part: str, office: Office) -> None:
    _, desk = office.open()
    found = desk.search(typed)
    assert found.fault is not None
    assert part in found.fault.zh
    assert found.hits == ()
    for opening in (desk.open_number, desk.open_unknown):
        with pytest.raises(BadInput):
            opening(typed)


def test_the_number_of_a_known_card_is_nobodys_passport(office: Office, roles: dict[str, Person]) -> None:
    card = roles["normal"].card
    assert card is not None
    _, offline = office.open(url=NOWHERE)
    with pytest.raises(BadInput):
        offline.open_unknown(card.number)


@pytest.mark.parametrize("typed", ["john sample", "JOHN  SAMPLE", "johns"])
def test_a_name_in_latin_letters_is_found(typed: str, office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    assert roles["passport"].holder.number in [hit.number for hit in desk.search(typed).hits]


@pytest.mark.parametrize("role", ["hm-pass", "tw-pass", "card-2017", "minor-pass", "hmt", "foreigner"])
def test_the_document_on_the_reader_opens_the_person_it_is_of(
    role: str, office: Office, roles: dict[str, Person]
) -> None:
    _, desk = office.open(url=NOWHERE)
    opened = desk.open_document(_read(roles[role]))
    assert (opened.person.holder.number, opened.proof) == (roles[role].holder.number, "document")
    assert opened.document is not None
    assert opened.notice is None or "不是本人" not in opened.notice.zh


def test_a_permit_is_that_of_the_owner_of_its_pass_however_renewals_are_counted(roles: dict[str, Person]) -> None:
    permit = _read(roles["hm-pass"])
    pass_number = roles["hm-pass"].holder.number
    for number in (permit.id_number, pass_number, pass_number + "03"):
        assert permit.belongs_to(number)
    for number in ("", "H00000052", pass_number[:8], pass_number + "0"):
        assert not permit.belongs_to(number)


def test_a_card_of_2017_of_somebody_unknown_opens_from_what_it_says(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open(url=NOWHERE)
    stranger = replace(_read(roles["card-2017"]), id_number=number_of(IdentityKind.RESIDENCE_2017))
    assert stranger.document_type is DocumentType.FOREIGNER_2017
    opened = desk.open_document(stranger)
    assert (opened.person.holder.number, opened.source) == (stranger.id_number, Source.TYPED)


@pytest.mark.parametrize("role", ["hm-pass", "tw-pass", "card-2017", "passport"])
def test_the_card_on_the_reader_opens_its_person(role: str, office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open(url=NOWHERE)
    opened = desk.open_chip(chip_of(roles[role]))
    assert (opened.person.holder.number, opened.proof) == (roles[role].holder.number, "card")


@pytest.mark.parametrize("role", ROLES)
def test_no_whole_number_stands_on_the_confirmed_page(role: str, office: Office, roles: dict[str, Person]) -> None:
    number = roles[role].holder.number
    masked = mask_identity(number).replace(" ", "")
    assert masked.count("*") >= len(number) * 3 // 5
    _, desk = office.open(url=NOWHERE)
    opened = desk.open_number(number)
    page = desk.begin(opened.visit_id, "status-proof")
    while not page.confirm:
        following = desk.forward(opened.visit_id)
        assert isinstance(following, VisitView)
        page = following
    assert number not in repr(page.confirm)
    assert mask_identity(number) in [row.value.zh for row in page.confirm]


def _read(person: Person) -> IdentityDocument:
    """What the reader says of that practice person's document."""
    paper = checked(identity.document_of(person))
    return document_of(Blocks(paper.text), today=TODAY)

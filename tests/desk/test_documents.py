"""An identity document on its reader opens its person and proves who it is; what does not fit is told or asked."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from counter_app.desk.views import VisitView
from counter_app.domain.document import DocumentType, IdentityDocument
from counter_app.domain.errors import CardDamaged, VisitOpen
from counter_app.domain.holder import Person, Source
from sync.client import HttpPlatform
from tests.desk.conftest import Office
from tests.desk.papers import checked, document_of
from tests.desk.test_finding import chip_of
from tests.local_store.raw import opened
from tests.parts.practice_folder import NOWHERE

Somebody = Callable[[], Person]


def test_it_opens_the_person_and_proves_who_it_is(office: Office, roles: dict[str, Person], stranger: Somebody) -> None:
    """Known here, and known to the platform only; nothing is asked and nothing told."""
    _, desk = office.open()
    for person in (roles["normal"], roles["rare-character"], roles["middle-dot"], stranger()):
        view = desk.open_document(document_of(person))
        assert view.person.holder.number == person.holder.number
        assert (view.proof, view.notice) == ("document", None)
        assert view.document is not None
        assert (view.document.kind.zh, view.document.asked) == ("居民身份证", None)


def test_it_proves_a_visit_that_was_begun_by_number_or_card(office: Office, roles: dict[str, Person]) -> None:
    """The same visit; a card laid on afterwards takes nothing of the better proof away."""
    _, desk = office.open()
    person = roles["normal"]
    typed = desk.open_number(person.holder.number)
    laid = desk.open_chip(chip_of(person))
    read = desk.open_document(document_of(person))
    again = desk.open_chip(chip_of(person))
    assert {typed.visit_id, laid.visit_id, read.visit_id, again.visit_id} == {typed.visit_id}
    assert [view.proof for view in (typed, laid, read, again)] == ["typed", "card", "document", "document"]
    assert again.card_here
    begun = desk.begin(again.visit_id, "formal-loss")
    assert isinstance(begun, VisitView)
    assert desk.open_document(document_of(person)).visit_id == begun.visit_id
    assert desk.visit(begun.visit_id).procedure == "formal-loss"


def test_a_variant_character_is_told_and_work_goes_on(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    person = roles["rare-character"]
    view = desk.open_document(document_of(person, name="?田岚"))
    assert view.proof == "document"
    assert view.notice is not None
    assert "?田岚" in view.notice.zh
    assert "𠮷田岚" in view.notice.zh
    assert view.person.holder.name == "𠮷田岚"


def test_another_name_on_the_chip_is_told(office: Office, roles: dict[str, Person]) -> None:
    """A variant, a changed name; not the beginning of a name too long for a chip."""
    _, desk = office.open()
    for role, name, said in (("rare-character", "?田岚", True), ("normal", "林晓", True), ("normal", "林晓岚", False)):
        view = desk.open_chip(chip_of(roles[role], name=name))
        assert (view.notice is not None) is said, name
        assert view.person.holder.name == roles[role].holder.name
    long = roles["long-name"]
    for beginning, said in ((long.holder.name[:24], False), (long.holder.name[:12], True)):
        assert (desk.open_chip(chip_of(long, name=beginning)).notice is not None) is said


def test_another_name_is_asked_and_only_the_clerk_settles_it(office: Office, roles: dict[str, Person]) -> None:
    """Until then the document proves nothing; afterwards it does, the recorded name stays, and the audit says so."""
    counter, desk = office.open()
    person = roles["normal"]
    view = desk.open_document(document_of(person, name="林晓兰"))
    assert view.document is not None
    assert view.document.asked is not None
    assert "林晓兰" in view.document.asked.zh
    assert "林晓岚" in view.document.asked.zh
    assert view.proof == "typed"
    settled = desk.same_person(view.visit_id)
    assert settled.document is not None
    assert (settled.proof, settled.document.asked) == ("document", None)
    assert settled.person.holder.name == "林晓岚"
    again = desk.open_document(document_of(person, name="林晓兰"))
    assert again.document is not None
    assert (again.proof, again.document.asked) == ("document", None)
    recorded = counter.store().person(person.holder.number)
    assert recorded is not None
    assert recorded.holder.name == "林晓岚"
    assert counter.store().times("person.name_settled", "") == 1


def test_one_that_ran_out_opens_its_person_and_proves_nothing(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    view = desk.open_document(document_of(roles["normal"], valid_to=date(2024, 5, 1)))
    assert view.proof == "typed"
    assert view.notice is not None
    assert "2024-05-01" in view.notice.zh
    untold = desk.open_document(document_of(roles["normal"], valid_to=None))
    assert untold.proof == "typed"
    assert untold.notice is not None
    assert "有效期" in untold.notice.zh
    forever = desk.open_document(document_of(roles["normal"], valid_to=None, long_term=True))
    assert (forever.proof, forever.notice) == ("document", None)


def test_somebody_nobody_knows_is_opened_with_number_and_name(office: Office) -> None:
    _, desk = office.open(url=NOWHERE)
    number = checked("43991419900101999")
    nobody = IdentityDocument(DocumentType.RESIDENT, "林无名", "1", date(1990, 1, 1), number, long_term=True)
    view = desk.open_document(nobody)
    assert (view.person.holder.number, view.person.holder.name) == (nobody.id_number, "林无名")
    assert (view.source, view.proof, view.person.card) == (Source.TYPED, "document", None)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentType.HMT_PERMIT, checked("81000019940823002")),
        (DocumentType.FOREIGNER_2017, "USA439900000001"),
        (DocumentType.FOREIGNER_2023, checked("94384019810803002")),
    ],
)
def test_people_from_elsewhere_are_found_by_their_own_numbers(
    office: Office, roles: dict[str, Person], kind: DocumentType, number: str
) -> None:
    """As the platform registered them; a foreigner by either of the two names."""
    counter, desk = office.open(url=NOWHERE)
    model = roles["normal"]
    recorded = replace(model.holder, number=number, name="DOE JANE")
    counter.store().keep_people((replace(model, holder=recorded, cards=()),))
    names = {"name": "DOE JANE"} if kind is DocumentType.HMT_PERMIT else {"name": "", "foreign_name": "Doe, Jane"}
    view = desk.open_document(document_of(model, document_type=kind, id_number=number, **names))
    assert (view.person.holder.number, view.proof) == (number, "document")
    assert view.document is not None
    assert view.document.asked is None


def test_a_permit_finds_who_is_registered_under_the_pass(office: Office, roles: dict[str, Person]) -> None:
    counter, desk = office.open(url=NOWHERE)
    model = roles["normal"]
    registered = replace(model, holder=replace(model.holder, number="H43990001"), cards=())
    counter.store().keep_people((registered,))
    permit = document_of(
        model, document_type=DocumentType.HMT_PERMIT, id_number=checked("81000019940823002"), pass_number="H43990001"
    )
    view = desk.open_document(permit)
    assert (view.person.holder.number, view.proof, view.notice) == ("H43990001", "document", None)


def test_document_and_card_of_two_people_are_told_apart(office: Office, somebody: Somebody) -> None:
    """The visit's person stays; whose is whose is said masked, and is said no more once it was taken away."""
    _, desk = office.open()
    mine, other = somebody(), somebody()
    view = desk.open_chip(chip_of(mine))
    desk.document_here(document_of(other))
    told = desk.person(view.visit_id)
    assert told.person.holder.number == mine.holder.number
    assert told.notice is not None
    assert told.notice.zh.startswith("身份证是")
    for secret in (other.holder.number, other.holder.name):
        assert secret not in told.notice.zh + told.notice.en
    desk.document_here(None)
    desk.card_here(chip_of(other))
    swapped = desk.person(view.visit_id)
    assert swapped.notice is not None
    assert swapped.notice.zh.startswith("社保卡是")
    assert not swapped.card_here
    desk.card_here(chip_of(mine))
    assert desk.person(view.visit_id).notice is None


def test_a_document_opens_nobody_while_another_is_in_a_procedure(office: Office, somebody: Somebody) -> None:
    _, desk = office.open()
    busy = desk.open_number(somebody().holder.number)
    desk.begin(busy.visit_id, "formal-loss")
    with pytest.raises(VisitOpen):
        desk.open_document(document_of(somebody()))
    assert desk.visit(busy.visit_id).procedure == "formal-loss"


def test_a_document_without_a_number_opens_nobody(office: Office, roles: dict[str, Person]) -> None:
    _, desk = office.open()
    with pytest.raises(CardDamaged):
        desk.open_document(document_of(roles["normal"], id_number=""))
    assert desk.resume() is None


def test_nothing_of_the_document_goes_on_disk_but_that_it_was_read(office: Office, roles: dict[str, Person]) -> None:
    """The whole decrypted store: the type of the document, and none of its own words.
    After the visit the desk knows nothing of it either.
    """
    counter, desk = office.open()
    person = roles["normal-2"]
    view = desk.open_document(document_of(person, name="何秀针", address="只在证件上的地址", issuer="只在证件上的机关"))
    desk.same_person(view.visit_id)
    desk.end(view.visit_id)
    fresh = desk.open_number(person.holder.number)
    assert (fresh.document, fresh.proof, fresh.notice) == (None, "typed", None)
    key = counter.secrets().get("store-key")
    assert key is not None
    with opened(counter.folder, key) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        held = repr([connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables])
    assert re.search(r'"document": ?"resident"', held)
    for word in ("何秀针", "只在证件上的地址", "只在证件上的机关"):
        assert word not in held


def test_a_document_laid_on_while_the_platform_is_asked_still_proves(
    office: Office, roles: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer of the platform draws the person anew: with what was proven meanwhile."""
    _, desk = office.open()
    person = roles["normal"]
    opened_by_number = desk.open_number(person.holder.number)
    really = HttpPlatform.person_by_number

    def meanwhile(self: HttpPlatform, number: str, *, clerk: str) -> Person | None:
        desk.open_document(document_of(person))
        return really(self, number, clerk=clerk)

    monkeypatch.setattr(HttpPlatform, "person_by_number", meanwhile)
    assert desk.refresh(opened_by_number.visit_id).proof == "document"

"""The identity document of a visit: whose it is, whether it proves the person, what the clerk must be told or asked.

It is kept in memory for the visit only; what goes on disk is that one was read, and its type. Refuses to take a name
from the document over the platform's: two names that differ are shown to the clerk, who decides.
"""

from __future__ import annotations

from counter_app.desk.station import Station
from counter_app.desk.views import DocumentView
from counter_app.domain.document import DocumentType, IdentityDocument
from counter_app.domain.holder import Person
from counter_app.domain.moments import local
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_identity
from counter_app.domain.same_name import NameMatch, compare_foreign_names, compare_names
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

CHIP_NAME_BYTES, LONGEST_CHARACTER = 50, 4
FOREIGN = (DocumentType.FOREIGNER_2017, DocumentType.FOREIGNER_2023)


def name_on(document: IdentityDocument) -> str:
    """The name to call the person by."""
    return document.name or document.foreign_name


def names_match(document: IdentityDocument, recorded: str) -> NameMatch:
    """How the name on the document stands to the recorded one; a foreigner has two, and either will do."""
    found = {compare_names(document.name, recorded)} if document.name else set[NameMatch]()
    if document.document_type in FOREIGN:
        found.add(compare_foreign_names(document.foreign_name, recorded))
    return next((match for match in NameMatch if match in found), NameMatch.DIFFERENT)


def proves(station: Station, document: IdentityDocument, recorded: str) -> bool:
    """Whether this document is enough to say who it is: valid today, and of that name as far as one is recorded."""
    if not document.valid_on(local(station.present()).date()):
        return False
    return not recorded or names_match(document, recorded) is not NameMatch.DIFFERENT


def proven(station: Station, record: VisitRecord) -> bool:
    """Whether a valid document of the person of this visit was read in this run of the program, and its name settled.

    What an earlier run wrote of it is not enough where a PIN is reset: nobody has seen that document since.
    """
    document = station.documents.get(record.id)
    if document is None or record.proof != "document" or record.id in station.names_asked:
        return False
    return document.belongs_to(record.holder_number) and proves(station, document, "")


def document_view(station: Station, record: VisitRecord, person: Person) -> DocumentView | None:
    """What the person page says of the document of a visit; None when none was read in this run of the program."""
    document = station.documents.get(record.id)
    if document is None:
        return None
    name = person.holder.name
    match = names_match(document, name) if name else NameMatch.SAME
    today = local(station.present()).date()
    return DocumentView(
        kind=document.document_type.words,
        expired_on=document.valid_to if document.expired(today) else None,
        until_unknown=document.valid_to is None and not document.long_term,
        variant=_both_names(document, name) if match is NameMatch.VARIANT else None,
        asked=_both_names(document, name) if record.id in station.names_asked else None,
    )


def notices(station: Station, record: VisitRecord, person: Person) -> tuple[Text | None, ...]:
    """What the clerk must know of document and chip: another person's, expired, another spelling."""
    view = document_view(station, record, person)
    return stranger(station, record), _expired(view), _spelling(view), _on_chip(station, record, person)


def joined(*said: Text | None) -> Text | None:
    """Several notices as one, None when there is none."""
    found = [words for words in said if words is not None]
    return Text("；".join(t.zh for t in found), ". ".join(t.en for t in found)) if found else None


def stranger(station: Station, record: VisitRecord) -> Text | None:
    """Which of what lies on the readers now is not of the person of this visit, with whose it is, masked."""
    document, chip, found = station.document, station.chip, list[Text]()
    if document is not None and not document.belongs_to(record.holder_number):
        whose = _masked(name_on(document), document.id_number)
        found.append(
            Text(f"身份证是{whose.zh}的，不是本人", f"The identity document is {whose.en}'s, not this person's")
        )
    if chip is not None and chip.social_security_number not in ("", record.holder_number):
        whose = _masked(chip.name, chip.social_security_number)
        found.append(Text(f"社保卡是{whose.zh}的，不是本人", f"The card is {whose.en}'s, not this person's"))
    return joined(*found)


def _on_chip(station: Station, record: VisitRecord, person: Person) -> Text | None:
    """The chip of this very person bears another name than the records: told, never changed.

    A chip holds 50 bytes of a name (LD/T 32.6, records 09 and 4E), so a longer one may stand there cut off.
    """
    chip, name = station.chip, person.holder.name
    if chip is None or chip.social_security_number != record.holder_number or not (chip.name and name):
        return None
    cut = len(chip.name.encode("gb18030", "replace")) > CHIP_NAME_BYTES - LONGEST_CHARACTER
    if compare_names(chip.name, name[: len(chip.name)] if cut else name) is NameMatch.SAME:
        return None
    return Text(
        f"卡上姓名是 {chip.name}，记录里是 {name}，请核对",
        f"The chip says {chip.name}, the records say {name}: compare",
    )


def _masked(name: str, number: str) -> Text:
    masked, digits = mask_name(name), mask_identity(number)
    return Text(f"{masked}（{digits}）", f"{masked} ({digits})")


def _both_names(document: IdentityDocument, recorded: str) -> Text:
    read = name_on(document)
    return Text(f"证件上是 {read}，记录里是 {recorded}", f"The document says {read}, the records say {recorded}")


def _expired(view: DocumentView | None) -> Text | None:
    if view is not None and view.until_unknown:
        return Text("证件没有写有效期，请看其他有效证件", "The document does not say until when: ask for a valid one")
    if view is None or view.expired_on is None:
        return None
    day = view.expired_on.isoformat()
    return Text(f"证件 {day} 已到期，请看其他有效证件", f"The document ran out on {day}: ask for a valid one")


def _spelling(view: DocumentView | None) -> Text | None:
    if view is None or view.variant is None:
        return None
    return Text(f"姓名用字不同：{view.variant.zh}", f"The name is written in two ways. {view.variant.en}")

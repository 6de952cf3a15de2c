"""Opening the person whose identity document was read, and what the clerk says when its name differs.

Found by the number on the document: here first, at the platform when there is a line. Refuses to open anybody by a
name.
"""

from __future__ import annotations

from counter_app.desk import carrying, documents, finding, searching
from counter_app.desk.station import Station
from counter_app.desk.views import PersonView
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardDamaged
from counter_app.domain.holder import Person
from counter_app.domain.same_name import NameMatch
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord


def open_document(station: Station, document: IdentityDocument) -> PersonView:
    """Open the person of a document; somebody nobody knows is opened with the number and name it bears.

    `proof` becomes "document" unless it ran out or bears another name: that is told or asked on the page. Raises
    CardDamaged for a document without a number, VisitOpen while somebody else is in a procedure.
    """
    if not document.id_number:
        raise CardDamaged(what=Text("证件上没有号码", "no number on the document"))
    person = _known(station, document)
    number = person.holder.number if person else document.id_number
    recorded = person.holder.name if person else ""
    proof = "document" if documents.proves(station, document, recorded) else "typed"
    facts = {"document": document.document_type.value}
    name = recorded or documents.name_on(document)
    opened = finding.open_person(station, number, name, proof=proof, facts=facts)
    again = station.documents.get(opened.visit_id) == document  # laid on once more: what was settled stays settled
    station.document = station.documents[opened.visit_id] = document
    if again:
        return finding.view(station, carrying.record_of(station, opened.visit_id))
    if recorded and documents.names_match(document, recorded) is NameMatch.DIFFERENT:
        station.names_asked.add(opened.visit_id)
    else:
        station.names_asked.discard(opened.visit_id)
    return finding.view(station, carrying.record_of(station, opened.visit_id))


def document_here(station: Station, document: IdentityDocument | None) -> None:
    """What lies on the identity card reader now, None when it was taken away."""
    station.document = document


def same_person(station: Station, record: VisitRecord) -> PersonView:
    """The clerk has compared the person with the document and says that it is the one of the records, whose name is
    written otherwise. Audited; the recorded name stays.
    """
    document = station.documents.get(record.id)
    if document is not None and record.id in station.names_asked:
        station.names_asked.discard(record.id)
        facts = {"number": record.holder_number, "document": document.document_type.value}
        station.store.note(station.entry("person.name_settled", facts=facts))
        if documents.proves(station, document, ""):
            record = finding.prove(station, record, proof="document", facts=facts)
    return finding.view(station, record)


def _known(station: Station, document: IdentityDocument) -> Person | None:
    """The person registered under the number of the document, or under the pass number a permit bears."""
    numbers = [number for number in (document.id_number, document.pass_number) if number]
    for number in numbers:
        if (person := station.store.person(number)) is not None:
            return person
    for number in numbers:
        person, _answered = searching.ask_number(station, number)
        if person is not None:
            return person
    return None

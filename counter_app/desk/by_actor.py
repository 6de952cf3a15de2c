"""The document of whoever acts for the holder of a visit: laid on the reader, it fills in who that is.

Kept in memory for the visit only, as the holder's. Refuses to change whose visit it is, and to fill in anybody while
the holder acts alone.
"""

from __future__ import annotations

from counter_app.desk import documents
from counter_app.desk.station import Station
from counter_app.domain.document import IdentityDocument
from counter_app.domain.names import normalise_name
from counter_app.domain.numbers import tidy
from counter_app.visit import Visit

NAME, NUMBER = "actor_name", "actor_number"


def fits(visit: Visit, document: IdentityDocument) -> bool:
    """Whether this can be the document of whoever acts: somebody does, it is not the holder's, and where the question
    stands on another page it bears the number that was answered there.
    """
    asked = visit.answers
    if visit.record.state != "asking" or NUMBER not in asked or not document.id_number:
        return False
    if document.belongs_to(visit.record.holder_number):
        return False
    return _asked_here(visit) or document.belongs_to(tidy(asked[NUMBER]))


def taken(station: Station, visit: Visit, document: IdentityDocument) -> Visit:
    """The visit with the document counted as the actor's, name and number filled in where they are asked now."""
    station.actors[visit.record.id] = document
    facts = {"number": document.id_number, "document": document.document_type.value}
    station.store.note(station.entry("actor.document_read", subject=visit.record.operation_id, facts=facts))
    if not _asked_here(visit):
        return visit
    name = normalise_name(documents.name_on(document))[0]
    return visit.answered({NAME: name, NUMBER: document.id_number})


def filled(station: Station, visit: Visit) -> Visit:
    """The visit with what lies on the reader already filled in, where somebody acts of whom nothing is known yet; once,
    so that what a clerk takes out again stays out.
    """
    document, asked = station.document, visit.answers
    if document is None or document == station.actors.get(visit.record.id) or not _asked_here(visit):
        return visit
    empty = not asked.get(NAME) and not asked.get(NUMBER)
    return taken(station, visit, document) if empty and fits(visit, document) else visit


def number_read(visit: Visit) -> str:
    """The number of whoever acts, where it is that of the document that was laid on; "" else."""
    document, number = visit.situation.actor_document, tidy(visit.answers.get(NUMBER, ""))
    return number if document is not None and document.belongs_to(number) else ""


def _asked_here(visit: Visit) -> bool:
    return any(field.name == NUMBER for field in visit.fields())

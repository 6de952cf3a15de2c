"""What stands in the trail of the holder's own word while a procedure is asked: the bank chosen, and each consent given
or refused, at the moment it was said.

Refuses to keep what was only looked at: nothing is written where the word stays the same or is none.
"""

from __future__ import annotations

from counter_app.desk.station import Station
from counter_app.domain.operation import AuditEntry
from counter_app.domain.procedure import FieldKind
from counter_app.procedures import _consents as consents
from counter_app.visit import Visit, submitted_answers


def entry(station: Station, before: Visit, after: Visit) -> AuditEntry | None:
    """The entry for what the holder has said just now; None where that is nothing."""
    return _consents_answered(station, before, after) or _bank_chosen(station, before, after)


def _consents_answered(station: Station, before: Visit, after: Visit) -> AuditEntry | None:
    """What was agreed to or not: purpose, version, digest of the very words, and who said it."""
    asked = {f.name for f in after.fields() if f.kind is FieldKind.CONSENT}
    new = {name for name in asked if after.answers.get(name) and after.answers[name] != before.answers.get(name)}
    told = consents.facts(after.procedure, after.situation, submitted_answers(after))
    said = {name.removeprefix(consents.PREFIX): told[name] for name in sorted(new & told.keys())}
    return station.entry("consent.answered", subject=after.record.operation_id, facts=said) if said else None


def _bank_chosen(station: Station, before: Visit, after: Visit) -> AuditEntry | None:
    """What is kept of the holder's choice of a bank: in which order the banks were shown, and which was taken.

    Banks are chosen freely (湖南条例草案 art. 8, 广东条例 art. 5), so it must be possible to show that nobody was led.
    """
    name = after.procedure.bank_choice
    chosen = after.answers.get(name, "")
    field = next((f for f in after.fields() if f.name == name), None)
    if field is None or not chosen or chosen == before.answers.get(name, "") or field.fault(chosen) is not None:
        return None
    facts = {"shown": ",".join(c.value for c in field.choices), "chosen": chosen}
    return station.entry("bank.chosen", subject=after.record.operation_id, facts=facts)

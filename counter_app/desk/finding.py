"""Opening the person at the desk, by chip, number or card number; here first, at the platform when there is a line.

Refuses to choose among several: who may be meant by what is typed is `searching`. Each look at a person is audited.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from counter_app.desk import (
    choosing,
    documents,
    guard,
    guiding,
    keeping,
    pin_views,
    searching,
    seeing,
    situations,
    standing_words,
)
from counter_app.desk.station import Station
from counter_app.desk.views import PersonView
from counter_app.domain.card import ChipData
from counter_app.domain.errors import BadInput, CardDamaged, NotFound, VisitOpen
from counter_app.domain.functions import functions
from counter_app.domain.holder import Person, Source
from counter_app.domain.numbers import tidy
from counter_app.domain.province import BankLoss
from counter_app.domain.text import Text, same
from counter_app.domain.visit_errors import HeldByAnother
from counter_app.ports import VisitRecord

NUMBER = Text("证件号码", "Identity number")
PROOFS = ("typed", "card", "document")  # the better one later
HISTORY_ROWS = 6


def open_number(station: Station, typed: str) -> PersonView:
    """Open the person of a social security number, or of a pass by its number with the renewals counted.

    Raises BadInput for a number that cannot be, NotFound for nobody.

    The fact `answered` of NotFound: the platform itself knows nobody; else somebody may still be opened as unknown.
    """
    number = tidy(typed)
    _must_be_a_number(station, number)
    person, answered = searching.registered(station, number)
    if person is None:
        raise NotFound(what=Text("这个人", "This person"), answered=answered)
    return open_person(station, person.holder.number, person.holder.name, proof="typed")


def open_card(station: Station, typed: str) -> PersonView:
    """Open the person of a card number. Raises NotFound."""
    number = tidy(typed)
    person = station.store.person_by_card(number)
    if person is None:
        person, _answered = searching.ask_card(station, number)
    if person is None:
        raise NotFound(what=Text("这张卡", "This card"))
    return open_person(station, person.holder.number, person.holder.name, proof="typed", card_number=number)


def open_unknown(station: Station, typed: str) -> PersonView:
    """Open somebody nobody here knows, by number alone: a loss can be reported, the platform finds the card.

    Raises BadInput for a number that cannot be, and for that of a card known here: it is nobody's passport.
    """
    number = tidy(typed)
    _must_be_a_number(station, number)
    if station.store.person_by_card(number) is not None:
        raise BadInput(what=NUMBER, why=Text("这是社保卡卡号，请按卡号查找", "It is a card number: search by card"))
    return open_person(station, number, "", proof="typed")


def _must_be_a_number(station: Station, number: str) -> None:
    if (fault := searching.number_fault(station, number)) is not None:
        raise BadInput(what=NUMBER, why=fault)


def open_chip(station: Station, chip: ChipData) -> PersonView:
    """Open the person whose card was read. Raises CardDamaged when chip and records disagree about whose card it is.

    The platform is asked, once, whose it is, only for a card that no row here knows.
    """
    known = station.store.person_by_card(chip.card_number) or _ask_card(station, chip.card_number)
    if known is not None and known.holder.number != chip.social_security_number:
        raise CardDamaged(what=Text("卡号与社会保障号码不是同一人", "card number and holder do not belong together"))
    station.card_here(chip)
    return open_person(station, chip.social_security_number, chip.name, proof="card", card_number=chip.card_number)


def _ask_card(station: Station, number: str) -> Person | None:
    """Whose card it is by the platform's word; None where nobody has it, or where it does not answer."""
    person, answered = searching.ask_card(station, number)
    if person is not None:
        station.nobodys.discard(number)
    elif answered:
        station.nobodys.add(number)
    return person


def open_person(
    station: Station,
    number: str,
    name: str,
    *,
    proof: str,
    card_number: str = "",
    facts: Mapping[str, str] | None = None,
) -> PersonView:
    """A visit for this person: the one already open (its procedure kept), else a new one in the place of an idle one.
    What another clerk has begun for somebody else stays open beside it.

    `facts` go into the audit beside number and proof. Raises VisitOpen, HeldByAnother, NotOfThisBank.
    """
    seeing.make_sure(station, number)
    for record in station.visits():
        own = record.clerk == station.clerk
        if own and record.holder_number == number:
            return view(station, prove(station, record, proof=proof, card_number=card_number, facts=facts))
        if record.state in ("person", "recorded"):
            station.store.end_visit(record.id)
            station.forget(record.id)
        elif own:
            raise VisitOpen
        elif record.holder_number == number:
            raise HeldByAnother(clerk=same(record.clerk))
    record = VisitRecord(
        id=str(uuid.uuid4()),
        mark=0,
        holder_number=number,
        holder_name=name,
        proof=proof,
        state="person",
        clerk=station.clerk,
        opened_at=station.clock.now(),
        card_number=card_number,
        seat=station.seat,
        persons=station.persons,
    )
    opened = station.entry("person.opened", facts={**(facts or {}), "number": number, "proof": proof})
    station.store.keep_visit(record, audit=opened)
    return view(station, record)


@keeping.anew_where_changed
def prove(
    station: Station, record: VisitRecord, *, proof: str, card_number: str = "", facts: Mapping[str, str] | None = None
) -> VisitRecord:
    """The open visit of somebody who lays a document or a card on, or is looked up by another card: from here on it is
    about that card, and the better proof stands.

    A procedure that has begun keeps its card.
    """
    other_card = card_number not in ("", record.card_number) and record.state == "person"
    proven = PROOFS.index(proof) > PROOFS.index(record.proof)
    if not proven and not other_card:
        return record
    better = replace(
        record,
        proof=proof if proven else record.proof,
        card_number=card_number if other_card or not record.card_number else record.card_number,
    )
    said = {**(facts or {}), "number": record.holder_number, "proof": proof}
    station.store.keep_visit(better, seen=record, audit=station.entry("person.proven", facts=said))
    return better


def refresh(station: Station, record: VisitRecord) -> PersonView:
    """Ask the platform about the person of a visit and show what it says; without an answer what is known here. On
    record.
    """
    station.store.note(station.entry("person.refreshed", facts={"number": record.holder_number}))
    searching.ask_number(station, record.holder_number)
    # A card or document may have been laid on while the platform was asked: what it proved must not be lost again.
    return view(station, next((fresh for fresh in station.visits() if fresh.id == record.id), record))


def view(station: Station, record: VisitRecord) -> PersonView:
    """The person page as it stands in the store."""
    person = situations.person_of(station, record)
    stands = situations.standing(station, person, record)
    return PersonView(
        visit_id=record.id,
        mark=record.mark,
        person=person,
        view=stands.view,
        proof=record.proof,
        source=_source(station, person, online=stands.online),
        actions=situations.actions(station, stands),
        unsettled=stands.work,
        history=station.store.works_of(record.holder_number, settled=True, limit=HISTORY_ROWS),
        separate_bank=_separate_bank(station, person),
        notice=documents.joined(
            _life_notice(person),
            *standing_words.warnings(station, alone=stands.alone),
            _cards_notice(record, person),
            guard.notice(station, record),
            *documents.notices(station, record, person),
        ),
        document=documents.document_view(station, record, person),
        card_here=station.chip is not None and station.chip.social_security_number == record.holder_number,
        pin=pin_views.row(station, record),
        choices=choosing.choices(person),
        nearby=tuple(one.name for one in guiding.nearby(station)),
        functions=functions(person.card) if person.card is not None and not stands.view.waits else (),
    )


def _life_notice(person: Person) -> Text | None:
    """The records say that the holder is dead or missing: told before anything else."""
    said = {
        "dead": Text("平台记录持卡人已死亡，只能由家属办注销", "Dead in the records: the family can cancel the card"),
        "missing": Text("平台记录持卡人失踪", "Missing in the records"),
    }
    return said.get(person.life)


def _cards_notice(record: VisitRecord, person: Person) -> Text | None:
    """What the clerk must know before anything is done: another card than the one at hand is shown, or several are in
    use.
    """
    if person.undecided:
        return choosing.FIRST
    if len(person.in_use) > 1:
        return choosing.NEXT
    if record.card_number and person.card is not None and person.card.number != record.card_number:
        return Text("手上这张卡已注销，下面是在用的卡", "The card at hand is cancelled; below is the one in use")
    return None


def _source(station: Station, person: Person, *, online: bool) -> Source:
    if person.as_of is None:
        return Source.TYPED
    heard = station.heard.get(person.holder.number)
    fresh = heard is not None and (station.clock.now() - heard).total_seconds() < 60 and online
    return Source.PLATFORM if fresh else Source.MIRROR


def _separate_bank(station: Station, person: Person) -> tuple[Text, str] | None:
    if person.card is None or person.card.bank is None:
        return None
    bank = station.province.bank(person.card.bank.bank)
    if bank is None:
        return Text(person.card.bank.bank_name, person.card.bank.bank_name), ""
    return (bank.name, bank.phone) if bank.loss is BankLoss.SEPARATE else None

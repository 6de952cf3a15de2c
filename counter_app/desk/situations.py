"""What holds for a person now: the situation procedures judge, and the actions that are lawful in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter_app.desk import by_card, choosing, documents
from counter_app.desk.station import Station
from counter_app.desk.views import Action
from counter_app.domain import entrustment
from counter_app.domain.alone import Alone, alone
from counter_app.domain.alone import refusal as limit_reached
from counter_app.domain.card import Card, CardState, ChipData, Half
from counter_app.domain.document import IdentityDocument
from counter_app.domain.entrustment import Employer
from counter_app.domain.errors import ForbiddenOffline, MustWait, NotEligible, Refused
from counter_app.domain.holder import Holder, Person
from counter_app.domain.issuer import agreement, at_home
from counter_app.domain.operation import Work
from counter_app.domain.photo import PICTURE
from counter_app.domain.procedure import Answers, Procedure, Situation
from counter_app.domain.projection import CardView, is_open, project
from counter_app.domain.province import OfflineRule, Province
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from counter_app.procedures import all_procedures


def person_of(station: Station, record: VisitRecord) -> Person:
    """The person of a visit, with the card it is about: from the mirror, else only what was typed or read from a
    chip.
    """
    known = station.store.person(record.holder_number)
    person = known or Person(Holder(record.holder_number, record.holder_name))
    if not record.card_number:
        return person
    cards = person.cards
    if record.card_number not in {c.number for c in cards}:
        cards = (*cards, Card(record.card_number, "", CardState.UNKNOWN, as_of=record.opened_at))
    return replace(person, cards=cards, chosen=record.card_number)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands now, looked up once for all procedures: unsettled work, the card as projected, the line.

    `lot`, `proven`, `card_proves`, `actor_document`, `alone` and `replaces` as in `Situation`.
    """

    person: Person
    work: tuple[Work, ...]
    view: CardView
    online: bool
    lot: str = ""
    proven: bool = False
    card_proves: bool = False
    actor_document: IdentityDocument | None = None
    replaces: str = ""
    alone: Alone | None = None


def standing(station: Station, person: Person, record: VisitRecord) -> Standing:
    """Look it up in the store."""
    work = station.store.works_of(person.holder.number)
    view = project(person.card, work)
    online = station.online
    return Standing(
        person=person,
        work=work,
        view=view,
        online=online,
        alone=None if online else alone_at(station),
        lot=record.operation_id or record.id,
        proven=documents.proven(station, record),
        actor_document=station.actors.get(record.id),
        card_proves=by_card.proves(station, record, person, view),
        replaces=record.replaces,
    )


def alone_at(station: Station) -> Alone:
    """How long the platform has not been heard at this counter, and how much waits for it."""
    known = station.store.contact()
    now = station.clock.now()
    return alone(known.heard_by(now), known.unsent, now=now)


def situation(station: Station, person: Person, procedure: Procedure, record: VisitRecord) -> Situation:
    """Everything `procedure` may look at for this person in this visit now."""
    seen = _seen_by(procedure, station, standing(station, person, record))
    answered = any(name == PICTURE for name, _value in record.answers)
    return replace(seen, pictures=station.store.pictures(record.id)) if answered else seen


def _seen_by(procedure: Procedure, station: Station, stands: Standing) -> Situation:
    person = procedure.about(stands.person)
    return Situation(
        person=person,
        view=stands.view if person is stands.person else project(person.card, stands.work),
        work=stands.work,
        online=stands.online,
        province=station.province,
        rules=station.province.procedures[procedure.id],
        chip=station.chip,
        now=station.present(),
        lot=stands.lot,
        outlet=station.place.outlet,
        outlet_name=station.place.outlet_name,
        proven=stands.proven,
        actor_document=stands.actor_document,
        card_proves=stands.card_proves,
        replaces=stands.replaces,
        alone=stands.alone,
        employer=employer(station),
    )


def employer(station: Station) -> Employer:
    """Who employs the clerk who is signed in."""
    who = station.session
    return Employer() if who is None else Employer(who.bank, who.entrusted)


_ONE_SIDE = {"scope": Half.BANK.value}
"""The answer by which a loss or its release is of the bank side alone."""


def not_entrusted(now: Situation, procedure: Procedure, answers: Answers | None = None) -> Refused | None:
    """Why a bank's clerk may not do it, None where the clerk may. `answers`: None while nothing was answered, then it
    is enough that it can be done of the own bank's side alone.
    """
    if not now.employer.bank:
        return None
    said = {**procedure.example, **_ONE_SIDE} if answers is None else answers
    halves = procedure.changes(now, said)
    return entrustment.refusal(now.employer, now.province, procedure.id, now.person, halves)


def refusal(now: Situation, procedure: Procedure) -> Refused | None:
    """Why `procedure` is unlawful in this situation, None when it may be done. The pack's rules come over the
    procedure's.
    """
    if not now.rules.allowed:
        where = now.province.outlet_in or now.province.name
        why = Text(f"{where.zh}不办此项", f"Not done in {where.en}")
        return NotEligible(why=why, how=Text(f"请拨 {now.province.hotline}", f"Call {now.province.hotline}"))
    by_bank = not_entrusted(now, procedure)
    if by_bank is not None:
        return by_bank
    elsewhere = _issued_elsewhere(now, procedure)
    if elsewhere is not None:
        return elsewhere
    if now.person.undecided:
        return NotEligible(why=Text("名下有两张在用卡", "Two cards are in use"), how=choosing.HOW)
    unlawful = MustWait() if not now.rules.builds_on_waiting and held_back(now) else procedure.unlawful(now)
    blind = now.rules.offline is OfflineRule.NEVER and not now.online
    if blind and (unlawful is None or isinstance(unlawful, MustWait)):
        return ForbiddenOffline()
    return unlawful or _alone_too_long(now, procedure)


def _alone_too_long(now: Situation, procedure: Procedure) -> Refused | None:
    """Why nothing that needs the platform's answer is taken any more; a loss report always is."""
    if now.alone is None or procedure.urgent or now.rules.offline is not OfflineRule.PROVISIONAL:
        return None
    return limit_reached(now.alone, now.province.limits)


def _issued_elsewhere(now: Situation, procedure: Procedure) -> Refused | None:
    """Why a card of another province is not served here; None for one of this province, for what the pack's agreement
    covers, and for what is only told (FINAL).
    """
    card = now.chip if now.card_lies_here else now.person.card
    identifier = "" if card is None else card.card_identifier if isinstance(card, ChipData) else card.identifier
    return None if now.rules.offline is OfflineRule.FINAL else elsewhere(now.province, identifier, procedure.id)


def elsewhere(province: Province, identifier: str, name: str) -> Refused | None:
    """Why the procedure of that name is not done here with a card of another province, by its identifier (32 hex
    digits); None for a card of this one, and for what the pack's agreement covers.
    """
    if at_home(province, identifier):
        return None
    agreed = agreement(province, identifier)
    if agreed is not None and name in agreed.procedures:
        return None
    whose = agreed.name if agreed is not None else Text("外省", "another province")
    how = Text(f"回发卡地办理，或拨 {province.hotline}", f"Go to where it was issued, or call {province.hotline}")
    return NotEligible(
        why=Text(f"{whose.zh}的卡，不在这里办", f"A card of {whose.en}, not served here for this"), how=how
    )


def held_back(now: Situation) -> bool:
    """True while the platform has not answered for earlier work of this person. Work that is as good as done when it is
    recorded (FINAL) holds nothing back, nor does what itself waits for the refused work that is being done anew.
    """
    rules = now.province.procedures
    return any(
        is_open(work)
        and not (now.replaces and work.held_by == now.replaces)
        and not (work.operation.procedure in rules and rules[work.operation.procedure].offline is OfflineRule.FINAL)
        for work in now.work
    )


def actions(station: Station, stands: Standing) -> tuple[Action, ...]:
    """All procedures of the pack for this person: lawful ones first, likeliest first, the others by key with the
    reason. Somebody nobody here has heard of has most likely lost a card: what is urgent goes first, and before it
    only what presses for this very person.
    """
    heard_of = stands.person.as_of is not None
    known = [p for p in all_procedures() if p.id in station.province.procedures]
    likeliest = known if heard_of else sorted(known, key=lambda p: not p.urgent)
    seen = [(p, _seen_by(p, station, stands)) for p in likeliest]
    offered = [_action(p, now) for p, now in sorted(seen, key=lambda one: one[0].pressing(one[1]) is None)]
    return (*(a for a in offered if a.lawful), *(a for a in offered if not a.lawful))


def _action(procedure: Procedure, now: Situation) -> Action:
    no, pressing = refusal(now, procedure), procedure.pressing(now)
    return Action(
        procedure=procedure.id,
        title=procedure.title,
        hint=pressing or procedure.hint,
        key=procedure.key,
        icon=procedure.icon,
        refused=no.message if no else None,
        advice=no.what_next if no else None,
        pressing=pressing is not None,
    )

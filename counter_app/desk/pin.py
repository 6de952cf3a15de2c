"""The PIN of the holder's card: ask, verify, change, reset, unblock, for the person of one visit and no other.

The desk makes sure whose card it is and how it stands before each of them (the card side asks once more whose), writes
down that it begins, and how it ended, or that it was refused; never a digit. Refuses what the state of the card does
not allow, a reset or an unblock while nobody has said how the identity was checked, and a new PIN that cards are issued
with. What is typed is overwritten here, whatever happens. An answer that comes when nobody waits for it any more is
noted in the audit, and nothing else comes of it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from counter_app.desk import carrying, documents, guard, pin_memory, pin_records, pin_states, pin_views
from counter_app.desk.station import Station
from counter_app.desk.views import PinView
from counter_app.devices import CardPin
from counter_app.domain.card import CardIdentity, PinState
from counter_app.domain.chip_errors import (
    NoKeyPad,
    PinBadLength,
    PinBlocked,
    PinCalledOff,
    PinGivenUp,
    PinsDiffer,
    PinStillInitial,
    PinUnsettled,
    PinWrong,
    PinWrongUntold,
)
from counter_app.domain.errors import CardTrouble, NoReader, NotEligible, Refused, StoreTrouble
from counter_app.domain.operation import AuditEntry
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

_LOG = logging.getLogger(__name__)

DIGITS = 6
DONE: Mapping[str, Text] = {
    pin_views.VERIFY: Text("密码正确", "The PIN is right"),
    pin_views.CHANGE: Text("密码已修改", "The PIN is changed"),
    pin_views.RESET: Text("密码已重置", "The PIN is reset"),
    pin_views.UNBLOCK: Text("密码已解锁", "The PIN is unblocked"),
}
_ASK = "ask"
_BY_THE_OLD_ONE = frozenset((pin_views.VERIFY, pin_views.CHANGE))  # whoever knows it needs no other proof
_WITH_A_NEW_ONE = frozenset((pin_views.CHANGE, pin_views.RESET))
_AUDITED = {
    pin_views.VERIFY: "pin.verified",
    pin_views.CHANGE: "pin.changed",
    pin_views.RESET: "pin.reset",
    pin_views.UNBLOCK: "pin.unblocked",
}


def page(station: Station, visit_id: str) -> PinView:
    """The page of the PIN as it stands. Raises NotFound, NoReader."""
    return pin_views.page(station, carrying.record_of(station, visit_id), _port(station))


def ask(station: Station, visit_id: str) -> PinState:
    """How many tries are left; costs none. Raises WrongPerson, CardTrouble."""
    record = carrying.record_of(station, visit_id)
    laid = station.insertions
    with _refusal_noted(station, record, _ASK):
        whose = guard.make_sure(station, record)
    try:
        state = _port(station).state(whose)
    except CardTrouble as error:
        _note(station, record, "pin.not_done", {"task": _ASK, "why": error.code})
        raise
    station.pin_heard(state, laid=laid)
    pin_memory.keep(station.store, whose, state)
    left = "0" if state.blocked else "" if state.tries_left is None else str(state.tries_left)
    _note(station, record, "pin.asked", {"left": left})
    return state


def carry_out(
    station: Station, visit_id: str, task: str, typed: Sequence[SecretDigits] = (), *, seen: str = ""
) -> PinView:
    """One task, one PIN command, told before and after in the audit. `typed` in the order of `PinTask.entries`, () on
    the reader's keys. `seen`: id of how the clerk checked the identity (`PROOFS`), needed for reset and unblock unless
    a document proved it. Raises NotEligible, PinsDiffer, PinStillInitial, and what `CardPin` raises.
    """
    with _wiped(typed):
        _right_entry(station, typed)
        old = typed[0] if typed and task in _BY_THE_OLD_ONE else None
        new = _chosen(station, typed[1:] if old else typed) if typed and task in _WITH_A_NEW_ONE else None
        return _do(station, visit_id, _Order(task, old, new, keys=not typed), seen=seen)


@dataclass(frozen=True, slots=True)
class _Order:
    """What the card is to be told; no PIN where it is entered on the reader's keys, or none is needed."""

    task: str
    old: SecretDigits | None
    new: SecretDigits | None
    keys: bool

    @property
    def entered(self) -> str:
        """How, for the audit."""
        return "" if self.task == pin_views.UNBLOCK else "keys" if self.keys else "typed"

    def give(self, port: CardPin, whose: CardIdentity) -> None:
        """Raises what `CardPin` raises."""
        if self.task == pin_views.VERIFY:
            port.verify(whose, self.old)
        elif self.task == pin_views.CHANGE:
            port.change(whose, self.old, self.new)
        elif self.task == pin_views.RESET:
            port.reset(whose, self.new)
        else:
            port.unblock(whose)


def _do(station: Station, visit_id: str, order: _Order, *, seen: str) -> PinView:
    record, port, laid = carrying.record_of(station, visit_id), _port(station), station.insertions
    task, facts = order.task, {"task": order.task, "entered": order.entered}
    with _refusal_noted(station, record, task):
        facts |= {} if task in _BY_THE_OLD_ONE else {"identity": _proven(station, record, seen)}
        whose = guard.make_sure(station, record)
        pin_states.make_sure(station, record, task)
    _note(station, record, "pin.begun", facts)
    try:
        order.give(port, whose)
        if order.entered == "keys":
            _same_card_still(station, laid)
    except CardTrouble as error:
        station.pin_heard(_left_by(error), laid=laid)
        _remember(station, whose, error)
        _note(station, record, _ending(error), facts | _facts_of(error))
        if isinstance(error, PinUnsettled):
            port.when_late(partial(_came_late, station, _entry(station, record, "pin.late", facts)))
        raise
    station.pin_heard(None, laid=laid)
    pin_memory.settle(station.store, whose)
    _note(station, record, _AUDITED[task], facts)
    receipt = pin_records.record(station, record, task, facts)
    return pin_views.page(station, record, port, done=DONE[task], receipt=receipt.number if receipt else "")


def stop(station: Station) -> None:
    """Nobody waits any longer for a PIN that is being entered: its task ends with PinGivenUp. Returns at once."""
    if station.pin is not None:
        station.pin().stop_waiting()


def _came_late(station: Station, entry: AuditEntry, trouble: CardTrouble | None) -> None:
    """What the card said after all, under the clerk and the visit it was begun for. In a thread of the reader's."""
    said = {"answer": "done"} if trouble is None else {"answer": trouble.code, **_facts_of(trouble)}
    try:
        station.store.note(replace(entry, at=station.clock.now(), facts={**entry.facts, **said}))
    except StoreTrouble as error:
        _LOG.warning("a late answer about a PIN (%s) could not be noted: %s", said["answer"], error.code)


def _same_card_still(station: Station, laid: int) -> None:
    """A maker's driver is inside its own call while the holder is at the keys: if another card was laid on meanwhile,
    nobody knows which of the two has heard it.
    """
    if station.insertions != laid:
        raise PinUnsettled


@contextmanager
def _refusal_noted(station: Station, record: VisitRecord, task: str) -> Iterator[None]:
    """A refusal by the desk itself is told in the audit: whose visit, what and why; nothing of what lies there."""
    try:
        yield
    except (CardTrouble, Refused) as error:
        facts = {"number": record.holder_number, "task": task, "why": error.code}
        station.store.note(station.entry("pin.refused", facts=facts))
        raise


def _note(station: Station, record: VisitRecord, what: str, facts: Mapping[str, str]) -> None:
    station.store.note(_entry(station, record, what, facts))


def _entry(station: Station, record: VisitRecord, what: str, facts: Mapping[str, str]) -> AuditEntry:
    card = station.chip.card_number if station.chip is not None else record.card_number
    return station.entry(what, facts={"number": record.holder_number, "card": card, **facts})


def _ending(error: CardTrouble) -> str:
    if isinstance(error, PinWrong):
        return "pin.wrong"
    if isinstance(error, PinBlocked):
        return "pin.blocked"
    return "pin.unsettled" if isinstance(error, PinUnsettled) else "pin.not_done"


def _facts_of(error: CardTrouble) -> dict[str, str]:
    left = error.facts.get("left") if isinstance(error, PinWrong) else None
    if left is not None:
        return {"left": str(left)}
    return {"why": error.code, **({"ended_by": "clerk"} if isinstance(error, PinGivenUp | PinCalledOff) else {})}


def _remember(station: Station, whose: CardIdentity, error: CardTrouble) -> None:
    """What the card said of its tries, or that nobody knows how many it has now."""
    if isinstance(error, PinUnsettled | PinWrongUntold):
        pin_memory.doubt(station.store, whose)
    else:
        pin_memory.keep(station.store, whose, _left_by(error))


def _left_by(error: CardTrouble) -> PinState | None:
    """What a refusal says of the tries; None: nothing is known any more."""
    if isinstance(error, PinBlocked):
        return PinState(0, blocked=True)
    left = error.facts.get("left") if isinstance(error, PinWrong) else None
    return PinState(left) if isinstance(left, int) else None


def _port(station: Station) -> CardPin:
    if station.pin is None:
        raise NoReader
    return station.pin()


def _right_entry(station: Station, typed: Sequence[SecretDigits]) -> None:
    """Typed here only where the pack allows it, and of six digits."""
    if typed and not station.province.pin_typed:
        raise NoKeyPad
    if any(len(one) != DIGITS for one in typed):
        raise PinBadLength


def _chosen(station: Station, new: Sequence[SecretDigits]) -> SecretDigits:
    """The new PIN, entered twice alike and none that cards are issued with."""
    if len(new) != 2 or not new[0].same_as(new[1]):
        raise PinsDiffer
    first = new[0]
    for initial in station.province.pin_initial:
        with SecretDigits(bytearray(initial, "ascii")) as known:
            if first.same_as(known):
                raise PinStillInitial
    return first


def _proven(station: Station, record: VisitRecord, seen: str) -> str:
    """How the identity was checked: the document read for this visit, or what the clerk says to have seen."""
    if documents.proven(station, record):
        return "document"
    if seen not in dict(pin_views.PROOFS):
        why = Text("还没有核实本人", "The identity was not checked")
        raise NotEligible(
            why=why, how=Text("放本人身份证，或选看过哪种证件", "Read the document, or say which was seen")
        )
    return seen


@contextmanager
def _wiped(typed: Sequence[SecretDigits]) -> Iterator[None]:
    try:
        yield
    finally:
        for one in typed:
            one.wipe()

"""The PIN of the holder's card: ask, verify, change, reset, unblock, for the person of one visit and no other.

The desk makes sure whose card it is and how it stands before each of them (the card side asks once more whose), writes
down that it begins, and how it ended, or that it was refused; never a digit. Refuses what the state of the card does
not allow, a reset or an unblock while nobody has said how the identity was checked, and a new PIN that cards are issued
with. What is typed is overwritten here, whatever happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from counter_app.desk import carrying, documents, guard, pin_states, pin_views
from counter_app.desk.station import Station
from counter_app.desk.views import PinView
from counter_app.devices import CardPin
from counter_app.domain.card import CardIdentity, PinState
from counter_app.domain.chip_errors import (
    NoKeyPad,
    PinBadLength,
    PinBlocked,
    PinsDiffer,
    PinStillInitial,
    PinUnsettled,
    PinWrong,
)
from counter_app.domain.errors import CardTrouble, NoReader, NotEligible, Refused
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

DIGITS = 6
DONE: Mapping[str, Text] = {
    pin_views.VERIFY: Text("密码正确", "The PIN is right"),
    pin_views.CHANGE: Text("密码已修改", "The PIN is changed"),
    pin_views.RESET: Text("密码已重置", "The PIN is reset"),
    pin_views.UNBLOCK: Text("密码已解锁", "The PIN is unblocked"),
}
_ASK = "ask"
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
    left = "0" if state.blocked else "" if state.tries_left is None else str(state.tries_left)
    _note(station, record, "pin.asked", {"left": left})
    return state


def verify(station: Station, visit_id: str, pin: SecretDigits | None) -> PinView:
    """VERIFY, once. `pin` None: on the reader's keys. Raises PinWrong, PinBlocked, NoKeyPad ... (see `CardPin`)."""
    with _wiped(pin):
        _right_entry(station, pin)
        return _do(station, visit_id, pin_views.VERIFY, lambda port, whose: port.verify(whose, pin), typed=pin)


def change(station: Station, visit_id: str, old: SecretDigits | None, new: tuple[SecretDigits, ...]) -> PinView:
    """CHANGE PIN, once. `new` holds both entries of the new PIN, () with the keys. Raises PinsDiffer, PinStillInitial,
    and as `verify`.
    """
    with _wiped(old, *new):
        _right_entry(station, old, *new)
        fresh = _chosen(station, new)
        return _do(station, visit_id, pin_views.CHANGE, lambda port, whose: port.change(whose, old, fresh), typed=old)


def reset(station: Station, visit_id: str, new: tuple[SecretDigits, ...], *, seen: str = "") -> PinView:
    """A new PIN under a code of PSAM or platform. `seen`: id of how the clerk checked the identity (`PROOFS`), needed
    unless a document proved it. Raises NotEligible, NoWayToAuthenticate, AuthenticationRefused, and as `change`.
    """
    with _wiped(*new):
        _right_entry(station, *new)
        fresh = _chosen(station, new)
        return _do(
            station, visit_id, pin_views.RESET, lambda port, whose: port.reset(whose, fresh), typed=fresh, seen=seen
        )


def unblock(station: Station, visit_id: str, *, seen: str = "") -> PinView:
    """The tries given back under such a code; the PIN stays. Raises as `reset`."""
    return _do(station, visit_id, pin_views.UNBLOCK, lambda port, whose: port.unblock(whose), seen=seen)


def _do(
    station: Station,
    visit_id: str,
    task: str,
    act: Callable[[CardPin, CardIdentity], None],
    *,
    typed: SecretDigits | None = None,
    seen: str | None = None,
) -> PinView:
    """One PIN command to the card of this visit, told before and after in the audit. `seen` None: no proof is asked."""
    record, port, laid = carrying.record_of(station, visit_id), _port(station), station.insertions
    facts = {"task": task, "entered": "" if task == pin_views.UNBLOCK else "typed" if typed else "keys"}
    with _refusal_noted(station, record, task):
        facts |= {"identity": _proven(station, record, seen)} if seen is not None else {}
        whose = guard.make_sure(station, record)
        pin_states.make_sure(station, record, task)
    _note(station, record, "pin.begun", facts)
    try:
        act(port, whose)
        if facts["entered"] == "keys":
            _same_card_still(station, laid)
    except CardTrouble as error:
        station.pin_heard(_left_by(error), laid=laid)
        _note(station, record, _ending(error), facts | _facts_of(error))
        raise
    station.pin_heard(None, laid=laid)
    _note(station, record, _AUDITED[task], facts)
    return pin_views.page(station, record, port, done=DONE[task])


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
    card = station.chip.card_number if station.chip is not None else record.card_number
    station.store.note(station.entry(what, facts={"number": record.holder_number, "card": card, **facts}))


def _ending(error: CardTrouble) -> str:
    if isinstance(error, PinWrong):
        return "pin.wrong"
    if isinstance(error, PinBlocked):
        return "pin.blocked"
    return "pin.unsettled" if isinstance(error, PinUnsettled) else "pin.not_done"


def _facts_of(error: CardTrouble) -> dict[str, str]:
    left = error.facts.get("left") if isinstance(error, PinWrong) else None
    return {"left": str(left)} if left is not None else {"why": error.code}


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


def _right_entry(station: Station, *typed: SecretDigits | None) -> None:
    """Typed here only where the pack allows it, and of six digits."""
    entered = [one for one in typed if one is not None]
    if entered and not station.province.pin_typed:
        raise NoKeyPad
    if any(len(one) != DIGITS for one in entered):
        raise PinBadLength


def _chosen(station: Station, new: tuple[SecretDigits, ...]) -> SecretDigits | None:
    """The new PIN, entered twice alike and none that cards are issued with."""
    if not new:
        return None
    first = new[0]
    if len(new) != 2 or not first.same_as(new[1]):
        raise PinsDiffer
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
def _wiped(*typed: SecretDigits | None) -> Iterator[None]:
    try:
        yield
    finally:
        for one in typed:
            if one is not None:
                one.wipe()

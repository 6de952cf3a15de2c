"""The PIN of the holder's card: ask, verify, change, reset, unblock, for the person of one visit and no other.

The desk makes sure whose card it is before each of them (the card side does once more), writes down that it begins, and
how it ended; never a digit. Refuses a reset or an unblock while nobody has said how the identity was checked, and a new
PIN that cards are issued with. What is typed is overwritten here, whatever happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from counter_app.desk import carrying, guard, pin_views
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
from counter_app.domain.errors import CardTrouble, NoReader, NotEligible
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
    state = _port(station).state(guard.make_sure(station, record))
    station.pin_heard(state, laid=laid)
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
        proven = _proven(carrying.record_of(station, visit_id), seen)
        return _do(
            station, visit_id, pin_views.RESET, lambda port, whose: port.reset(whose, fresh), typed=fresh, proven=proven
        )


def unblock(station: Station, visit_id: str, *, seen: str = "") -> PinView:
    """The tries given back under such a code; the PIN stays. Raises as `reset`."""
    proven = _proven(carrying.record_of(station, visit_id), seen)
    return _do(station, visit_id, pin_views.UNBLOCK, lambda port, whose: port.unblock(whose), proven=proven)


def _do(
    station: Station,
    visit_id: str,
    task: str,
    act: Callable[[CardPin, CardIdentity], None],
    *,
    typed: SecretDigits | None = None,
    proven: str = "",
) -> PinView:
    """One PIN command to the card of this visit, told before and after in the audit."""
    record, port, laid = carrying.record_of(station, visit_id), _port(station), station.insertions
    whose = guard.make_sure(station, record)
    facts = {"task": task, "entered": "" if task == pin_views.UNBLOCK else "typed" if typed else "keys"}
    facts |= {"identity": proven} if proven else {}
    _note(station, record, "pin.begun", facts)
    try:
        act(port, whose)
    except CardTrouble as error:
        station.pin_heard(_left_by(error), laid=laid)
        _note(station, record, _ending(error), facts | _facts_of(error))
        raise
    station.pin_heard(None, laid=laid)
    _note(station, record, _AUDITED[task], facts)
    return pin_views.page(station, record, port, done=DONE[task])


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


def _proven(record: VisitRecord, seen: str) -> str:
    """How the identity was checked: the document read for this visit, or what the clerk says to have seen."""
    if record.proof == "document":
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

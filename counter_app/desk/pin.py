"""The PIN of the holder's card: ask, verify, change, reset, unblock, for the person of one visit and no other.

The desk makes sure whose card it is and how it stands before each of them (the card side asks once more whose), writes
down that it begins, and how it ended, or that it was refused; never a digit. Refuses what the state of the card does
not allow, a reset or an unblock while nobody has said how the identity was checked, and a new PIN that cards are issued
with. What is typed is overwritten here, whatever happens. An answer that comes when nobody waits for it any more is
noted in the audit, and nothing else comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from counter_app.desk import (
    approvals,
    carrying,
    greeting,
    guard,
    pin_acting,
    pin_late,
    pin_memory,
    pin_records,
    pin_seconding,
    pin_states,
    pin_views,
    rules_of_day,
)
from counter_app.desk.pin_records import CHANGE, RESET, UNBLOCK, VERIFY
from counter_app.desk.station import Station
from counter_app.desk.views import PinView
from counter_app.desk.views_second import SecondView
from counter_app.devices import CardPin
from counter_app.domain import four_eyes
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
from counter_app.domain.errors import CardTrouble, NoReader, Refused
from counter_app.domain.operation import AuditEntry, Operation
from counter_app.domain.password import Password
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

DIGITS = 6
DONE: Mapping[str, Text] = {
    VERIFY: Text("密码正确", "The PIN is right"),
    CHANGE: Text("密码已修改", "The PIN is changed"),
    RESET: Text("密码已重置", "The PIN is reset"),
    UNBLOCK: Text("密码已解锁", "The PIN is unblocked"),
}
_ASK = "ask"
_BY_THE_OLD_ONE = frozenset((VERIFY, CHANGE))  # whoever knows it needs no other proof
_WITH_A_NEW_ONE = frozenset((CHANGE, RESET))
_AUDITED = {
    VERIFY: "pin.verified",
    CHANGE: "pin.changed",
    RESET: "pin.reset",
    UNBLOCK: "pin.unblocked",
}


def page(station: Station, visit_id: str) -> PinView:
    """The page of the PIN as it stands, under the rules of today. Raises NotFound, NoReader."""
    rules_of_day.take_up(station)
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
        rules_of_day.take_up(station)
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
        return "" if self.task == UNBLOCK else "keys" if self.keys else "typed"

    def give(self, port: CardPin, whose: CardIdentity) -> None:
        """Raises what `CardPin` raises."""
        if self.task == VERIFY:
            port.verify(whose, self.old)
        elif self.task == CHANGE:
            port.change(whose, self.old, self.new)
        elif self.task == RESET:
            port.reset(whose, self.new)
        else:
            port.unblock(whose)


def answer(station: Station, visit_id: str, changes: Mapping[str, str]) -> PinView:
    """Keep who acts; the page with it."""
    record = pin_acting.answer(station, carrying.record_of(station, visit_id), changes)
    return pin_views.page(station, record, _port(station))


def second_page(station: Station, visit_id: str, task: str, *, seen: str = "") -> SecondView:
    """Asks another clerk to agree to a task before anything is entered for it. Raises Refused where it cannot be done
    now, whoever agrees.
    """
    record = carrying.record_of(station, visit_id)
    with _refusal_noted(station, record, task):
        identity = _lawful(station, record, task, seen)
        return pin_seconding.page(station, record, task, identity, partial(_asked_about, station))


def second_page_again(station: Station, visit_id: str) -> SecondView:
    """What was asked there, as it stands now. Raises NotFound."""
    record = carrying.record_of(station, visit_id)
    asked_about(station, record)
    return pin_seconding.again(station, record, _asked_about(station, record))


def asked_about(station: Station, record: VisitRecord) -> Operation:
    """The operation a second person is asked to agree to. Raises NotFound where none is."""
    return pin_seconding.about(record, partial(_asked_about, station))


def agree(station: Station, visit_id: str, clerk: str, password: SecretDigits | Password) -> PinView:
    """Somebody else agrees to what was asked; `password` is overwritten. Raises as `approvals.agree`, NotFound."""
    with password:
        record = carrying.record_of(station, visit_id)
        approvals.agree(station, record, asked_about(station, record), clerk, password)
        return pin_views.page(station, record, _port(station))


def make_sure(station: Station, visit_id: str, task: str, *, seen: str = "") -> None:
    """That a task may be done with the card that lies there, before anybody enters anything. Raises Refused,
    CardTrouble.
    """
    record = carrying.record_of(station, visit_id)
    with _refusal_noted(station, record, task):
        guard.make_sure(station, record)
        _lawful(station, record, task, seen)


def _lawful(station: Station, record: VisitRecord, task: str, seen: str) -> str:
    """How the identity was checked; "" where nobody asks. Raises Refused where the task is not to be done now."""
    identity = pin_acting.identity(station, record, task, seen)
    pin_states.make_sure(station, record, task)
    pin_acting.make_sure(station, record, task)
    return identity


def _do(station: Station, visit_id: str, order: _Order, *, seen: str) -> PinView:
    record, port, laid = carrying.record_of(station, visit_id), _port(station), station.insertions
    task, facts = order.task, {"task": order.task, "entered": order.entered}
    with _refusal_noted(station, record, task):
        whose = guard.make_sure(station, record)
        identity = _lawful(station, record, task, seen)
        if pin_states.never_blind(station, task):
            greeting.make_sure(station)
        needed = bool(pin_seconding.why(station, record, task))
        finished = _to_be_kept(station, record, task, identity, order.entered)
        finished = pin_seconding.signed(station, record, finished, needed=needed)
    facts |= {"identity": identity} if identity else {}
    second = finished.operation.facts.get(four_eyes.SECOND, "") if finished is not None else ""
    facts |= {"second": second} if second else {}
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
            pin_seconding.used_up(station, record)
            late = _entry(station, record, "pin.late", facts)
            port.when_late(partial(pin_late.came, station, late, finished, _facts_of))
        raise
    station.pin_heard(None, laid=laid)
    pin_memory.settle(station.store, whose)
    pin_seconding.used_up(station, record)
    _note(station, record, _AUDITED[task], facts)
    receipt = pin_records.record(station, finished).number if finished is not None else ""
    return pin_views.page(station, record, port, done=DONE[task], receipt=receipt)


def _to_be_kept(
    station: Station, record: VisitRecord, task: str, identity: str, entered: str
) -> pin_records.Finished | None:
    told = {**pin_acting.facts(station, record, task, seen=identity), "entered": entered}
    return pin_records.prepare(
        station,
        record,
        task,
        told,
        about_actor=pin_acting.rows(station, record, task, seen=identity),
        operation_id=pin_seconding.id_for(station, record, task, identity),
    )


def _asked_about(station: Station, record: VisitRecord) -> pin_records.Finished | None:
    """What a second person is asked about: how it will be entered shows only then."""
    task, identity = pin_seconding.asked(record)
    return _to_be_kept(station, record, task, identity, "")


def stop(station: Station) -> None:
    """Nobody waits any longer for a PIN that is being entered: its task ends with PinGivenUp. Returns at once."""
    if station.pin is not None:
        station.pin().stop_waiting()


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


@contextmanager
def _wiped(typed: Sequence[SecretDigits]) -> Iterator[None]:
    try:
        yield
    finally:
        for one in typed:
            one.wipe()

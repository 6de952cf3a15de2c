"""How the chip's PIN stands for the person of a visit, and what can be done with it now, as views.

Refuses to talk to a card: what was last heard of it stands in the station.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk import guard, pin_acting, pin_seconding, pin_states, situations
from counter_app.desk.pin_memory import FEW
from counter_app.desk.pin_records import CHANGE, RESET, UNBLOCK, VERIFY
from counter_app.desk.station import Station
from counter_app.desk.views import PinRow, PinTask, PinView
from counter_app.devices import CardPin
from counter_app.domain.card import PinState
from counter_app.domain.chip_errors import NoKeyPad, PadCannotReset, PinBlocked
from counter_app.domain.errors import CardTrouble, CounterError, Refused
from counter_app.domain.identity_check import seen_by_clerk
from counter_app.domain.projection import project
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

NOT_ASKED = Text("未查询", "Not asked")
NOT_TOLD = Text("卡不告知次数", "The card does not tell")
BLOCKED = Text("已锁定", "Blocked")
BLOCKED_THEN = Text("上次已锁定", "Blocked last time")
NOT_BLOCKED = Text("密码没有锁定", "The PIN is not blocked")
RESET_INSTEAD = Text("忘记密码请办重置", "A forgotten PIN is reset")
PROOFS = seen_by_clerk()


def words_of(state: PinState | None) -> Text:
    """How the PIN stands, in words."""
    if state is None:
        return NOT_ASKED
    if state.blocked:
        return BLOCKED
    if state.tries_left is None:
        return NOT_TOLD
    return Text(f"还可试 {state.tries_left} 次", f"{state.tries_left} tries left")


def _words_recalled(state: PinState) -> Text:
    if state.blocked:
        return BLOCKED_THEN
    return Text(f"上次还可试 {state.tries_left} 次", f"{state.tries_left} tries left last time")


def row(station: Station, record: VisitRecord) -> PinRow | None:
    """The PIN on the person page; None where this counter has no way to a PIN at all."""
    if station.pin is None:
        return None
    try:
        guard.make_sure(station, record)
    except (CardTrouble, Refused) as error:
        return PinRow(NOT_ASKED, refused=error.message, advice=error.what_next)
    state, recalled = station.pin_state, station.pin_recalled
    words = words_of(state) if recalled is None else _words_recalled(recalled)
    asked, state = state is not None, recalled or state
    few = state is not None and state.tries_left is not None and state.tries_left <= FEW
    kind = "stop" if state is not None and state.blocked else "wait" if few else "plain"
    # A card that took the question for a wrong PIN would lose one try by it: never unbidden where few were left.
    return PinRow(words, kind, asked=asked, may_be_asked=not asked and kind != "wait")


def page(
    station: Station, record: VisitRecord, pin: CardPin, *, done: Text | None = None, receipt: str = ""
) -> PinView:
    """The page of the PIN. Asks the reader whether it has keys, so never to be called on a GUI thread."""
    person = situations.person_of(station, record)
    now = row(station, record) or PinRow(NOT_ASKED)
    return PinView(
        visit_id=record.id,
        mark=record.mark,
        person=person,
        view=project(person.card, station.store.works_of(record.holder_number)),
        row=now,
        tasks=tuple(_unless(now, _about(station, record, task)) for task in tasks(station, record, pin)),
        proofs=pin_acting.proofs(station, record),
        acting=pin_acting.fields(station, record),
        done=done,
        receipt=receipt,
        notice=pin_states.notice(station, record),
    )


def tasks(station: Station, record: VisitRecord, pin: CardPin) -> tuple[PinTask, ...]:
    """What can be done with the PIN, lawful or with the reason why not."""
    keys, typed = pin.has_key_pad, station.province.pin_typed
    state_of_pin = station.pin_recalled or station.pin_state
    blocked = state_of_pin is not None and state_of_pin.blocked
    asked = {name: pin_acting.asks_proof(station, record, name) for name in _WORDS}
    state = {name: pin_states.refusal(station, record, name) for name in _WORDS}
    entering = None if keys or typed else NoKeyPad()
    resetting = None if typed or pin.resets_on_keys else PadCannotReset() if keys else NoKeyPad()
    stopped = PinBlocked() if blocked else None
    return (
        _task(VERIFY, entries=() if keys else ("pin",), on_keys=keys, no=state[VERIFY] or entering or stopped),
        _task(
            CHANGE,
            entries=() if keys else ("old", "new", "new"),
            on_keys=keys,
            ask_proof=asked[CHANGE],
            no=state[CHANGE] or entering or stopped,
        ),
        _task(
            RESET,
            entries=() if pin.resets_on_keys else ("new", "new"),
            on_keys=pin.resets_on_keys,
            ask_proof=asked[RESET],
            no=state[RESET] or resetting,
        ),
        _unblock(ask_proof=asked[UNBLOCK], state=station.pin_state, no=state[UNBLOCK]),
    )


_WORDS = {
    VERIFY: (Text("核验密码", "Verify PIN"), Text("持卡人输入一次，卡当场核对", "Entered once, the card checks it"), "check"),
    CHANGE: (
        Text("修改密码", "Change PIN"),
        Text("先输原密码，再输两次新密码，当场生效", "The old one, then the new one twice; in effect at once"),
        "edit",
    ),
    RESET: (
        Text("重置密码", "Reset PIN"),
        Text("忘记密码时用；须核实本人，要平台或 PSAM 卡", "For a forgotten PIN; identity, and platform or PSAM needed"),
        "key",
    ),
    UNBLOCK: (
        Text("解锁密码", "Unblock PIN"),
        Text("密码不变，次数恢复；须核实本人，要平台或 PSAM 卡", "The PIN stays; identity, and platform or PSAM needed"),
        "lock-open",
    ),
}  # fmt: skip


def _task(
    name: str, *, entries: tuple[str, ...], on_keys: bool, ask_proof: bool = False, no: CounterError | None = None
) -> PinTask:
    title, hint, icon = _WORDS[name]
    refused, advice = (no.message, no.what_next) if no is not None else (None, None)
    counted = name in (VERIFY, CHANGE)
    return PinTask(name, title, hint, icon, entries, on_keys, ask_proof, counted, refused, advice)


def _unblock(*, ask_proof: bool, state: PinState | None, no: CounterError | None) -> PinTask:
    task = _task(UNBLOCK, entries=(), on_keys=False, ask_proof=ask_proof, no=no)
    needless = state is not None and not state.blocked and state.tries_left is not None
    return replace(task, refused=NOT_BLOCKED, advice=RESET_INSTEAD) if needless and task.lawful else task


def _about(station: Station, record: VisitRecord, task: PinTask) -> PinTask:
    """The task with what the pack wants besides: who acts, the papers, another clerk."""
    return replace(
        task,
        ask_actor=task.id != VERIFY,
        ask_second=bool(pin_seconding.why(station, record, task.id)),
        papers=pin_acting.papers(station, record, task.id),
    )


def _unless(now: PinRow, task: PinTask) -> PinTask:
    """The task, refused where the card itself is not to be touched."""
    if now.refused is None:
        return task
    return replace(task, refused=now.refused, advice=now.advice)

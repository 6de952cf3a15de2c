"""Which tasks with the PIN pack, holder and card allow: done here at all, with this card, for somebody who lives, by
whoever stands there; and in which states of the card, which the pack names task by task.

Judged by the card that lies on the reader, not by the one in use that stands on the page: an old card of the same
holder is another card. Refuses what is not confirmed: a release that waits for the platform opens nothing yet. Refuses
to know whose card it is; that is the guard's.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.desk import pin_acting, situations
from counter_app.desk.pin_records import CHANGE, TITLES, VERIFY, procedure_of
from counter_app.desk.situations import person_of
from counter_app.desk.station import Station
from counter_app.domain.card import BankState, Card, CardState
from counter_app.domain.errors import ForbiddenOffline, MustWait, NotEligible, Refused
from counter_app.domain.holder import Person
from counter_app.domain.procedure import Situation
from counter_app.domain.projection import HalfView, is_open, project
from counter_app.domain.province import OfflineRule
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from counter_app.procedures import _acting as acting

UNKNOWN_STATE = Text("不知道这张卡的状态，请看清卡面和本人", "The state of this card is not known: look closely")
_WHY: Mapping[CardState | BankState, tuple[Text, Text]] = {
    CardState.SEALED: (
        Text("卡未启用，不办密码", "The card was never activated"),
        Text("先启用卡，再办密码", "Activate the card first"),
    ),
    CardState.TEMPORARY_LOSS: (
        Text("卡在临时挂失，不办密码", "The card is reported lost for some days"),
        Text("核对本人，先解除挂失", "Check the holder and release the loss first"),
    ),
    CardState.FORMAL_LOSS: (
        Text("卡在正式挂失，不办密码", "The card is formally reported lost"),
        Text("核对本人，先解除挂失；不能解除的补卡", "Check the holder; release the loss, or replace the card"),
    ),
    CardState.CANCELLED: (
        Text("这张卡已注销，不办密码", "This card is cancelled"),
        Text("用在用的那张卡；没有的须重新申领", "Use the card in use; if there is none, apply for one"),
    ),
    CardState.UNKNOWN: (
        Text("不知道这张卡的状态", "The state of this card is not known"),
        Text("联网核对后再办", "Do it when the platform can be asked"),
    ),
}


def refusal(station: Station, record: VisitRecord, task: str) -> Refused | None:
    """Why the pack, the holder or the state of the card that lies there forbids `task`; None when they allow it. What
    lies nowhere is not judged by its state.
    """
    half = _half(station, record)
    now = pin_acting.situation(station, record, _judged_as(task))
    no = (
        (_by_the_pack(now, task) or _by_the_holder(station, record, now, task) if now is not None else None)
        or (_by_the_state(station, half, task) if half is not None else None)
        or (MustWait() if now is not None and _waits(now, task) else None)
    )
    blind = now is not None and task != VERIFY and now.rules.offline is OfflineRule.NEVER and not station.online
    return ForbiddenOffline() if blind and (no is None or isinstance(no, MustWait)) else no


def never_blind(station: Station, task: str) -> bool:
    """Whether the pack wants the platform asked whether it is there, right before `task`."""
    rules = station.province.procedures.get(procedure_of(task))
    return rules is not None and rules.offline is OfflineRule.NEVER


def _judged_as(task: str) -> str:
    """Verifying is no procedure of the pack: who has a PIN that may be changed here may have it verified."""
    return CHANGE if task == VERIFY else task


def _by_the_pack(now: Situation, task: str) -> Refused | None:
    """What is kept as an operation is ruled by the pack as one: done here at all, and with this card."""
    if not now.rules.allowed and task != VERIFY:
        why = Text(f"{now.province.name.zh}不办此项", f"Not done in {now.province.name.en}")
        return NotEligible(why=why, how=Text(f"请拨 {now.province.hotline}", f"Call {now.province.hotline}"))
    identifier = now.chip.card_identifier if now.chip is not None else ""
    return situations.elsewhere(now.province, identifier, procedure_of(_judged_as(task)))


def _by_the_holder(station: Station, record: VisitRecord, now: Situation, task: str) -> Refused | None:
    """A holder who does not live, or for whom nobody may act; whoever knows the PIN may have it verified."""
    if task == VERIFY:
        return acting.refusal(now) if now.person.life else None
    return acting.refusal(now) or pin_acting.refusal(station, record, task)


def _waits(now: Situation, task: str) -> bool:
    """Whether the platform must answer for other work first. What is done on the card itself, or as good as done when
    it is recorded (FINAL), holds nothing back.
    """
    if task == VERIFY or now.rules.builds_on_waiting:
        return False
    rules = now.province.procedures
    names = {work.operation.procedure for work in now.work if is_open(work)} - set(TITLES)
    return any(name not in rules or rules[name].offline is not OfflineRule.FINAL for name in names)


def _by_the_state(station: Station, half: HalfView, task: str) -> Refused | None:
    allowed = station.province.pin_states[task]
    if half.shown not in allowed:
        return _no(station, half.shown)
    if half.confirmed not in allowed:
        return MustWait() if half.waiting is not None else _no(station, half.confirmed)
    return None


def make_sure(station: Station, record: VisitRecord, task: str) -> None:
    """Right before the card is asked. Raises NotEligible, MustWait."""
    no = refusal(station, record, task)
    if no is not None:
        raise no


def notice(station: Station, record: VisitRecord) -> Text | None:
    """What the clerk must know of the state of the card that lies there."""
    half = _half(station, record)
    return UNKNOWN_STATE if half is not None and half.shown is CardState.UNKNOWN else None


def _half(station: Station, record: VisitRecord) -> HalfView | None:
    """The social-security half of the card that lies there, as projected; None when none lies there."""
    if station.chip is None:
        return None
    card = _card_at_hand(station, person_of(station, record))
    return project(card, station.store.works_of(record.holder_number)).ssc


def _card_at_hand(station: Station, person: Person) -> Card | None:
    """The holder's card that lies on the reader, by its number, else by its identifier; None: no record of it."""
    chip = station.chip
    if chip is None:
        return None
    for card in person.cards:
        if card.number == chip.card_number if chip.card_number else card.identifier == chip.card_identifier:
            return card
    return None


def _no(station: Station, state: CardState | BankState) -> NotEligible:
    """The refusal for that state, with the next step."""
    hotline = station.province.hotline
    if state is CardState.LOCKED:
        how = Text(f"由平台解锁，请拨 {hotline}", f"The platform unlocks it; call {hotline}")
        return NotEligible(why=Text("社保应用已锁定，不办密码", "The application is locked"), how=how)
    elsewhere = Text("本省不在这里办", "Not done here in this province"), Text(f"请拨 {hotline}", f"Call {hotline}")
    why, how = _WHY.get(state, elsewhere)
    return NotEligible(why=why, how=how)

"""Which tasks with the PIN the state of the card at hand allows: the pack names the states, task by task.

Judged by the card that lies on the reader, not by the one in use that stands on the page: an old card of the same
holder is another card. Refuses what is not confirmed: a release that waits for the platform opens nothing yet. Refuses
to know whose card it is; that is the guard's.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.desk.pin_records import procedure_of
from counter_app.desk.situations import person_of
from counter_app.desk.station import Station
from counter_app.domain.card import BankState, Card, CardState
from counter_app.domain.errors import ForbiddenOffline, MustWait, NotEligible, Refused
from counter_app.domain.holder import Person
from counter_app.domain.projection import HalfView, project
from counter_app.domain.province import OfflineRule
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

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
    """Why the pack or the state of the card that lies there forbids `task`, None when they allow it (or nothing lies
    there).
    """
    half = _half(station, record)
    state = _by_the_state(station, half, task) if half is not None else None
    return state or _by_the_pack(station, task)


def _by_the_state(station: Station, half: HalfView, task: str) -> Refused | None:
    allowed = station.province.pin_states[task]
    if half.shown not in allowed:
        return _no(station, half.shown)
    if half.confirmed not in allowed:
        return MustWait() if half.waiting is not None else _no(station, half.confirmed)
    return None


def _by_the_pack(station: Station, task: str) -> Refused | None:
    """What is kept as an operation is ruled by the pack as one: done here at all, and done without a line or not."""
    rules = station.province.procedures.get(procedure_of(task))
    if rules is None:
        return None
    if not rules.allowed:
        return _no(station, CardState.NORMAL)
    return ForbiddenOffline() if rules.offline is OfflineRule.NEVER and not station.online else None


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

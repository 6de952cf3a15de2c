"""What is under way for a person: a card being made, or an order that still waits for the platform.

Refuses to order twice: whoever would order looks here first.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.calendar import say_day
from counter_app.domain.card import CardState
from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.making import ORDERING, CardOrder, MakingState
from counter_app.domain.moments import say_clock
from counter_app.domain.operation import Work
from counter_app.domain.procedure import Situation
from counter_app.domain.projection import is_open
from counter_app.domain.text import Text

READY_SOON = Text("做好后办领卡启用", "Hand it over when it is made")


def waiting_order(situation: Situation) -> Work | None:
    """Recorded work that orders a card and that the platform has not answered yet, the newest of several."""
    waiting = [w for w in situation.work if w.operation.procedure in ORDERING and is_open(w)]
    return waiting[-1] if waiting else None


def refusal(situation: Situation) -> Refused | None:
    """Why no other card can be ordered now, with what can be done instead; None when none is under way."""
    waiting = waiting_order(situation)
    if waiting is not None:
        clock = say_clock(waiting.operation.accepted_at)
        how = Text("等平台答复，不用再办", "Wait for the platform; no need to do it again")
        return NotEligible(why=Text(f"已于 {clock} 受理制卡", f"A card was ordered here at {clock}"), how=how)
    order = situation.person.order
    return None if order is None else NotEligible(why=_WHY[order.state], how=_way_on(situation, order))


def instead_of_a_card(situation: Situation) -> Refused | None:
    """Of somebody without a living card: that one is under way, and how to come by it; None where none is."""
    none_living = not situation.person.living and situation.person.as_of is not None
    return refusal(situation) if none_living and situation.person.order is not None else None


_WHY = {
    MakingState.REVIEWING: Text("制卡申请正在审核", "The order is in review"),
    MakingState.MAKING: Text("正在制卡", "A card is being made"),
    MakingState.READY: Text("新卡已制好待领", "A new card is ready for collection"),
    MakingState.FAILED: Text("制卡失败，还没有恢复", "The making failed and was not resumed"),
    MakingState.UNKNOWN: Text("平台有一张卡在办", "The platform has a card under way"),
}


def _way_on(situation: Situation, order: CardOrder) -> Text:
    if order.state is MakingState.FAILED:
        return Text("办恢复制卡，不用重新申请", "Resume the making; no new application")
    if order.state is MakingState.READY:
        return Text("办领卡启用；找不到办补换卡", "Hand the card over and enable it; if it is missing, replace it")
    if order.state is MakingState.UNKNOWN:
        hotline = situation.province.hotline
        return Text(f"请拨 {hotline} 查询", f"Ask {hotline}")
    if order.promised_on is None:
        return READY_SOON
    day = say_day(order.promised_on)
    return Text(f"{day.zh}前制好，再办领卡启用", f"Made by {day.en}; then hand it over")


def unknown() -> Refused:
    """Nobody here has heard of this person: nothing is claimed, the platform must be asked."""
    why, how = _STATES[CardState.UNKNOWN]
    return NotEligible(why=why, how=how)


def state_refusal(situation: Situation, special: Mapping[CardState, tuple[Text, Text]]) -> Refused:
    """The refusal for a card whose projected state is not the one needed: `special` words first, else what holds for
    every order.
    """
    hotline = situation.province.hotline
    coming = instead_of_a_card(situation)
    if coming is not None:
        return coming
    if situation.person.card is None and situation.person.as_of is None:
        return unknown()
    if situation.person.card is None:
        how = Text("没有卡请办申领", "Without a card, apply for one")
        return NotEligible(why=Text("名下没有卡", "There is no card"), how=how)
    shown = CardState(situation.view.ssc.shown)
    why, how = special.get(shown) or _STATES[shown]
    return NotEligible(why=why, how=how.format(hotline=hotline))


_STATES: Mapping[CardState, tuple[Text, Text]] = {
    CardState.NORMAL: (Text("卡在正常使用", "The card is in use"), Text("看其他可办业务", "See what else can be done")),
    CardState.FORMAL_LOSS: (Text("卡已正式挂失", "The card is formally lost"), Text("办补换卡", "Replace it")),
    CardState.TEMPORARY_LOSS: (
        Text("卡在临时挂失", "The card is reported lost"),
        Text("找到卡先解除挂失；丢失办正式挂失再补卡", "Release it when found; else make it formal and replace it"),
    ),
    CardState.SEALED: (Text("卡未启用", "The card was never activated"), Text("办领卡启用", "Hand it over, enable it")),
    CardState.CANCELLED: (Text("卡已注销", "The card is cancelled"), Text("须重新申领", "Apply for a new card")),
    CardState.LOCKED: (
        Text("社保应用已锁定", "The application is locked"),
        Text("由平台解锁，请拨 {hotline}", "The platform unlocks it; call {hotline}"),
    ),
    CardState.UNKNOWN: (
        Text("不知道卡的状态", "The state of the card is not known"),
        Text("联网后由平台核验", "When the platform can be asked"),
    ),
}

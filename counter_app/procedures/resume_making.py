"""Resuming the making of a card that failed 恢复制卡: the same order, the same batch.

Refuses to order anew: a second order would make a second card.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.making import CardOrder, MakingState
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Field, Outcome, Procedure, Situation, Step
from counter_app.domain.province import Actor
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _ordering as ordering
from counter_app.procedures import _orders as orders
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper

TITLE = Text("恢复制卡", "Resume making")
_SAME = Text("同一订单接着做，不会多出一张卡", "The same order goes on; there will be no second card")


def _unlawful(situation: Situation) -> Refused | None:
    order = situation.person.order
    if order is not None and order.state is MakingState.FAILED:
        return acting.refusal(situation) if situation.person.life else None
    under_way = orders.refusal(situation)
    if under_way is not None:
        return under_way
    if situation.person.as_of is None:
        return orders.unknown()
    how = Text("没有卡请办申领，有卡要换请办补换卡", "Without a card apply for one; to change it replace it")
    return NotEligible(why=Text("没有制卡失败的订单", "No order whose making failed"), how=how)


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    """Nothing by the base pack: a failed making goes on without anybody at the window."""
    return identity.fields(situation, answers, who=Actor.SELF, papers=(), day=acting.today(situation))


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    order = situation.person.order
    told = {"order": order.number} if order is not None else {}
    return told | identity.facts(situation, answers, who=Actor.SELF, day=acting.today(situation))


def _order_rows(order: CardOrder) -> tuple[Row, ...]:
    reason = order.reason or Text("平台没有写明原因", "The platform gave no reason")
    return (
        Row(Text("订单号", "Order"), same(order.number), strong=True),
        Row(Text("批次", "Batch"), same(order.batch)),
        Row(Text("服务银行", "Bank"), same(order.bank_name or order.bank)),
        Row(Text("失败原因", "Why it failed"), reason),
    )


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    order = situation.person.order
    return (
        *h.holder_rows(situation, answers)[:2],
        *identity.rows(situation, answers, who=Actor.SELF, day=acting.today(situation)),
        *(_order_rows(order) if order is not None else ()),
        Row(Text("生效时间", "In effect"), Text("平台确认后接着制卡", "When the platform has confirmed")),
        *paper.promise_rows(situation),
        *paper.fee_rows(situation),
    )


def _pending(_situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    return (Text("平台确认后接着制卡", "The making goes on when the platform has confirmed"),)


def _outcome(_situation: Situation, _answers: Answers) -> Outcome:
    return Outcome(
        happened=pages.kept_and_queued(TITLE),
        means=(Text("平台确认后接着制卡", "The making goes on when the platform has confirmed"), _SAME),
        next=(
            Text("把回执交给持卡人，等平台确认", "Give the receipt and wait for the platform"),
            Text("凭回执号可查办理结果", "The receipt number finds the result"),
        ),
    )


def _confirmed(situation: Situation, answers: Answers, answer: Answer) -> Outcome:
    return ordering.confirmed(situation, answers, answer, title=TITLE, old=_SAME)


PROCEDURE = Procedure(
    id="resume-making",
    title=TITLE,
    hint=Text("制卡失败，同一批次接着做", "The making failed: the same batch goes on"),
    key="M",
    icon="reload",
    urgent=False,
    steps=(
        Step(
            id="confirm",
            title=Text("核对并提交", "Check and submit"),
            question=Text("恢复制卡，请核对订单", "Resume the making: check the order"),
            hint=Text("失败原因已解决再提交", "Submit when the cause is gone"),
            fields=_fields,
            confirms=True,
        ),
    ),
    unlawful=_unlawful,
    changes=pages.no_changes,
    facts=_facts,
    rows=_rows,
    warnings=pages.no_words,
    pending=_pending,
    outcome=_outcome,
    confirmed=_confirmed,
    example={},
)

"""Formal loss report 正式挂失: the card is surely gone; the way to a replacement."""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain import life
from counter_app.domain.card import Half
from counter_app.domain.errors import Refused
from counter_app.domain.life import Act
from counter_app.domain.numbers import mask_mobile, tidy
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation, Step
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _loss as loss
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper

TITLE = Text("正式挂失", "Formal loss")
_TARGET = life.after(Act.FORMAL_LOSS)
_REASONS = (
    Choice("lost", Text("丢失", "Lost")),
    Choice("stolen", Text("被盗", "Stolen")),
    Choice("held", Text("他人占用", "Held by others")),
    Choice("other", Text("其他", "Other")),
)
_WHEN = (
    Choice("today", Text("今天", "Today")),
    Choice("yesterday", Text("昨天", "Yesterday")),
    Choice("earlier", Text("更早", "Earlier")),
    Choice("unknown", Text("说不清", "Not known")),
)


def _unlawful(situation: Situation) -> Refused | None:
    return acting.refusal(situation) or loss.unlawful(situation, Act.FORMAL_LOSS)


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    mobile = situation.person.holder.mobile
    return (
        *h.name_field(situation),
        loss.scope_field(situation, loss.STATES_BEFORE_FORMAL),
        *loss.card_here_field(situation),
        Field("reason", Text("原因", "Reason"), FieldKind.SEGMENTS, choices=_REASONS, initial="lost"),
        Field("when", Text("发现丢失的时间", "Noticed"), FieldKind.SEGMENTS, choices=_WHEN, initial="today"),
        Field(
            "mobile",
            Text("联系电话", "Mobile"),
            FieldKind.MOBILE,
            note=Text("可不填，用于联系持卡人", "Optional, to reach the holder"),
            required=False,
            initial=mobile,
            check=paper.check_mobile,
        ),
        *acting.fields(situation, answers),  # last: nearly always the holder, and the number keys before it stay
    )


def _changes(_situation: Situation, answers: Answers) -> Mapping[Half, str]:
    return {half: _TARGET[half] for half in h.chosen_halves(answers)}


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    facts = {name: answers[name] for name in ("scope", "reason", "when", "card_here") if answers.get(name)}
    if answers.get("mobile"):
        facts["mobile"] = tidy(answers["mobile"])
    return facts | acting.facts(situation, answers) | acting.material_facts(situation, answers)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    when = next((c.title for c in _WHEN if c.value == answers.get("when")), same(""))
    mobile = answers.get("mobile", "")
    here = (
        (Row(Text("卡在场原因", "Card lies here"), loss.reason_of({"card_here": answers["card_here"]}, ())),)
        if answers.get("card_here")
        else ()
    )
    reason = loss.reason_of({"reason": answers.get("reason", "")}, _REASONS)
    return (
        *h.holder_rows(situation, answers),
        *acting.rows(situation, answers),
        loss.scope_row(answers),
        Row(Text("原因", "Reason"), Text(f"{reason.zh}，{when.zh}", f"{reason.en}, {when.en.lower()}")),
        *here,
        *((Row(Text("联系电话", "Mobile"), same(mask_mobile(tidy(mobile)))),) if mobile else ()),
        *acting.material_row(situation, answers),
        loss.effect_row(),
        *paper.promise_rows(situation),
        *paper.fee_rows(situation),
    )


def _outcome(situation: Situation, answers: Answers) -> Outcome:
    return loss.outcome(situation, answers, title=TITLE)


def _confirmed(situation: Situation, answers: Answers, answer: Answer) -> Outcome:
    after = Text(
        "不再自动解除；补卡开始前可凭证件解除", "It does not lapse; it can be released until a replacement begins"
    )
    return loss.confirmed(situation, answers, answer, title=TITLE, after=after)


PROCEDURE = Procedure(
    id="formal-loss",
    title=TITLE,
    hint=Text("确认丢失，平台确认后可补卡", "Surely lost; a replacement may follow"),
    key="F5",
    icon="ban",
    urgent=True,
    steps=(
        Step(
            id="loss",
            title=Text("挂失信息", "The loss"),
            question=Text("怎样挂失", "What is to stop"),
            hint=Text("问持卡人：卡是丢了，还是只停社保？", "Ask: is the card gone, or only one side to stop?"),
            fields=_fields,
        ),
        pages.confirm_step(),
    ),
    unlawful=_unlawful,
    changes=_changes,
    facts=_facts,
    rows=_rows,
    warnings=loss.warnings,
    pending=loss.pending,
    outcome=_outcome,
    confirmed=_confirmed,
    example={"scope": "both", "reason": "lost", "when": "today", **identity.EXAMPLE},
    form_title=Text("社会保障卡挂失登记表", "Social security card: loss report form"),
)

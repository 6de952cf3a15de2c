"""Release of a loss report 解除挂失: the card was found. Never without the platform's check, never on top of waiting
work."""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain import life
from counter_app.domain.card import Half
from counter_app.domain.errors import MustWait, NotEligible, NotLost, Refused
from counter_app.domain.life import Act
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation, Step
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _loss as loss
from counter_app.procedures import _orders as orders
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper

TITLE = Text("解除挂失", "Release")
_TARGET = life.after(Act.RELEASE)
_LOST = life.before(Act.RELEASE)
_REASONS = (
    Choice("found", Text("卡已找到", "Card found")),
    Choice("mistake", Text("误报", "Reported by mistake")),
)
_SCOPE_WORDS: Mapping[str, tuple[Text, Text]] = {
    "both": (Text("社保与银行一起解除", "Both sides"), Text("两个功能同时恢复", "Both work again")),
    "ssc": (Text("只解除社保功能", "Social security only"), Text("银行端另行解除", "The bank side stays as it is")),
    "bank": (Text("只解除银行账户", "Bank account only"), Text("社保端另行解除", "The social-security side stays")),
}


def _not_here() -> Refused:
    how = Text("可办补卡", "A replacement can be made")
    return NotEligible(why=Text("本省正式挂失不能解除", "A formal loss is not released in this province"), how=how)


def _is_replaced(situation: Situation) -> bool:
    """True while a card that takes the place of this one is made or lies ready: a formal loss is final then."""
    order, card = situation.person.order, situation.person.card
    return order is not None and card is not None and order.replaces == card.number


def _states(situation: Situation) -> Mapping[Half, frozenset[str]]:
    if situation.province.formal_release and not _is_replaced(situation):
        return _LOST
    return {half: states - {life.after(Act.FORMAL_LOSS)[half]} for half, states in _LOST.items()}


def _unlawful(situation: Situation) -> Refused | None:
    return acting.refusal(situation) or _by_state(situation)


def _by_state(situation: Situation) -> Refused | None:
    if situation.work:
        return MustWait()
    if situation.view.ssc.shown.value == life.after(Act.CANCEL)[Half.SSC]:
        return h.refusal_of(situation, Half.SSC, Act.RELEASE)
    if h.reachable(situation, _states(situation)):
        return None
    if situation.view.ssc.shown.value in _LOST[Half.SSC]:
        return orders.refusal(situation) if _is_replaced(situation) else _not_here()
    if situation.view.bank.shown.value in _LOST[Half.BANK]:
        line = h.bank_line(situation)
        how = Text(f"请拨 {line.zh}", f"Call {line.en}")
        return NotEligible(why=Text("银行端挂失由银行解除", "The bank releases its own side"), how=how)
    well = situation.view.ssc.shown.value in (_TARGET[Half.SSC], *life.before(Act.ENABLE)[Half.SSC])
    return NotLost() if well else h.refusal_of(situation, Half.SSC, Act.RELEASE)


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    halves = h.reachable(situation, _states(situation))
    return (
        h.scope_field(situation, halves, _SCOPE_WORDS),
        Field("reason", Text("原因", "Reason"), FieldKind.SEGMENTS, choices=_REASONS, initial="found"),
        *acting.fields(situation, answers),
        *acting.identity_fields(situation, answers),
    )


def _changes(_situation: Situation, answers: Answers) -> Mapping[Half, str]:
    return {half: _TARGET[half] for half in h.chosen_halves(answers)}


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    told = {"scope": answers["scope"], "reason": answers["reason"]}
    return told | acting.facts(situation, answers) | acting.material_facts(situation, answers)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    reason = next((c.title for c in _REASONS if c.value == answers.get("reason")), _REASONS[0].title)
    return (
        *h.holder_rows(situation, answers),
        *acting.rows(situation, answers),
        Row(Text("恢复范围", "What works again"), loss.SCOPE_ROWS[answers.get("scope", "ssc")], strong=True),
        Row(Text("原因", "Reason"), reason),
        *acting.material_row(situation, answers),
        Row(Text("生效时间", "In effect"), Text("平台核验后生效", "When the platform has checked")),
        *paper.promise_rows(situation),
        *paper.fee_rows(situation),
    )


def _warnings(situation: Situation, answers: Answers) -> tuple[Text, ...]:
    lost = situation.view.bank.shown.value in _LOST[Half.BANK]
    if Half.BANK in h.chosen_halves(answers) or not lost:
        return ()
    line = h.bank_line(situation)
    return (Text(f"银行账户仍在挂失，解除请找{line.zh}", f"The bank account stays stopped; ask {line.en}"),)


def _pending(_situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    return (Text("平台核验后恢复使用，此前卡仍停用", "The card works again when the platform has checked, not before"),)


def _outcome(situation: Situation, answers: Answers) -> Outcome:
    return Outcome(
        happened=pages.kept_and_queued(TITLE),
        means=(
            Text("平台核验后才恢复", "The card works again when the platform has checked"),
            Text("此前卡仍停用", "Until then it stays stopped"),
        ),
        next=(
            Text("把回执交给持卡人，等平台确认", "Give the receipt and wait for the platform"),
            _bank(situation, answers),
        ),
    )


def _confirmed(situation: Situation, answers: Answers, answer: Answer) -> Outcome:
    since = loss.effective_words(
        answer, Text("起恢复", "Works again since"), Text("此前已恢复", "It worked again already")
    )
    what = loss.SCOPE_ROWS[answers.get("scope", "ssc")]
    return Outcome(
        happened=(
            Text("平台已确认解除挂失", "The platform confirmed the release"),
            since,
        ),
        means=(Text(f"{what.zh}可以使用", f"Works again: {what.en.lower()}"), _bank(situation, answers)),
        next=(
            Text("把卡和回执交给持卡人", "Give card and receipt to the holder"),
            Text("提醒妥善保管卡和密码", "Remind: keep card and PIN safe"),
        ),
    )


def _bank(situation: Situation, answers: Answers) -> Text:
    said = _warnings(situation, answers)
    return said[0] if said else Text("凭回执号可查办理结果", "The receipt number finds the result")


PROCEDURE = Procedure(
    id="release",
    title=TITLE,
    hint=Text("卡找到了，恢复使用", "The card was found"),
    key="F6",
    icon="player-play",
    urgent=False,
    steps=(
        Step(
            id="confirm",
            title=Text("核对并提交", "Check and submit"),
            question=Text("解除挂失，请持卡人核对", "Release: the holder checks"),
            hint=Text("核对证件和卡，把屏幕转向持卡人", "Check document and card, turn the screen to the holder"),
            fields=_fields,
            confirms=True,
        ),
    ),
    unlawful=_unlawful,
    changes=_changes,
    facts=_facts,
    rows=_rows,
    warnings=_warnings,
    pending=_pending,
    outcome=_outcome,
    confirmed=_confirmed,
    example={"scope": "both", "reason": "found", **identity.EXAMPLE},
    form_title=Text("社会保障卡解除挂失申请表", "Social security card: release form"),
)

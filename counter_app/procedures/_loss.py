"""What temporary and formal loss report share: scope, reason when the card lies here, words for the holder."""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain import life
from counter_app.domain.card import Half
from counter_app.domain.errors import AlreadyFormal, AlreadyLost, NotEligible, Refused
from counter_app.domain.life import Act
from counter_app.domain.moments import say_clock
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Situation
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h

DEAD = "dead"
SCOPE_WORDS: Mapping[str, tuple[Text, Text]] = {
    "both": (
        Text("社保与银行一起挂", "Both sides"),
        Text("两个功能同时停用，银行端一并送达", "Both stop; the platform hands it to the bank"),
    ),
    "ssc": (
        Text("只挂社保功能", "Social security only"),
        Text("银行账户照常使用", "The bank account goes on"),
    ),
    "bank": (
        Text("只挂银行账户", "Bank account only"),
        Text("社保功能照常使用", "Social security goes on"),
    ),
}
SCOPE_ROWS: Mapping[str, Text] = {
    "both": Text("社保功能和银行账户", "Social security and bank account"),
    "ssc": Text("社保功能", "Social security"),
    "bank": Text("银行账户", "Bank account"),
}
CARD_HERE_REASONS = (
    Choice("copied", Text("怀疑被盗刷", "Misuse feared")),
    Choice("returned", Text("他人送回", "Handed in by others")),
    Choice("dispute", Text("本人要求停用", "Holder asks to stop it")),
)


def unlawful(situation: Situation, act: Act) -> Refused | None:
    """Why no loss can be reported now in this way (Act.TEMPORARY_LOSS or FORMAL_LOSS)."""
    refusal = _of_the_dead(situation) or h.state_refusal(situation, act)
    if refusal is not None:
        return refusal
    if h.reachable(situation, h.before(act, unknown=True)):
        return None
    waiting = situation.view.ssc.waiting or situation.view.bank.waiting
    if waiting is not None:
        clock = say_clock(waiting.operation.accepted_at)
        how = Text("等平台答复，不用再报", "Wait for the platform; no need to report again")
        return NotEligible(why=Text(f"已于 {clock} 受理", f"Accepted at {clock}"), how=how)
    if any(situation.view.half(half).shown.value in states for half, states in _lost_by(act).items()):
        formal = situation.view.ssc.shown.value == life.after(Act.FORMAL_LOSS)[Half.SSC]
        return AlreadyFormal() if formal else AlreadyLost()
    return h.neither(situation, act)


def _of_the_dead(situation: Situation) -> Refused | None:
    """A dead holder's card is cancelled, not stopped; that of a missing one may be stopped."""
    return acting.refusal(situation) if situation.person.life == DEAD else None


def _lost_by(act: Act) -> Mapping[Half, frozenset[str]]:
    """States of each half that mean it is already reported lost in this way, or in a stronger one."""
    stronger = (act, Act.FORMAL_LOSS)
    return {half: frozenset(life.after(one)[half] for one in stronger) for half in Half}


def card_here_field(situation: Situation) -> tuple[Field, ...]:
    """The card that is to be reported lost lies on the reader: ask why and keep the answer."""
    if not situation.card_lies_here:
        return ()
    return (
        Field(
            "card_here",
            Text("卡就在读卡器上，为什么挂失", "The card lies here: why report it"),
            FieldKind.SEGMENTS,
            choices=CARD_HERE_REASONS,
        ),
    )


def scope_field(situation: Situation, from_states: Mapping[Half, frozenset[str]]) -> Field:
    return h.scope_field(situation, h.reachable(situation, from_states), SCOPE_WORDS)


def reason_of(answers: Answers, choices: tuple[Choice, ...]) -> Text:
    """The chosen reason in words."""
    chosen = answers.get("card_here") or answers.get("reason", "")
    return next(
        (c.title for c in (*CARD_HERE_REASONS, *choices) if c.value == chosen), Text("卡不在身边", "Card not at hand")
    )


def scope_row(answers: Answers) -> Row:
    return Row(Text("停用范围", "What stops"), SCOPE_ROWS[answers.get("scope", "ssc")], strong=True)


def effect_row() -> Row:
    return Row(Text("生效时间", "In effect"), Text("平台收到后生效", "When the platform has it"))


def warnings(situation: Situation, answers: Answers) -> tuple[Text, ...]:
    """Sentences that hold whatever the platform answers: the bank account that does not stop."""
    if Half.BANK in h.chosen_halves(answers):
        return ()
    line = h.bank_line(situation)
    if situation.view.bank.shown.value in STATES_BEFORE_TEMPORARY[Half.BANK]:
        return (
            Text(
                f"银行账户没有停用，要停用请拨 {line.zh}", f"The bank account is NOT stopped; to stop it call {line.en}"
            ),
        )
    return ()


def pending(situation: Situation, answers: Answers) -> tuple[Text, ...]:
    """Sentences that hold until the platform has answered. The hotline is named for the social-security side only."""
    notes = []
    halves, hotline, line = h.chosen_halves(answers), situation.province.hotline, h.bank_line(situation)
    if Half.SSC in halves:
        zh = f"社保功能在平台收到后生效；要立即生效请拨 {hotline}"
        en = f"The social-security side stops when the platform has it; for at once call {hotline}"
        notes.append(Text(zh, en))
    if Half.BANK in halves:
        zh = f"银行账户在银行答复后停用；要立即停用请拨 {line.zh}"
        en = f"The bank account stops when the bank has answered; for at once call {line.en}"
        notes.append(Text(zh, en))
    return tuple(notes)


def outcome(situation: Situation, answers: Answers, *, title: Text) -> Outcome:
    """The result while the platform has not answered."""
    halves, hotline, line = h.chosen_halves(answers), situation.province.hotline, h.bank_line(situation)
    who = Text(
        "、".join(([hotline + "（社保）"] if Half.SSC in halves else []) + ([line.zh] if Half.BANK in halves else [])),
        " and ".join(([hotline] if Half.SSC in halves else []) + ([line.en] if Half.BANK in halves else [])),
    )
    kept = Text(f"{title.zh}已存本机，断电也不会丢", f"{title.en} is kept here, safe from power cuts")
    order = Text("挂失最先送平台，两个功能分别等答复", "Loss reports go first; each half waits for its own answer")
    return Outcome(
        happened=(kept, order),
        means=(
            Text("平台收到后才生效", "In effect when the platform has it"),
            Text(
                f"此前别处可能还能刷卡。要立即生效，请持卡人拨 {who.zh}",
                f"Until then it may still work. For at once call {who.en}",
            ),
        ),
        next=(
            Text("把回执交给持卡人，说明还要等平台确认", "Give the receipt and say that the platform must confirm"),
            _bank_sentence(situation, answers),
        ),
    )


def confirmed(situation: Situation, answers: Answers, answer: Answer, *, title: Text, after: Text) -> Outcome:
    """The result when the platform accepted every half asked for."""
    since = effective_words(answer, Text("起生效", "In effect since"), Text("此前已生效", "It was in effect already"))
    what = SCOPE_ROWS[answers.get("scope", "ssc")]
    return Outcome(
        happened=(
            Text(f"平台已确认{title.zh}", f"The platform confirmed: {title.en.lower()}"),
            since,
        ),
        means=(Text(f"{what.zh}已停用", f"Stopped: {what.en.lower()}"), after),
        next=(Text("把回执交给持卡人", "Give the receipt to the holder"), _bank_sentence(situation, answers)),
    )


def effective_words(answer: Answer, since: Text, before: Text) -> Text:
    """Since when it holds, as the platform says; `before` when it names no moment because it held already."""
    moment = next((a.effective_at for a in answer.halves if a.effective_at), None)
    if moment is None:
        return before
    clock = say_clock(moment)
    return Text(f"{clock} {since.zh}", f"{since.en} {clock}")


def _bank_sentence(situation: Situation, answers: Answers) -> Text:
    said = warnings(situation, answers)
    return said[0] if said else Text("凭回执号可查办理结果", "The receipt number finds the result")


STATES_BEFORE_TEMPORARY: Mapping[Half, frozenset[str]] = h.before(Act.TEMPORARY_LOSS, unknown=True)
STATES_BEFORE_FORMAL: Mapping[Half, frozenset[str]] = h.before(Act.FORMAL_LOSS, unknown=True)

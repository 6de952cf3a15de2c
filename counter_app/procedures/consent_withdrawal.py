"""Withdrawal of a consent 撤回同意: of one the holder gave freely, at any window, whichever window took it.

Refuses to undo what was done before (个人信息保护法 art. 15), and to withdraw what a procedure cannot be done without:
that ends with the card, by its own procedure.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation
from counter_app.domain.purposes import Purpose, PurposeText, RestsOn
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper

TITLE = Text("撤回同意", "Withdrawal of a consent")
WITHDRAWN = "withdrawn"
"""The fact, and the question: which purpose."""
_STANDS = Text("撤回前已做的不变，卡照常使用", "What was done before stands; the card goes on")
_NO_USE = {
    Purpose.MESSAGES: Text("不再发短信提醒", "No more messages are sent"),
    Purpose.ACCOUNT: Text(
        "不再向银行提供；已激活的账户请到银行办", "Nothing more goes to the bank; close the account there"
    ),
}


def _offered(situation: Situation) -> tuple[PurposeText, ...]:
    """What the pack asks freely."""
    return tuple(w for w in situation.province.purposes.values() if w.rests_on is RestsOn.VOLUNTARY)


def _unlawful(situation: Situation) -> Refused | None:
    if situation.person.as_of is None:
        how = Text("联网后由平台核验", "When the platform can be asked")
        return NotEligible(why=Text("本机没有这个人的平台记录", "Nothing of this person is on record here"), how=how)
    if not _offered(situation):
        how = Text("本省没有自愿同意的事项", "Nothing is asked freely here")
        return NotEligible(why=Text("没有可撤回的同意", "There is nothing to withdraw"), how=how)
    return acting.refusal(situation)


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    choices = tuple(Choice(w.purpose.value, w.title) for w in _offered(situation))
    what = Field(WITHDRAWN, Text("撤回哪一项", "Which one"), FieldKind.SEGMENTS, choices=choices, note=_STANDS)
    return (what, *acting.fields(situation, answers))


def _chosen(situation: Situation, answers: Answers) -> PurposeText | None:
    return next((w for w in _offered(situation) if w.purpose.value == answers.get(WITHDRAWN)), None)


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    return paper.filled({WITHDRAWN: answers.get(WITHDRAWN, "")}) | acting.facts(situation, answers)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    chosen = _chosen(situation, answers)
    what = (Row(Text("撤回的同意", "Withdrawn"), chosen.title, strong=True),) if chosen else ()
    after = (Row(Text("撤回以后", "From now on"), _NO_USE.get(chosen.purpose, _STANDS)),) if chosen else ()
    return (
        *h.holder_rows(situation, answers)[:2],
        *what,
        *after,
        Row(Text("生效时间", "In effect"), Text("平台收到后生效", "When the platform has it")),
        *acting.rows(situation, answers),
        *paper.fee_rows(situation),
    )


def _pending(_situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    return (Text("平台收到后不得再用", "Not to be used once the platform has it"),)


def _outcome(_situation: Situation, _answers: Answers) -> Outcome:
    return Outcome(
        happened=pages.kept_and_queued(TITLE),
        means=(Text("平台收到后不得再用", "Not to be used once the platform has it"), _STANDS),
        next=(
            Text("把回执交给持卡人", "Give the receipt to the holder"),
            Text("以后办业务会再问，可再同意", "It is asked again with the next procedure"),
        ),
    )


def _confirmed(_situation: Situation, _answers: Answers, _answer: Answer) -> Outcome:
    return Outcome(
        happened=(
            Text("平台已登记撤回", "The platform has put it on record"),
            Text("从此不得再这样使用", "It must not be used so again"),
        ),
        means=(_STANDS, Text("卡的状态没有变", "The state of the card is the same")),
        next=(
            Text("把回执交给持卡人", "Give the receipt to the holder"),
            Text("以后办业务会再问，可再同意", "It is asked again with the next procedure"),
        ),
    )


PROCEDURE = Procedure(
    id="consent-withdrawal",
    title=TITLE,
    hint=Text("自愿同意过的，随时可撤回", "What was agreed to freely, at any time"),
    key="W",
    icon="edit",
    urgent=False,
    steps=(pages.confirm_step(_fields),),
    unlawful=_unlawful,
    changes=pages.no_changes,
    facts=_facts,
    rows=_rows,
    warnings=pages.no_words,
    pending=_pending,
    outcome=_outcome,
    confirmed=_confirmed,
    example={WITHDRAWN: Purpose.MESSAGES.value, **identity.EXAMPLE},
    names_card=False,
)

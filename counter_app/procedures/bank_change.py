"""Change of bank 更换服务银行: a new card with another bank; the present card works until the new one is enabled.

Refuses to move money or close an account: that is between the holder and the bank.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.card import CardState
from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Field, Outcome, Procedure, Situation, Step
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.procedures import _acting as acting
from counter_app.procedures import _banks as banks
from counter_app.procedures import _consents as consents
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _ordering as ordering
from counter_app.procedures import _orders as orders
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper

TITLE = Text("更换服务银行", "Change of bank")
_OLD = Text("旧卡和旧账户在新卡启用前照常使用", "Card and account go on until the new card is enabled")


def _unlawful(situation: Situation) -> Refused | None:
    return acting.refusal(situation) or _by_state(situation) or orders.refusal(situation) or _by_bank(situation)


def _by_state(situation: Situation) -> Refused | None:
    """Only for a card in use; a lost card changes its bank with the replacement."""
    if situation.view.ssc.shown is CardState.NORMAL:
        return None
    return orders.state_refusal(situation, _INSTEAD)


_INSTEAD = {
    CardState.FORMAL_LOSS: (
        Text("卡已正式挂失", "The card is formally reported lost"),
        Text("办补换卡，补卡时可换银行", "Replace it; the bank can be changed with it"),
    ),
    CardState.SEALED: (Text("卡未启用", "The card was never activated"), Text("先办领卡启用", "Hand it over first")),
}


def _by_bank(situation: Situation) -> Refused | None:
    if banks.can_choose(situation, other=True):
        return None
    hotline = situation.province.hotline
    why = Text("没有别的银行办新卡", "No other bank takes new cards")
    return NotEligible(why=why, how=Text(f"请拨 {hotline}", f"Call {hotline}"))


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    return (banks.field(situation, other=True), *acting.fields(situation, answers))


def _bank(_situation: Situation, answers: Answers) -> str:
    return answers.get(banks.NAME, "")


def _has_account(situation: Situation) -> bool:
    return bool(banks.present_bank(situation))


def _confirm_fields(situation: Situation, _answers: Answers) -> tuple[Field, ...]:
    return ordering.confirm_fields(changes_account=_has_account(situation))


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    told = {
        "bank": answers.get(banks.NAME, ""),
        "told_payers": answers.get("told_payers", ""),
        **ordering.order_facts(situation),
    }
    return paper.filled(told) | acting.facts(situation, answers) | acting.material_facts(situation, answers)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    mine = banks.present_bank(situation)
    present = (Row(Text("现在的银行", "Present bank"), banks.name_of(situation, mine)),) if mine else ()
    return (
        *h.holder_rows(situation, answers),
        *acting.rows(situation, answers),
        *present,
        *banks.row(situation, answers.get(banks.NAME, "")),
        *(ordering.account_rows(situation) if mine else ()),
        *acting.material_row(situation, answers),
        *ordering.closing_rows(situation),
    )


def _warnings(situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    return (ordering.account_warning(),) if _has_account(situation) else ()


def _outcome(situation: Situation, answers: Answers) -> Outcome:
    return ordering.outcome(situation, answers, title=TITLE, old=_OLD)


def _confirmed(situation: Situation, answers: Answers, answer: Answer) -> Outcome:
    return ordering.confirmed(situation, answers, answer, title=TITLE, old=_OLD)


PROCEDURE = Procedure(
    id="bank-change",
    title=TITLE,
    hint=Text("换一家合作银行，另制新卡", "A new card with another cooperating bank"),
    key="B",
    icon="building-bank",
    urgent=False,
    steps=(
        Step(
            id="bank",
            title=Text("选银行", "The bank"),
            question=Text("请持卡人选新的服务银行", "The holder chooses the new bank"),
            hint=Text("只念银行名，不推荐；把屏幕转向持卡人", "Read out the names, recommend none; turn the screen"),
            fields=_fields,
        ),
        pages.confirm_step(_confirm_fields),
    ),
    unlawful=_unlawful,
    changes=pages.no_changes,
    facts=_facts,
    rows=_rows,
    warnings=_warnings,
    pending=ordering.pending,
    outcome=_outcome,
    confirmed=_confirmed,
    example={"bank": "B02", "told_payers": "yes", **consents.EXAMPLE, **identity.EXAMPLE},
    bank_choice=banks.NAME,
    papers=(ordering.ACCOUNT_NOTICE,),
    uses=(consents.SERVICE, consents.given_to(_bank), consents.CHILD),
    pressing=banks.moving,
    form_title=Text("社会保障卡服务银行变更申请表", "Social security card: change of bank form"),
)

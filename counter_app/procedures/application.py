"""Application for a card 申领: a first one, or a new one after cancellation. The holder chooses the bank.

Refuses a second card: one person, one card, and one order at a time.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.card import CardState
from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.numbers import tidy
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation, Step
from counter_app.domain.projection import project
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _acting as acting
from counter_app.procedures import _banks as banks
from counter_app.procedures import _consents as consents
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _ordering as ordering
from counter_app.procedures import _orders as orders
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper
from counter_app.procedures import _picture as picture

TITLE = Text("申领", "Application")
_NO_OLD_CARD = Text("卡号由平台给出，一人一卡", "The platform gives the number; one person, one card")


def _unlawful(situation: Situation) -> Refused | None:
    return (
        acting.refusal(situation)
        or _has_card(situation)
        or orders.refusal(situation)
        or (None if banks.can_choose(situation) else _no_bank(situation))
    )


def _has_card(situation: Situation) -> Refused | None:
    """One person, one card: any card that is not cancelled, also by work that waits, is in the way."""
    states = [project(card, situation.work).ssc.shown for card in situation.person.living]
    living = [state for state in states if state is not CardState.CANCELLED]
    if not living:
        return None
    if living[-1] is CardState.SEALED:
        how = Text("办领卡启用", "Hand it over and enable it")
        return NotEligible(why=Text("已有卡待启用", "A card waits to be enabled"), how=how)
    how = Text("丢失先挂失再补卡，损坏办换卡", "If lost report it, then replace it; if damaged replace it")
    return NotEligible(why=Text("已有一张卡", "There is a card already"), how=how)


def _no_bank(situation: Situation) -> Refused:
    hotline = situation.province.hotline
    why = Text("现在没有银行办新卡", "No bank takes new cards now")
    return NotEligible(why=why, how=Text(f"请拨 {hotline}", f"Call {hotline}"))


def _ground(situation: Situation) -> tuple[Field, ...]:
    grounds = situation.province.grounds
    if len(grounds) < 2:
        return ()
    choices = tuple(Choice(one.id, one.name) for one in grounds)
    return (Field("ground", Text("申领条件", "Ground"), FieldKind.TILES, choices=choices),)


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    return (
        *h.name_field(situation),
        *_ground(situation),
        *acting.fields(situation, answers),
        *picture.fields(situation, answers),
        paper.mobile_field(situation, required=True),
    )


def _bank_fields(situation: Situation, _answers: Answers) -> tuple[Field, ...]:
    return (banks.field(situation),)


def _bank(_situation: Situation, answers: Answers) -> str:
    return answers.get(banks.NAME, "")


def _ground_id(situation: Situation, answers: Answers) -> str:
    grounds = situation.province.grounds
    return answers.get("ground", grounds[0].id if len(grounds) == 1 else "")


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    told = {
        "ground": _ground_id(situation, answers),
        "bank": answers.get(banks.NAME, ""),
        "mobile": tidy(answers.get("mobile", "")),
        **picture.facts(answers),
        **ordering.order_facts(situation),
    }
    return paper.filled(told) | acting.facts(situation, answers) | acting.material_facts(situation, answers)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    ground = next((g.name for g in situation.province.grounds if g.id == _ground_id(situation, answers)), same(""))
    return (
        *h.holder_rows(situation, answers)[:2],
        *acting.rows(situation, answers),
        Row(Text("申领条件", "Ground"), ground),
        *banks.row(situation, answers.get(banks.NAME, "")),
        picture.row(answers),
        *paper.mobile_rows(answers),
        *acting.material_row(situation, answers),
        *ordering.closing_rows(situation),
    )


def _outcome(situation: Situation, answers: Answers) -> Outcome:
    return ordering.outcome(situation, answers, title=TITLE, old=_NO_OLD_CARD)


def _confirmed(situation: Situation, answers: Answers, answer: Answer) -> Outcome:
    return ordering.confirmed(situation, answers, answer, title=TITLE, old=_NO_OLD_CARD)


PROCEDURE = Procedure(
    id="application",
    title=TITLE,
    hint=Text("办一张新卡，自选服务银行", "A new card, with a bank of one's choice"),
    key="F2",
    icon="credit-card",
    urgent=False,
    steps=(
        Step(
            id="apply",
            title=Text("申领信息", "The application"),
            question=Text("谁申领，凭什么条件", "Who applies, on what ground"),
            hint=Text("核对证件和材料，照实选", "Check the papers, then choose"),
            fields=_fields,
        ),
        ordering.bank_step(_bank_fields),
        pages.confirm_step(),
    ),
    unlawful=_unlawful,
    changes=pages.no_changes,
    facts=_facts,
    rows=_rows,
    warnings=pages.no_words,
    pending=ordering.pending,
    outcome=_outcome,
    confirmed=_confirmed,
    example={
        "ground": "live",
        "photo": "file",
        "mobile": "13900000046",
        "bank": "B01",
        **consents.EXAMPLE,
        **identity.EXAMPLE,
    },
    bank_choice=banks.NAME,
    names_card=False,
    uses=(
        consents.SERVICE,
        consents.given_to(_bank),
        consents.PHOTO,
        consents.CHILD,
        consents.MESSAGES,
    ),
    form_title=Text("社会保障卡申领登记表", "Social security card: application form"),
)

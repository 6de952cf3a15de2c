"""Replacement of a card 补换: a lost one 补卡, or one that is damaged, ran out, cannot be read or is out of date 换卡.

Whether the account number stays is asked first.

Refuses to replace a lost card that is not formally reported lost: somebody else could go on using it. One that was
never enabled nobody can use: it is ordered anew, and the missing one is cancelled. Where it was to take the place of
another card, that stays as it is, and bank and account are those of the first order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counter_app.domain.card import BankState, CardState
from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.holder import Person
from counter_app.domain.making import CardOrder, MakingState
from counter_app.domain.numbers import tidy
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation, Step
from counter_app.domain.province import BankStatus
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
from counter_app.procedures import _picture as picture

TITLE = Text("补换卡", "Replacement")
LOST, DATA, KEEP, CHANGE = "lost", "data", "yes", "no"
_LOST_FIRST = Text("须先正式挂失", "Report it formally lost first")
_REASONS = (
    Choice(LOST, Text("丢失补卡", "Lost")),
    Choice("damaged", Text("损坏", "Damaged")),
    Choice("expired", Text("到期", "Expired")),
    Choice("unreadable", Text("读不出", "Unreadable")),
    Choice(DATA, Text("信息变更", "Data changed")),
)
_KEEPS = (
    Choice(KEEP, Text("保留原账号", "Keep the account")),
    Choice(CHANGE, Text("换新账号", "A new account")),
)
_NOT_FOUND = Choice(LOST, Text("找不到，重新制卡", "Missing: make it anew"))
_VOID = Text("找不到的那张卡作废，找到也不能启用", "The missing card is void and cannot be enabled if found")
_OLD_LOST = Text("旧卡仍在挂失，新卡启用时注销", "The old card stays stopped and ends when the new one is enabled")
_OLD_WORKS = Text("旧卡照常使用，新卡启用时停用", "The old card works until the new one is enabled")


_OLD_STAYS = Text("旧卡照旧，重做的卡启用时注销", "The old card stays as it is until the one made anew is enabled")


def about(person: Person) -> Person:
    """The person with the card this is about: a new one that lies ready beside the one in use, for then nothing else
    can be ordered than that very card, anew; else the one in use.
    """
    order, sealed = person.order, person.sealed
    ready = order is not None and order.state is MakingState.READY
    made = ready and order is not None and sealed is not None and order.card_number == sealed.number
    return replace(person, chosen=sealed.number) if made and sealed is not None and person.in_use else person


def _unlawful(situation: Situation) -> Refused | None:
    under_way = None if _ready_one_is_missing(situation) else orders.refusal(situation)
    return acting.refusal(situation) or _by_state(situation) or under_way or _by_bank(situation)


def _never_enabled(situation: Situation) -> bool:
    """True when this is about a card that was made and never enabled, the only one or one that lies ready beside the
    one in use: it can be missing, not lost.
    """
    sealed = situation.view.ssc.shown is CardState.SEALED
    return sealed and (not situation.person.in_use or _first_order(situation) is not None)


def _first_order(situation: Situation) -> CardOrder | None:
    """The order that ended in the card this is about, while the card it replaces is still in use."""
    order, card = situation.person.order, situation.person.card
    if order is None or card is None or order.card_number != card.number or not situation.person.in_use:
        return None
    return order


def _ready_one_is_missing(situation: Situation) -> bool:
    """The order under way has ended in the very card that is missing: another may be made."""
    order, card = situation.person.order, situation.person.card
    ready = order is not None and order.state is MakingState.READY and card is not None
    made = ready and order is not None and card is not None and order.card_number == card.number
    return made and _never_enabled(situation) and orders.waiting_order(situation) is None


def _by_state(situation: Situation) -> Refused | None:
    """By the state of the card as projected: from normal and from formal loss only, and one that was never enabled."""
    shown = situation.view.ssc.shown
    if shown is CardState.NORMAL or shown is CardState.FORMAL_LOSS or _never_enabled(situation):
        return None
    return orders.state_refusal(situation, _INSTEAD)


_INSTEAD = {
    CardState.TEMPORARY_LOSS: (_LOST_FIRST, Text("办正式挂失，再补卡", "Make the loss formal, then replace it"))
}


def _by_bank(situation: Situation) -> Refused | None:
    if _first_order(situation) is not None or _can_keep(situation) or banks.can_choose(situation):
        return None
    hotline = situation.province.hotline
    why = Text("现在没有银行办新卡", "No bank takes new cards now")
    return NotEligible(why=why, how=Text(f"请拨 {hotline}", f"Call {hotline}"))


def _can_keep(situation: Situation) -> bool:
    """True where the card's bank makes a new card for the same account, and there is one to keep."""
    card = situation.person.card
    bank = h.bank_of(situation)
    if card is None or card.bank is None or bank is None:
        return False
    kept = bank.keeps_account and bank.status is not BankStatus.ENDED
    shown = situation.view.bank.shown
    return kept and shown is not BankState.CLOSED and shown is not BankState.UNKNOWN


def _keeps(situation: Situation, answers: Answers) -> bool:
    first = _first_order(situation)
    if first is not None:
        return first.keeps_account
    return _can_keep(situation) and answers.get("keep_account") == KEEP


def _account_changes(situation: Situation, answers: Answers) -> bool:
    """True when there is an account now and the new card will have another one; of a card made anew that was told when
    it was first ordered.
    """
    card = situation.person.card
    if card is None or card.bank is None or _first_order(situation) is not None:
        return False
    return answers.get("keep_account") == CHANGE if _can_keep(situation) else True


def _keep_field(situation: Situation) -> tuple[Field, ...]:
    if not _can_keep(situation) or _first_order(situation) is not None:
        return ()
    note = Text("换账号后，发放和代扣都要改", "With another account all payments have to be redirected")
    return (
        Field(
            "keep_account", Text("保留银行账号吗", "Keep the account?"), FieldKind.SEGMENTS, choices=_KEEPS, note=note
        ),
    )


def _reason_field(situation: Situation) -> tuple[Field, ...]:
    """Not asked for a lost card: formal loss leaves one reason only. Of a card that was never enabled the clerk says
    that it is missing.
    """
    if situation.view.ssc.shown is CardState.FORMAL_LOSS:
        return ()
    if _never_enabled(situation):
        label = Text("未领的卡", "The card not yet collected")
        return (Field("reason", label, FieldKind.SEGMENTS, choices=(_NOT_FOUND,)),)
    refused = Choice(LOST, _REASONS[0].title, refused=_LOST_FIRST)
    return (Field("reason", Text("原因", "Reason"), FieldKind.SEGMENTS, choices=(*_REASONS[1:], refused)),)


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    return (
        *_keep_field(situation),
        *_reason_field(situation),
        *acting.fields(situation, answers),
        *(picture.new_fields(situation, answers) if _reason(situation, answers) == DATA else ()),
        paper.mobile_field(situation, required=False),
    )


def _bank_fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    asked = not _keeps(situation, answers) and _first_order(situation) is None
    return (banks.field(situation),) if asked else ()


def _confirm_fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    return ordering.confirm_fields(changes_account=_account_changes(situation, answers))


def _reason(situation: Situation, answers: Answers) -> str:
    return LOST if situation.view.ssc.shown is CardState.FORMAL_LOSS else answers.get("reason", "")


def _bank(situation: Situation, answers: Answers) -> str:
    first = _first_order(situation)
    if first is not None:
        return first.bank
    return banks.present_bank(situation) if _keeps(situation, answers) else answers.get(banks.NAME, "")


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    told = {
        "reason": _reason(situation, answers),
        "keep_account": KEEP if _keeps(situation, answers) else CHANGE,
        "bank": _bank(situation, answers),
        "mobile": tidy(answers.get("mobile", "")),
        **ordering.order_facts(situation),
        "told_payers": answers.get("told_payers", ""),
        **picture.facts(answers),
    }
    return paper.filled(told) | acting.facts(situation, answers) | acting.material_facts(situation, answers)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    changes = _account_changes(situation, answers)
    kept = (Row(Text("银行账号", "Account"), Text("保留原账号", "Stays the same"), strong=True),)
    return (
        *h.holder_rows(situation, answers),
        *acting.rows(situation, answers),
        Row(Text("原因", "Reason"), paper.word_of(_REASONS, _reason(situation, answers))),
        *picture.new_row(answers),
        *banks.row(situation, _bank(situation, answers)),
        *(kept if _keeps(situation, answers) else ()),
        *(ordering.account_rows(situation) if changes else ()),
        *paper.mobile_rows(answers),
        *acting.material_row(situation, answers),
        *ordering.closing_rows(situation),
    )


def _warnings(situation: Situation, answers: Answers) -> tuple[Text, ...]:
    changed = (ordering.account_warning(),) if _account_changes(situation, answers) else ()
    return (*((_VOID,) if _never_enabled(situation) else ()), *changed)


def _old(situation: Situation, answers: Answers) -> Text:
    if _first_order(situation) is not None:
        return _OLD_STAYS
    if _never_enabled(situation):
        return _VOID
    return _OLD_LOST if _reason(situation, answers) == LOST else _OLD_WORKS


def _outcome(situation: Situation, answers: Answers) -> Outcome:
    return ordering.outcome(situation, answers, title=TITLE, old=_old(situation, answers))


def _confirmed(situation: Situation, answers: Answers, answer: Answer) -> Outcome:
    return ordering.confirmed(situation, answers, answer, title=TITLE, old=_old(situation, answers))


PROCEDURE = Procedure(
    id="replacement",
    title=TITLE,
    hint=Text("丢失补卡，损坏、到期、变更换卡", "For a lost, damaged, expired or outdated card"),
    key="F7",
    icon="exchange",
    urgent=False,
    steps=(
        Step(
            id="replace",
            title=Text("补换信息", "The replacement"),
            question=Text("为什么补换", "Why it is replaced"),
            hint=Text("先问账号留不留；换卡收回旧卡", "Ask about the account first; an exchanged card is handed in"),
            fields=_fields,
        ),
        ordering.bank_step(_bank_fields),
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
    example={"reason": "damaged", "bank": "B01", "told_payers": "yes", **consents.EXAMPLE, **identity.EXAMPLE},
    about=about,
    bank_choice=banks.NAME,
    papers=(ordering.ACCOUNT_NOTICE,),
    uses=(
        consents.SERVICE,
        consents.given_to(_bank),
        consents.PHOTO,
        consents.CHILD,
        consents.MESSAGES,
    ),
    form_title=Text("社会保障卡补换申请表", "Social security card: replacement form"),
)

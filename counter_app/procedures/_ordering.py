"""What the three procedures that order a card share: rows, the changed account, words before and after the platform's
answer.

Refuses to call a card made: an order that the platform confirmed is an order, the card comes later.
"""

from __future__ import annotations

from counter_app.domain.calendar import say_day
from counter_app.domain.operation import PROMISED_ON, Answer, Operation
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, OwnPaper, Situation, Step
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper

PAYERS = Text(
    "发工资的单位、发养老金和医保待遇的机构、代扣缴费的单位、住房公积金中心",
    "the employer, whoever pays pension and health benefits, direct debits, the housing fund",
)
_TOLD = (Choice("yes", Text("已告知持卡人", "The holder was told")),)
TOLD_PAYERS = "told_payers"
"""Fact of an operation by which the account changes: the holder was told whom to tell."""


def account_changes(operation: Operation) -> bool:
    """Whether the account behind the card becomes another one by it."""
    return operation.facts.get(TOLD_PAYERS) == "yes"


ACCOUNT_NOTICE = OwnPaper("account-notice", Text("账户变更告知书", "Notice of changed account"), account_changes)
"""The paper the holder takes along where the account changes (广东条例 art. 8)."""


def told_field() -> Field:
    """Must be ticked where the account changes: the holder knows whom to tell."""
    note = Text(f"须由持卡人告知：{PAYERS.zh}", f"The holder tells: {PAYERS.en}")
    return Field(TOLD_PAYERS, Text("账号要变更", "The account changes"), FieldKind.SEGMENTS, choices=_TOLD, note=note)


def account_rows(situation: Situation) -> tuple[Row, ...]:
    """The notice of a changed account, with its basis where the pack has one (广东条例 art. 8)."""
    basis = situation.province.account_notice
    zh, en = f"新卡启用后账号变更，请告知：{PAYERS.zh}", f"The new card has another account; tell: {PAYERS.en}"
    if basis is not None and not basis.example:
        zh, en = f"{zh}（{basis.words.zh}）", f"{en} ({basis.words.en})"
    return (Row(Text("账号变更", "Changed account"), Text(zh, en), strong=True),)


def account_warning() -> Text:
    """Shown before submitting, printed under the rows."""
    return Text("新卡换账号，旧账号不会自动转账", "The new card has another account; nothing moves by itself")


def closing_rows(situation: Situation) -> tuple[Row, ...]:
    """Since when it stands, where, until when, what it costs."""
    effect = Row(Text("生效时间", "In effect"), Text("平台确认后开始制卡", "When the platform has confirmed"))
    return (effect, *paper.outlet_rows(situation), *paper.promise_rows(situation), *paper.fee_rows(situation))


def order_facts(situation: Situation) -> dict[str, str]:
    """Where it is to be collected and until when it was promised here (ISO day), so that nobody else says another."""
    return {"outlet": situation.outlet, PROMISED_ON: "", **paper.promise_facts(situation)}


def pending(_situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    """What holds until the platform has answered."""
    return (Text("平台确认后才开始制卡", "A card is made only when the platform has confirmed"),)


def outcome(situation: Situation, _answers: Answers, *, title: Text, old: Text) -> Outcome:
    """The result while the platform has not answered. `old`: what becomes of the card the holder has."""
    day = paper.promised_on(situation)
    collect = Text("凭回执和身份证件领卡", "The card is collected with receipt and document")
    if day is not None:
        said = say_day(day)
        collect = Text(f"承诺 {said.zh}前制好，凭回执和证件领卡", f"Promised by {said.en}; bring receipt and document")
    return Outcome(
        happened=pages.kept_and_queued(title),
        means=(Text("平台确认后才开始制卡", "A card is made when the platform has confirmed"), old),
        next=(Text("把回执交给持卡人，等平台确认", "Give the receipt and wait for the platform"), collect),
    )


def confirmed(situation: Situation, _answers: Answers, answer: Answer, *, title: Text, old: Text) -> Outcome:
    """The result when the platform accepted the order; the day it names goes before the pack's."""
    order = answer.person.order if answer.person is not None else None
    order = order or situation.person.order
    day = (order.promised_on if order else None) or paper.promised_on(situation)
    until = Text("做好后可领", "Ready when it is made")
    if day is not None:
        said = say_day(day)
        until = Text(f"承诺 {said.zh}前可领", f"Promised by {said.en}")
    return Outcome(
        happened=(Text(f"平台已确认{title.zh}", f"The platform confirmed: {title.en.lower()}"), until),
        means=(Text("卡在制作，还没有新卡", "The card is being made; there is none yet"), old),
        next=(
            Text("把回执交给持卡人", "Give the receipt to the holder"),
            Text("凭回执和身份证件领卡，再办领卡启用", "Collect with receipt and document, then enable it"),
        ),
    )


def confirm_fields(*, changes_account: bool) -> tuple[Field, ...]:
    """What must be ticked on the page the holder confirms."""
    return (told_field(),) if changes_account else ()


def bank_step(fields: pages.AskFields) -> Step:
    """The page on which the holder chooses a bank."""
    return Step(
        id="bank",
        title=Text("选银行", "The bank"),
        question=Text("请持卡人选服务银行", "The holder chooses a bank"),
        hint=Text("只念银行名，不推荐；把屏幕转向持卡人", "Read out the names, recommend none; turn the screen"),
        fields=fields,
    )

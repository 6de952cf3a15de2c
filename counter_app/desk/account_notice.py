"""The notice of a changed account (账户变更告知书): what becomes of which account, and whom the holder tells what.

Made from an operation of a procedure that declares it (`Procedure.papers`). Refuses to promise that money moves by
itself: where no regulation says so, the holder is told to see to it. Sources: 广东条例 art. 8(1) where the pack has it
(`Province.account_notice`); whom to tell, as on the receipt.
"""

from __future__ import annotations

from datetime import date

from counter_app.desk import results
from counter_app.desk.given_papers import frame
from counter_app.desk.station import Station
from counter_app.domain.calendar import say_day
from counter_app.domain.errors import NotFound
from counter_app.domain.form_papers import AccountNotice, Errand
from counter_app.domain.holder import Person
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity
from counter_app.domain.operation import PROMISED_ON, Operation, Work
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import all_procedures
from counter_app.procedures import procedure as procedure_of

KIND = "account-notice"
TITLE = Text("账户变更告知书", "Notice of changed account")
_AT_ONCE, _SOON = (
    Text("领到新卡当天", "The day the new card is collected"),
    Text("领到新卡后 1 个月内", "Within a month"),
)
_ERRANDS = (
    Errand(
        Text("发工资的单位", "The employer"),
        Text("告知新账号，问清从哪个月起发到新账号", "Tell the new account; ask from which month it is used"),
        _AT_ONCE,
    ),
    Errand(
        Text("发养老金、医保和失业待遇的经办机构", "Whoever pays pension, health and unemployment benefits"),
        Text("核对待遇发放账号已改为新卡账号", "Make sure that benefits are paid to the new account"),
        _AT_ONCE,
    ),
    Errand(
        Text("发惠民惠农补贴的部门、村（居）委会", "Whoever pays subsidies; the village or residents' committee"),
        Text("告知新账号", "Tell the new account"),
        _AT_ONCE,
    ),
    Errand(
        Text("代扣缴费的单位（水、电、气、通信、社保费）", "Direct debits: water, power, gas, telephone, insurance"),
        Text("重新签代扣协议；签好前旧账户留足余额", "Sign the debit anew; leave enough in the old account until then"),
        _SOON,
    ),
    Errand(
        Text("住房公积金中心", "The housing fund"),
        Text("变更提取、还贷的账号", "Change the account for withdrawals and loans"),
        _SOON,
    ),
    Errand(
        Text("旧账户的银行", "The bank of the old account"),
        Text(
            "转出余额，结清后销户；理财、贷款先问银行", "Move the balance, then close it; ask about loans and savings"
        ),
        Text("确认各项都改好以后", "When all of the above is done"),
    ),
)
_NOTES = (
    Text("旧账户里的钱不会自动转到新账户", "What is in the old account does not move by itself"),
    Text("新账号印在新卡上，领卡时核对；不要把账号和密码告诉别人", "The new number is on the new card; keep the PIN"),
)


def work_of(station: Station, key: str) -> Work:
    """The operation by its id or the number of its receipt. Raises NotFound where no such paper goes with it."""
    receipt = station.store.receipt(key)
    work = station.store.work(receipt.operation_id) if receipt is not None else None
    # One that was refused or withdrawn changes no account: nobody shall tell an employer of it.
    if work is None or not _goes_with(work.operation) or results.kind_of(work) == "stop":
        raise NotFound(what=Text("这笔业务的账户变更告知书", "A notice of a changed account for this operation"))
    return work


def _goes_with(operation: Operation) -> bool:
    if operation.procedure not in {one.id for one in all_procedures()}:
        return False
    return any(own.kind == KIND and own.when(operation) for own in procedure_of(operation.procedure).papers)


def make(station: Station, key: str) -> AccountNotice:
    """The notice of that operation. Raises NotFound."""
    work = work_of(station, key)
    operation, notice = work.operation, station.province.account_notice
    basis = [same(words) for words in operation.basis]
    if notice is not None:
        basis.append(notice.words)
    return AccountNotice(
        frame=frame(
            station,
            TITLE,
            at=operation.accepted_at,
            clerk=operation.clerk,
            basis=tuple(dict.fromkeys(basis)),
            number=work.receipt_number,
        ),
        about=(
            Row(Text("业务", "Task"), procedure_of(operation.procedure).title, strong=True),
            Row(Text("持卡人", "Holder"), same(mask_name(operation.holder_name))),
            Row(Text("证件号码", "Identity number"), same(mask_identity(operation.holder_number))),
            *((Row(Text("原卡", "Card"), same(mask_card(operation.card_number))),) if operation.card_number else ()),
        ),
        state=Text("新卡启用后，银行账号变更", "The bank account changes when the new card is enabled"),
        moves=_moves(station, operation),
        errands=_ERRANDS,
        notes=_NOTES,
    )


def _moves(station: Station, operation: Operation) -> tuple[Row, ...]:
    old, bank = _old_account(station, operation), station.province.bank(operation.facts.get("bank", ""))
    named = bank.name if bank is not None else Text("持卡人选的银行", "The bank that was chosen")
    since = Text("新卡领取启用、平台确认之时起", "When the new card is enabled and the platform has confirmed")
    day = operation.facts.get(PROMISED_ON, "")
    if day:
        said = say_day(date.fromisoformat(day))
        since = Text(f"{since.zh}（承诺 {said.zh}前可领）", f"{since.en} (ready by {said.en})")
    return (
        Row(Text("旧账户", "Old account"), Text(f"{old.zh}：到那时照旧收付", f"{old.en}: goes on until then")),
        Row(Text("新账户", "New account"), Text(f"{named.zh}，账号印在新卡上", f"{named.en}; on the new card")),
        Row(Text("从什么时候起", "Since when"), since, strong=True),
        Row(Text("以后的发放", "Payments then"), _payments(station)),
        Row(
            Text("旧卡已挂失的", "Reported lost"),
            Text("旧账户现在就不能收付，急用的先问开户银行", "Nothing moves on the old account now; ask its bank"),
        ),
    )


def _payments(station: Station) -> Text:
    rule = station.province.account_notice
    if rule is None:
        return Text(
            "发放单位知道新账号以后才发到新账户，须逐家告知", "Paid there only when each payer knows the new account"
        )
    words = rule.words
    return Text(
        f"财政补贴等发放至变更后的账号（{words.zh}）；其他发放单位须逐家告知",
        f"Subsidies go to the new account ({words.en}); tell every other payer",
    )


def _old_account(station: Station, operation: Operation) -> Text:
    """Bank and tail as the platform told last; without them where it told of none."""
    person: Person | None = station.store.person(operation.holder_number)
    card = next((c for c in person.cards if c.number == operation.card_number), None) if person is not None else None
    if card is None or card.bank is None:
        return Text("旧卡的账户", "The account of the old card")
    return Text(f"{card.bank.bank_name} 尾号 {card.bank.tail}", f"{card.bank.bank_name}, ending {card.bank.tail}")

"""Rows and sentences that several procedures share: fee and promised day by the pack, outlet, words of a chosen answer.

Refuses to promise: a day is named only where the pack or the platform does.
"""

from __future__ import annotations

from datetime import date, datetime

from counter_app.domain.calendar import due_on, is_settled, say_day
from counter_app.domain.moments import local
from counter_app.domain.numbers import NumberFault, mask_mobile, mobile_fault, tidy
from counter_app.domain.operation import PROMISED_ON
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Situation
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same

KEEP_SAFE = Text("妥善保管卡和密码", "Keep card and PIN safe")


def day_of(moment: datetime) -> date:
    """The day of a moment at the counter."""
    return local(moment).date()


def fee_rows(situation: Situation) -> tuple[Row, ...]:
    """What it costs by the pack; nothing where the pack does not say."""
    fee = situation.rules.fee
    if fee is None:
        return ()
    yuan = f"{fee.fen / 100:.2f}"
    zh, en = (f"{yuan} 元（免费）", f"{yuan} yuan (free)") if fee.fen == 0 else (f"{yuan} 元", f"{yuan} yuan")
    return (Row(Text("费用", "Fee"), Text(zh, en)),)


def promised_on(situation: Situation) -> date | None:
    """The last day on which the pack's promise is kept when it is accepted now; None without a promise."""
    promise = situation.rules.promise
    if promise is None:
        return None
    return due_on(situation.province.calendar, day_of(situation.now), promise.days)


def promise_facts(situation: Situation) -> dict[str, str]:
    """The promised day as it is kept with the operation, so that nobody later says another; nothing without a
    promise.
    """
    day = promised_on(situation)
    return {} if day is None else {PROMISED_ON: day.isoformat()}


def promise_rows(situation: Situation) -> tuple[Row, ...]:
    """Until when it is to be done, with the number of working days it comes from."""
    day, promise = promised_on(situation), situation.rules.promise
    if day is None or promise is None:
        return ()
    label = Text("承诺办结", "Promised")
    if promise.days == 0:
        return (Row(label, Text("平台确认后当场办结", "At once when the platform has confirmed")),)
    said, days = say_day(day), Text(f"{promise.days} 个工作日", f"{promise.days} working days")
    if not is_settled(situation.province.calendar, day):  # holidays of that year are not published yet
        days = Text(f"{days.zh}，暂按法定节假日推算", f"{days.en}, by the law's own holidays so far")
    return (Row(label, Text(f"{said.zh}前（{days.zh}）", f"by {said.en} ({days.en})")),)


def outlet_rows(situation: Situation) -> tuple[Row, ...]:
    """Where the card is handed over: this outlet."""
    return (Row(Text("领卡网点", "Collected at"), same(situation.outlet_name)),) if situation.outlet_name else ()


def word_of(choices: tuple[Choice, ...], value: str) -> Text:
    """The title of a chosen answer, nothing for one that is none."""
    return next((c.title for c in choices if c.value == value), same(""))


def check_mobile(typed: str) -> Text | None:
    """Why a typed number is no mobile number, in the clerk's words."""
    number = tidy(typed)
    fault = mobile_fault(number)
    if fault is NumberFault.LENGTH:
        return Text(f"手机号应为 11 位，现为 {len(number)} 位", f"A mobile number has 11 digits, now {len(number)}")
    if fault is not None:
        return Text("手机号应为 1 开头的 11 位数字", "A mobile number is 11 digits beginning with 1")
    return None


def mobile_field(situation: Situation, *, required: bool) -> Field:
    """The telephone number, filled in from the records."""
    note = Text("领卡和账户联系用", "To reach the holder about card and account")
    return Field(
        "mobile",
        Text("联系电话", "Mobile"),
        FieldKind.MOBILE,
        note=note,
        required=required,
        initial=situation.person.holder.mobile,
        check=check_mobile,
    )


def mobile_rows(answers: Answers) -> tuple[Row, ...]:
    """The telephone number, masked."""
    mobile = tidy(answers.get("mobile", ""))
    return (Row(Text("联系电话", "Mobile"), same(mask_mobile(mobile))),) if mobile else ()


def filled(facts: dict[str, str]) -> dict[str, str]:
    """The facts that say something."""
    return {name: value for name, value in facts.items() if value}

"""`counter carry-out pin-change | pin-reset | pin-unblock`: a task with the PIN of the card on the reader.

The same desk as the window's page. The PIN comes from the reader's key pad, or, where the province lets it be typed,
from standard input: one entry a line, not shown where somebody types. Refuses a PIN as an argument or in an answers
file, and asks for none before it is certain that the task may be done.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from getpass import getpass
from io import BytesIO, RawIOBase
from typing import Any

from counter_app.commands.talk import Talk, UsedWrongly
from counter_app.desk.desk import Desk
from counter_app.desk.pin_records import CHANGE, RESET, TITLES, UNBLOCK, procedure_of
from counter_app.desk.pin_views import PROOFS
from counter_app.desk.views import PinTask, PinView
from counter_app.domain.chip_errors import PinBadLength
from counter_app.domain.errors import CardTrouble, NeedsSecond, NotEligible
from counter_app.domain.receipt import Receipt
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.ports import Store
from counter_app.wiring import Counter

_LOG = logging.getLogger(__name__)
IDENTITY = "identity"
"""Name of the answer that says how the identity was checked."""
_TASKS = {procedure_of(task): task for task in (CHANGE, RESET, UNBLOCK)}
_ENTRIES = {
    "old": Text("原密码", "Present PIN"),
    "new": Text("新密码", "New PIN"),
    "pin": Text("密码", "PIN"),
}
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. `on_stdin`: the answers file took standard input. `second`: a clerk, `password` the way to
    that clerk's.
    """

    name: str
    answers: Mapping[str, str]
    on_stdin: bool
    second: str
    password: Callable[[], SecretDigits]


def known(name: str) -> bool:
    """Whether it is one of the tasks of this file."""
    return name in TITLES


def example(name: str) -> dict[str, Any]:
    """An answers file that works with a card on the reader."""
    said = {} if name == procedure_of(CHANGE) else {IDENTITY: PROOFS[0][0]}
    return {"holder": {"card": "reader"}, "answers": said}


def carry_out(counter: Counter, desk: Desk, visit_id: str, asked: Asked, talk: Talk) -> PinView:
    """The task, done on the card that lies there and recorded. Raises Refused, CardTrouble, UsedWrongly."""
    task, seen = _TASKS[asked.name], asked.answers.get(IDENTITY, "")
    chip = counter.reader().read()
    desk.card_here(chip)
    page = _told(desk, visit_id, {name: said for name, said in asked.answers.items() if name != IDENTITY})
    desk.pin_lawful(visit_id, task, seen=seen)
    chosen = next(one for one in page.tasks if one.id == task)
    if chosen.refused is not None:
        raise NotEligible(why=chosen.refused, how=chosen.advice or Text("", ""))
    if chosen.ask_second:
        _agreed(desk, visit_id, asked, seen)
    if chosen.on_keys:
        talk.aside(Text("请持卡人在密码键盘上输入", "The holder enters it on the key pad"))
    with ExitStack() as wiping:
        typed = _typed(chosen, asked, wiping)
        return desk.pin_task(visit_id, task, *typed, seen=seen)


def give(store: Store, receipt: Receipt, view: PinView, talk: Talk) -> None:
    """The number of the receipt, as every procedure tells it. It is done: nothing here says otherwise."""
    done, work = view.done or Text("", ""), store.work(receipt.operation_id)
    operation = None if work is None else work.operation
    answer: dict[str, Any] = {
        "operation": receipt.operation_id,
        "receipt": receipt.number,
        "procedure": operation.procedure if operation else "",
        "state": work.state.value if work else "",
        "settlement": work.settlement.value if work and work.settlement else None,
        "headline": done.say(talk.language),
        "halves": [],
    }
    talk.give(answer, Text(f"{done.zh}。受理号 {receipt.number}", f"{done.en}. Receipt {receipt.number}"))


def _told(desk: Desk, visit_id: str, said: Mapping[str, str]) -> PinView:
    """The page once it is said who acts, and once the card has told of its tries. Raises UsedWrongly."""
    page = desk.answer_pin(visit_id, said)
    unknown = set(said) - {one.field.name for one in page.acting}
    if unknown:
        names = ", ".join(sorted(unknown))
        raise UsedWrongly(why=Text(f"不问的回答：{names}", f"answers nobody asked for: {names}"))
    if page.row.may_be_asked:
        try:
            page = desk.ask_pin_page(visit_id)
        except CardTrouble as trouble:
            _LOG.info("the tries were not told: %s", trouble.code)
    return page


def _agreed(desk: Desk, visit_id: str, asked: Asked, seen: str) -> None:
    """By the second clerk who was named. Raises NeedsSecond, WrongPassword, NotEligible."""
    if not asked.second:
        raise NeedsSecond
    desk.pin_second_page(visit_id, _TASKS[asked.name], seen=seen)
    desk.agree_pin(visit_id, asked.second, asked.password())


def _typed(task: PinTask, asked: Asked, wiping: ExitStack) -> list[SecretDigits]:
    """What is typed for it, in order. Raises UsedWrongly, PinBadLength."""
    if task.entries and asked.on_stdin:
        why = Text(
            "密码从标准输入来，回答文件请用文件名", "the PIN comes from standard input: name a file for --answers"
        )
        raise UsedWrongly(why=why)
    typed: list[SecretDigits] = []
    for entry in task.entries:
        typed.append(wiping.enter_context(_entered(_ENTRIES[entry], again=entry in task.entries[: len(typed)])))
    return typed


def _entered(what: Text, *, again: bool) -> SecretDigits:
    """One entry, shown nowhere. What the terminal's line editing and `getpass` copy of it cannot be overwritten."""
    stream = getattr(sys.stdin, "buffer", None)
    if sys.stdin.isatty():
        prompt = f"再输一次{what.zh} / {what.en} again: " if again else f"{what.zh} / {what.en}: "
        digits = bytearray(getpass(prompt, stream=sys.stderr), "utf-8")
    else:
        digits = _line_of(
            getattr(stream, "raw", stream) if stream is not None else BytesIO(sys.stdin.readline().encode())
        )
    try:
        return SecretDigits(digits)
    except ValueError as error:
        raise PinBadLength from error


def _line_of(stream: RawIOBase | BytesIO) -> bytearray:
    """One line, byte by byte into bytes that can be overwritten: nothing is read ahead. Raises UsedWrongly at the end
    of the input.
    """
    digits, one = bytearray(), bytearray(1)
    while stream.readinto(one) and one != b"\n":
        if len(digits) <= _LONGEST:
            digits += one
    if not digits and one != b"\n":
        raise UsedWrongly(why=Text("标准输入没有密码", "there is no PIN on standard input"))
    one[:] = b"\0"
    while digits[-1:] == b"\r":
        digits.pop()
    return digits

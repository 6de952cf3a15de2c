"""Which right each thing done at the desk needs: one table, kept around every public method of the desk.

Refuses a method without a line in the table: with one the program does not start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import isfunction
from typing import Any, TypeVar

from counter_app.rights import Right

_NOBODY_SEEN: Mapping[str, Right | None] = dict.fromkeys(
    (
        "clerks",
        "sign_in",
        "take_duty",
        "come",
        "come_named",
        "lock",
        "still_signed_in",
        "go",
        "sign_out",
        "card_here",
        "document_here",
        "stop_pin",
        "waiting_count",
        "line",
        "clock_trouble",
        "guide",
        "guide_pdf",
        "paper_steps",
        "code_of",
        "paper_document",
        "paper_jobs",
        "next_copy",
        "print_paper",
        "press",
        "print_jobs",
        "print_job",
        "retry_print",
        "drop_print",
        "came_out",
        "printer_stands",
    )
)
"""These show nobody and change no work, so that they need no right; a paper asks for that of its kind."""

_SERVING: Mapping[str, Right | None] = dict.fromkeys(
    (
        "home",
        "suggest",
        "known_here",
        "search",
        "open_number",
        "open_card",
        "open_unknown",
        "open_chip",
        "open_document",
        "document_of_actor",
        "same_person",
        "choose_card",
        "person",
        "refresh",
        "begin",
        "visit",
        "answer",
        "attach",
        "forward",
        "second_page",
        "second_again",
        "ask_elsewhere",
        "agree",
        "back",
        "leave",
        "outcome",
        "end",
        "resume",
        "left_open",
        "accept",
        "pin_page",
        "ask_pin",
        "ask_pin_page",
        "pin_task",
        "answer_pin",
        "pin_second_page",
        "agree_pin",
        "pin_lawful",
        "waiting",
        "following",
        "settle",
        "redo",
        "turning_away",
        "turn_away",
        "resume_case",
        "receipt",
        "shown_receipt",
        "receipt_pdf",
        "check_code",
    ),
    Right.SERVE,
)

NEEDED: Mapping[str, Right | None] = {
    **_NOBODY_SEEN,
    **_SERVING,
    "supervised": Right.SUPERVISE,
    "open_approvals": Right.APPROVE,
    "approvals_waiting": Right.APPROVE,
    "decide": Right.APPROVE,
    "acknowledge": Right.SUPERVISE,
    "holders_of_bank": Right.EXPORT,
    "bank_choices": Right.READ_AUDIT,
    "audit_trail": Right.READ_AUDIT,
    "audit_sheet": Right.READ_AUDIT,
    "reveal": Right.REVEAL,
    "document_pdf": Right.COPY_OF_DATA,
    "day_end": Right.RECONCILE,
    "reconciling": Right.RECONCILE,
    "reconcile": Right.RECONCILE,
    "send_again": Right.RECONCILE,
    "explain": Right.RECONCILE,
    "may_carry": Right.TRANSFER,
}
"""Method of the desk -> right that whoever is signed in must have; None: none."""

_Desk = TypeVar("_Desk", bound=type)


def guarded(desk: _Desk) -> _Desk:
    """The desk with the table kept around its methods. Raises TypeError where one has no line."""
    for name in dir(desk):
        method = getattr(desk, name)
        if name.startswith("_") or not isfunction(method):
            continue
        if name not in NEEDED:
            raise TypeError(f"Desk.{name} has no right in counter_app/desk/needs.py")
        right = NEEDED[name]
        if right is not None:
            setattr(desk, name, _with(right, method))
    return desk


def _with(right: Right, method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def asked(self: Any, *given: Any, **named: Any) -> Any:
        self._station.must(right)
        return method(self, *given, **named)

    return asked

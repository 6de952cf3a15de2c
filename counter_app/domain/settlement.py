"""What a clerk may lawfully do about work that was turned down, for each code of a refusal: one table, pure data.

Refuses to settle anything itself, and to guess: a code nobody here knows gets the ways that can do no harm. Codes are
those of the contract (docs/platform.openapi.yaml, `Code`) and the counter's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.operation import OperationId, Settlement, Verdict, Work
from counter_app.domain.period import LAPSED_UNSENT
from counter_app.domain.projection import was_refused
from counter_app.domain.receipt import ReceiptDraft, receipt_number, receipt_number_checks
from counter_app.domain.reconciling import NOT_RESENDABLE, OTHER_BODY, PLATFORM_ACCEPTED
from counter_app.domain.text import Text

_LETTER = "S"


class Way(StrEnum):
    """How a clerk goes on with refused work.

    REDO the same task with new answers · ALREADY what was asked holds already, by another's act · ESCALATE it goes to
    a supervisor or the platform's desk · CALL the holder was telephoned · CLOSE it is closed as not done. ESCALATE and
    CALL leave it open.
    """

    REDO = "redo"
    ALREADY = "already"
    ESCALATE = "escalate"
    CALL = "call"
    CLOSE = "close"


ENDS: Mapping[Way, Settlement] = {
    Way.REDO: Settlement.REPLACED,
    Way.ALREADY: Settlement.ELSEWHERE,
    Way.CLOSE: Settlement.CLOSED,
}
"""What becomes of the work by those ways that end it."""

CHOICES: Mapping[Way, Mapping[str, Text]] = {
    Way.ESCALATE: {
        "supervisor": Text("主管", "A supervisor"),
        "platform": Text("省平台业务台", "The platform's desk"),
    },
    Way.CALL: {
        "reached": Text("电话接通", "Reached"),
        "not-reached": Text("没有接通", "Not reached"),
    },
}
"""What else is asked: to whom it goes, and whether the holder was reached."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a clerk did about refused work: never changed, never taken back.

    `choice`: a key of CHOICES, "" where the way asks for none. `replaced_by`: the operation that was recorded instead.
    `number` and `paper`: the receipt's successor, where it has one of its own. `code`: that of the refusal.
    """

    operation_id: OperationId
    way: Way
    code: str
    reason: str
    at: datetime
    clerk: str
    outlet: str
    window: str
    choice: str = ""
    replaced_by: OperationId | None = None
    number: str = ""
    paper: ReceiptDraft | None = None


@dataclass(frozen=True, slots=True)
class Lawful:
    """The ways of a code in the order they are offered, and what the holder is told to do next."""

    ways: tuple[Way, ...]
    following: Text


_AGAIN = (Way.REDO, Way.ESCALATE, Way.CALL, Way.CLOSE)
_NOT_AGAIN = (Way.ESCALATE, Way.CALL, Way.CLOSE)
NOTHING_LEFT = Text("不用再办，可到任一窗口查询", "Nothing is left to do; any window can look it up")
UNKNOWN = Lawful(_NOT_AGAIN, Text("由省平台核查后答复持卡人", "The platform looks into it and tells the holder"))
"""For a code of a newer platform: nothing is done anew before somebody knows what it means."""
NO_CODE = Lawful(_AGAIN, Text("问明原因后重新办理", "Ask why, then begin anew"))

TABLE: Mapping[str, Lawful] = {
    "": NO_CODE,
    "1200": Lawful((Way.ALREADY, *_NOT_AGAIN), NOTHING_LEFT),
    "1201": Lawful(_AGAIN, Text("带身份证来，核对号码后重办", "Bring the identity card; check the number, begin anew")),
    "1202": Lawful(_AGAIN, Text("带卡来或报卡号，核对后重办", "Bring the card or its number, then begin anew")),
    "1203": Lawful(_NOT_AGAIN, Text("名下没有在用的卡，需要时申领", "No card is in use; apply for one if needed")),
    "1204": Lawful(_AGAIN, Text("指明是哪张卡，再重办", "Say which card it is, then begin anew")),
    "1205": Lawful(
        _AGAIN, Text("卡的状态已变，按现在的状态办理", "The card stands otherwise now; act on how it stands")
    ),
    "1206": Lawful(_NOT_AGAIN, Text("补卡已开始，等新卡制好后领取", "A new card is being made; collect it when ready")),
    "1207": Lawful(_AGAIN, Text("带身份证来，按证件姓名重办", "Bring the identity card; begin anew with its name")),
    "1210": Lawful(_NOT_AGAIN, Text("已有一张卡在制，等制好后领取", "A card is being made; collect it when ready")),
    "1211": Lawful(_NOT_AGAIN, Text("到受理网点核对制卡进度", "Ask the outlet that took it how the making stands")),
    "1212": Lawful(_AGAIN, Text("另选一家银行，再重办", "Choose another bank, then begin anew")),
    "1213": Lawful(_NOT_AGAIN, Text("到社保经办机构核实身份记录", "Have the records put right at the agency")),
    "1214": Lawful(_AGAIN, Text("先到银行销户，再来重办", "Close the account at the bank, then begin anew")),
    "1215": Lawful(_NOT_AGAIN, Text("名下已有卡，需要时补换", "There is a card already; replace it if needed")),
    "1216": Lawful(_AGAIN, Text("等卡制好后再来启用", "Come again when the card is ready")),
    "1217": Lawful(_AGAIN, Text("由监护人带证件来办", "A guardian comes with both documents")),
    "1218": Lawful(_AGAIN, Text("改正所填内容后重办", "Correct the data, then begin anew")),
    "1219": Lawful(_AGAIN, Text("重新拍照后再办", "Take the photo again, then begin anew")),
    "1220": Lawful(_AGAIN, Text("带身份证来，核实本人后重办", "Bring the identity card; once checked, begin anew")),
    "1221": Lawful(_AGAIN, Text("请本人答复是否同意，再重办", "Ask the holder for the consent, then begin anew")),
    "1301": Lawful(_NOT_AGAIN, Text("要银行账户的，到服务银行办理", "For an account go to the bank of the card")),
    "1302": Lawful(
        (Way.CALL, Way.ESCALATE, Way.CLOSE),
        Text("请马上拨银行客服电话挂失账户", "Call the bank's own line now to report the account lost"),
    ),
    "1303": Lawful(_AGAIN, Text("到账户所在银行问明后再办", "Ask the bank of the account, then begin anew")),
    "1304": Lawful(_AGAIN, Text("稍后重办，或到银行网点办理", "Begin anew later, or go to the bank")),
    "1400": UNKNOWN,
    "1401": UNKNOWN,
    "1402": UNKNOWN,
    "1409": Lawful(_AGAIN, Text("重新办理一次", "Begin anew")),
    "1411": Lawful(_AGAIN, Text("请第二人复核，再重办", "Have a second person agree, then begin anew")),
    "1412": Lawful(_AGAIN, Text("由可办业务的柜员登录，再重办", "A clerk who may serve signs in and begins anew")),
    "1413": Lawful(_AGAIN, Text("由本网点的柜员登录，再重办", "A clerk of this outlet signs in and begins anew")),
    "1414": Lawful(_AGAIN, Text("请人社工作人员重新办理", "A social security clerk begins anew")),
    "1415": Lawful(_AGAIN, Text("第二人在有网时再同意一次，重办", "A second person agrees with a line; begin anew")),
    LAPSED_UNSENT: Lawful(_AGAIN, Text("还要挂失的，现在重办", "If it is still lost, report it anew now")),
    PLATFORM_ACCEPTED: Lawful(
        (Way.ALREADY, Way.ESCALATE, Way.CALL),  # never closed as not done: the platform holds it as done
        Text("以平台记录为准，可到任一窗口查询", "The platform's record counts; any window can look it up"),
    ),
}


class Known(StrEnum):
    """What is known of work that stands as refused.

    NOT_DONE it was turned down, or never sent · DONE the platform holds it as done · UNCLEAR reconciliation found the
    two apart, and nobody here knows whether it was done.
    """

    NOT_DONE = "not-done"
    DONE = "done"
    UNCLEAR = "unclear"


REFUSED_WORDS: Mapping[Known, Text] = {
    Known.NOT_DONE: Text("被退回", "Turned down"),
    Known.DONE: Text("平台办成", "Done there"),
    Known.UNCLEAR: Text("待核查", "Unclear"),
}
"""How it stands in a word, while a clerk has still to settle it."""


_KNOWN = {PLATFORM_ACCEPTED: Known.DONE, OTHER_BODY: Known.UNCLEAR, NOT_RESENDABLE: Known.UNCLEAR}


# A loss that is asked for holds where the card is stopped at least as firmly.
_COVERED = {
    "4": frozenset({"2", "9"}),
    "2": frozenset({"9"}),
    "temporary-loss": frozenset({"formal-loss", "closed"}),
    "formal-loss": frozenset({"closed"}),
}


def code_of(work: Work) -> str:
    """The code the platform turned it down with; "" when it gave none."""
    if work.answer is None:
        return ""
    halves = (a.code for a in work.answer.halves if a.verdict is Verdict.REFUSED)
    return work.answer.code or next((code for code in halves if code), "")


def known_of(work: Work) -> Known:
    """What is known of refused work, or of work a clerk has settled since: by the code it was turned down with."""
    return _KNOWN.get(code_of(work), Known.NOT_DONE)


def lawful(work: Work) -> Lawful:
    """What may be done about it: by every code a half was turned down with; ALREADY also where the platform found the
    card stopped at least as firmly as was asked.
    """
    halves = (a.code for a in work.answer.halves if a.verdict is Verdict.REFUSED) if work.answer else ()
    codes = dict.fromkeys((code_of(work), *(code for code in halves if code)))
    rows = [TABLE.get(code, UNKNOWN) for code in codes]
    ways = tuple(way for way in rows[0].ways if all(way in row.ways for row in rows))
    if not already_so(work):
        return Lawful(ways, rows[0].following)
    return Lawful((Way.ALREADY, *(way for way in ways if way not in (Way.ALREADY, Way.REDO))), NOTHING_LEFT)


def already_so(work: Work) -> bool:
    """True when every half that was turned down stands as was asked, or is stopped more firmly still."""
    refused = [half for half in work.operation.changes if was_refused(work, half)]
    found = {a.half: a.state for a in work.answer.halves} if work.answer else {}
    asked = work.operation.changes
    return bool(refused) and all(
        found.get(half, "") == asked[half] or found.get(half, "") in _COVERED.get(asked[half], frozenset())
        for half in refused
    )


def successor_number(outlet: str, window: str, day: date, serial: int) -> str:
    """`S`, then as a receipt's number: S439901-01-261121-0003-7. The letter keeps the two apart."""
    return receipt_number(_LETTER + outlet, window, day, serial)


def is_successor_number(typed: str) -> bool:
    """True for a whole number of a receipt's successor, typed or scanned, whose check digit fits."""
    number = typed.strip().upper()
    return re.match(f"{_LETTER}[0-9A-Z]+-", number) is not None and receipt_number_checks(number)

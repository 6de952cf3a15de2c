"""Whether a paper is genuine, by its signed code: with what stands here, and no line.

Anybody with the list of keys can check number, time, kind, window and signature; only the counter that gave the paper
can check that the words are those that were recorded. What could not be checked is said. Refuses to call a paper false
whose key is not known here, and to take a key's word for another window's number. Each check is on record.
"""

from __future__ import annotations

from counter_app.desk import exceptions, receipt_codes
from counter_app.desk.station import Station
from counter_app.desk.views_checked import Checked, Verdict
from counter_app.domain import signature
from counter_app.domain.errors import NotFound
from counter_app.domain.moments import say_full
from counter_app.domain.receipt import Receipt
from counter_app.domain.receipt_code import ReceiptCode, Said, Standing, read_code
from counter_app.domain.text import Text, same
from counter_app.procedures import procedure
from counter_app.receipt_codes import KnownKey, KnownKeys, Recorded

CHECKED = "receipt.checked"


_STANDINGS = {
    Standing.RECEIPT: Text("回执", "Receipt"),
    Standing.VOID: Text("已作废的回执", "Void receipt"),
    Standing.SUCCESSOR: Text("接替回执", "Successor to a receipt"),
    Standing.NOTICE: Text("告知单", "Notice"),
}
_WORDS_UNSEEN = Text(
    "没有查纸上的其他字句：出具它的记录不在本机。只有号码、时间、业务、网点窗口是签过名的",
    "The other words were not checked: the record it was made from is not here. Number, time, kind and window alone are"
    " signed for",
)
_BY_KEY = Text(
    "让持卡人到出具的窗口查，或等本机收到新的公钥名单再查", "Ask at the window that gave it, or when new keys have come"
)
_CALL = Text("不要凭它办事；留下复印件，报主管", "Do nothing on the strength of it; copy it and tell a supervisor")
_COMPARE = Text("请把纸上的字句与下面的记录对一遍", "Compare the words on the paper with the record below")
_LOOK_UP = Text("按现在的状态办理", "Go by how things stand now")


def _kind(said: Said) -> Text:
    """The code's own word for a procedure nobody knows here."""
    what = _STANDINGS[said.standing]
    try:
        title = procedure(said.kind).title
    except NotFound:
        title = same(said.kind)
    return Text(f"{what.zh}·{title.zh}", f"{what.en}, {title.en}")


def check(station: Station, typed: str) -> Checked:
    """What the code says and whether it holds. Raises NoCode for what is none, StoreTrouble."""
    code = read_code(typed)
    found = _judged(station, code)
    facts = {"verdict": found.verdict.value, "key": code.said.key_id}
    station.store.note(station.entry(CHECKED, subject=code.said.number, facts=facts))
    return found


def _judged(station: Station, code: ReceiptCode) -> Checked:
    said, key = code.said, _keys(station).get(code.said.key_id)
    if key is None:
        why = Text(
            f"本机没有签名所用的公钥 {said.key_id}", f"The key it was signed with, {said.key_id}, is not known here"
        )
        return Checked(Verdict.UNKNOWN, said, _kind(said), (why,), _BY_KEY)
    fault = _fault(code, key)
    if fault is not None:
        return Checked(Verdict.FALSE, said, _kind(said), (fault,), _CALL)
    minded = _minded(said, key)
    recorded = station.store.recorded(said.number)
    if recorded is None or not recorded.given_here:
        # Of a notice another window gave, what was fetched has not the salt its words were signed with.
        gone = (_NOT_HERE,) if recorded is None and said.place == _place(station) else ()
        void = said.standing is Standing.VOID
        verdict, advice = (Verdict.VOID, _LOOK_UP) if void else (Verdict.GENUINE, _BY_NUMBER)
        return Checked(verdict, said, _kind(said), (*minded, *gone, _WORDS_UNSEEN), advice)
    return _with_record(station, said, recorded, minded)


_BY_NUMBER = Text("要核对字句，按号码向出具的窗口查", "For the words, ask the window that gave it, by the number")
_NOT_HERE = Text(
    "这是本窗口的号码，而本机没有这笔记录：已到期清除，或数据恢复过",
    "The number is this window's and there is no record of it: past its time, or the data were put back to a backup",
)


def _keys(station: Station) -> KnownKeys:
    """What the platform has told of, and this counter's own as far as it has not."""
    own = {
        signature.name_of(public): KnownKey(public, *read_code(text).said.place, own=True)
        for public, text in station.store.code_keys()
    }
    listed = station.codes.known() if station.codes is not None else {}
    return {**own, **listed}


def _fault(code: ReceiptCode, key: KnownKey) -> Text | None:
    """Why it is no code of a counter that might give it."""
    said = code.said
    if not signature.holds(key.public, said.message, signature.der_of(code.signature)):
        return Text("签名不对：码被改过，或是编造的", "The signature is wrong: the code was changed or made up")
    if said.place != (key.outlet.upper(), key.window.upper()):
        return Text(
            f"签名的密钥属于网点 {key.outlet} {key.window} 号窗口，不能给这个号码签名",
            f"The key is that of outlet {key.outlet}, window {key.window}, which may not sign for this number",
        )
    ends = [one for one in (key.revoked_at, key.until) if one is not None]
    if ends and said.at >= min(ends):
        return Text(
            f"码里的时间在密钥停用（{say_full(min(ends))}）之后",
            f"It is of after the key's end ({say_full(min(ends))})",
        )
    return None


def _minded(said: Said, key: KnownKey) -> tuple[Text, ...]:
    found: list[Text] = []
    if key.revoked_at is not None:
        at = say_full(key.revoked_at)
        found.append(
            Text(
                f"签名的密钥已于 {at} 停用。码里的时间是柜台自己写的，拿到密钥的人可以写早，请另行核实",
                f"The key was revoked on {at}. The time in the code is the counter's own word, and whoever got hold of"
                " the key could write an earlier one: make sure in another way",
            )
        )
    if key.since is not None and said.at < key.since:
        at = say_full(key.since)
        found.append(
            Text(
                f"回执在密钥登记（{at}）之前出具，码是后来补的",
                f"It is of before the key was enrolled ({at}): coded later",
            )
        )
    if key.own and key.since is None:
        found.append(
            Text(
                "密钥是本机用过的，省平台名单里还没有",
                "The key is one of this counter's; the platform's list has it not",
            )
        )
    return tuple(found)


def _with_record(station: Station, said: Said, recorded: Recorded, minded: tuple[Text, ...]) -> Checked:
    """The record is here, so the paper's words are checked too, and whether it counts."""
    if _other(said, recorded):
        why = Text(
            "签名对得上，但字句与本机的记录不是一份：号码被用在了另一张纸上",
            "The signature holds, but not for what is recorded here: the number was put on another paper",
        )
        return Checked(Verdict.FALSE, said, _kind(said), (why,), _CALL)
    receipt = receipt_of(station, said.number)
    ended = _ended(station, recorded, receipt)
    if ended is not None:
        return Checked(Verdict.VOID, said, _kind(said), (ended, *minded), _LOOK_UP, receipt)
    return Checked(Verdict.GENUINE, said, _kind(said), (*minded, _COMPARE), _COMPARE, receipt)


def _other(said: Said, recorded: Recorded) -> bool:
    was = receipt_codes.said_of(recorded, said.key_id)
    standing = was.standing if said.standing is not Standing.RECEIPT or not recorded.void else Standing.RECEIPT
    return (said.number, said.at, said.kind, said.words, said.standing) != (
        was.number,
        was.at,
        was.kind,
        was.words,
        standing,
    )


def receipt_of(station: Station, number: str) -> Receipt | None:
    """What was recorded, masked as it was printed; None for a notice, which is found by its number."""
    step = station.store.successor(number)
    if step is not None and step.paper is not None:
        return Receipt(step.number, step.operation_id, step.at, step.paper)
    return station.store.receipt(number)


def _ended(station: Station, recorded: Recorded, receipt: Receipt | None) -> Text | None:
    """Why it counts no longer."""
    if recorded.void:
        return Text("这张回执已作废", "The receipt is void")
    work = station.store.work(receipt.operation_id) if receipt is not None else None
    after = dict(exceptions.successors(station, [work])).get(work.operation.id, "") if work is not None else ""
    if after and after != recorded.number:
        return Text(f"已由 {after} 接替", f"{after} stands in its place")
    return None


def _place(station: Station) -> tuple[str, str]:
    return (station.place.outlet.upper(), station.place.window.upper())

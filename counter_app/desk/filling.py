"""The form that is signed: of a visit before it is submitted, or of the operation afterwards. Its rows are those of the
procedure's own fields and answers, kept with the receipt, so that it comes out again as it was signed.

Refuses to make one of what came to nothing, and to decide what a procedure asks.
"""

from __future__ import annotations

from counter_app.desk import carrying, successors
from counter_app.desk.pin_records import TITLES
from counter_app.desk.receipt_codes import coded
from counter_app.desk.station import Station
from counter_app.domain.errors import NotFound
from counter_app.domain.filled_form import Block, FilledForm
from counter_app.domain.moments import say_stamp
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity, mask_mobile
from counter_app.domain.operation import AuditEntry, Operation
from counter_app.domain.province import Actor
from counter_app.domain.receipt import ReceiptDraft, Row
from counter_app.domain.text import Text, same
from counter_app.procedures import all_procedures
from counter_app.procedures.cancellation import DEATH

GIVEN = "form.given"
_GENERAL = Text("社会保障卡业务受理单", "Social security card: acceptance form")
_DRAFT = Text("待提交", "Not submitted yet")
_TAKEN = Text("已受理", "Accepted")
_KIN = "kin"
_DECLARATIONS = {
    Actor.SELF.value: Text(
        "本人已核对以上内容，确认由本人提供、真实完整，并已知悉上列告知事项。所填不实造成的后果由本人承担。",
        "I have checked what stands above: it comes from me, is true and complete, and I have been told what is"
        " listed. I answer for what is not true.",
    ),
    Actor.AGENT.value: Text(
        "代办人已核对以上内容，确认真实完整，并已知悉上列告知事项；受持卡人委托办理，所交证件和证明真实有效。"
        "所填不实造成的后果由代办人承担。",
        "I, the agent, have checked what stands above: it is true and complete, and I have been told what is listed. I"
        " act by the holder's word, with proofs that are true and valid, and answer for what is not true.",
    ),
    Actor.GUARDIAN.value: Text(
        "监护人已核对以上内容，确认真实完整，并已知悉上列告知事项；依法代理持卡人办理，所交证件和证明真实有效。"
        "所填不实造成的后果由监护人承担。",
        "I, the guardian, have checked what stands above: it is true and complete, and I have been told what is"
        " listed. I act for the holder by law, with proofs that are true and valid, and answer for what is not true.",
    ),
    _KIN: Text(
        "亲属或继承人已核对以上内容，确认真实完整，并已知悉上列告知事项；所交证件、亲属关系或继承证明真实有效。"
        "所填不实造成的后果由签名人承担。",
        "I, of the family or an heir, have checked what stands above: it is true and complete, and I have been told"
        " what is listed. My proofs of kinship or succession are true and valid. I answer for what is not true.",
    ),
}
"""By who signs; nobody signs or declares for somebody who is not there."""
_SIGNERS = {
    Actor.SELF.value: Text("持卡人签名", "Holder's signature"),
    Actor.AGENT.value: Text("代办人签名", "Agent's signature"),
    Actor.GUARDIAN.value: Text("监护人签名", "Guardian's signature"),
    _KIN: Text("亲属或继承人签名", "Signature of the family or heir"),
}
_SAID_ELSEWHERE = frozenset({"业务", "持卡人", "证件号码", "卡号", "受理时间", "经办", "复核", "个人信息", "联系电话"})


def before(station: Station, visit_id: str) -> FilledForm:
    """The form of a visit as it stands, not submitted yet. Raises NotFound."""
    visit = carrying.load(station, carrying.record_of(station, key_of_visit(station, visit_id)))
    operation = carrying.operation_for(station, visit)
    return _form(operation, carrying.draft_for(station, visit, operation, submits=False), number="", code="")


def after(station: Station, key: str) -> FilledForm:
    """The form of an operation, by its id or the number of its receipt. Raises NotFound."""
    receipt = coded(station, successors.as_it_stands(station, key))
    work = station.store.work(receipt.operation_id)
    kept = station.store.receipt(receipt.operation_id)
    if work is None or kept is None or receipt.void:
        raise NotFound(what=Text("这笔业务的登记表", "The form of this work"))
    return _form(work.operation, kept.draft, number=kept.number, code=receipt.code)


def key_of(station: Station, key: str) -> str:
    """The number of the receipt it belongs to. Raises NotFound."""
    return after(station, key).number


def key_of_visit(station: Station, key: str) -> str:
    """The visit itself. Raises NotFound where it has ended, or nothing was begun."""
    if not carrying.record_of(station, key).procedure:
        raise NotFound(what=Text("正在办的业务", "A procedure that was begun"))
    return key


def told(station: Station, key: str, way: str) -> AuditEntry:
    """It names a person whole: on record each time."""
    return station.entry(GIVEN, subject=key, facts={"way": way})


def _form(operation: Operation, draft: ReceiptDraft, *, number: str, code: str) -> FilledForm:
    own = next((one for one in all_procedures() if one.id == operation.procedure), None)
    task = own.title if own is not None else TITLES.get(operation.procedure, same(operation.procedure))
    actor = operation.facts.get("actor", Actor.SELF.value)
    acts = actor if actor in (Actor.AGENT.value, Actor.GUARDIAN.value) else ""
    signer = _signer(operation, acts)
    rows = tuple(row for row in draft.rows if row.label.zh not in _SAID_ELSEWHERE and not _ticked_row(row, draft))
    about_actor = tuple(row for row in rows if acts and _of_actor(row))
    return FilledForm(
        number=number,
        title=(own.form_title if own is not None else None) or _GENERAL,
        heading=draft.heading,
        standing=_TAKEN if number else _DRAFT,
        blocks=(
            Block(Text("持卡人", "Holder"), _holder(operation)),
            Block(Text("代办人信息", "Who acts"), _actor(operation, about_actor) if acts else ()),
            Block(
                Text("办理事项", "What is asked for"),
                (Row(Text("业务", "Task"), task, strong=True), *(row for row in rows if row not in about_actor)),
                draft.ticks,
            ),
        ),
        told=(*draft.pending, *draft.notes),
        declaration=_DECLARATIONS[signer],
        signers=(_SIGNERS[signer],),
        official=Block(Text("经办机构填写", "For the outlet"), _official(operation, draft, number=number)),
        basis=draft.basis,
        hotline=draft.hotline,
        practice=draft.practice,
        code=code,
    )


def _ticked_row(row: Row, draft: ReceiptDraft) -> bool:
    """True for a row that says once more what a ticked box says."""
    return any(
        row.label.zh == one.label.zh or row.value.zh in [one.choices[at].zh for at in one.chosen] for one in draft.ticks
    )


def _of_actor(row: Row) -> bool:
    return row.label.zh.startswith(("代办人", "监护人")) or row.label.zh in ("证明", "代理原因")


def _holder(operation: Operation) -> tuple[Row, ...]:
    mobile, card = operation.facts.get("mobile", ""), operation.card_number
    return (
        Row(Text("姓名", "Name"), same(operation.holder_name), strong=True),
        Row(Text("证件号码", "Identity number"), same(mask_identity(operation.holder_number))),
        Row(
            Text("卡号", "Card number"),
            same(mask_card(card)) if card else Text("由平台查找或给出", "from the platform"),
        ),
        Row(Text("联系电话", "Mobile"), same(mask_mobile(mobile) if mobile else "—")),
    )


def _actor(operation: Operation, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Who acts: the name whole, as that of the holder, in place of the masked one; what the receipt says besides."""
    name = operation.facts.get("actor_name", "")
    masked = mask_name(name)
    others = tuple(
        Row(Text("与持卡人关系", "Relation"), _without(row.value, masked)) if row.value.zh.startswith(masked) else row
        for row in rows
    )
    return (Row(Text("姓名", "Name"), same(name), strong=True), *(row for row in others if row.value.zh))


def _without(value: Text, masked: str) -> Text:
    """李*（父母） without the name: 父母."""
    zh, en = (said.removeprefix(masked).strip(" （）()") for said in (value.zh, value.en))
    return Text(zh, en)


def _signer(operation: Operation, acts: str) -> str:
    """Who signs: the holder, or whoever acts. A mandate ends with death: then it is the family, whatever they chose."""
    if not acts:
        return Actor.SELF.value
    after_death = operation.facts.get("ground") == DEATH or "interest" in operation.facts
    return _KIN if after_death else acts


def _official(operation: Operation, draft: ReceiptDraft, *, number: str) -> tuple[Row, ...]:
    again = tuple(row for row in draft.rows if row.label.zh == "复核")
    moment = say_stamp(operation.accepted_at) if number else same("")
    return (
        Row(Text("受理号", "Number"), same(number)),
        Row(Text("受理时间", "Accepted"), moment),
        Row(Text("经办", "Clerk"), same(operation.clerk)),
        *(again or (Row(Text("复核", "Agreed by"), same("")),)),
    )

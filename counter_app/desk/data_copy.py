"""A copy of what is kept here of a person, for that person (个人信息保护法第四十五条): on paper, or in a file asked for.

Given to the holder only, once it was checked who that is, and on record. The holder's own numbers stand whole in it; of
anybody else it holds what the receipts said, masked. Refuses to tell what the platform keeps: that is asked of the
platform.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from counter_app.auditing import AuditQuery
from counter_app.desk.pin_records import TITLES
from counter_app.desk.situations import person_of
from counter_app.desk.station import Station
from counter_app.domain.audit_events import words_of
from counter_app.domain.card import STATE_NAMES, Card, Half
from counter_app.domain.errors import NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.identity_check import IdentityCheck, seen_by_clerk
from counter_app.domain.identity_check import words_of as identity_words
from counter_app.domain.keeping import KIND_NAMES
from counter_app.domain.moments import say_full, say_stamp
from counter_app.domain.operation import OperationId, Work
from counter_app.domain.receipt import Receipt, ReceiptDraft, Row
from counter_app.domain.text import Text, same
from counter_app.ports import VisitRecord
from counter_app.procedures import all_procedures

COPIED = "data.copied"
TITLE = Text("个人信息副本", "Copy of personal data")
STATE = Text("本机保存的本人信息", "What is kept here of the holder")
BASIS = Text("《个人信息保护法》第四十五条", "Personal Information Protection Law, art. 45")
ELSEWHERE = Text(
    "省平台保存的信息，向社保经办机构或 12333 查询", "What the province keeps is asked of the agency, or by 12333"
)
MOST = 200
_SINCE = datetime(1970, 1, 1, tzinfo=UTC)


def make(station: Station, record: VisitRecord, *, way: str, seen: str = "") -> Receipt:
    """The copy as paper, without a number. `way`: "paper" or "file". `seen`: how the clerk checked who the holder is
    where no document was read. Raises NotEligible where nobody has.
    """
    identity = _identity(record, seen)
    facts = {"number": record.holder_number, "identity": identity, "way": way, "why": BASIS.zh}
    station.store.note(station.entry(COPIED, facts=facts))
    person, place, now = person_of(station, record), station.place, station.moment()
    given = Text(f"{say_full(now)} 工号 {station.clerk}", f"{say_full(now)}, clerk {station.clerk}")
    rows = (
        *_who(person),
        *_cards(person),
        *_works(station, record),
        *_notices(station, record),
        *_looks(station, record),
        *_times(station),
        Row(Text("身份核对", "Checked by"), identity_words(identity)),
        Row(Text("出具", "Given"), given, strong=True),
    )
    return Receipt(
        number="",
        operation_id=OperationId(""),
        issued_at=now,
        draft=ReceiptDraft(
            title=TITLE,
            heading=Text(
                f"{place.province_name.zh}·{place.outlet_name}", f"{place.province_name.en}, {place.outlet_name}"
            ),
            state=STATE,
            rows=rows,
            notes=(ELSEWHERE,),
            basis=(BASIS,),
            hotline=Text(f"社保咨询 {place.hotline}", f"Social security {place.hotline}"),
            practice=place.practice,
        ),
    )


def _identity(record: VisitRecord, seen: str) -> str:
    if record.proof == IdentityCheck.DOCUMENT.value:
        return IdentityCheck.DOCUMENT.value
    if seen in dict(seen_by_clerk()):
        return seen
    raise NotEligible(
        why=Text("没有核对是不是本人", "It was not checked who this is"),
        how=Text("读身份证件，或说明看过本人什么证件", "Read the identity document, or say which one was seen"),
    )


def _who(person: Person) -> Iterator[Row]:
    holder = person.holder
    yield Row(Text("姓名", "Name"), same(holder.name), strong=True)
    yield Row(Text("证件号码", "Identity number"), same(holder.number), strong=True)
    if holder.birth_date is not None:
        yield Row(Text("出生日期", "Born"), same(holder.birth_date.isoformat()))
    if holder.mobile:
        yield Row(Text("手机", "Mobile"), same(holder.mobile))
    if person.as_of is not None:
        yield Row(Text("平台数据时间", "As the platform said at"), say_stamp(person.as_of))


def _cards(person: Person) -> Iterator[Row]:
    for card in person.cards:
        states = [(half.words, STATE_NAMES[card.state_of(half)]) for half in Half]
        zh = "，".join(f"{name.zh}{state.zh}" for name, state in states)
        en = ", ".join(f"{name.en} {state.en.lower()}" for name, state in states)
        bank = _bank(card)
        yield Row(Text("卡", "Card"), Text(f"{card.number}：{zh}{bank.zh}", f"{card.number}: {en}{bank.en}"))


def _bank(card: Card) -> Text:
    return same(f" {card.bank.bank_name} {card.bank.tail}") if card.bank is not None else same("")


def _works(station: Station, record: VisitRecord) -> Iterator[Row]:
    """Each operation in the words of its receipt."""
    titles = {one.id: one.title for one in all_procedures()} | dict(TITLES)
    number = record.holder_number
    works = [*station.store.works_of(number, limit=MOST), *station.store.works_of(number, settled=True, limit=MOST)]
    for work in sorted(works, key=lambda one: one.order):
        operation = work.operation
        title, said = titles.get(operation.procedure, same(operation.procedure)), _said(station, work)
        label = say_stamp(operation.accepted_at)
        zh, en = f"{title.zh}，回执 {work.receipt_number}", f"{title.en}, receipt {work.receipt_number}"
        yield Row(label, Text(f"{zh}。{said.zh}", f"{en}. {said.en}"))


def _said(station: Station, work: Work) -> Text:
    receipt = station.store.receipt(work.operation.id)
    rows = receipt.draft.rows if receipt is not None else ()
    return Text(
        "；".join(f"{row.label.zh} {row.value.zh}" for row in rows),
        "; ".join(f"{row.label.en} {row.value.en}" for row in rows),
    )


def _notices(station: Station, record: VisitRecord) -> Iterator[Row]:
    for one in station.store.cases_since(_SINCE):
        if one.case.holder_number == record.holder_number:
            yield Row(say_stamp(one.case.made_at), Text(f"通知单 {one.case.number}", f"Notice {one.case.number}"))


def _looks(station: Station, record: VisitRecord) -> Iterator[Row]:
    """Everything on record about this person: who, when, where; the newest ones where there are many."""
    found = station.store.search_audit(AuditQuery(holder=record.holder_number, limit=MOST))
    if found.more:
        yield Row(Text("使用记录", "Uses"), Text(f"最近 {MOST} 条", f"The last {MOST}"))
    for row in reversed(found.rows):
        entry, what = row.entry, words_of(row.entry.what)
        where = f"{entry.outlet}-{entry.window}"
        zh, en = f"{what.zh}，工号 {entry.clerk}，{where}", f"{what.en}, clerk {entry.clerk}, {where}"
        yield Row(say_stamp(entry.at), Text(zh, en))


def _times(station: Station) -> Iterator[Row]:
    """How long it stays."""
    for one in station.province.kept_for:
        name, basis = KIND_NAMES[one.kind], one.basis.words
        zh, en = f"{name.zh} {one.days} 天（{basis.zh}）", f"{name.en}: {one.days} days ({basis.en})"
        yield Row(Text("保存期限", "Kept for"), Text(zh, en))

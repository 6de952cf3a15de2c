"""The copy of what is kept here of a person (个人信息保护法第四十五条): made from the operation by which it was asked for, on
paper, or in a file asked for. It names the receipt of that operation, and tells all of it however much there is.

Given on the day it was asked for only, and on record each time. The holder's own numbers stand whole in it; of anybody
else it holds what the receipts said, masked. Refuses to tell what the platform keeps: that is asked of the platform.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from counter_app.auditing import AuditQuery, AuditRow
from counter_app.desk import results
from counter_app.desk.pin_records import TITLES
from counter_app.desk.station import Station
from counter_app.domain.audit_events import words_of
from counter_app.domain.card import STATE_NAMES, Card, Half
from counter_app.domain.errors import NotEligible, NotFound
from counter_app.domain.holder import Holder, Person
from counter_app.domain.identity_check import words_of as identity_words
from counter_app.domain.keeping import KIND_NAMES
from counter_app.domain.long_paper import LongPaper, Part
from counter_app.domain.moments import local, say_full, say_stamp
from counter_app.domain.operation import AuditEntry, Work
from counter_app.domain.province import Actor
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import all_procedures, procedure
from counter_app.procedures.data_copy import ELSEWHERE

COPIED = "data.copied"
EVERY = 1_000_000  # operations of one person: all of them
PIECE = 500  # entries of the trail that are looked up at once
NOTHING = Text("没有", "None")
_SINCE = datetime(1970, 1, 1, tzinfo=UTC)


def key_of(station: Station, key: str) -> str:
    """The id of the operation by which a copy was asked for: by it, or by its receipt's number. Raises NotFound."""
    return _asked_for(station, key).operation.id


def told(station: Station, key: str, way: str) -> AuditEntry:
    """What goes on record where a copy is given. `way`: "paper" or "file". Raises as `make`."""
    operation = _asked_for(station, key).operation
    identity = operation.facts.get("identity", "")
    facts = {"holder": operation.holder_number, "identity": identity, "way": way, "why": "、".join(operation.basis)}
    return station.entry(COPIED, subject=operation.id, facts=facts)


def make(station: Station, key: str) -> LongPaper:
    """The copy that was asked for by an operation: by its id, or the number of its receipt. Raises NotFound,
    NotEligible where it was turned down, taken back, or asked for on another day.
    """
    work = _asked_for(station, key)
    operation = work.operation
    title = procedure(operation.procedure).document or procedure(operation.procedure).title
    now, place, number = station.moment(), station.place, operation.holder_number
    known = Person(Holder(number, operation.holder_name))
    person = station.store.person(number) or known
    given = Text(f"{say_full(now)} 工号 {station.clerk}", f"{say_full(now)}, clerk {station.clerk}")
    return LongPaper(
        number=work.receipt_number,
        title=title,
        heading=Text(f"{place.province_name.zh}·{place.outlet_name}", f"{place.province_name.en}, {place.outlet_name}"),
        given=given,
        lead=_asked(station, work),
        parts=(
            Part(Text("本人信息", "The person"), tuple(_who(person)), NOTHING),
            Part(Text("社会保障卡", "Social security cards"), tuple(_cards(person)), NOTHING),
            Part(Text("办理过的业务", "What was done"), tuple(_works(station, number)), NOTHING),
            Part(Text("通知单", "Notices"), tuple(_notices(station, number)), NOTHING),
            Part(Text("谁使用过这些信息", "Who has used it"), tuple(_looks(station, number)), NOTHING),
            Part(Text("保存多久", "How long it is kept"), tuple(_times(station)), NOTHING),
        ),
        notes=(ELSEWHERE.format(hotline=place.hotline),),
        basis=_basis(station, operation.basis),
        hotline=Text(f"社保咨询 {place.hotline}", f"Social security {place.hotline}"),
        signed=Text("申请人签收", "Received by"),
        practice=place.practice,
    )


def _basis(station: Station, recorded: tuple[str, ...]) -> tuple[Text, ...]:
    """As it was recorded, in both languages where the rules of today still name it."""
    rules = station.province.procedures.values()
    known = {one.words.zh: one.words for rule in rules for one in rule.basis}
    return tuple(known.get(zh, same(zh)) for zh in recorded)


def _asked_for(station: Station, key: str) -> Work:
    receipt = station.store.receipt(key)
    work = station.store.work(receipt.operation_id) if receipt is not None else None
    if work is None or procedure(work.operation.procedure).document is None:
        raise NotFound(what=Text("这张副本申请的回执", "A receipt of a request for a copy"))
    how = Text("再办一次个人信息副本", "Carry out the copy of personal data once more")
    if results.kind_of(work) == "stop":
        raise NotEligible(why=Text("这次申请没有办成，不能出副本", "This request came to nothing: no copy"), how=how)
    if local(work.operation.accepted_at).date() != local(station.moment()).date():
        raise NotEligible(why=Text("副本限申请当日出", "The copy is made on the day it was asked for"), how=how)
    return work


def _asked(station: Station, work: Work) -> tuple[Row, ...]:
    """Who asked, masked, and how it was checked: as the receipt says."""
    receipt = station.store.receipt(work.operation.id)
    told = {row.label.zh: row for row in receipt.draft.rows} if receipt is not None else {}
    who = tuple(told[name] for name in ("代办人", "监护人", "证明", "用途") if name in told)
    checked = identity_words(work.operation.facts.get("identity", ""))
    asked_by = Row(Text("申请人", "Asked by"), Text("本人", "The holder"))
    alone = work.operation.facts.get("actor", Actor.SELF.value) == Actor.SELF.value
    return (*((asked_by,) if alone else who), Row(Text("身份核实", "Identity checked"), checked))


def _who(person: Person) -> Iterator[Row]:
    holder = person.holder
    yield Row(Text("姓名", "Name"), same(holder.name), strong=True)
    yield Row(Text("证件号码", "Identity number"), same(holder.number), strong=True)
    if holder.birth_date is not None:
        yield Row(Text("出生日期", "Born"), same(holder.birth_date.isoformat()))
    if holder.mobile:
        yield Row(Text("手机", "Mobile"), same(holder.mobile))
    if person.as_of is not None:
        yield Row(Text("平台数据时间", "As the platform said"), say_stamp(person.as_of))


def _cards(person: Person) -> Iterator[Row]:
    for card in person.cards:
        states = [(half.words, STATE_NAMES[card.state_of(half)]) for half in Half]
        zh = "，".join(f"{name.zh}{state.zh}" for name, state in states)
        en = ", ".join(f"{name.en} {state.en.lower()}" for name, state in states)
        bank = _bank(card)
        yield Row(same(card.number), Text(f"{zh}{bank.zh}", f"{en}{bank.en}"))


def _bank(card: Card) -> Text:
    if card.bank is None:
        return same("")
    named = f"{card.bank.bank_name} {card.bank.tail}"
    return Text(f"；开户银行 {named}", f"; account at {named}")


def _works(station: Station, number: str) -> Iterator[Row]:
    """Each operation in the words of its receipt."""
    titles = {one.id: one.title for one in all_procedures()} | dict(TITLES)
    works = (
        *station.store.works_of(number, limit=EVERY),
        *station.store.works_of(number, settled=True, limit=EVERY),
    )
    for work in sorted(works, key=lambda one: one.order):
        operation = work.operation
        title, said = titles.get(operation.procedure, same(operation.procedure)), _said(station, work)
        zh, en = f"{title.zh}，回执 {work.receipt_number}", f"{title.en}, receipt {work.receipt_number}"
        yield Row(say_stamp(operation.accepted_at), Text(f"{zh}。{said.zh}", f"{en}. {said.en}"))


def _said(station: Station, work: Work) -> Text:
    receipt = station.store.receipt(work.operation.id)
    rows = receipt.draft.rows if receipt is not None else ()
    return Text(
        "；".join(f"{row.label.zh} {row.value.zh}" for row in rows),
        "; ".join(f"{row.label.en} {row.value.en}" for row in rows),
    )


def _notices(station: Station, number: str) -> Iterator[Row]:
    for one in station.store.cases_since(_SINCE):
        if one.case.holder_number == number:
            yield Row(say_stamp(one.case.made_at), Text(f"通知单 {one.case.number}", f"Notice {one.case.number}"))


def _looks(station: Station, number: str) -> Iterator[Row]:
    """Everything on record about this person, oldest first: who, when, where."""
    query = AuditQuery(holder=number, limit=PIECE)
    found: list[AuditRow] = []
    while True:
        piece = station.store.search_audit(query)
        found += piece.rows
        if not piece.more:
            break
        query = replace(query, before=piece.rows[-1].id)
    for row in reversed(found):
        entry, what = row.entry, words_of(row.entry.what)
        where = f"{entry.outlet}-{entry.window}"
        zh, en = f"{what.zh}，工号 {entry.clerk}，{where}", f"{what.en}, clerk {entry.clerk}, {where}"
        yield Row(say_stamp(entry.at), Text(zh, en))


def _times(station: Station) -> Iterator[Row]:
    for one in station.province.kept_for:
        basis = one.basis.words
        zh, en = f"{one.days} 天（{basis.zh}）", f"{one.days} days ({basis.en})"
        yield Row(KIND_NAMES[one.kind], Text(zh, en))

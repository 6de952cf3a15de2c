"""The receipt's successor (接替回执): what was not done, why, and what to do next, naming the receipt it stands for.

Refuses to number itself, and to repeat a clerk's own words to the holder: they stay in the record.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk import exceptions, results
from counter_app.desk.station import Station
from counter_app.domain.card import Half
from counter_app.domain.errors import NotFound
from counter_app.domain.holder import Holder, Person
from counter_app.domain.moments import say_stamp
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_identity
from counter_app.domain.operation import AuditEntry, Operation, OperationId, Work
from counter_app.domain.projection import was_refused
from counter_app.domain.receipt import Receipt, ReceiptDraft, Row
from counter_app.domain.settlement import ENDS, Step, Way, code_of, known_of, lawful
from counter_app.domain.text import Text, same

TITLE = Text("社会保障卡接替回执", "Successor to a receipt")
REPLACES = Text("接替回执", "In place of")
REPLACED_BY = Text("已由新回执接替", "Replaced by")
_STATES = {
    Way.CLOSE: Text("没有办成", "Not done"),
    Way.ALREADY: Text("别处已办成，这里不再办", "Done elsewhere, not done again here"),
}
_ANEW = "重办"
_TAKE_BACK = Text("原回执作废，以本回执为准", "The receipt before is void; this one counts")


GIVEN = frozenset(_STATES)
"""The ways whose end is a paper of its own; work that is done anew has the receipt of the new operation."""


def draft(station: Station, work: Work, *, way: Way, task: Text) -> ReceiptDraft:
    """The successor of the receipt of refused work that is closed so; its number is taken when it is kept."""
    place, operation = station.place, work.operation
    person = station.store.person(operation.holder_number) or Person(
        Holder(operation.holder_number, operation.holder_name)
    )
    state = results.FOUND.get(known_of(work), _STATES[way])
    partly = way is Way.CLOSE and any(not was_refused(work, half) for half in operation.changes)
    return ReceiptDraft(
        title=TITLE,
        heading=Text(f"{place.province_name.zh}·{place.outlet_name}", f"{place.province_name.en}, {place.outlet_name}"),
        state=Text("只办成一半", "Half of it was done") if partly else state,
        rows=(
            Row(Text("业务", "Task"), task, strong=True),
            Row(Text("持卡人", "Holder"), same(mask_name(operation.holder_name))),
            Row(Text("证件号码", "Identity number"), same(mask_identity(operation.holder_number))),
            replaces_row(work),
            Row(Text("原受理时间", "Taken then"), say_stamp(operation.accepted_at)),
            *_halves(work),
            Row(Text("处理时间", "Settled"), say_stamp(station.clock.now())),
            Row(Text("经办", "Clerk"), same(station.clerk)),
        ),
        notes=(*exceptions.means(station, work, person), lawful(work).following, _TAKE_BACK),
        basis=tuple(same(words) for words in operation.basis),
        hotline=station.province.questions,
        practice=place.practice,
    )


def _halves(work: Work) -> tuple[Row, ...]:
    """How each half ended, and why; the reason alone of an operation without halves."""
    if not work.operation.changes:
        return (Row(Text("原因", "Why"), results.refusal_reason(work), strong=True),)
    return tuple(
        Row(half.words, results.half_result(work, half).words, strong=was_refused(work, half))
        for half in Half
        if half in work.operation.changes
    )


def replaces_row(work: Work) -> Row:
    """The line that names the receipt before."""
    return Row(REPLACES, same(work.receipt_number), strong=True)


def record_anew(
    station: Station, refused_id: str, operation: Operation, receipt: ReceiptDraft, audit: AuditEntry, *, visit_id: str
) -> None:
    """Record what stands for a refused operation, whose receipt it names; that one is settled with it. Raises NotFound,
    NotEligible when somebody settled it meanwhile.
    """
    before = station.store.work(OperationId(refused_id))
    if before is None:
        raise NotFound(what=Text("这笔被退回的业务", "This refused operation"))
    step = Step(
        operation_id=before.operation.id,
        way=Way.REDO,
        code=code_of(before),
        reason=_ANEW,
        at=operation.accepted_at,
        clerk=operation.clerk,
        outlet=operation.outlet,
        window=operation.window,
    )
    named = replace(receipt, rows=(*receipt.rows, replaces_row(before)), notes=(*receipt.notes, _TAKE_BACK))
    station.store.record_anew(operation, named, audit, visit_id=visit_id, step=step)


def paper_of(station: Station, number: str) -> Receipt:
    """The successor of that number, to print. Raises NotFound."""
    step = station.store.successor(number)
    if step is None or step.paper is None:
        raise NotFound(what=Text("这张回执", "This receipt"))
    return Receipt(step.number, step.operation_id, step.at, step.paper)


def as_it_stands(station: Station, key: str) -> Receipt:
    """The receipt with what is known now, and with the number that took its place where one did. Raises NotFound."""
    receipt = results.receipt_as_it_stands(station, key)
    work = station.store.work(receipt.operation_id)
    if work is None or work.settlement not in ENDS.values():
        return receipt
    number = dict(exceptions.successors(station, [work])).get(work.operation.id, "")
    if not number:
        return receipt
    rows = (*receipt.draft.rows, Row(REPLACED_BY, same(number), strong=True))
    return replace(receipt, draft=replace(receipt.draft, rows=rows))

"""What is kept of a finished task with the PIN: an operation for the platform's records, and a receipt for the holder.

The chip has done it already, so nothing waits for anybody's word. Refuses to hold a digit of a PIN: none comes here.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.desk import papers
from counter_app.desk.situations import person_of
from counter_app.desk.station import WINDOW, Station
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity
from counter_app.domain.operation import Operation, OperationId, new_operation_id
from counter_app.domain.receipt import Receipt, Row
from counter_app.domain.text import Text, same
from counter_app.ports import VisitRecord

TITLES: Mapping[str, Text] = {
    "pin-change": Text("修改密码", "PIN change"),
    "pin-reset": Text("重置密码", "PIN reset"),
    "pin-unblock": Text("解锁密码", "PIN unblock"),
}
DONE = Text("已在卡上办好", "Done on the card")
_EFFECT: Mapping[str, Text] = {
    "pin-change": Text("原密码作废，用新密码", "The old PIN is void, the new one counts"),
    "pin-reset": Text("原密码作废，用新密码", "The old PIN is void, the new one counts"),
    "pin-unblock": Text("密码不变，次数恢复", "The PIN stays, its tries are back"),
}
_KEEP = Text("密码只有持卡人知道，不要告诉别人", "Nobody but the holder knows the PIN; tell it to nobody")


def procedure_of(task: str) -> str:
    """The name of the operation for a task of the page: change -> pin-change."""
    return f"pin-{task}"


def record(station: Station, visit: VisitRecord, task: str, facts: Mapping[str, str]) -> Receipt | None:
    """Record the finished task; None for one of which nothing is kept (verify). Raises StoreTrouble."""
    name = procedure_of(task)
    rules = station.province.procedures.get(name)
    if name not in TITLES or rules is None:
        return None
    operation = _operation(station, visit, name, facts, tuple(b.words.zh for b in rules.basis))
    card = mask_card(operation.card_number) if operation.card_number else "—"
    rows = (
        Row(Text("持卡人", "Holder"), same(mask_name(operation.holder_name))),
        Row(Text("证件号码", "Identity number"), same(mask_identity(operation.holder_number))),
        Row(Text("卡号", "Card number"), same(card)),
        Row(Text("后果", "Effect"), _EFFECT[name], strong=True),
    )
    notes = (_KEEP, *rules.warnings)
    draft = papers.draft(station, operation, task=TITLES[name], rows=rows, rules=rules, state=DONE, notes=notes)
    audit_facts = {"holder": operation.holder_number, "name": operation.holder_name}
    return station.store.record(
        operation, draft, station.entry("operation.recorded", subject=operation.id, facts=audit_facts)
    )


def _operation(
    station: Station, visit: VisitRecord, name: str, facts: Mapping[str, str], basis: tuple[str, ...]
) -> Operation:
    holder = person_of(station, visit).holder
    chip = station.chip
    told = {key: value for key, value in facts.items() if key in ("entered", "identity") and value}
    return Operation(
        id=OperationId(new_operation_id()),
        procedure=name,
        holder_number=holder.number,
        holder_name=holder.name or (chip.name if chip is not None else ""),
        card_number=(chip.card_number if chip is not None else "") or visit.card_number or None,
        changes={},
        facts={**told, "proof": visit.proof, "shown_to_holder": "yes" if visit.seat == WINDOW else "no"},
        accepted_at=station.clock.now(),
        clerk=station.clerk,
        outlet=station.place.outlet,
        window=station.place.window,
        province=station.province.id,
        pack=station.province.version,
        basis=basis,
    )

"""What is kept of a finished task with the PIN: an operation for the platform's records, and a receipt for the holder.

The chip has done it already, so nothing waits for anybody's word. Refuses to hold a digit of a PIN: none comes here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from counter_app.desk import agents, carrying, papers
from counter_app.desk.situations import person_of
from counter_app.desk.station import Station
from counter_app.domain.holder import Person
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity
from counter_app.domain.operation import AuditEntry, Operation, OperationId, new_operation_id
from counter_app.domain.province import ProcedureRules
from counter_app.domain.receipt import Receipt, Row
from counter_app.domain.text import Text, same
from counter_app.ports import VisitRecord

TITLES: Mapping[str, Text] = {
    "pin-change": Text("修改密码", "PIN change"),
    "pin-reset": Text("重置密码", "PIN reset"),
    "pin-unblock": Text("解锁密码", "PIN unblock"),
}
VERIFY, CHANGE, RESET, UNBLOCK = "verify", "change", "reset", "unblock"
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


@dataclass(frozen=True, slots=True)
class Finished:
    """What is to be kept of a task once the card has done it, put together before it is begun: who lies there and who
    stands there may be others when it ends.
    """

    operation: Operation
    rules: ProcedureRules
    rows: tuple[Row, ...]
    audit: AuditEntry


def prepare(
    station: Station,
    visit: VisitRecord,
    task: str,
    told: Mapping[str, str],
    *,
    about_actor: tuple[Row, ...] = (),
    operation_id: str = "",
) -> Finished | None:
    """For a task about to begin; None for one of which nothing is kept (verify). `told`: facts of who acts, how it is
    entered and how the identity was checked. `operation_id`: the one a second person agreed to.
    """
    name = procedure_of(task)
    rules = station.province.procedures.get(name)
    if name not in TITLES or rules is None:
        return None
    operation = _operation(station, visit, name, told, tuple(b.words.zh for b in rules.basis), operation_id)
    card = mask_card(operation.card_number) if operation.card_number else "—"
    rows = (
        Row(Text("持卡人", "Holder"), same(mask_name(operation.holder_name))),
        Row(Text("证件号码", "Identity number"), same(mask_identity(operation.holder_number))),
        Row(Text("卡号", "Card number"), same(card)),
        *about_actor,
        Row(Text("后果", "Effect"), _EFFECT[name], strong=True),
    )
    facts = {"holder": operation.holder_number, "name": operation.holder_name}
    audit = station.entry("operation.recorded", subject=operation.id, facts=facts)
    return Finished(operation, rules, rows, audit)


def record(station: Station, finished: Finished) -> Receipt:
    """Record what the card has done, at this moment. Raises StoreTrouble."""
    now = station.moment()
    operation = replace(finished.operation, accepted_at=now)
    title, notes = TITLES[operation.procedure], (_KEEP, *finished.rules.warnings)
    draft = papers.draft(
        station, operation, task=title, rows=finished.rows, rules=finished.rules, state=DONE, notes=notes
    )
    receipt = station.store.record(operation, draft, replace(finished.audit, at=now))
    if station.session is not None:  # what came late may come after everybody has gone
        agents.note(station, operation)
    return receipt


def _operation(
    station: Station,
    visit: VisitRecord,
    name: str,
    told: Mapping[str, str],
    basis: tuple[str, ...],
    operation_id: str,
) -> Operation:
    person = person_of(station, visit)
    chip = station.chip
    facts = {key: value for key, value in told.items() if value}
    return Operation(
        id=OperationId(operation_id or new_operation_id()),
        procedure=name,
        holder_number=person.holder.number,
        holder_name=person.holder.name or (chip.name if chip is not None else ""),
        card_number=(chip.card_number if chip is not None else "") or visit.card_number or None,
        changes={},
        facts={**facts, "proof": visit.proof, "shown_to_holder": _shown_to(visit, person, facts)},
        accepted_at=station.moment(),
        clerk=station.clerk,
        outlet=station.place.outlet,
        window=station.place.window,
        province=station.province.id,
        pack=station.province.version,
        basis=basis,
    )


def _shown_to(visit: VisitRecord, person: Person, facts: Mapping[str, str]) -> str:
    """Whoever acts has entered it by hand, on a screen turned to them or on the keys; an unblocking asks for nothing,
    so nobody saw it.
    """
    return carrying.shown_to(visit, person, facts.get("actor", "")) if facts.get("entered") else "no"

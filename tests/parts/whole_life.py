"""Operations of the whole life of a card, as a counter sends them. Their facts fit unless a test says others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from counter_app.domain import four_eyes
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, new_operation_id

CHANGES: Mapping[str, Mapping[Half, str]] = {
    "temporary-loss": {Half.SSC: CardState.TEMPORARY_LOSS.value, Half.BANK: BankState.TEMPORARY_LOSS.value},
    "formal-loss": {Half.SSC: CardState.FORMAL_LOSS.value, Half.BANK: BankState.FORMAL_LOSS.value},
    "release": {Half.SSC: CardState.NORMAL.value, Half.BANK: BankState.NORMAL.value},
    "activation": {Half.SSC: CardState.NORMAL.value, Half.BANK: BankState.NORMAL.value},
    "cancellation": {Half.SSC: CardState.CANCELLED.value},
}
FACTS: Mapping[str, Mapping[str, str]] = {
    "temporary-loss": {"scope": "both", "days": "7"},
    "formal-loss": {"scope": "both"},
    "release": {"scope": "both"},
    "activation": {"actor": "self", "bank_side": "taken"},
    "cancellation": {"ground": "abroad", "card_handed_in": "yes", "actor": "self"},
    "application": {
        "ground": "live",
        "bank": "B01",
        "photo": "file",
        "outlet": "439901",
        "actor": "self",
        "materials": "id-card,photo",
    },
    "replacement": {"reason": "damaged", "keep_account": "no", "bank": "B01", "outlet": "439901", "actor": "self"},
    "bank-change": {"bank": "B02", "told_payers": "yes", "actor": "self"},
    "data-change": {"new_mobile": "13900009999", "actor": "self"},
    "status-proof": {"what": "status"},
    "data-copy": {"actor": "self"},
    "consent-withdrawal": {"withdrawn": "messages", "actor": "self"},
    "resume-making": {"order": "Z00000001"},
    "pin-change": {},
    "pin-reset": {},
    "pin-unblock": {},
}
PROCEDURES = tuple(FACTS)
HIGH_RISK = frozenset({"cancellation", "pin-reset", "pin-unblock"})
"""A second person agrees to these, whatever is answered, and to another name."""
GUARDIAN = {"actor": "guardian", "actor_name": "苗远航", "relation": "parent", "relation_proof": "birth"}


def guardian(person: Person) -> dict[str, str]:
    """Facts of somebody who acts as guardian."""
    return {**GUARDIAN, "actor_name": person.holder.name, "actor_number": person.holder.number}


def ask(
    person: Person,
    procedure: str,
    *halves: Half,
    card: str | None = None,
    changes: Mapping[Half, str] | None = None,
    actor: Mapping[str, str] | None = None,
    **facts: str,
) -> Operation:
    """One operation for that person; of all halves of the procedure unless some are named. `actor`: who acts."""
    whole = CHANGES.get(procedure, {})
    asked = changes if changes is not None else {half: whole[half] for half in (halves or tuple(whole))}
    operation = Operation(
        id=new_operation_id(),
        procedure=procedure,
        holder_number=person.holder.number,
        holder_name=person.holder.name,
        card_number=card,
        changes=asked,
        facts={**FACTS[procedure], **(actor or {}), **facts},
        accepted_at=datetime.now(UTC),
        clerk="0317",
        outlet="439901",
        window="01",
        province="hunan",
        pack="2026.3",
        basis=("湖南省条例第八条（草案）",),
        urgent=procedure.endswith("loss"),
    )
    risky = procedure in HIGH_RISK or "new_name" in operation.facts
    return agreed(operation) if risky else operation


def agreed(operation: Operation, *, by: str = "0318", way: str = four_eyes.PRACTISED) -> Operation:
    """With a second person's agreement to it as it stands."""
    said = {four_eyes.SECOND: by, four_eyes.SECOND_OF: four_eyes.digest(operation), four_eyes.SECOND_WAY: way}
    return replace(operation, facts={**operation.facts, **said})


def agreed_by_nobody(operation: Operation) -> Operation:
    """Without it."""
    return replace(operation, facts={n: said for n, said in operation.facts.items() if not n.startswith("second_")})

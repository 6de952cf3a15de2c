"""Four eyes 四眼: what a pack marks as high risk, and what exactly a second person agrees to.

Both are read from the operation itself, so that desk and platform judge the same thing. Refuses to know who may agree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from counter_app.domain import signature
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.domain.operation import Operation
    from counter_app.domain.province import Basis

SECOND, SECOND_AT, SECOND_OF, SECOND_WAY = "second_person", "second_at", "second_of", "second_way"
"""Facts of an operation: who agreed (clerk number), when (RFC 3339, UTC), to what (its digest), and where (`HERE`,
`AFAR`, or `PRACTISED`: at a window of practice, by a password everybody knows).
"""
HERE, AFAR, PRACTISED = "window", "platform", "practice"
REPLACES = "replaces"
"""The fact that names the refused operation an operation is done anew for."""
_LOOSE = frozenset(
    {SECOND, SECOND_AT, SECOND_OF, SECOND_WAY, "promised_on", "entered", "shown_to_holder"},
)
"""Facts that are settled after somebody agreed, and say nothing of what is done."""


class Risk(StrEnum):
    """When work is of high risk; a closed list. ALWAYS · AGENT an agent acts for the holder · ANEW it is recorded anew
    after a refusal · NAME the holder's name changes.
    """

    ALWAYS = "always"
    AGENT = "agent"
    ANEW = "anew"
    NAME = "name"

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Whether it is so of an operation with these facts."""
        match self:
            case Risk.AGENT:
                return facts.get("actor") == "agent"
            case Risk.ANEW:
                return bool(facts.get(REPLACES))
            case Risk.NAME:
                return bool(facts.get("new_name"))
        return True


@dataclass(frozen=True, slots=True)
class HighRisk:
    """One rule of the pack for a procedure: `when` two must agree, `why` as the second person reads it."""

    when: Risk
    why: Text
    basis: Basis


def reasons(rules: tuple[HighRisk, ...], facts: Mapping[str, str]) -> tuple[Text, ...]:
    """Why two must agree to an operation with these facts; () where one is enough."""
    return tuple(dict.fromkeys(rule.why for rule in rules if rule.when.holds(facts)))


def digest(operation: Operation) -> str:
    """What somebody agrees to, as 64 hex digits (SM3, GB/T 32905): the act, whose, by whom, with these very answers.
    Written out in `docs/platform.openapi.yaml` ("Four eyes").
    """
    told = {
        "id": operation.id,
        "procedure": operation.procedure,
        "holder": {"number": operation.holder_number, "name": operation.holder_name},
        "card_number": operation.card_number,
        "changes": {half.value: state for half, state in operation.changes.items()},
        "facts": {name: said for name, said in operation.facts.items() if name not in _LOOSE},
        "clerk": operation.clerk,
        "outlet": operation.outlet,
        "window": operation.window,
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return signature.sm3(text.encode("utf-8"))

"""One agent who acts for many people in a day: kept for the supervisor in the audit trail, as the pack's limit says.

Refuses to stop the work: whether it is a village clerk or a swindler, a supervisor judges.
"""

from __future__ import annotations

from counter_app.desk.station import Station
from counter_app.domain.moments import start_of_day
from counter_app.domain.operation import Operation


def note(station: Station, operation: Operation) -> None:
    """Keep a notice when the agent of a recorded operation has passed the pack's limit today."""
    number, limit = operation.facts.get("actor_number", ""), station.province.agent_limit
    if not number or not limit:
        return
    people = station.store.acted_for(number, since=start_of_day(operation.accepted_at))
    if people > limit:
        facts = {"agent": number, "people": str(people), "limit": str(limit)}
        station.store.note(station.entry("agent.many", subject=operation.id, facts=facts))

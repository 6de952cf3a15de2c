"""Fills the mirror of a new practice folder with the people of the practice outlet.

Refuses to touch a mirror that holds the cast already: after set-up the mirror changes from the platform's answers only.
"""

from __future__ import annotations

from datetime import datetime

from counter_app.ports import Store
from practice.population import cast, outlet_people


def fill_mirror(store: Store, *, now: datetime) -> None:
    """The outlet's people, in one transaction, unless they are there. `now` (UTC) is their as-of time."""
    last = list(cast(now=now).values())[-1]
    if store.person(last.holder.number) is None:
        store.keep_people(outlet_people(now=now))

"""Fills the mirror of a new practice folder with the people of the practice outlet.

Refuses to touch a mirror that holds the cast already, or whose people were removed because the platform gives another
area or none: after set-up the mirror changes from the platform's answers only.
"""

from __future__ import annotations

from datetime import datetime

from counter_app.enrolment import Scope, ScopeKind
from counter_app.ports import Store
from practice.cast import CAST
from practice.population import OUTLET, cast, outlet_people

SCOPE = Scope(ScopeKind.OUTLET, OUTLET)
"""What the practice platform grants to a practice counter: exactly these people."""


def fill_mirror(store: Store, *, now: datetime) -> None:
    """The outlet's people, in one transaction, unless they are there. `now` (UTC) is their as-of time.

    A folder made before there were hard cards, or people for the whole life of a card, gets those it has not.
    """
    people = list(cast(now=now).values())
    if store.person(people[-1].holder.number) is not None:
        return
    if store.person(people[0].holder.number) is None:
        if store.feed() is None:
            store.fill(SCOPE, outlet_people(now=now), at=now)
        return
    later = people[len(CAST) :]
    store.keep_people(tuple(person for person in later if store.person(person.holder.number) is None))

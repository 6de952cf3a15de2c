"""Where signing in meets the parts of a counter.

Refuses to open a store: it takes the counter's own.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from counter_app.kept_sign_in import KeptSignIns
from counter_app.second_person import Proving
from counter_app.signing_in import SigningIn

if TYPE_CHECKING:
    from counter_app.wiring import Counter


def proving(counter: Counter) -> Proving:
    """Proving who a second person is, at this counter."""
    return Proving(partial(signing_in, counter))


def signing_in(counter: Counter) -> SigningIn:
    """Signing in at this counter. Raises StoreTrouble."""
    from local_store.turns import sign_in_turn

    clock, turn = counter.onward, partial(sign_in_turn, counter.folder)
    return SigningIn(
        door=counter.platform(),
        secrets=counter.secrets,
        kept=KeptSignIns(counter.secrets, clock, turn),
        note=counter.store().note,
        clock=clock,
        place=(counter.settings["outlet"], counter.settings["window"]),
    )

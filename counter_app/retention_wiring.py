"""Where erasing what is past its time meets the parts of a counter: for the courier, and for the command.

Refuses to open a store: it takes the counter's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.retention import Retention

if TYPE_CHECKING:
    from counter_app.wiring import Counter


def retention(counter: Counter) -> Retention:
    """By the rules of today. Raises StoreTrouble."""
    return Retention(
        store=counter.store(),
        province=lambda: counter.rules().province,
        moment=counter.onward.now,
        place=(counter.settings["outlet"], counter.settings["window"]),
    )

"""Doors the window is handed that open when it asks: nothing behind them is imported before the first page is painted.

Refuses to open a store: it takes the counter's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.repair_wiring import Repairing
    from counter_app.wiring import Counter


def back_up(counter: Counter) -> object:
    """A backup where one is due. Raises BackupTrouble, StoreTrouble."""
    from counter_app.backup_wiring import make_if_due

    return make_if_due(counter)


def repairing(counter: Counter) -> Repairing:
    """Putting damaged data back to the last good backup."""
    from counter_app.repair_wiring import Repairing

    return Repairing(counter)

"""What the window is handed for the audit trail: doors that load what is behind them when they are opened.

Refuses to load anything before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from counter_app.domain.cells import Sheet
    from counter_app.domain.text import Text
    from counter_app.wiring import Counter


def verify_trail(counter: Counter) -> Sequence[Text]:
    """How the trail stands, in words. Raises StoreTrouble."""
    from counter_app.audit_wiring import chain_in_words

    return chain_in_words(counter)


def save_sheet(sheet: Sheet, path: Path) -> None:
    """A table as a file. Raises OSError."""
    from printing.sheets import save_sheet as save

    save(sheet, path)

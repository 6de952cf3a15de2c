"""Rows of label and value on a sheet: two side by side where both are short, in the order they were given.

Refuses to draw: it only says which belong together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counter_app.domain.receipt import Row
from printing.flow import Flow

_LONG_LABEL = 16  # characters; it takes a line of its own


def bands(flow: Flow, rows: Sequence[Row], size: float, *, room: float) -> Iterator[tuple[Row, ...]]:
    """One or two rows at a time; `room` is what the value of a short one has, in points."""
    waiting: Row | None = None
    for row in rows:
        short = flow.width(flow.say(row.value), size, bold=row.strong) <= room and len(row.label.zh) < _LONG_LABEL
        if waiting is not None and short:
            yield (waiting, row)
            waiting = None
            continue
        if waiting is not None:
            yield (waiting,)
        waiting = row if short else None
        if not short:
            yield (row,)
    if waiting is not None:
        yield (waiting,)

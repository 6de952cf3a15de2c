"""What the desk tells of a whole day: its end, and the cards taken back and cut. A part of `Desk`.

Refuses to be a desk of its own: rights are asked around its methods as around the others.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from counter_app.desk import day_ending
from counter_app.domain.day_end import DayEnd

if TYPE_CHECKING:
    from counter_app.desk.station import Station


class DayPart:
    """`Desk` is one by it."""

    _station: Station

    def day_end(self, day: date) -> DayEnd:
        """How that day at this window stands now. Raises BadInput for a day to come."""
        return day_ending.of_day(self._station, day)

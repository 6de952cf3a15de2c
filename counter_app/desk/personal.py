"""What the desk does about personal data itself: showing a number whole, a copy for the holder. A part of `Desk`.

Refuses to be a desk of its own: rights are asked around its methods as around the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.desk import data_copy, revealing
from counter_app.desk.keeping import record_of

if TYPE_CHECKING:
    from counter_app.desk.station import Station


class PersonalPart:
    """`Desk` is one by it."""

    _station: Station

    def reveal(self, visit_id: str, purpose: str) -> revealing.Revealed:
        """One whole number of the person of a visit, for a purpose; audited. Raises NotAllowed, BadInput, NotFound."""
        return revealing.reveal(self._station, record_of(self._station, visit_id), purpose)

    def data_copy_pdf(self, visit_id: str, *, seen: str = "") -> bytes:
        """What is kept here of the person of a visit, for that person, as PDF; audited. `seen`: as for the PIN. Raises
        NotEligible, PaperTrouble.
        """
        station = self._station
        return station.printer.pdf(data_copy.make(station, record_of(station, visit_id), way="file", seen=seen))

    def print_data_copy(self, visit_id: str, *, seen: str = "") -> str:
        """The same on paper; the job's id. Raises NotEligible, PaperTrouble."""
        station = self._station
        return station.printer.send(data_copy.make(station, record_of(station, visit_id), way="paper", seen=seen))

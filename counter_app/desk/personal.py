"""What the desk does about personal data itself: showing a number whole, a copy for the holder. A part of `Desk`.

Refuses to be a desk of its own: rights are asked around its methods as around the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.desk import paper_kinds, revealing
from counter_app.desk.keeping import record_of

if TYPE_CHECKING:
    from counter_app.desk.station import Station


class PersonalPart:
    """`Desk` is one by it."""

    _station: Station

    def reveal(self, visit_id: str, purpose: str) -> revealing.Revealed:
        """One whole number of the person of a visit, for a purpose; audited. Raises NotAllowed, BadInput, NotFound."""
        return revealing.reveal(self._station, record_of(self._station, visit_id), purpose)

    def document_pdf(self, key: str) -> bytes:
        """The paper that is made from an operation besides its receipt, as PDF, by the operation's id or the receipt's
        number; on record. Raises NotFound, NotEligible, PaperTrouble.
        """
        return paper_kinds.document(self._station, "data-copy", key, way="file").pdf

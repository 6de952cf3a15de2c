"""The desk's part about who is on duty at its window: coming, covering, handing over, going.

Refuses to ask for a password: whoever is brought here has proved who it is.
"""

from __future__ import annotations

from counter_app.clerks import ClerkSession
from counter_app.desk import at_window, carrying, finding, handing_over, results
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView, PersonView, Session, VisitView
from counter_app.desk.views_handing_over import HandOverView
from counter_app.ports import VisitRecord


class DutyPart:
    """What `Desk` can do about it. Every method may raise `Refused` or `StoreTrouble`."""

    _station: Station

    @property
    def session(self) -> Session | None:
        """Who is signed in, None for nobody."""
        return self._station.session

    def come(self, signed: ClerkSession) -> ClerkSession | None:
        """Whoever has signed in is on duty from now on; what the one before was signed in by, to be ended."""
        return at_window.come(self._station, at_window.proved(signed))

    def come_named(self, clerk: str) -> ClerkSession | None:
        """The same of a practice clerk without a password. Raises NotSignedIn, RealFolder."""
        return at_window.come(self._station, at_window.named(self._station, clerk))

    def still_signed_in(self) -> bool:
        """Whether the platform still holds whoever is on duty for signed in. Raises PlatformTrouble."""
        return at_window.still(self._station)

    def lock(self, why: str) -> None:
        """The window is covered; `why`: "asked", "idle" or "over". Raises NotSignedIn."""
        at_window.lock(self._station, why)

    def go(self) -> ClerkSession | None:
        """Sign out; what it was signed in by, to be ended at the platform."""
        return at_window.go(self._station)

    def resume(self) -> PersonView | VisitView | OutcomeView | None:
        """The visit of whoever is signed in that was open when the program stopped, at the step where it was."""
        station = self._station
        mine = next((one for one in station.visits() if one.clerk == station.clerk), None)
        return None if mine is None else _as_it_stands(station, mine)

    def left_open(self) -> HandOverView:
        """What others have left open at this window, their holders masked."""
        return handing_over.left(self._station)

    def accept(self, visit_id: str) -> PersonView | VisitView | OutcomeView:
        """Take a visit over that another clerk left open, at the step where it was. Raises NotFound."""
        handing_over.accept(self._station, visit_id)
        return _as_it_stands(self._station, carrying.record_of(self._station, visit_id))


def _as_it_stands(station: Station, record: VisitRecord) -> PersonView | VisitView | OutcomeView:
    if record.state == "recorded":
        return results.outcome(station, record)
    if record.state == "asking":
        return carrying.show(carrying.load(station, record))
    return finding.view(station, record)

"""One province of the life suite: a desk on a real store, and the practice platform over real HTTP.

Refuses to know procedures: they are found by walking the package, and answered by what they declare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from counter_app.desk import carrying
from counter_app.desk.desk import Desk
from counter_app.desk.station import Station
from counter_app.desk.views import Action, OutcomeView, PersonView, VisitView
from counter_app.domain.errors import NeedsSecond
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, Verdict, Work, WorkState
from counter_app.domain.province import Province
from counter_app.domain.secret import SecretDigits
from counter_app.ports import Store
from counter_app.provinces import load
from counter_app.wiring import Counter, SystemClock
from practice.platform.database import MAKING_FAILS, MAKING_SECONDS
from sync.client import HttpPlatform
from tests.parts import counter_folder
from tests.parts.answering import Pick, answered, first
from tests.parts.counting import working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.signing import signer
from tests.parts.whole_life import ask

GROWN_UP = (date(1935, 1, 1), date(2004, 1, 1))


class Land:
    """A counter of one province, its line, and the province's own side to look at and to change."""

    def __init__(self, folder: Path, counter: Counter, platform: Platform, pack: str, url: list[str]) -> None:
        self.folder, self.platform, self._url = folder, platform, url
        self._counter, self._pack = counter, pack
        self.line = HttpPlatform(lambda: self._url[0], version="1.1.0", signer=signer())
        self.store: Store = counter.store()
        self.courier = counter_folder.courier(folder, self.store, self.line)
        self.station = self.new_station()
        self.desk = Desk(self.station)
        self._setups: dict[str, str] = {}

    @property
    def province(self) -> Province:
        return self.station.province

    def new_station(self) -> Station:
        """The program started anew on the same store, clerk 0317 signed in."""
        place = self._counter.desk().place
        paper, printer = self._counter.paper(), self._counter.printer()
        station = Station(self.store, self.line, paper, printer, load(self._pack), place, SystemClock())
        Desk(station).sign_in("0317")
        return station

    # --- the line ----------------------------------------------------------------------------------------------------

    def cut(self) -> None:
        """No platform can be reached, and the counter has noticed."""
        self._url[0] = NOWHERE
        self.courier.pass_once()
        assert not self.station.online

    def mend(self) -> None:
        """The line stands again and everything that can go has gone."""
        self._url[0] = self.platform.url
        self.go_out()
        assert self.station.online

    def go_out(self) -> None:
        """Send until nothing more goes at once."""
        while self.courier.pass_once().more:
            pass

    # --- people ------------------------------------------------------------------------------------------------------

    def open_for(self, procedure: str, people: Callable[[], Person]) -> tuple[Person, PersonView]:
        """Somebody for whom `procedure` is lawful now, the visit open; every kind of people is tried."""
        known = self._setups.get(procedure)
        for name in (known,) if known else SETUPS:
            person = people()
            SETUPS[name](self, person)
            view = self.desk.refresh(self.desk.open_number(person.holder.number).visit_id)
            if self.action(view, procedure).lawful:
                self._setups[procedure] = name
                return person, view
            self.desk.end(view.visit_id)
        raise AssertionError(f"{procedure} is lawful for nobody in {self._pack}")

    @staticmethod
    def action(view: PersonView, procedure: str) -> Action:
        """The action of that procedure on the person page."""
        return next(a for a in view.actions if a.procedure == procedure)

    def send(self, operation: Operation) -> None:
        """Another counter does it: accepted by the platform."""
        (answer,) = self.line.send((operation,), on_hand_over=lambda: None)
        assert answer.verdict is Verdict.ACCEPTED, answer

    # --- carrying out ------------------------------------------------------------------------------------------------

    def carry(self, visit_id: str, procedure: str, *, pick: Pick = first) -> OutcomeView:
        """Begin it and answer every page until it is recorded; a second clerk agrees where the pack asks for one."""
        page = self.desk.begin(visit_id, procedure)
        for _ in range(2 * len(page.steps)):
            following = self.step(visit_id, page, pick=pick)
            if isinstance(following, OutcomeView):
                return following
            page = following
        raise AssertionError(f"{procedure} never ends: {page.question.zh} {page.missing}")

    def step(self, visit_id: str, page: VisitView, *, pick: Pick = first) -> VisitView | OutcomeView:
        """Answer one page, and on."""
        visit = answered(carrying.load(self.station, carrying.record_of(self.station, visit_id)), pick)
        for _ in range(2):  # an answer may bring another question on the same page
            named = {one.field.name for one in page.fields}
            page = self.desk.answer(visit_id, {name: value for name, value in visit.typed.items() if name in named})
        try:
            return self.desk.forward(visit_id)
        except NeedsSecond:
            assert self.desk.second_again(visit_id).why
            self.desk.agree(visit_id, "0318", SecretDigits(bytearray(b"180318")))
            return self.desk.forward(visit_id)


def grown_up(people: Sequence[Person]) -> list[Person]:
    """Those who act for themselves."""
    return [p for p in people if p.holder.birth_date and GROWN_UP[0] <= p.holder.birth_date <= GROWN_UP[1]]


def work_is_open(work: Work) -> bool:
    """Nobody has answered for all of it."""
    return work.state in (WorkState.WAITING, WorkState.IN_FLIGHT)


def _well(_land: Land, _person: Person) -> None:
    """Both halves in order."""


def _temporary(land: Land, person: Person) -> None:
    land.send(ask(person, "temporary-loss"))


def _formal(land: Land, person: Person) -> None:
    land.send(ask(person, "formal-loss"))


def _closed(land: Land, person: Person) -> None:
    assert person.card is not None
    land.platform.change("UPDATE account SET state = 'closed' WHERE card = ?", person.card.number)


def _no_card(land: Land, person: Person) -> None:
    for card in person.cards:
        land.platform.change("DELETE FROM account WHERE card = ?", card.number)
        land.platform.change("DELETE FROM card WHERE number = ?", card.number)


def _ready(land: Land, person: Person) -> None:
    _no_card(land, person)
    land.send(ask(person, "application"))


def _failed(land: Land, person: Person) -> None:
    _no_card(land, person)
    land.platform.switch(MAKING_FAILS, person.holder.number)
    land.send(ask(person, "application"))
    land.line.person_by_number(person.holder.number)  # somebody looks, so its making ends
    land.platform.switch(MAKING_FAILS, "never")


SETUPS: dict[str, Callable[[Land, Person], None]] = {
    "well": _well,
    "temporary": _temporary,
    "formal": _formal,
    "closed": _closed,
    "no-card": _no_card,
    "ready": _ready,
    "failed": _failed,
}


@contextmanager
def opened(folder: Path, platform: Platform, pack: str) -> Iterator[Land]:
    """A land on a folder of its own."""
    platform.switch(MAKING_SECONDS, "0")
    platform.switch(MAKING_FAILS, "never")
    url = [platform.url]
    with working(folder, f"platform.url={platform.url}") as counter:
        land = Land(folder, counter, platform, pack, url)
        land.mend()
        yield land
        land.line.close()

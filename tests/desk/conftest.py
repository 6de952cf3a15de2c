"""A desk on a real store and the practice platform in another process."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView
from counter_app.domain.holder import Person
from counter_app.provinces import load
from counter_app.wiring import Counter, SystemClock
from readers.desk_pin import DeskPin
from readers.key_pad import Features
from tests.desk.at_pin import AtDesk
from tests.desk.province import new_platform, province
from tests.parts.counting import working
from tests.parts.practice_folder import _people, folder, made_folder, platform, roles, somebody, stranger
from tests.parts.practice_platform import Platform
from tests.readers.key_pad_reader import KeyPadReader
from tests.readers.pin_desk import InHand, Module, Reader, card_for
from tests.ui.counter_window import chip_of

__all__ = ["_people", "folder", "made_folder", "new_platform", "platform", "province", "roles", "somebody", "stranger"]


class Office:
    """Desks on one folder; each `open` is the program started anew. `url` may be changed: the line."""

    def __init__(self, folder: Path, url: str, stack: ExitStack) -> None:
        self.folder, self.url, self._stack = folder, url, stack

    def open(self, *, seat: str = "window", url: str = "") -> tuple[Counter, Desk]:
        """A wired counter and its desk, clerk 0317 signed in, the line as the courier found it."""
        counter = self._stack.enter_context(working(self.folder, f"platform.url={url or self.url}"))
        counter.courier().pass_once()
        desk = counter.desk(seat=seat)
        desk.sign_in("0317")
        return counter, desk

    def stand(self, *, seat: str = "window", url: str = "") -> Station:
        """The station behind such a desk, with a clerk: for what no desk tells."""
        counter, desk = self.open(url=url)
        ports = counter.store(), counter.platform(), counter.paper(), counter.printer()
        station = Station(*ports, load("hunan"), desk.place, SystemClock(), seat=seat)
        station.session = desk.clerks()[0]
        return station


@pytest.fixture
def office(folder: Path, platform: Platform) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(folder, platform.url, stack)


@pytest.fixture
def make(folder: Path, office: Office) -> Iterator[Callable[..., AtDesk]]:
    """A desk with a card; `pairs` are settings, `pressed` gives the reader a key pad of the kind `keys`."""
    with ExitStack() as stack:

        def made(
            person: Person,
            *pairs: str,
            pressed: tuple[str, ...] | None = None,
            keys: type[KeyPadReader] = KeyPadReader,
            **more: object,
        ) -> AtDesk:
            card = dataclasses.replace(card_for(chip_of(person)), **more)  # type: ignore[arg-type]
            line = InHand(card) if pressed is None else keys(card, *pressed)
            known = Features({6: 0x42330006, 7: 0x42330007}) if pressed is not None else None
            pin = DeskPin(Reader(line, known), authority=Module())
            counter = stack.enter_context(working(folder, f"platform.url={office.url}", *pairs))
            counter.courier().pass_once()
            desk = counter.desk(pin=lambda: pin)
            desk.sign_in("0317")
            return AtDesk(counter, desk, person, line)

        yield made


@pytest.fixture
def station(office: Office) -> Station:
    return office.stand()


@pytest.fixture
def desk(station: Station) -> Desk:
    return Desk(station)


@pytest.fixture
def number(desk: Desk, somebody: Callable[..., Person]) -> str:
    """The number of a receipt."""
    visit = desk.open_number(somebody().holder.number).visit_id
    desk.begin(visit, "temporary-loss")
    desk.answer(visit, {"scope": "both"})
    while not isinstance(done := desk.forward(visit), OutcomeView):
        pass
    return done.receipt.number

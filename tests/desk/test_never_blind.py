"""What must not be done without the platform is not done on what was heard half a minute ago: it is greeted right
before it is begun and before it is submitted, and only then.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.errors import ForbiddenOffline
from counter_app.domain.holder import Person
from counter_app.ports import Line, LineKind
from counter_app.provinces import load
from counter_app.wiring import Counter
from sync.client import HttpPlatform
from tests.desk.conftest import Office
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.seen import SEEN
from tests.parts.signing import signer
from tests.parts.whole_life import ask

PATIENT = 60.0  # seconds the line itself would wait


class Greeted(HttpPlatform):
    """The way to the platform, which counts how often it was greeted; `to` may be changed: the line."""

    def __init__(self, url: str) -> None:
        super().__init__(lambda: self.to, version="1.1.0", timeout=PATIENT, signer=signer())
        self.to, self.times = url, 0

    def greet(self, *, within: float | None = None) -> datetime:
        self.times += 1
        return super().greet(within=within)


class Held:
    """A clock that goes on when the test says so: how slow the machine is changes nothing."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC)

    def now(self) -> datetime:
        return self.moment


class Window:
    """A desk whose line and whose watch the test holds."""

    def __init__(self, counter: Counter, platform: Platform) -> None:
        self.line, self.clock, self.store = Greeted(platform.url), Held(), counter.store()
        place = counter.desk().place
        paper, printer = counter.paper(), counter.printer()
        self.station = Station(self.store, self.line, paper, printer, load("hunan"), place, self.clock)
        self.desk = Desk(self.station)
        self.desk.sign_in("0317")

    def lost(self, person: Person, kind: str) -> str:
        """The visit of somebody whose card is reported lost."""
        self.line.send((ask(person, kind),), on_hand_over=lambda: None)
        return self.desk.refresh(self.desk.open_number(person.holder.number).visit_id).visit_id


@pytest.fixture
def window(office: Office, platform: Platform) -> Iterator[Window]:
    counter, _desk = office.open()
    made = Window(counter, platform)
    yield made
    made.line.close()


@pytest.fixture
def silent() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_platform_that_went_silent_is_noticed_before_anything_is_submitted(
    window: Window, silent: str, platform: Platform, somebody: Callable[[], Person]
) -> None:
    """Told within the few seconds allowed, the line is known to be gone, page and answers stay and go on later."""
    desk, person = window.desk, somebody()
    visit = window.lost(person, "temporary-loss")
    desk.begin(visit, "release")
    page = desk.answer(visit, SEEN)
    assert window.line.times == 1
    window.clock.moment += timedelta(seconds=10)
    window.line.to = silent
    begun = time.monotonic()
    with pytest.raises(ForbiddenOffline) as told:
        desk.forward(visit)
    assert time.monotonic() - begun < PATIENT / 2, "its own patience, not that of the line"
    assert told.value.what_next.zh
    assert desk.line().kind is LineKind.NO_PLATFORM
    assert window.store.works_of(person.holder.number) == ()
    assert desk.visit(visit).fields == page.fields
    with pytest.raises(ForbiddenOffline):  # known by now: nobody waits for it again
        desk.forward(visit)
    assert window.line.times == 2
    window.line.to = platform.url
    window.store.keep_line(Line(LineKind.ONLINE, window.clock.now()))
    assert isinstance(desk.forward(visit), OutcomeView)
    (work,) = window.store.works_of(person.holder.number)
    assert work.operation.procedure == "release"


def test_a_line_that_is_gone_is_noticed_before_the_clerk_begins(window: Window, somebody: Callable[[], Person]) -> None:
    visit = window.lost(somebody(), "temporary-loss")
    assert next(a for a in window.desk.person(visit).actions if a.procedure == "release").lawful
    window.line.to = NOWHERE
    with pytest.raises(ForbiddenOffline):
        window.desk.begin(visit, "release")
    greyed = next(a for a in window.desk.person(visit).actions if a.procedure == "release")
    assert greyed.refused == ForbiddenOffline().message


def test_begun_and_submitted_at_once_is_one_greeting_and_what_is_kept_offline_is_none(
    window: Window, somebody: Callable[[], Person]
) -> None:
    desk = window.desk
    visit = window.lost(somebody(), "temporary-loss")
    page = desk.begin(visit, "formal-loss")
    assert isinstance(page, VisitView)
    desk.back(visit)
    assert window.line.times == 0
    desk.begin(visit, "release")
    desk.answer(visit, SEEN)
    assert isinstance(desk.forward(visit), OutcomeView)
    assert window.line.times == 1


def test_a_finished_card_is_handed_over_after_asking_unless_it_may_be_without_a_line(
    window: Window, somebody: Callable[[], Person], platform: Platform
) -> None:
    """Nothing of the pack says never here: the procedure itself refuses without a line, and so it is asked."""
    person = somebody()
    assert person.card is not None
    platform.change("UPDATE card SET state = '0' WHERE number = ?", person.card.number)
    visit = window.desk.refresh(window.desk.open_number(person.holder.number).visit_id).visit_id
    window.line.to = NOWHERE
    with pytest.raises(ForbiddenOffline):
        window.desk.begin(visit, "activation")
    assert window.line.times == 1

"""One practice platform for all tests here; each test takes people nobody else has touched."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.identity import person_kind
from counter_app.domain.operation import Operation, new_operation_id
from counter_app.domain.province import PersonKind
from counter_app.ports import Store
from practice.population import SEPARATE_BANKS, residents
from sync.client import HttpPlatform
from tests.parts import counter_folder, practice_platform, proxy
from tests.parts.signing import signer

TAKEN = count(1)


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[practice_platform.Platform]:
    """The practice platform in another process."""
    with practice_platform.running(tmp_path_factory.mktemp("platform") / "platform.db") as running:
        yield running


@pytest.fixture
def between(platform: practice_platform.Platform) -> Iterator[proxy.Proxy]:
    """A proxy in front of the platform."""
    with proxy.proxy(platform.port) as standing:
        yield standing


@pytest.fixture
def client(between: proxy.Proxy) -> Iterator[HttpPlatform]:
    """A client that goes through the proxy."""
    with closing_client(between.url) as made:
        yield made


class closing_client(HttpPlatform):  # noqa: N801 - used like a function
    """A client of an address that closes itself."""

    def __init__(self, url: str, *, timeout: float = 5.0, ca: Path | None = None) -> None:
        super().__init__(lambda: url, timeout=timeout, ca=ca, version="1.0.0", signer=signer())

    def __enter__(self) -> "closing_client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A real, encrypted store, in the folder `counter`."""
    with counter_folder.open_store(tmp_path / "counter") as opened:
        yield opened


@pytest.fixture
def clock() -> counter_folder.SetClock:
    """The machine's clock, moved by a test."""
    return counter_folder.SetClock()


@pytest.fixture(scope="session")
def well_people() -> tuple[Person, ...]:
    """Grown-ups of the platform outside the cast: one card, both halves normal, a joint bank."""
    people = (resident.person for resident in residents(now=datetime.now(UTC)))
    return tuple(person for person in people if _well(person) and int(person.holder.mobile or 0) > 13900000999)


@pytest.fixture
def somebody(well_people: tuple[Person, ...]) -> Callable[[], Person]:
    """Another person nobody has touched, at each call."""
    return lambda: well_people[next(TAKEN)]


@pytest.fixture
def loss(somebody: Callable[[], Person]) -> Callable[..., Operation]:
    """A temporary loss report for somebody, as the counter makes it."""

    def make(person: Person | None = None) -> Operation:
        return temporary_loss(person or somebody())

    return make


def temporary_loss(person: Person) -> Operation:
    """A temporary loss of both halves, by number and name only."""
    return Operation(
        id=new_operation_id(),
        procedure="temporary-loss",
        holder_number=person.holder.number,
        holder_name=person.holder.name,
        card_number=None,
        changes={Half.SSC: CardState.TEMPORARY_LOSS.value, Half.BANK: BankState.TEMPORARY_LOSS.value},
        facts={"scope": "both", "days": "7"},
        accepted_at=datetime.now(UTC),
        clerk="0317",
        outlet="439901",
        window="01",
        province="hunan",
        pack="2026.3",
        basis=("湖南省条例第八条（草案）",),
        urgent=True,
    )


def _well(person: Person) -> bool:
    if person_kind(person.holder, today=datetime.now(UTC).date()) is PersonKind.MINOR:
        return False
    card = person.cards[0] if len(person.cards) == 1 else None
    if card is None or card.bank is None or card.bank.bank in SEPARATE_BANKS:
        return False
    return card.state is CardState.NORMAL and card.bank.state is BankState.NORMAL

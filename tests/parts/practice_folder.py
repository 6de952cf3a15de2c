"""Fixtures of a working practice counter: a data folder, a platform in another process, people nobody else has
touched.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState
from counter_app.domain.holder import Person
from counter_app.domain.identity import person_kind
from counter_app.domain.province import PersonKind
from counter_app.wiring import open_counter
from practice.cast import CAST
from practice.population import AT_OUTLET, SEPARATE_BANKS, cast, residents
from tests.parts import practice_platform
from tests.parts.command import Command

_TAKEN = count()
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[practice_platform.Platform]:
    """The practice platform in another process."""
    with practice_platform.running(tmp_path_factory.mktemp("platform") / "platform.db") as running:
        yield running


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice folder as the first command makes it, to be copied."""
    folder = tmp_path_factory.mktemp("made") / "data"
    counter = open_counter(folder, [])
    counter.store()
    counter.close()
    return folder


@pytest.fixture
def folder(made_folder: Path, tmp_path: Path) -> Path:
    """A practice folder of this test's own."""
    return shutil.copytree(made_folder, tmp_path / "data")


@pytest.fixture
def counter(folder: Path, platform: practice_platform.Platform) -> Command:
    """The command on that folder, with the platform of these tests."""
    return Command(folder, (f"platform.url={platform.url}",))


@pytest.fixture
def inside(counter: Command) -> Command:
    """The same without a process of its own."""
    return replace(counter, inside=True)


@pytest.fixture(scope="session")
def roles() -> dict[str, Person]:
    """The cast of the practice province by role. Their cards are everybody's: look, or use a platform of your own."""
    return cast(now=datetime.now(UTC))


@pytest.fixture(scope="session")
def _people() -> tuple[list[Person], list[Person]]:
    everybody = [resident.person for resident in residents(now=datetime.now(UTC))]
    crowd = everybody[len(CAST) : AT_OUTLET]
    return [p for p in crowd if _well(p)], [p for p in everybody[AT_OUTLET:] if _well(p)]


@pytest.fixture
def somebody(_people: tuple[list[Person], list[Person]]) -> Callable[[], Person]:
    """Another person of the outlet at each call: both halves well, a joint bank, nobody who needs a guardian."""
    return lambda: _people[0][next(_TAKEN)]


@pytest.fixture
def stranger(_people: tuple[list[Person], list[Person]]) -> Callable[[], Person]:
    """Another such person whom the platform knows and this outlet does not."""
    return lambda: _people[1][next(_TAKEN)]


def _well(person: Person) -> bool:
    card = person.cards[0] if len(person.cards) == 1 else None
    if card is None or card.bank is None or card.bank.bank in SEPARATE_BANKS:
        return False
    if person_kind(person.holder, today=datetime.now(UTC).date()) is PersonKind.MINOR:
        return False
    return card.state is CardState.NORMAL and card.bank.state is BankState.NORMAL

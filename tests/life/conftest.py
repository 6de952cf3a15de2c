"""One land for each province and one platform for the session; people nobody else has touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from tests.life.land import Land, grown_up, opened
from tests.parts.practice_folder import _people, made_folder, platform
from tests.parts.practice_platform import Platform

__all__ = ["_people", "made_folder", "platform"]


@pytest.fixture(scope="session")
def lands(
    made_folder: Path, platform: Platform, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Land]]:
    """The land of a pack, opened when it is first asked for."""
    kept: dict[str, Land] = {}
    with ExitStack() as stack:

        def land(pack: str) -> Land:
            if pack not in kept:
                folder = shutil.copytree(made_folder, tmp_path_factory.mktemp(pack) / "data")
                kept[pack] = stack.enter_context(opened(folder, platform, pack))
            return kept[pack]

        yield land


@pytest.fixture(scope="session")
def people(_people: tuple[list[Person], list[Person]]) -> Callable[[], Person]:
    """Another grown-up of the province at each call: both halves well, a joint bank."""
    everybody, taken = grown_up([*_people[0], *_people[1]]), count()
    return lambda: everybody[next(taken)]

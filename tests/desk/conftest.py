"""A desk on a real store and the practice platform in another process."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from counter_app.desk.desk import Desk
from counter_app.wiring import Counter
from tests.parts.counting import working
from tests.parts.practice_folder import _people, folder, made_folder, platform, roles, somebody, stranger
from tests.parts.practice_platform import Platform

__all__ = ["_people", "folder", "made_folder", "platform", "roles", "somebody", "stranger"]


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


@pytest.fixture
def office(folder: Path, platform: Platform) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(folder, platform.url, stack)

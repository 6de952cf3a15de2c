"""What every journey stands on: a fresh counter, a platform in another process, the virtual reader, screen and
buses."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.clerk import Clerk, at_window
from tests.parts import practice_platform
from tests.parts.command import Command
from tests.parts.pcscd import VirtualReader
from tests.parts.practice_folder import _people, made_folder, roles, somebody, stranger

__all__ = ["_people", "made_folder", "roles", "somebody", "stranger"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One counter and its surroundings. `platform` is the one it was set up with; its port is kept when it comes
    back."""

    env: dict[str, str]
    folder: Path
    platform: practice_platform.Platform
    reader: VirtualReader

    @property
    def sets(self) -> tuple[str, ...]:
        return (f"platform.url={self.platform.url}",)

    def window(self, *sets: str, heartbeat: Path | None = None) -> AbstractContextManager[Clerk]:
        """Open the window on it; `sets` come after the stage's own."""
        return at_window(self.env, self.folder, *self.sets, *sets, heartbeat=heartbeat)

    def command(self, *sets: str) -> Command:
        """`counter` on the same folder and with the same settings."""
        return Command(self.folder, (*self.sets, *sets), cold=True)

    def stop_platform(self) -> None:
        """The platform goes down and its port is shut."""
        self.platform.process.terminate()
        self.platform.process.wait(10)

    def platform_back(self) -> AbstractContextManager[practice_platform.Platform]:
        """It comes back on the same port with the same database."""
        return practice_platform.running(self.platform.database, port=self.platform.port)

    def outbox(self) -> list[dict[str, str]]:
        """Every operation recorded here, as the command tells it."""
        operations: list[dict[str, str]] = self.command()("outbox").json["operations"]
        return operations

    def states(self, number: str) -> tuple[str, str]:
        """Both halves of a holder's newest card, as the platform's own database has them."""
        query = """SELECT card.state, account.state FROM card JOIN account ON account.card = card.number
            WHERE card.holder = ? ORDER BY card.place DESC LIMIT 1"""
        ssc, bank = self.platform.rows(query, number)[0]
        return str(ssc), str(bank)


@pytest.fixture
def stage(
    window_env: dict[str, str], made_folder: Path, tmp_path: Path, virtual_reader: VirtualReader
) -> Iterator[Stage]:
    """A counter whose parts all stand outside the window: `counter doctor` says so, or the journey does not begin."""
    with practice_platform.running(tmp_path / "platform.db") as platform:
        made = Stage(window_env, tmp_path / "data", platform, virtual_reader)
        parts = made.command()("doctor").json["parts"]
        wrong = [p for p in parts if p["in_process"] or p["state"] == "trouble"]
        assert not wrong, wrong
        assert {"platform", "card_reader", "store"} <= {p["part"] for p in parts if p["state"] == "ok"}
        yield made

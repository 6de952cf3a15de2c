"""What tests of signing in share: secrets in memory, a clock that is put on, a cheap verifier, a practice clerk."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from argon2 import Parameters
from argon2.low_level import Type

from counter_app.clerks import Clerk, Role, SignedIn
from counter_app.domain.text import Text
from counter_app.kept_sign_in import KeptSignIns, NoticingClock

CHEAP = Parameters(Type.ID, 19, 16, 32, 1, 64, 1)
"""For tests that make many verifiers; the program itself never takes less than its own choice."""
BEGUN = datetime(2026, 11, 21, 8, tzinfo=UTC)
CLERK = Clerk("0317", "张敏", (Role.CLERK,), ("439901",))


@dataclass
class InMemory:
    """The `Secrets` port for one test."""

    kept: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, value: str) -> None:
        self.kept[name] = value

    def describe(self) -> Text:
        return Text("测试", "test")


@dataclass
class Watch:
    """A clock that goes when it is told to, also back."""

    at: datetime = BEGUN

    def now(self) -> datetime:
        return self.at

    def set_back(self) -> timedelta:
        """It notices nothing."""
        return timedelta(0)

    def later(self, span: timedelta) -> None:
        self.at += span


def granted(*, days: int = 7, token: str = "t" * 43) -> SignedIn:
    """The platform's good answer."""
    return SignedIn(CLERK, token, timedelta(hours=8), days)


def kept_in(secrets: InMemory, clock: NoticingClock) -> KeptSignIns:
    """What a counter keeps, over those secrets; one made anew is the same counter started again."""
    return KeptSignIns(lambda: secrets, clock, nullcontext, CHEAP)

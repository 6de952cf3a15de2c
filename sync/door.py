"""What the platform's doors have in common: one way to ask it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.enrolment import CounterKey

Hear = Callable[[int, Mapping[str, str]], bool]
"""Is told status and headers of an answer; True where that is all that was asked for, and its body does not matter."""


class Door(ABC):
    """A part of what `sync.client.HttpPlatform` does, in a file of its own."""

    @abstractmethod
    def _ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        on_hand_over: Callable[[], None] = lambda: None,
        seconds: float | None = None,
        said_no: Mapping[int, Callable[[bytes], Exception]] = MappingProxyType({}),
        media_type: str = "application/json",
        key: CounterKey | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
        hear: Hear | None = None,
    ) -> bytes: ...

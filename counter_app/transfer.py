"""Work that is carried by hand where there is no line: what store and platform do about it.

Parts of the ports `Store` and `Platform`. Refuses to know what a file looks like: see `domain.sealed_file`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from counter_app.domain.operation import Answer, AuditEntry, OperationId, Work
from counter_app.domain.photo import Picture
from counter_app.domain.transfer_key import PlatformKeys, ToldKey


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What goes into one file: `works` in sending order, the pictures they name by digest; `left`: how many unanswered
    ones are not in it (behind refused work, over what a file holds, or their picture is gone).
    """

    serial: int
    works: tuple[Work, ...]
    pictures: Mapping[str, Picture]
    left: int


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of a file at the platform: how many of its operations were accepted, refused, put off, or `left`
    alone behind one of those; of those decided, `known` before. `answers`: a file for the counter it came from.
    """

    accepted: int
    refused: int
    put_off: int
    left: int
    known: int
    answers: bytes


class TransferStore(Protocol):
    """Files of work that left this counter. Raises StoreTrouble."""

    def take_out(
        self, at: datetime, *, most: int, most_bytes: int, audit: Callable[[int, int], AuditEntry]
    ) -> TakenOut:
        """Hand over all that will go without a clerk, `most` operations and `most_bytes` of pictures at most, under the
        next serial number: in flight and audited (`audit` is told serial and count) in one transaction, before a byte
        of it leaves. Raises NothingToTransfer, which changes nothing.
        """
        ...

    def would_leave(self, *, most: int, most_bytes: int) -> tuple[tuple[Work, ...], int, int]:
        """What `take_out` would take now, how many pictures with it, and how many unanswered ones it would leave."""
        ...

    def take_answers(self, answers: Sequence[tuple[Answer, AuditEntry]], *, serial: int) -> frozenset[OperationId]:
        """`AnswerStore.apply_all` for the answers (a few hundred) to the file of that number, but for work that was
        opened again after that file had left: which those are. The platform may hold nothing of them any more.
        """
        ...

    def platform_keys(self) -> PlatformKeys | None:
        """As they were kept last; None where they never were."""
        ...

    def keep_platform_keys(self, keys: PlatformKeys) -> None: ...


class TransferDoor(Protocol):
    """Where files are handed in. Raises what every method of `Platform` raises."""

    def transfer_key(self) -> ToldKey:
        """The key a file is sealed for."""
        ...

    def hand_in(self, file: bytes) -> HandedIn:
        """Hand in a whole file; again is harmless. Raises TransferTurnedDown besides."""
        ...

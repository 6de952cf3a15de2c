"""Signed codes of papers as the store keeps them, and the keys they are checked with: a part of the port `Store`.

Refuses to change a code that stands: of two that are made at once one is kept, and both makers get that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from counter_app.domain.receipt_code import Standing

if TYPE_CHECKING:
    from counter_app.enrolment import CounterKey


@dataclass(frozen=True, slots=True)
class Recorded:
    """A paper of this store, as a code speaks of it. `words`: first 16 bytes of the SM3 of its words, hex. `void`: now.
    `given_here`: False for a notice that another window gave.
    """

    number: str
    issued_at: datetime
    standing: Standing
    kind: str
    words: str
    void: bool = False
    given_here: bool = True


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A counter's key as the platform has enrolled it: 64 bytes, for one window, from and until when (UTC), and when it
    was revoked, None where it was not. `own`: one that has signed here, whatever the platform has told.
    """

    public: bytes
    outlet: str
    window: str
    since: datetime | None = None
    until: datetime | None = None
    revoked_at: datetime | None = None
    own: bool = False


KnownKeys = Mapping[str, KnownKey]
"""By name of the key (`signature.name_of`)."""


class CodeKeys(Protocol):
    """The keys papers are signed and checked with. Asks nobody outside this machine."""

    def own(self) -> CounterKey | None:
        """The key this counter signs with now, None where it was never enrolled. Raises NotEnrolled for one that holds
        no longer, StoreTrouble for one that cannot be read.
        """
        ...

    def known(self) -> KnownKeys:
        """Those of all counters, as the platform told last. Raises StoreTrouble."""
        ...


class CodeStore(Protocol):
    """Raises StoreTrouble."""

    def recorded(self, key: str) -> Recorded | None:
        """The paper of that number, or the receipt of that operation; None where there is none or its words were
        erased.
        """
        ...

    def receipt_code(self, number: str) -> str:
        """The code that was made for it, "" where none was."""
        ...

    def keep_code(self, number: str, text: str, *, public: bytes, at: datetime) -> str:
        """Keep it unless one stands; the one that stands. `public`: the key that signed it."""
        ...

    def code_keys(self) -> tuple[tuple[bytes, str], ...]:
        """The keys that have signed here, each once, with one of the codes it signed: that names its window, which this
        one may have been before it was renumbered.
        """
        ...

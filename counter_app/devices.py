"""Devices of the desk beside those of `counter_app.ports`: identity card reader, the card's PIN, security module.

Same rules: small Protocols, adapters raise `counter_app.domain` errors only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from counter_app.domain.card import CardIdentity, PinState
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text


class IdEventKind(StrEnum):
    """What the reader tells. READ brings the document, UNREAD says why there is none, GONE: it left the field."""

    READER = "reader"
    NO_READER = "no_reader"
    READ = "read"
    UNREAD = "unread"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class IdEvent:
    """One event; `document` with READ, `trouble` with NO_READER and UNREAD."""

    kind: IdEventKind
    reader: str = ""
    document: IdentityDocument | None = None
    trouble: CardTrouble | None = None


class IdReader(Protocol):
    """The resident identity card reader (SAM-V)."""

    def read(self) -> IdentityDocument:
        """The document that lies there. Raises CardTrouble, NoCard where none does."""
        ...

    def watch(self, tell: Callable[[IdEvent], None]) -> None:
        """Start telling (from a thread of its own) how things stand and every document that is laid on."""
        ...

    def stop(self) -> None: ...

    def describe(self) -> Text:
        """What this reader is, for doctor."""
        ...


class CardPin(Protocol):
    """The PIN of the card on the reader. Every method first makes sure that it is the card `expected`: WrongPerson.

    `None` for a PIN: the holder enters it on the reader's own key pad. Raises PinWrong, PinBlocked, PinCancelled,
    PinTimedOut, PinBadLength, PinsDiffer, PinStillInitial, PinUnsettled, NoKeyPad, NeedsAuthentication and CardTrouble.
    """

    @property
    def has_key_pad(self) -> bool:
        """Whether the reader takes the PIN on keys of its own."""
        ...

    @property
    def resets_on_keys(self) -> bool:
        """Whether the new PIN of a reset is entered on those keys too (the maker's driver)."""
        ...

    def state(self, expected: CardIdentity) -> PinState:
        """Tries left; costs the holder none."""
        ...

    def verify(self, expected: CardIdentity, pin: SecretDigits | None = None) -> None: ...

    def change(
        self, expected: CardIdentity, old: SecretDigits | None = None, new: SecretDigits | None = None
    ) -> None: ...

    def reset(self, expected: CardIdentity, new: SecretDigits | None = None) -> None:
        """A new PIN without the old one, under a key of the PSAM, the platform or the driver (RELOAD PIN)."""
        ...

    def unblock(self, expected: CardIdentity) -> None:
        """Give the tries back, the PIN stays, under such a key."""
        ...

    def stop_waiting(self) -> None:
        """Whoever waits in one of these methods waits no longer: it raises PinGivenUp, or PinCalledOff when no PIN
        command had gone out. From any thread, returns at once; nothing where nobody waits.
        """
        ...

    def when_late(self, tell: Callable[[CardTrouble | None], None]) -> None:
        """Right after PinUnsettled: `tell` once if what was given up ends after all, in a thread of its own; with None
        when the card took it, else with what it said.
        """
        ...


@dataclass(frozen=True, slots=True)
class Challenge:
    """Step one of the two-step way: what the platform's security module needs to compute a cryptogram for this card.

    `purpose`: "read", "pin-reset", "pin-unblock". All values but `algorithm` ("des", "ssf33", "sm4") and `data` are
    hex. `data`: what a message authentication code is to be made over, empty for external authentication. For
    "pin-reset" the new PIN stands in it: the caller's own bytes, which it overwrites afterwards, so nobody keeps a
    challenge.
    """

    purpose: str
    algorithm: str
    card_identifier: str
    history: str
    random: str
    key: str
    data: bytes | bytearray = field(default=b"", repr=False)


class SecurityModule(Protocol):
    """The hardware security module behind the platform (加密机). Online only."""

    def cryptogram(self, challenge: Challenge, *, within: float = math.inf) -> bytes:
        """Step two: 16 bytes (cipher 8, factor 8) for external authentication, 4 bytes for a MAC.

        `within`: seconds it may take; where the module itself allows fewer, those. Raises NoNetwork, NoPlatform,
        NotNow, TooOld, and AuthenticationRefused when it says no.
        """
        ...

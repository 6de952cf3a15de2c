"""The two- and three-step way of the maker's driver: it says what is to be computed, the platform's security module
computes it, the driver carries it to the card (LD/T 6001.5, the functions with `_HSM_Step`).

Holds no key and computes nothing. Refuses to hand a cryptogram in twice: a card counts wrong ones. What the steps hand
over is known from public code only (`docs/driver.md` says which fields are read how).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from counter_app.devices import Challenge, SecurityModule
from counter_app.domain.chip_errors import AuthenticationRefused, NoWayToAuthenticate
from counter_app.domain.errors import PlatformTrouble
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from readers.driver.answers import Basics, Step, last_eight
from readers.driver.codes import WAY

CRYPTOGRAM, CODE = 16, 4  # bytes: cipher and factor of external authentication; a message authentication code
AUTHENTICATE = "read"  # the one purpose of external authentication, whatever it opens the card for
PURPOSES = {"iReloadPIN": "pin-reset", "iUnblockPIN": "pin-unblock"}


@dataclass(frozen=True, slots=True)
class Platform:
    """The security module, None where this counter has no way to one. `key`: of the card, where a step names none."""

    module: SecurityModule | None
    key: str

    def cryptogram(self, step: Step, *, card: Basics | None = None, within: float = math.inf) -> bytes:
        """Cipher and factor for external authentication, as hex for the next step. Raises NoWayToAuthenticate,
        AuthenticationRefused.
        """
        challenge = _challenge(step, AUTHENTICATE, self.key, card)
        return self._ask(challenge, CRYPTOGRAM, within=within).hex().upper().encode("ascii")

    def code(self, step: Step, *, purpose: str, card: Basics) -> bytes:
        """The code over the command of a PIN reset or an unblocking, as hex for the third step; after SM4 with the head
        of the command before it. The new PIN in `step` is overwritten. Raises as `cryptogram`.
        """
        command = command_of(step)
        try:
            code = self._ask(_challenge(step, purpose, self.key, card, data=command), CODE).hex().upper()
        finally:
            command[:] = bytes(len(command))
            step.digits[:] = bytes(len(step.digits))
        return f"{step.header if step.algorithm == 'sm4' else ''}{code}".encode("ascii")

    def _ask(self, challenge: Challenge, length: int, *, within: float = math.inf) -> bytes:
        if self.module is None:
            raise NoWayToAuthenticate
        try:
            answer = self.module.cryptogram(challenge, within=within)
        except PlatformTrouble as error:
            raise NoWayToAuthenticate from error
        if len(answer) != length:
            raise AuthenticationRefused(
                way=WAY, why=Text("平台给的密文长度不对", "the platform's cryptogram has the wrong length")
            )
        return answer


def command_of(step: Step) -> bytearray:
    """What a code is made over: head of the command and the new PIN, two digits a byte, an odd one padded with F. The
    caller overwrites it.
    """
    command = bytearray.fromhex(step.header)
    if step.digits:
        with SecretDigits(bytearray(step.digits)) as digits:
            packed = digits.packed()
        start = len(command)
        command.extend(bytes(len(packed)))
        command[start:] = packed
        packed[:] = bytes(len(packed))
    return command


def _challenge(step: Step, purpose: str, key: str, card: Basics | None, *, data: bytes | bytearray = b"") -> Challenge:
    return Challenge(
        purpose=purpose,
        algorithm=step.algorithm,
        card_identifier=step.identifier or (card.identifier if card else ""),
        history=step.history or (last_eight(card.history) if card else ""),
        random=step.random,
        key=step.key or key,
        data=data,
    )

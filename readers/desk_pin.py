"""The PIN of the card on the desk's reader: the `CardPin` port over PC/SC.

Each call is one exclusive use of the card: make sure whose it is, then one PIN command. Refuses to try anything twice
once the command has gone out, to touch a card that is not the expected one, to wait for a reader for ever or for longer
than anybody wants to, and to send a second code to a card that refused one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol, TypeVar

from counter_app.domain.card import CardIdentity, PinState
from counter_app.domain.chip_errors import (
    NoKeyPad,
    NoWayToAuthenticate,
    PadCannotReset,
    PadStillBusy,
    PinCalledOff,
    PinCodeRefused,
    PinCodeSpared,
    PinGivenUp,
    PinUnsettled,
)
from counter_app.domain.errors import CardTrouble, ReaderSilent
from counter_app.domain.secret import SecretDigits
from readers import pin as chip
from readers.authentication import AskingCard, Authenticate, Authority
from readers.budget import WITHIN, Budget
from readers.guard import make_sure
from readers.key_pad import CHANGE_WITHIN, VERIFY_WITHIN, Features
from readers.pin import PinLine
from readers.supervised import Heard, Signs, StillInside, Stopped, Supervised

SILENT_AFTER = 6.0  # seconds without an answer of the card
CODE_WITHIN = 20.0  # seconds for a security module to give its code, the platform's own time-out included
AT_MOST = 30.0

Result = TypeVar("Result")


class Cards(Protocol):
    """The reader, as this port needs it."""

    def open(self, where: str = "", /) -> AbstractContextManager[PinLine]:
        """The card that lies there, ours alone until the block ends; on the reader `where` as long as it is plugged in.
        Raises CardTrouble.
        """
        ...

    def features(self, where: str = "", /) -> Features:
        """What the reader's own keys can do, `where` as for `open`; nothing where there is none. Raises nothing."""
        ...


class DeskPin:
    """`CardPin` for one reader. `authority` gives the codes for reset and unblock; None: there is none. `authenticate`
    opens a card that tells nobody its identifier before. `keys_within`: seconds for verifying and for changing on keys.
    """

    def __init__(
        self,
        cards: Cards,
        *,
        authority: Authority | None = None,
        authenticate: Authenticate | None = None,
        silent_after: float = SILENT_AFTER,
        keys_within: tuple[float, float] = (VERIFY_WITHIN, CHANGE_WITHIN),
    ) -> None:
        self._cards = cards
        self._authority = authority
        self._authenticate = authenticate
        self._silent_after = silent_after
        self._verify_within, self._change_within = keys_within
        self._work = Supervised("card-pin")
        self._known: dict[str, Features] = {}  # what the keys could do last, by the reader that was meant
        self._stopped = threading.Event()  # nobody waits for what was begun last
        self._keys_asked = False  # the last thing the reader was told is to take a PIN on its keys
        self._refused: set[str] = set()  # identifiers of cards that refused a code: both sides of a card have the same

    @property
    def has_key_pad(self) -> bool:
        """Whether the reader verifies and changes a PIN on its own keys."""
        known = self._features()
        return known.verifies and known.modifies

    @property
    def resets_on_keys(self) -> bool:
        """Never over PC/SC: the code is made over the new PIN, and the keys do not hand it out."""
        return False

    def state(self, expected: CardIdentity) -> PinState:
        """Tries left; costs none. Raises WrongPerson, CardTrouble."""
        self._stopped.clear()
        return self._with_card(expected, lambda line, _asking: chip.state(line))

    def verify(self, expected: CardIdentity, pin: SecretDigits | None = None) -> None:
        """Without `pin` on the key pad. Raises as `CardPin` says."""
        self._stopped.clear()
        if pin is None:
            known = self._keys(expected.reader)
            self._with_card(expected, lambda line, _: chip.verify_on_keys(line, known), keys=self._verify_within)
        else:
            self._with_card(expected, lambda line, _: chip.verify(line, pin))

    def change(self, expected: CardIdentity, old: SecretDigits | None = None, new: SecretDigits | None = None) -> None:
        """Without PINs on the key pad. Raises as `CardPin` says."""
        self._stopped.clear()
        if old is None or new is None:
            known = self._keys(expected.reader)
            self._with_card(expected, lambda line, _: chip.change_on_keys(line, known), keys=self._change_within)
        else:
            self._with_card(expected, lambda line, _: chip.change(line, old, new))

    def reset(self, expected: CardIdentity, new: SecretDigits | None = None) -> None:
        """RELOAD PIN under a code. Raises PadCannotReset without `new`: a key pad does not hand it out."""
        if new is None:
            raise PadCannotReset
        authority = self._must_have_authority()
        self._with_code(expected, lambda line, asking: chip.reset(line, asking, authority, new))

    def unblock(self, expected: CardIdentity) -> None:
        """PIN UNBLOCK under a code. Raises as `CardPin` says."""
        authority = self._must_have_authority()
        self._with_code(expected, lambda line, asking: chip.unblock(line, asking, authority))

    def stop_waiting(self) -> None:
        """See `CardPin`. The thread inside the reader's call is left to the reader's own limit."""
        self._stopped.set()
        self._work.stop()

    def when_late(self, tell: Callable[[CardTrouble | None], None]) -> None:
        """See `CardPin`."""

        def came(outcome: Future[object]) -> None:
            trouble = outcome.exception()
            if trouble is not None and not isinstance(trouble, CardTrouble):
                raise trouble  # a fault of ours: it is logged
            tell(trouble)

        self._work.when_late(came)

    def _must_have_authority(self) -> Authority:
        if self._authority is None:
            raise NoWayToAuthenticate
        return self._authority

    def _with_code(self, expected: CardIdentity, do: Callable[[PinLine, AskingCard], None]) -> None:
        """`do` what needs a code. Raises PinCodeSpared, the reader untouched, for a card that refused one before."""
        card = expected.card_identifier.upper()
        self._stopped.clear()
        if card in self._refused:
            raise PinCodeSpared
        try:
            self._with_card(expected, do, silent_after=CODE_WITHIN)
        except PinCodeRefused:
            self._refused.add(card)
            raise

    def _keys(self, where: str) -> Features:
        known = self._features(where)
        if not known.verifies:
            raise NoKeyPad
        return known

    def _features(self, where: str = "") -> Features:
        """What the keys can do; while the reader does not answer, what they could before: a key pad that hangs is
        none to be replaced by typing.
        """
        patience = self._silent_after
        if self._work.inside and where in self._known:
            return self._known[where]
        try:
            self._known[where] = self._work.run(
                lambda _signs: self._cards.features(where), silent_after=patience, at_most=patience
            )
        except CardTrouble:
            return self._known.get(where, Features({}))  # what is wrong with the reader, the next call tells
        return self._known[where]

    def _with_card(
        self,
        expected: CardIdentity,
        do: Callable[[PinLine, AskingCard], Result],
        *,
        silent_after: float = 0.0,
        keys: float = 0.0,
    ) -> Result:
        """Make sure whose card it is and `do`, in one exclusive use of it. `keys`: seconds for an entry on them."""
        lines: list[_Heard] = []
        budget = Budget(max(WITHIN, silent_after))

        def job(signs: Signs) -> Result:
            with self._cards.open(expected.reader) as opened:
                line = _Heard(opened, signs)
                lines.append(line)
                asking = make_sure(line, expected, atr=line.atr(), authenticate=self._opening(line, budget))
                return do(line, replace(asking, budget=budget))

        patience = max(silent_after, keys, self._silent_after)
        if self._stopped.is_set():
            raise PinCalledOff
        try:
            return self._work.run(job, silent_after=patience, at_most=max(AT_MOST, patience), budget=budget)
        except StillInside as error:
            if self._keys_asked:
                raise PadStillBusy from error
            raise
        except ReaderSilent as error:
            self._keys_asked = keys > 0
            raise _meant(error, told=any(line.told_a_secret for line in lines)) from error

    def _opening(self, line: PinLine, budget: Budget) -> Authenticate | None:
        """Authenticates a card that is closed again when it is left; None where there is no way to."""
        authenticate = self._authenticate
        if authenticate is None:
            return None

        def opening(card: AskingCard) -> str:
            line.close_when_left()
            return authenticate(replace(card, budget=budget))

        return opening


def _meant(error: ReaderSilent, *, told: bool) -> CardTrouble:
    """A silence, once a PIN command had gone out (`told`) and before."""
    if isinstance(error, Stopped):
        return PinGivenUp() if told else PinCalledOff()
    return PinUnsettled() if told else ReaderSilent()


class _Heard(Heard):
    """The same for a PIN: ends before a PIN command goes out above all. What the card says to one is told even when
    nobody waits any more.
    """

    def __init__(self, line: PinLine, signs: Signs) -> None:
        super().__init__(line, signs)
        self._pin = line
        self.told_a_secret = False

    def transmit_secret(self, command: bytearray) -> tuple[bytes, int, int]:
        self._about_to_tell()
        answer = self._pin.transmit_secret(command)
        self._signs.heard()
        return answer

    def control(self, code: int, data: bytes) -> bytes | None:
        self._about_to_tell()
        answer = self._pin.control(code, data)
        self._signs.heard()
        return answer

    def _about_to_tell(self) -> None:
        """Said before it is asked whether anybody waits: who stops waiting in between must hear that it may have gone
        out.
        """
        self.told_a_secret = True
        self._signs.alive()

"""The ways of this desk to authenticate a card, tried in the order of the settings: one attempt a reading.

Each way is tried once, as long as there is time: all of them share the seconds of one reading (`readers.budget`), and
who was silent is named. Refuses any cryptogram to a card that tells beforehand that it has at most two tries left, and
a further one once a card said no twice, told no counter, or has at most two tries left; remembers such a card until the
program ends: a locked card is worse than one not read. The driver
works on the card by itself, so it is asked only when our own hold on the card is over, and what it read is taken only
when it is the card that asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from counter_app.domain.card import ChipData
from counter_app.domain.chip_errors import AuthenticationRefused, NoWayToAuthenticate
from counter_app.domain.errors import CardTrouble, CounterError, NeedsAuthentication, PlatformTrouble, ReaderSilent
from counter_app.domain.text import Text
from readers.authentication import (
    BLOCKED,
    WORDS,
    AskingCard,
    Authenticate,
    CardRefused,
    Purpose,
    Way,
    WayClosed,
    no_time,
    silent,
)
from readers.budget import WITHIN, Budget
from readers.driver.answers import same_answer_to_reset

_LOG = logging.getLogger(__name__)
_SPARED = 2  # tries left at which a card is left alone
_REFUSALS = 2
DRIVER = "driver"

_ANOTHER_CARD = Text("驱动读的是另一张卡", "the driver read another card")
_NO_TELLING = Text("认不出驱动读的是不是这张卡", "whether the driver read this card cannot be told")


class CardSpared(AuthenticationRefused):
    """The card refused before, or tells that it has few tries left: no cryptogram was sent to it now. `left`: tries
    left, None where it does not tell.
    """

    happened = Text("这张卡刚才没有通过认证，没有再试", "The card refused before and was left alone")
    advice = Text("按身份证办理，并报管理员检查密钥", "Go on by identity card and have the keys checked")

    @property
    def message(self) -> Text:
        """What happened; with the tries left, where they are known."""
        left = self.facts["left"]
        if left == 0:
            return BLOCKED
        few = Text("卡认证只剩 {left} 次机会，没有再试", "The card has {left} tries left and was left alone")
        return super().message if left is None else few.format(left=left)


class ReadsCards(Protocol):
    """The maker's driver, as far as reading goes."""

    def read(self, budget: Budget | None = None) -> ChipData:
        """The card on the driver's reader; of `atr` at least the historical bytes. Raises CardTrouble,
        PlatformTrouble.
        """
        ...


@dataclass(frozen=True, slots=True)
class ByDriver:
    """The driver's place among the ways."""

    driver: ReadsCards


class Authentication:
    """The ways in their order. An `Authority` by those of them that work on the card."""

    def __init__(self, ways: Sequence[Way | ByDriver] = ()) -> None:
        self._rounds = _rounds(ways)
        self._spared: dict[_WhichCard, int | None] = {}  # tries left of cards not to be tried again

    def read(self, read: Callable[[Authenticate], ChipData], budget: Budget | None = None) -> ChipData:
        """What `read` brings. It is handed what to do when the card asks, and called anew where a driver that stands
        before other ways has failed and time is left of `budget`.

        Raises what `read` raises; when no way opened the card NoWayToAuthenticate or AuthenticationRefused.
        """
        attempt = _Attempt(self._spared, budget or Budget(WITHIN))
        for ways, driver in self._rounds:
            try:
                return read(partial(attempt.on_card, ways))
            except NeedsAuthentication as error:
                attempt.asked_in_vain(error)
            except ReaderSilent as error:
                attempt.silent(error)
            if driver is not None and not attempt.over:
                chip = attempt.by_driver(driver)
                if chip is not None:
                    return chip
            if attempt.over or not attempt.budget.left:
                break
        raise attempt.failure()

    def on_card(self, card: AskingCard) -> str:
        """The name of the way that opened a card which is held already: only ways that work on the card itself.

        Raises NoWayToAuthenticate, AuthenticationRefused, and CardTrouble of this card.
        """
        attempt = _Attempt(self._spared, card.budget)
        try:
            return attempt.on_card([way for ways, _ in self._rounds for way in ways], card)
        except NeedsAuthentication as error:
            attempt.asked_in_vain(error)
        raise attempt.failure()

    def mac(self, card: AskingCard, purpose: Purpose, data: bytes | bytearray) -> bytes:
        """See `readers.authentication.Authority`."""
        attempt = _Attempt({}, card.budget)
        for way in (way for ways, _ in self._rounds for way in ways):
            try:
                return way.mac(card, purpose, data)
            except (WayClosed, AuthenticationRefused) as error:
                attempt.failed(way.name, error)
        raise attempt.failure()


@dataclass
class _Attempt:
    """What was tried for one reading. `over`: nothing more may be shown to this card."""

    spared: dict[_WhichCard, int | None]
    budget: Budget
    over: bool = False
    last: CounterError | None = None
    _card: AskingCard | None = None
    _asked: bool = False  # for its tries, before the first cryptogram
    _refused: list[str] = field(default_factory=list)  # names of ways whose cryptogram the card refused
    _closed: dict[str, WayClosed] = field(default_factory=dict)
    _no: AuthenticationRefused | None = None
    _drivers: CardTrouble | None = None  # what the driver said of the card

    def on_card(self, ways: Sequence[Way], card: AskingCard) -> str:
        """The name of the way that opened the card. Raises NeedsAuthentication, and CardTrouble of this card."""
        self._card = card = replace(card, budget=self.budget)
        for way in ways:
            if way.name in self._refused:
                continue  # the line bounced after the refusal
            self._spare(card)
            self._ask(way, card)
            try:
                way.authenticate(card)
            except (WayClosed, AuthenticationRefused) as error:
                self.failed(way.name, error)
                self._count(way.name, error)
            else:
                return way.name
        raise NeedsAuthentication

    def by_driver(self, driver: ReadsCards) -> ChipData | None:
        """What the driver read of the card that asked; None, the reason kept, when it did not."""
        if not self.budget.left:
            self.failed(DRIVER, no_time(DRIVER))
            return None
        try:
            self._same_card(chip := driver.read(self.budget))
        except AuthenticationRefused as error:
            self.failed(DRIVER, error)
        except (CardTrouble, PlatformTrouble) as error:
            self._drivers = error if isinstance(error, CardTrouble) else None
            self.failed(DRIVER, WayClosed(what=f"driver-{error.code}", why=error.message))
        else:
            return self._whole(replace(chip, authenticated_by=DRIVER))
        return None

    def _whole(self, chip: ChipData) -> ChipData:
        """With what we know ourselves of the same card: its answer to reset, and what EF05 told of it before."""
        card = self._card
        if card is None:
            return chip
        told = replace(chip, atr=card.atr)
        if not card.identifier or card.identifier.upper() != chip.card_identifier.upper():
            return told
        return replace(
            told,
            card_class=chip.card_class or card.card_class,
            issuing_agency=chip.issuing_agency or card.issuing_agency,
        )

    def asked_in_vain(self, error: NeedsAuthentication) -> None:
        """The card could not be read: keep why, unless the reason is kept already."""
        self.last = error
        if isinstance(error, CardSpared):
            self._no, self.over = error, True

    def silent(self, error: ReaderSilent) -> None:
        """The reading was given up: nobody else may touch the card now. Raises `error` where the card was silent."""
        if not self.budget.asked:
            raise error
        self.failed(self.budget.asked, silent(self.budget.asked))
        self.over = True

    def failed(self, way: str, error: WayClosed | AuthenticationRefused) -> None:
        """Keep why a way failed; one line of the log, codes only."""
        self.last = error
        if isinstance(error, WayClosed):
            self._closed[way] = error
            _LOG.info("authentication: %s closed: %s", way, error.what)
            return
        if not isinstance(self._no, CardRefused) or isinstance(error, CardRefused):
            self._no = error
        left = error.left if isinstance(error, CardRefused) else None
        _LOG.warning("authentication: %s refused, tries left: %s", way, "unknown" if left is None else left)

    def failure(self) -> CardTrouble:
        """Why the card stays closed: a refusal above ways that were closed, and what is known of each of those."""
        if self._no is not None:
            return self._no
        if self._drivers is not None and list(self._closed) == [DRIVER]:
            return self._drivers  # the one way there is: its own word says best what to do
        if self._closed:
            reasons = [error.why for error in self._closed.values()]
            return NoWayToAuthenticate(
                why=Text("；".join(why.zh for why in reasons), "; ".join(why.en for why in reasons))
            )
        return self.last if isinstance(self.last, NeedsAuthentication) else NeedsAuthentication()

    def _count(self, way: str, error: WayClosed | AuthenticationRefused) -> None:
        if not isinstance(error, CardRefused):
            return
        assert self._card is not None
        self._refused.append(way)
        worn = error.left is None or error.left <= _SPARED
        if worn:
            self.spared[_which(self._card)] = error.left
        self.over = worn or len(self._refused) >= _REFUSALS
        if self.over:
            raise error

    def _spare(self, card: AskingCard) -> None:
        if _which(card) in self.spared:
            self.over = True
            raise CardSpared(left=self.spared[_which(card)])

    def _ask(self, way: Way, card: AskingCard) -> None:
        """Whether the card bears a first cryptogram: what another run of this program cost it counts too."""
        if self._asked:
            return
        self._asked = True
        left = way.tries_left(card)
        if left is not None and left <= _SPARED:
            _LOG.warning("authentication: spared, tries left: %s", left)
            self.over = True
            raise CardSpared(left=left)

    def _same_card(self, chip: ChipData) -> None:
        """Raises AuthenticationRefused when the driver read another card, or none that can be told to be the same."""
        card = self._card
        if card is None or not ((card.identifier and chip.card_identifier) or (card.atr and chip.atr)):
            raise AuthenticationRefused(way=WORDS[DRIVER], why=_NO_TELLING)
        other = card.identifier and chip.card_identifier and card.identifier.upper() != chip.card_identifier.upper()
        if other or not same_answer_to_reset(chip.atr, card.atr):
            raise AuthenticationRefused(way=WORDS[DRIVER], why=_ANOTHER_CARD)


def _which(card: AskingCard) -> _WhichCard:
    return card.atr, card.identifier


_WhichCard = tuple[str, str]  # answer to reset, identifier
_Round = tuple[tuple[Way, ...], ReadsCards | None]


def _rounds(ways: Sequence[Way | ByDriver]) -> tuple[_Round, ...]:
    """The ways on the card up to each driver, and that driver; at least one round, though it may have no way."""
    rounds: list[_Round] = []
    on_card: tuple[Way, ...] = ()
    for way in ways:
        if isinstance(way, ByDriver):
            rounds.append((on_card, way.driver))
            on_card = ()
        else:
            on_card = (*on_card, way)
    return (*rounds, (on_card, None)) if on_card or not rounds else tuple(rounds)

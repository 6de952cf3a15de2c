"""The social security card reader of the desk, over PC/SC: the `CardReader` port.

Reading and watching use contexts of their own, so a silent card stops neither the watch nor the next reader. Refuses
to put a card anywhere: it reads what lies there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from counter_app.domain.card import CardIdentity, ChipApplications, ChipData
from counter_app.domain.errors import CardTakenAway, CardTrouble, NoCard, NoReader, ReaderSilent
from counter_app.domain.moments import today_in_china
from counter_app.domain.text import Text
from counter_app.ports import ReaderEvent
from readers import pcsc
from readers.applications import applications
from readers.attempt import Authentication
from readers.authentication import AskingCard, Authenticate
from readers.budget import WITHIN, Budget
from readers.pcsc import CardReset, LineBroken, Service, choose
from readers.questions import ServiceSilent, asked
from readers.ssc import read_chip
from readers.supervised import Heard, Signs, Supervised
from readers.watch import Watch

SILENT_AFTER = 6.0  # seconds without an answer; a command that reads has then ended within ten, its own start included
AT_MOST = 30.0  # seconds for a whole read of a card that does answer
_SETTLES = 0.7  # seconds until PC/SC can be believed about a card after a failed exchange
_TRIES = 2

Result = TypeVar("Result")


class DeskReader:
    """One PC/SC reader, named by settings ("auto", "off", a name or a part of it).

    `silent_after`: seconds that may pass without an answer. `at_most`: seconds for a whole read. `patience`: seconds to
    wait for a card before saying there is none, for a service that was started this moment and has not looked at its
    readers yet. `besides`: the setting `readers.psam`. `authentication`: the ways to open a card that asks for it.
    `within`: seconds that card and ways together may be silent in one reading.
    """

    in_process = False

    def __init__(
        self,
        wanted: str = pcsc.ANY,
        *,
        silent_after: float = SILENT_AFTER,
        at_most: float = AT_MOST,
        patience: float = 0.0,
        today: Callable[[], date] = today_in_china,
        besides: str = "",
        authentication: Authentication | None = None,
        within: float = WITHIN,
    ) -> None:
        self._wanted = wanted
        self._besides = besides
        self._authentication = authentication or Authentication()
        self._silent_after = silent_after
        self._at_most = at_most
        self._patience = patience
        self._today = today
        self._within = within
        self._reading = Supervised("card-read")
        self._failed_at = float("-inf")
        self._watch: Watch | None = None

    def read(self) -> ChipData:
        """Read the card now on the reader. Raises CardTrouble; ReaderSilent when it took longer than it may.

        The driver, where it is one of the ways, works when our hold on the card is over.
        """

        budget = Budget(self._within)

        def read(authenticate: Authenticate) -> ChipData:
            return self._work(lambda line, reader: self._read_card(line, reader, authenticate), budget)

        return self._authentication.read(read, budget)

    def applications(self, expected: CardIdentity | None = None) -> ChipApplications:
        """Bank and transit applications of the card now on the reader, numbers masked. Raises as `read` does, and
        WrongPerson for another card than `expected`.
        """
        budget = Budget(self._within)
        return self._work(lambda line, _reader: applications(line, expected, atr=line.atr()), budget)

    def _work(self, work: CardWork[Result], budget: Budget) -> Result:
        """What `work` makes of the card, in one transaction, supervised."""

        answered = threading.Event()

        def tried(signs: Signs) -> Result:
            return self._try(work, signs, answered)

        try:
            return self._reading.run(tried, silent_after=self._silent_after, at_most=self._at_most, budget=budget)
        except ReaderSilent as error:
            if type(error) is not ReaderSilent or answered.is_set():
                raise
            raise ServiceSilent from error

    def watch(self, tell: Callable[[ReaderEvent], None]) -> None:
        """Start telling events. A second call replaces the first listener."""
        self.stop()
        self._watch = Watch(wanted=self._wanted, tell=tell, doubtful=self._doubtful, besides=self._besides)
        self._watch.start()

    def stop(self) -> None:
        """Stop telling events, within a second."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()

    def describe(self) -> Text:
        """Service and reader as doctor names them."""
        try:
            name = asked(lambda opened: choose(opened.names(), self._wanted, besides=self._besides))
        except CardTrouble as error:
            return Text(f"PC/SC：{error.message.zh}", f"PC/SC: {error.message.en}")
        return Text(f"PC/SC：{name}", f"PC/SC: {name}")

    def _doubtful(self) -> bool:
        return time.monotonic() - self._failed_at < 1.0

    def _chosen(self, names: tuple[str, ...]) -> str:
        """The reader that is watched, as long as it is there: what came beside it meanwhile does not count. Raises
        NoReader.
        """
        watched = self._watch.reader if self._watch is not None else ""
        return watched if watched in names else choose(names, self._wanted, besides=self._besides)

    def _try(self, work: CardWork[Result], signs: Signs, answered: threading.Event) -> Result:
        with pcsc.service() as opened:
            reader = self._chosen(opened.names())
            answered.set()
            for _ in range(_TRIES):
                try:
                    return self._once(work, opened, reader, signs)
                except CardReset:
                    continue  # another program has it; ours is not the card's fault
                except LineBroken as error:
                    self._failed_at = time.monotonic()
                    _settle(opened, reader, error)
            raise ReaderSilent

    def _once(self, work: CardWork[Result], opened: Service, reader: str, signs: Signs) -> Result:
        try:
            return _with_card(work, opened, reader, signs)
        except NoCard:
            if not self._patience or not _card_comes(opened, reader, self._patience):
                raise
            return _with_card(work, opened, reader, signs)

    def _read_card(self, line: Heard, reader: str, authenticate: Authenticate) -> ChipData:
        def opened(card: AskingCard) -> str:
            by = authenticate(replace(card, reader=reader))
            line.close_when_left()
            return by

        return read_chip(line, today=self._today(), atr=line.atr(), reader=reader, authenticate=opened)


CardWork = Callable[[Heard, str], Result]  # what to do with an open card on the reader of that name


def _with_card(work: CardWork[Result], opened: Service, reader: str, signs: Signs) -> Result:
    with opened.card(reader) as line:
        return work(Heard(line, signs), reader)


def _settle(opened: Service, reader: str, error: LineBroken) -> None:
    """Return when the card is there after all; CardTakenAway, ReaderSilent or NoReader when it is not."""
    until = time.monotonic() + _SETTLES
    look = opened.look(reader)
    while (left := until - time.monotonic()) > 0 and not look.gone:
        answer = opened.wait((look,), seconds=left)
        look = answer[0] if answer else look
    if look.gone:
        raise NoReader(reader=reader) from error
    if look.mute:
        raise ReaderSilent from error
    if not look.card:
        raise CardTakenAway from error


def _card_comes(opened: Service, reader: str, seconds: float) -> bool:
    until = time.monotonic() + seconds
    look = opened.look(reader)
    while (left := until - time.monotonic()) > 0 and not look.card:
        answer = opened.wait((look,), seconds=left)
        look = answer[0] if answer else look
    return look.card

"""The simulated card inside this program, for machines with no virtual PC/SC reader: same port, same `readers.ssc`.

A small JSON file says what lies there (`readers.simulator.description`); no file, no card. For practice only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from counter_app.domain.card import CardIdentity, ChipApplications, ChipData
from counter_app.domain.errors import CardTrouble, NoCard
from counter_app.domain.moments import today_in_china
from counter_app.domain.text import Text
from counter_app.ports import ReaderEvent, ReaderEventKind
from readers.applications import applications
from readers.attempt import Authentication
from readers.authentication import Authenticate
from readers.in_process_card import InProcessCard, which_card
from readers.ssc import read_chip

NAME = "in process"
_LOOKS_EVERY = 0.2  # seconds between two looks at the file; one stat each


class InProcessReader:
    """A reader whose card is a file."""

    in_process = True

    def __init__(
        self,
        file: Path,
        *,
        today: Callable[[], date] = today_in_china,
        authentication: Authentication | None = None,
        instead: CardTrouble | None = None,
    ) -> None:
        """`authentication`: the ways to open a card that asks for it. `instead`: why there is no real reader, said when
        no card lies here either; None where none is expected.
        """
        self._instead = instead
        self._file = file
        self._authentication = authentication or Authentication()
        self._today = today
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def read(self) -> ChipData:
        """Read the card that lies there. Raises CardTrouble."""

        def read(authenticate: Authenticate) -> ChipData:
            card = self._card()
            return read_chip(card, today=self._today(), atr=card.atr(), reader=NAME, authenticate=authenticate)

        return self._authentication.read(read)

    def applications(self, expected: CardIdentity | None = None) -> ChipApplications:
        """Bank and transit applications of the card that lies there. Raises CardTrouble."""
        card = self._card()
        return applications(card, expected, atr=card.atr())

    def _card(self) -> InProcessCard:
        try:
            return InProcessCard(self._file)
        except NoCard as error:
            if self._instead is None:
                raise
            raise self._instead from error

    def watch(self, tell: Callable[[ReaderEvent], None]) -> None:
        """Start telling events. A second call replaces the first listener."""
        self.stop()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(tell, self._stopping), name="card-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop telling events."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(1.0)
            self._thread = None

    def describe(self) -> Text:
        """Says plainly that no reader is there."""
        return Text("程序内模拟读卡器（练习用）", "A simulated reader inside this program (practice)")

    def _run(self, tell: Callable[[ReaderEvent], None], stopping: threading.Event) -> None:
        tell(ReaderEvent(ReaderEventKind.READER, NAME))
        written, lay = self._stamp(), which_card(self._file)
        tell(ReaderEvent(ReaderEventKind.NO_CARD if lay is None else ReaderEventKind.CARD, NAME))
        while not stopping.wait(_LOOKS_EVERY):
            if written == (written := self._stamp()):
                continue
            before, lay = lay, which_card(self._file)
            if lay == before:
                continue  # the same card has written down what it must remember
            if lay is not None and before is not None:
                tell(ReaderEvent(ReaderEventKind.NO_CARD, NAME))  # another card in its place
            tell(ReaderEvent(ReaderEventKind.NO_CARD if lay is None else ReaderEventKind.CARD, NAME))

    def _stamp(self) -> tuple[int, int] | None:
        """When the file was written; None when no card lies there."""
        try:
            facts = self._file.stat()
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_size

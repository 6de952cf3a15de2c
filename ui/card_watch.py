"""What happens on the card reader, brought to the GUI side: a card laid on is read in the cards lane at once.

Refuses to open anybody: it tells `read(chip)`, `taken`, `unread(error)` and how the reader stands.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CounterError
from counter_app.ports import CardReader, ReaderEvent, ReaderEventKind
from ui.lanes import Lanes
from ui.standing import ReaderState

_STATES = {
    ReaderEventKind.READER: ReaderState.EMPTY,
    ReaderEventKind.NO_READER: ReaderState.NONE,
    ReaderEventKind.NO_CARD: ReaderState.EMPTY,
    ReaderEventKind.TROUBLE: ReaderState.TROUBLE,
}


class CardWatch(QObject):
    """Lives as long as the window; ends the watching thread with `stop`."""

    stands = Signal(object)
    read = Signal(object)
    unread = Signal(object)
    taken = Signal()
    opened = Signal(bool)  # True: the reader is a simulated one inside this program

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._reader: CardReader | None = None
        self._lies = False

    def start(self, open_reader: Callable[[], CardReader]) -> None:
        """Open the reader in its lane and begin to watch."""
        ticket = self._lanes.ticket(self._event, owner=self)
        tell = self._lanes.tell

        def job() -> CardReader:
            reader = open_reader()
            reader.watch(lambda event: tell(ticket, event))
            return reader

        self._lanes.cards.run(job, self._opened, self._not_opened, owner=self)

    def _opened(self, reader: CardReader) -> None:
        self._reader = reader
        self.opened.emit(reader.in_process)
        if self._lies:
            self._read_now()

    def _not_opened(self, trouble: CounterError) -> None:
        self.stands.emit(ReaderState.NONE)
        self.unread.emit(trouble)

    def _event(self, event: ReaderEvent) -> None:
        if event.kind is ReaderEventKind.CARD:
            self._lies = True
            self._read_now()
            return
        was_there, self._lies = self._lies, False
        self.stands.emit(_STATES[event.kind])
        if was_there:
            self.taken.emit()

    def _read_now(self) -> None:
        if self._reader is not None:
            self._lanes.cards.run(self._reader.read, self._done, self._failed, owner=self)

    def _done(self, chip: ChipData) -> None:
        if self._lies:
            self.read.emit(chip)  # first: the desk looks the person up while the strip is drawn
            self.stands.emit(ReaderState.CARD)

    def _failed(self, trouble: CounterError) -> None:
        self.stands.emit(ReaderState.UNREAD if self._lies else ReaderState.EMPTY)
        self.unread.emit(trouble)

    def stop(self) -> None:
        """Stop watching; returns when the watching thread has ended."""
        if self._reader is not None:
            self._reader.stop()

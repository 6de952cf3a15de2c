"""What happens on the identity card reader, brought to the GUI side. The reader reads by itself what is laid on it.

Refuses to open anybody: it tells `read(document)`, `gone`, `unread(error)` and how the reader stands (None while a
counter whose settings name no port has never had such a reader).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from counter_app.devices import IdEvent, IdEventKind, IdReader
from counter_app.domain.errors import CounterError
from ui.lanes import Lanes
from ui.standing import ReaderState

_STATES = {
    IdEventKind.READER: ReaderState.EMPTY,
    IdEventKind.NO_READER: ReaderState.NONE,
    IdEventKind.READ: ReaderState.CARD,
    IdEventKind.UNREAD: ReaderState.UNREAD,
    IdEventKind.GONE: ReaderState.EMPTY,
}


class IdWatch(QObject):
    """Lives as long as the window; ends the watching thread with `stop`."""

    stands = Signal(object)
    read = Signal(object)
    unread = Signal(object)
    gone = Signal()

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._reader: IdReader | None = None
        self._known = self._lies = False

    def opening(self, open_reader: Callable[[], IdReader], *, named: bool) -> Callable[[], IdReader]:
        """The job that opens the reader and begins to watch, for a lane; its outcome goes to `opened` or `not_opened`.

        `named`: settings name its port, so that it is missed at once.
        """
        self._known = named
        ticket = self._lanes.ticket(self._event, owner=self)
        tell = self._lanes.tell

        def job() -> IdReader:
            reader = open_reader()
            reader.watch(lambda event: tell(ticket, event))
            return reader

        return job

    def opened(self, reader: IdReader) -> None:
        """The reader is watched from here on."""
        self._reader = reader

    def not_opened(self, trouble: CounterError) -> None:
        """There is no reader to watch."""
        self.stands.emit(ReaderState.NONE if self._known else None)
        self.unread.emit(trouble)

    def _event(self, event: IdEvent) -> None:
        self._known = self._known or event.kind is not IdEventKind.NO_READER
        was_there, self._lies = self._lies, event.kind is IdEventKind.READ
        self.stands.emit(_STATES[event.kind] if self._known else None)
        if event.document is not None:
            self.read.emit(event.document)
            return
        if was_there:
            self.gone.emit()
        if event.kind is IdEventKind.UNREAD and event.trouble is not None:
            self.unread.emit(event.trouble)

    def stop(self) -> None:
        """Stop watching; returns when the watching thread has ended."""
        if self._reader is not None:
            self._reader.stop()

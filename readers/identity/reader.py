"""The identity card reader of the desk: the `IdReader` port over a serial line.

While it watches, the watching thread owns the port and reads for whoever asks; else a read opens the port and lets it
go again. Refuses to tell anything of a document it has not read whole.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import TimeoutError as Late
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol, TypeVar

from counter_app.devices import IdEvent
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble, ReaderSilent
from counter_app.domain.moments import today_in_china
from counter_app.domain.text import Text
from readers.identity.ports import PortOpener
from readers.identity.sam import APPEARS_WITHIN, Sam
from readers.identity.texts import blocks_of, document_of
from readers.identity.troubles import IdReaderSilent
from readers.identity.watch import LOOKS_EVERY, Watch
from readers.supervised import Signs, Supervised

Result = TypeVar("Result")

AT_MOST = 10.0  # seconds for a whole read, whatever the reader does


class Opener(Protocol):
    """Opens the reader anew each time it is called; `port` names where it hangs, "" while that is not known."""

    port: str

    def __call__(self) -> AbstractContextManager[Sam]: ...


class SerialIdReader:
    """One identity card reader (SAM-V). `appears_within`: seconds a read waits for a document; `looks_every`: seconds
    between two looks of the watch.
    """

    def __init__(
        self,
        open_: Opener,
        *,
        appears_within: float = APPEARS_WITHIN,
        looks_every: float = LOOKS_EVERY,
        today: Callable[[], date] = today_in_china,
    ) -> None:
        self._open = open_
        self._appears_within = appears_within
        self._looks_every = looks_every
        self._today = today
        self._reading = Supervised("id-read")
        self._watch: Watch | None = None

    def read(self) -> IdentityDocument:
        """The document that lies there. Raises CardTrouble; ReaderSilent when it took longer than it may."""
        watch = self._watch
        if watch is None:
            return self._supervised(self._read_alone)
        try:
            return watch.ask().result(AT_MOST)
        except Late as error:
            raise IdReaderSilent from error

    def watch(self, tell: Callable[[IdEvent], None]) -> None:
        """Start telling events. A second call replaces the first listener."""
        self.stop()
        self._watch = Watch(
            open_=self._open,
            read=self._read_on,
            tell=tell,
            name=lambda: self._open.port,
            looks_every=self._looks_every,
        )
        self._watch.start()

    def stop(self) -> None:
        """Stop telling events, within a second."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()

    def describe(self) -> Text:
        """Port and security module, or what is wrong; asks the reader. Never raises CardTrouble."""
        try:
            module = self.module()
        except CardTrouble as error:
            return error.message
        return Text(f"{self._open.port}，SAM {module}", f"{self._open.port}, SAM {module}")

    def module(self) -> str:
        """The number of its security module (16 bytes as hex). Raises CardTrouble."""
        return self._supervised(self._ask_module)

    def _supervised(self, work: Callable[[Signs], Result]) -> Result:
        """A port may hang while it is opened: that must not hang whoever asks. Raises IdReaderSilent then."""
        try:
            return self._reading.run(work, silent_after=AT_MOST, at_most=AT_MOST)
        except IdReaderSilent:
            raise
        except ReaderSilent as error:
            raise IdReaderSilent from error

    def _ask_module(self, _signs: Signs) -> str:
        with self._open() as sam:
            return sam.sam_id()

    def _read_alone(self, _signs: Signs) -> IdentityDocument:
        with self._open() as sam:
            return self._read_on(sam, False)

    def _read_on(self, sam: Sam, found: bool) -> IdentityDocument:
        data, address = sam.blocks(appears_within=self._appears_within, found=found)
        return document_of(blocks_of(data, address), today=self._today())


def id_reader(wanted: str, *, baud: int, today: Callable[[], date] = today_in_china) -> SerialIdReader:
    """The reader that the settings `readers.id` and `readers.id_baud` mean. `today` bounds the birth date
    in a number.
    """
    return SerialIdReader(PortOpener(wanted, baud=baud), today=today)

"""Watches the identity card reader: one thread owns the port, looks every 0.3 s, reads each document once per laying-on
and opens the port anew when it goes.

A reader does not tell that a document was lifted. Most find it once only until it has left the field, so a look that
fails after a read means nothing by itself. What is known all the same: a reader that finds a document again and again
shows its absence by failing twice; one that answers a question about the document that lies there (new address) shows
it by answering no more; and a document found after failed looks was laid on anew. GONE is told when one of these says
so, and always before the next READ.

Refuses to keep a document: of what was told, a keyed digest stays, to know it again by; the key ends with the process.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager

from counter_app.devices import IdEvent, IdEventKind
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble, NoReader, ReaderSilent
from readers.identity.sam import Sam

_LOG = logging.getLogger(__name__)

LOOKS_EVERY = 0.3  # seconds
_READ_AGAIN_AFTER = 1.0  # seconds; a document that is found again is compared with the one before so often
_SURE = 2
_MISSES = 2  # looks that fail in a row before they are believed
_REOPEN = (0.2, 2.0)  # seconds between two tries to open the port: first, longest
_STOP_WITHIN = 1.0

Read = Callable[[Sam, bool], IdentityDocument]  # the second: whether one was found a moment ago
Open = Callable[[], AbstractContextManager[Sam]]
_Say = Callable[[IdEventKind, IdentityDocument | None, CardTrouble | None], None]


class Field:
    """What lies on the reader as far as it can be known. `say` is told what changes."""

    def __init__(self, *, read: Read, say: _Say) -> None:
        self._read = read
        self._say = say
        self._key = secrets.token_bytes(32)
        self._told: bytes | None = None  # the digest of the document that lies there
        self._read_at = 0.0
        self._misses = 0
        self._finds_after_reads = 0  # in a row; twice is no chance
        self._answers = False  # this document answers questions while it lies there
        self._complained = ""

    def look(self, sam: Sam) -> None:
        """One look. Raises NoReader and ReaderSilent when the reader is not to be spoken to."""
        found = sam.found()
        if self._told is None:
            if found:
                self._take_up(sam)
            else:
                self._complained = ""
        elif found:
            self._found(sam)
        else:
            self._missed(sam)

    def read_now(self, sam: Sam) -> IdentityDocument:
        """The document that lies there, for somebody who asks. Raises CardTrouble."""
        document = self._read(sam, False)
        self._became(document)
        return document

    def _take_up(self, sam: Sam) -> None:
        try:
            self._became(self._read(sam, True))
        except NoReader:
            raise
        except CardTrouble as error:
            self._complain(error)

    def _complain(self, error: CardTrouble) -> None:
        """Tell once that what lies there is not read. Raises ReaderSilent when it is that."""
        if error.code != self._complained:
            self._complained = error.code
            self._say(IdEventKind.UNREAD, None, error)
        if isinstance(error, ReaderSilent):
            raise error

    def _found(self, sam: Sam) -> None:
        """Found again: it never left, or something was laid on anew."""
        anew = self._misses >= _MISSES
        self._misses = 0
        if anew:
            self._leave()
            self._take_up(sam)
        elif not self._finds_again or time.monotonic() - self._read_at >= _READ_AGAIN_AFTER:
            self._finds_after_reads += 1
            try:
                self._became(self._read(sam, True))
            except NoReader:
                raise
            except CardTrouble as error:  # it may be another's by now: what was read before is not claimed any more
                self._leave()
                self._complain(error)

    @property
    def _finds_again(self) -> bool:
        """This reader finds a document that was read. Once may be one that was lifted and laid on at once."""
        return self._finds_after_reads >= _SURE

    def _missed(self, sam: Sam) -> None:
        if not self._finds_again and sam.still_there():
            self._answers, self._misses = True, 0
            return
        self._misses += 1
        if self._misses >= _MISSES and (self._finds_again or self._answers):
            self._leave()

    def _became(self, document: IdentityDocument) -> None:
        """Tell a document that is not the one told before."""
        now = hashlib.blake2b(repr(document).encode(), key=self._key).digest()
        if now != self._told:
            if self._told is not None:
                self._leave()
            self._say(IdEventKind.READ, document, None)
        self._told, self._read_at, self._misses, self._complained = now, time.monotonic(), 0, ""

    def _leave(self) -> None:
        self._told, self._misses, self._answers, self._complained = None, 0, False, ""
        self._say(IdEventKind.GONE, None, None)


class Watch:
    """The watching thread. `open_` gives the reader on its open port; `tell` hears events, on this thread."""

    def __init__(
        self,
        *,
        open_: Open,
        read: Read,
        tell: Callable[[IdEvent], None],
        name: Callable[[], str],
        looks_every: float = LOOKS_EVERY,
    ) -> None:
        self._open = open_
        self._read = read
        self._tell = tell
        self._name = name
        self._looks_every = looks_every
        self._told: tuple[IdEventKind | None, str] = (None, "")
        self._there = False
        self._stopping = threading.Event()
        self._asked: queue.SimpleQueue[Future[IdentityDocument]] = queue.SimpleQueue()
        self._awake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="id-watch", daemon=True)

    def start(self) -> None:
        """Begin; the first event says whether a reader is there."""
        self._thread.start()

    def stop(self) -> None:
        """End within a second. No event is told afterwards, even where the reader hangs."""
        self._stopping.set()
        self._awake.set()
        self._thread.join(_STOP_WITHIN)

    def ask(self) -> Future[IdentityDocument]:
        """Have the document read that lies there; the outcome, or the CardTrouble."""
        outcome: Future[IdentityDocument] = Future()
        self._asked.put(outcome)
        self._awake.set()
        if not self._thread.is_alive():
            self._turn_down(NoReader())
        return outcome

    def _run(self) -> None:
        pause = _REOPEN[0]
        while not self._stopping.is_set():
            try:
                with self._open() as sam:
                    pause = _REOPEN[0]
                    self._serve(sam)
            except CardTrouble as error:
                self._there = False
                self._turn_down(error)
                self._say(IdEventKind.NO_READER, None, error)
            except Exception:  # noqa: BLE001
                # A fault of ours must not leave the desk without a watch: it is logged, and everything is built anew.
                _LOG.exception("the identity card watch failed and starts anew")
            self._wait(pause)
            pause = min(pause * 2, _REOPEN[1])
        self._turn_down(NoReader())

    def _serve(self, sam: Sam) -> None:
        """Look until stopped. Raises CardTrouble when the reader goes or falls silent."""
        field = Field(read=self._read, say=self._say)
        silent = False
        while not self._stopping.is_set():
            try:
                self._answer(field, sam)
                field.look(sam)
            except ReaderSilent:
                if silent or not self._there:
                    raise
                silent = True  # once may be chance: a document laid on disturbs some readers
            else:
                silent = False
                self._reader_is_there()
            self._wait(self._looks_every)

    def _wait(self, seconds: float) -> None:
        """Until somebody asks or the end is wanted, at most so long."""
        self._awake.wait(seconds)
        if not self._stopping.is_set():
            self._awake.clear()

    def _answer(self, field: Field, sam: Sam) -> None:
        while not self._asked.empty():
            outcome = self._asked.get()
            try:
                outcome.set_result(field.read_now(sam))
            except CardTrouble as error:
                outcome.set_exception(error)
                if isinstance(error, NoReader | ReaderSilent):
                    raise

    def _turn_down(self, error: CardTrouble) -> None:
        while not self._asked.empty():
            self._asked.get().set_exception(error)

    def _reader_is_there(self) -> None:
        if not self._there:
            self._there = True
            self._say(IdEventKind.READER, None, None)

    def _say(self, kind: IdEventKind, document: IdentityDocument | None, trouble: CardTrouble | None) -> None:
        if kind in (IdEventKind.READ, IdEventKind.UNREAD):
            self._reader_is_there()
        news = kind, trouble.code if trouble is not None else ""
        if self._stopping.is_set() or (kind is IdEventKind.NO_READER and news == self._told):
            return
        self._told = news
        try:
            self._tell(IdEvent(kind, self._name(), document, trouble))
        except Exception:  # noqa: BLE001
            # Whoever listens may fail; the watch goes on for the next document.
            _LOG.exception("a listener failed on an identity card event")

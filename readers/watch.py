"""Watches one reader and tells what happens to it: reader there or gone, card laid on or taken away.

One thread owns its own PC/SC context and builds a new one whenever the service goes, so the only reader may be gone and
back as often as it likes. Other readers may come and go: while a card lies on the watched one, nothing is chosen anew.
It waits inside PC/SC and asks nothing of a card. Refuses to read.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from counter_app.domain.errors import CardTrouble, NoReader
from counter_app.domain.text import Text
from counter_app.ports import ReaderEvent, ReaderEventKind
from readers.pcsc import NEW_READERS, Look, Service, choose

_LOG = logging.getLogger(__name__)

_LONGEST_WAIT = 5.0  # seconds; a reader that came between two looks is found then at the latest
_REBUILD = (0.1, 1.0)  # seconds between two tries to reach the service: first, longest
_DOUBT = 0.7  # pcscd needs so long to tell a card that bounced from one taken away
_STOP_WITHIN = 1.0


class Watch:
    """The watching thread. `wanted` and `besides`: the settings `readers.ssc` and `readers.psam`. `doubtful`: an
    exchange has just failed, so "no card" is not to be believed at once. `reader`: the one that is watched, "" while
    there is none.
    """

    def __init__(
        self,
        *,
        wanted: str,
        tell: Callable[[ReaderEvent], None],
        doubtful: Callable[[], bool] = lambda: False,
        besides: str = "",
        open_service: Callable[[], Service] = Service,
    ) -> None:
        self.reader = ""
        self._wanted = wanted
        self._besides = besides
        self._open_service = open_service
        self._tell = tell
        self._doubtful = doubtful
        self._stopping = threading.Event()
        self._service: Service | None = None
        self._told = ReaderEvent(ReaderEventKind.TROUBLE)
        self._thread = threading.Thread(target=self._run, name="card-watch", daemon=True)

    def start(self) -> None:
        """Begin; the first event says how things stand."""
        self._thread.start()

    def stop(self) -> None:
        """End within a second. No event is told afterwards, even where PC/SC itself hangs."""
        self._stopping.set()
        until = time.monotonic() + _STOP_WITHIN
        while self._thread.is_alive() and time.monotonic() < until:
            if (service := self._service) is not None:
                service.cancel()
            self._thread.join(0.02)

    def _run(self) -> None:
        pause = _REBUILD[0]
        while not self._stopping.is_set():
            try:
                self._service = self._open_service()
                pause = _REBUILD[0]
                self._serve(self._service)
            except CardTrouble as error:
                self._say(ReaderEventKind.NO_READER, trouble=error.message)
            except Exception:  # noqa: BLE001
                # A fault of ours must not leave the desk without a watch: it is logged, and everything is built anew.
                _LOG.exception("the card watch failed and starts anew")
            finally:
                self._close()
            self._stopping.wait(pause)
            pause = min(pause * 2, _REBUILD[1])

    def _close(self) -> None:
        self.reader = ""
        service, self._service = self._service, None
        if service is not None:
            service.close()

    def _serve(self, service: Service) -> None:
        """Watch until stopped. Raises ServiceLost."""
        while not self._stopping.is_set():
            names = service.names()
            others = Look(NEW_READERS, len(names) << 16)
            try:
                self.reader = choose(names, self._wanted, besides=self._besides)
            except NoReader as error:
                self.reader = ""
                self._say(ReaderEventKind.NO_READER, trouble=error.message)
                service.wait((others,), seconds=_LONGEST_WAIT)
            else:
                self._follow(service, self.reader, others)

    def _follow(self, service: Service, reader: str, others: Look) -> None:
        """Tell what happens on one reader until it is gone, or the list of readers changed and no card lies on it."""
        seen, others_moved = Look(reader, 0), False
        while not self._stopping.is_set():
            answer = service.wait((seen, others), seconds=_LONGEST_WAIT if seen.state else 0)
            if answer is None:
                if reader not in service.names():
                    return
                continue
            now, around = answer
            if now.gone:
                return
            self._compare(service, seen, now)
            seen = now
            if around.moved:
                others, others_moved = Look(NEW_READERS, len(service.names()) << 16), True
            if others_moved and not now.card:  # the choice may fall differently now
                return

    def _compare(self, service: Service, before: Look, now: Look) -> None:
        first = (
            self._told.kind not in (ReaderEventKind.CARD, ReaderEventKind.NO_CARD) or self._told.reader != now.reader
        )
        if first:
            self._say(ReaderEventKind.READER, now.reader)
        if not now.card:
            if not self._came_back(service, now):
                self._say(ReaderEventKind.NO_CARD, now.reader)
            return
        passed = (now.changes - before.changes) % 0x10000
        swapped = before.state and before.card and passed >= 2
        if swapped or (before.mute and not now.mute):
            self._say(ReaderEventKind.NO_CARD, now.reader)
        self._say(ReaderEventKind.CARD, now.reader)

    def _came_back(self, service: Service, now: Look) -> bool:
        """Whether a card that seemed gone after a failed exchange is there after all."""
        if self._told.kind is not ReaderEventKind.CARD or not self._doubtful():
            return False
        answer = service.wait((now,), seconds=_DOUBT)
        return answer is not None and answer[0].card

    def _say(self, kind: ReaderEventKind, reader: str = "", *, trouble: Text | None = None) -> None:
        event = ReaderEvent(kind, reader, trouble)
        if event == self._told or self._stopping.is_set():
            return
        self._told = event
        try:
            self._tell(event)
        except Exception:  # noqa: BLE001
            # Whoever listens may fail; the watch goes on for the next card.
            _LOG.exception("a listener failed on a reader event")

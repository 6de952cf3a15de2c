"""How the smart card service sees the virtual reader, and events gathered by a watch."""

import threading
from collections.abc import Callable

from counter_app.ports import ReaderEvent, ReaderEventKind
from readers import pcsc
from tests.parts.processes import wait_until


def card_seen(reader: str) -> bool:
    """Whether the service sees a card on the reader."""
    with pcsc.service() as opened:
        return opened.look(reader).card


def wait_until_empty(reader: str) -> None:
    """Return when the service has noticed that no card lies there; it looks every 0.4 s."""
    wait_until(lambda: not card_seen(reader), what="the service to notice that the card is gone")


def wait_until_seen(reader: str) -> None:
    """Return when the service has noticed a card."""
    wait_until(lambda: card_seen(reader), what="the service to notice the card")


class Heard:
    """Events in the order they were told."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self.events: list[ReaderEvent] = []

    def tell(self, event: ReaderEvent) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    @property
    def kinds(self) -> list[ReaderEventKind]:
        with self._news:
            return [event.kind for event in self.events]

    def wait_for(self, condition: Callable[[list[ReaderEventKind]], bool], *, seconds: float = 10.0) -> None:
        """Return when the kinds heard so far satisfy `condition`."""
        with self._news:
            heard = self._news.wait_for(lambda: condition([event.kind for event in self.events]), seconds)
        assert heard, f"waited {seconds} s in vain; heard {self.kinds}"

"""The practice platform behind TLS, as a real counter alone speaks to it: the test has an authority of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from counter_app import settings
from tests.parts.certificates import Authority
from tests.parts.proxy import Proxy, proxy


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the platform: its https address and the root that signed for it."""

    proxy: Proxy
    root: Path

    @property
    def url(self) -> str:
        return self.proxy.url

    def settle(self, folder: Path) -> None:
        """The counter of that data folder speaks to this platform from now on."""
        settings.keep(folder, {"platform.ca": str(self.root), "platform.url": self.url})


@contextmanager
def front(port: int, room: Path) -> Iterator[Front]:
    """TLS in front of the platform at that port of this machine; keys and certificates are files in `room`."""
    authority = Authority(room)
    with proxy(port, tls=authority.server()) as between:
        yield Front(between, authority.pem)

"""JSON of `/v1/reference` -> what the platform has signed of banks and outlets, and when a counter asks for it.

Refuses an answer that does not keep the contract (NoPlatform), and to judge what was signed: that is the shelf's. It is
asked for at the first pass that finds the platform, then now and then; trouble with it is no trouble of the line.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from counter_app.domain.declaration import SignedStatement
from counter_app.domain.errors import PlatformTrouble
from counter_app.feed import Listed, ReferenceDoor
from counter_app.reference import Shelf
from sync.body import read
from sync.shapes import Shape

_NAME = r"^[a-z][a-z-]{1,39}$"
_log = logging.getLogger(__name__)


class _Listed(Shape):
    name: str = Field(pattern=_NAME)
    version: int = Field(ge=1)
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Catalogue(Shape):
    documents: list[_Listed] = Field(max_length=100)


class _Signed(Shape):
    statement: str = Field(min_length=2, max_length=2_000_000)
    algorithm: str = Field(min_length=1, max_length=40)
    key_id: str = Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")
    signature: str = Field(pattern=r"^[0-9A-Za-z+/]{8,400}={0,2}$")


def read_catalogue(body: bytes) -> tuple[Listed, ...]:
    """Which there are. Raises NoPlatform."""
    told = read(_Catalogue, body)
    return tuple(Listed(one.name, one.version, one.digest) for one in told.documents)


def read_document(body: bytes) -> SignedStatement:
    """One of them, as it was signed. Raises NoPlatform."""
    told = read(_Signed, body)
    return SignedStatement(told.statement, told.algorithm, told.key_id, told.signature)


@dataclass(slots=True)
class ReferenceNews:
    """Fetches what has another version than what is in use. `every`: seconds between two times. Raises StoreTrouble."""

    door: ReferenceDoor
    shelf: Shelf
    every: float
    clock: Callable[[], float] = time.monotonic
    _next: float = field(default=float("-inf"), init=False)

    def __call__(self) -> None:
        """Ask if it is time to."""
        now = self.clock()
        if now < self._next:
            return
        self._next = now + self.every
        try:
            self._fetch()
        except PlatformTrouble as error:
            _log.info("no reference data: %s", error.code)

    def _fetch(self) -> None:
        for listed in self.shelf.wanted(self.door.catalogue()):
            signed = self.door.reference(listed.name)
            if signed is not None and not self.shelf.take(signed, listed):
                _log.warning("reference data were not taken: %s, version %d", listed.name, listed.version)

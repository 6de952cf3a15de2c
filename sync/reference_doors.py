"""The platform's doors for reference data (`counter_app.reference.ReferenceDoor`).

Refuses to ask for a name that is none. An answer the contract does not know is trouble, never good news.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sync.door import Door

if TYPE_CHECKING:
    from counter_app.domain.declaration import SignedStatement
    from counter_app.feed import Listed

_NAME = re.compile(r"[a-z][a-z-]{1,39}")


class ReferenceDoors(Door):
    """What `sync.client.HttpPlatform` does about reference data. Every method raises as the port says."""

    def catalogue(self) -> tuple[Listed, ...]:
        """Which there are, in which version."""
        from sync import reference

        return reference.read_catalogue(self._ask("GET", "/v1/reference"))

    def reference(self, name: str) -> SignedStatement | None:
        """One of them, None where there is none of that name."""
        from sync import reference

        if not _NAME.fullmatch(name):
            raise ValueError("not a name of reference data")
        try:
            return reference.read_document(self._ask("GET", f"/v1/reference/{name}", said_no={404: _none}))
        except _NoSuch:
            return None


class _NoSuch(Exception):
    """The platform itself says that it has none of that name."""


def _none(_body: bytes) -> Exception:
    return _NoSuch()

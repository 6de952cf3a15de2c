"""The platform's doors for the audit trail: a head is handed over, signed by the counter's key, and asked for.

Nothing of a person goes out. Refuses an answer that does not keep the contract, one about another head among it
(`NoPlatform`).
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from counter_app.auditing import MARK, MOST_MARKS, Anchor, Head, HeadDiffers, Marks, NextHead
from counter_app.domain.enrolment_errors import NotEnrolled
from counter_app.domain.errors import NoPlatform
from sync.body import GARBAGE, read, write
from sync.door import Door
from sync.shapes import Moment, Shape

if TYPE_CHECKING:
    from sync.signing import Signer

_PATH = "/v1/audit-heads"
_Mark = Annotated[str, Field(pattern=rf"^[0-9a-f]{{{MARK}}}$")]


class _Anchor(Shape):
    length: int = Field(ge=1, le=2**53 - 1)
    link: str = Field(pattern=r"^[0-9a-f]{64}$")
    at: Moment
    taken_at: Moment

    def domain(self, outlet: str, window: str) -> Anchor:
        return Anchor(Head(outlet, window, self.length, self.link, self.at), self.taken_at)


class _Anchored(Shape):
    head: _Anchor


class _Differs(Shape):
    type: Literal["urn:ssc-platform:audit-head-differs"]
    head: _Anchor | None


class _Marks(Shape):
    head: _Anchor | None
    marks: list[_Mark] = Field(max_length=MOST_MARKS)


class AuditDoors(Door):
    """What `sync.client.HttpPlatform` does about the audit trail. Every method raises as the port says."""

    _signer: Signer | None

    def take_head(self, told: NextHead) -> Anchor | HeadDiffers:
        """Hand a head over, signed by the counter's key."""
        if self._signer is None:
            raise NotEnrolled(handed_over=False)
        key, one = self._signer.keys().key(), told.head
        tree = {
            "outlet": one.outlet,
            "window": one.window,
            "length": one.length,
            "link": one.link,
            "at": one.words().decode().rpartition(" ")[2],
            "since": None if told.since is None else {"length": told.since.length, "link": told.since.link},
            "marks": told.marks,
            "restored": told.restored,
            "signature": base64.b64encode(key.sign(one.words())).decode("ascii"),
        }
        try:
            answer = self._ask("POST", _PATH, write(tree), key=key, said_no={409: _Another})
        except _Another as another:
            theirs = read(_Differs, another.body).head
            return HeadDiffers(None if theirs is None else theirs.domain(one.outlet, one.window))
        anchor = read(_Anchored, answer).head.domain(one.outlet, one.window)
        if (anchor.head.length, anchor.head.link) != (one.length, one.link):
            raise NoPlatform(why=GARBAGE, fields=("head",), handed_over=True)
        return anchor

    def marks(self, outlet: str, window: str, *, after: int) -> Marks:
        """What it has of a chain."""
        body = write({"outlet": outlet, "window": window, "after": after})
        told = read(_Marks, self._ask("POST", f"{_PATH}/marks", body))
        return Marks(None if told.head is None else told.head.domain(outlet, window), tuple(told.marks))


class _Another(Exception):
    """The platform has another head; `body` of its answer."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body

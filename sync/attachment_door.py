"""The platform's doors for pictures, in pieces by tus 1.0.0: what got there stays, and after a break the rest goes.

How far a picture is only the platform knows and is asked: nothing of it is kept here, so a program that was killed goes
on too. Refuses to put anything into a path or a header but a digest and numbers, and to take an answer about another
picture for a good one.
"""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from counter_app.domain.errors import NoPlatform, PictureNotTaken
from counter_app.domain.photo import Picture, is_digest
from counter_app.domain.picture_errors import PictureUnderWay
from sync import troubles
from sync.door import Door

TUS = "1.0.0"
LARGEST_PIECE, SMALLEST_PIECE = 16 * 1024, 1024
"""Bytes in one request: it must be over before the line breaks, and a request has a kilobyte of its own."""
LONGEST = 20.0
"""Seconds for one picture at a time: a loss report may have been recorded meanwhile."""
_MEDIA_TYPE = "application/offset+octet-stream"


class AttachmentDoor(Door):
    """What `sync.client.HttpPlatform` does about pictures. Raises as the port says."""

    longest_for_a_picture = LONGEST
    _piece = LARGEST_PIECE  # bytes; what this line was found to carry

    def attach(self, picture: Picture, *, on_hand_over: Callable[[], None]) -> None:
        """Hand over what the platform lacks of a picture; again is harmless. Raises PictureNotTaken for a definite no,
        PictureUnderWay where some of it got there and the rest did not.
        """
        if not is_digest(picture.digest):
            raise ValueError("not a digest")
        until = time.monotonic() + self.longest_for_a_picture
        way = _Way(self._begin(picture, on_hand_over))
        usual = self._piece
        try:
            while way.at < len(picture.body):
                self._go_on(picture, way)
                if time.monotonic() > until:
                    break
        except NoPlatform as error:
            if way.at <= way.begun:
                raise
            raise PictureUnderWay(broken=True, handed_over=True) from error
        if way.at < len(picture.body):
            raise way.out_of_time()
        if self._piece == usual:
            self._piece = min(LARGEST_PIECE, 2 * usual)

    def _go_on(self, picture: Picture, way: _Way) -> None:
        """One piece. After a break that let nothing through the next one is smaller. Raises what ends it."""
        piece = picture.body[way.at : way.at + self._piece]
        try:
            way.got_to(self._hand_over(picture.digest, way.at, piece))
        except NoPlatform as error:
            if not troubles.is_break(error):
                raise
            found, let_through = self._standing(picture), way.through
            if found is None:
                raise
            way.got_to(found)
            if way.through or let_through:
                return
            if len(piece) <= SMALLEST_PIECE and way.last_try():
                raise
            self._piece = max(SMALLEST_PIECE, len(piece) // 2)

    def _begin(self, picture: Picture, on_hand_over: Callable[[], None]) -> int:
        """How much of it is there, of one that is begun now or was before."""
        try:
            return self._create(picture, on_hand_over)
        except NoPlatform as error:
            if not troubles.is_break(error):
                raise
        found = self._standing(picture)
        return self._create(picture, on_hand_over) if found is None else found

    def _create(self, picture: Picture, on_hand_over: Callable[[], None] = lambda: None) -> int:
        digest = base64.b64encode(picture.digest.encode("ascii")).decode("ascii")
        headers = {"Upload-Length": str(len(picture.body)), "Upload-Metadata": f"digest {digest}"}
        said_no = dict.fromkeys((400, 413), _not_taken)
        begun = self._told(
            "POST", "/v1/uploads", status=201, headers=headers, on_hand_over=on_hand_over, said_no=said_no
        )
        return _within(begun, picture)

    def _standing(self, picture: Picture) -> int | None:
        """How much of it is there; None of one that was never begun, or is forgotten. Where it may not be asked, it is
        begun again: that tells as much, and an answer to HEAD has no body that could say why.
        """
        said_no = {404: _no_upload, 410: _no_upload, 401: _no_word_why}
        try:
            at = self._told("HEAD", _path(picture.digest), status=200, said_no=said_no)
        except _NoUpload:
            return None
        except _NoWordWhy:
            return self._create(picture)
        return _within(at, picture)

    def _hand_over(self, digest: str, at: int, piece: bytes) -> int:
        """How much is there with this piece."""
        checksum = base64.b64encode(hashlib.sha256(piece).digest()).decode("ascii")
        headers = {"Upload-Offset": str(at), "Upload-Checksum": f"sha256 {checksum}"}
        said_no = {400: _not_taken, 413: _not_taken, 409: _elsewhere}
        there = self._told("PATCH", _path(digest), piece, status=204, headers=headers, said_no=said_no)
        if there != at + len(piece):
            raise _garbage()
        return there

    def _told(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        status: int,
        said_no: Mapping[int, Callable[[bytes], Exception]],
        headers: Mapping[str, str] | None = None,
        on_hand_over: Callable[[], None] = lambda: None,
    ) -> int:
        """The offset an answer of that status tells. Raises NoPlatform for one that tells none."""
        heard = _Heard(status)
        self._ask(
            method,
            path,
            body,
            on_hand_over=on_hand_over,
            said_no=said_no,
            media_type=_MEDIA_TYPE,
            headers={"Tus-Resumable": TUS, **(headers or {})},
            hear=heard,
        )
        if heard.offset is None:
            raise _garbage()
        return heard.offset


@dataclass(slots=True)
class _Way:
    """How far one picture is: bytes there when we `begun` and now (`at`). `through`: what was tried last got there."""

    begun: int
    at: int = 0
    through: bool = False
    _tried_smallest: bool = False

    def __post_init__(self) -> None:
        self.at = self.begun

    def got_to(self, at: int) -> None:
        """So many are there now."""
        self.through, self.at = at > self.at, at
        self._tried_smallest &= not self.through

    def last_try(self) -> bool:
        """Whether the smallest piece has been cut before: once may be the end of a connection that was used up."""
        before, self._tried_smallest = self._tried_smallest, True
        return before

    def out_of_time(self) -> NoPlatform:
        """Nothing got there in all that time: that is no slow line."""
        if self.at > self.begun:
            return PictureUnderWay(broken=False, handed_over=True)
        return NoPlatform(why=troubles.LOST, handed_over=True)


@dataclass(slots=True)
class _Heard:
    """Listens for an answer of tus of that status, and what offset it tells."""

    status: int
    offset: int | None = None

    def __call__(self, status: int, headers: Mapping[str, str]) -> bool:
        words = headers.get("upload-offset", "")
        numbered = words.isascii() and words.isdigit() and len(words) < 10
        if status != self.status or headers.get("tus-resumable") != TUS or not numbered:
            return False
        self.offset = int(words)
        return True


class _NoUpload(Exception):
    """The platform knows none of that digest from this counter."""


class _NoWordWhy(Exception):
    """The platform has not taken a HEAD as this counter's: key or clock, nobody can say which."""


def _path(digest: str) -> str:
    return f"/v1/uploads/{digest}"


def _within(offset: int, picture: Picture) -> int:
    if offset > len(picture.body):
        raise _garbage()
    return offset


def _garbage() -> NoPlatform:
    from sync.body import GARBAGE

    return NoPlatform(why=GARBAGE, fields=("upload-offset",), handed_over=True)


def _not_taken(_body: bytes) -> Exception:
    return PictureNotTaken()


def _no_upload(_body: bytes) -> Exception:
    return _NoUpload()


def _no_word_why(_body: bytes) -> Exception:
    return _NoWordWhy()


def _elsewhere(_body: bytes) -> Exception:
    """Another offset than ours: a piece got there whose answer did not, so it is asked how far it is."""
    return NoPlatform(why=troubles.LOST, handed_over=True)

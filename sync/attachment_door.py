"""The platform's door for pictures.

Refuses to put anything into a path but a digest, and to take an answer about another picture for a good one.
"""

from __future__ import annotations

from collections.abc import Callable

from counter_app.domain.errors import PictureNotTaken
from counter_app.domain.photo import Picture, is_digest
from sync.door import Door


class AttachmentDoor(Door):
    """What `sync.client.HttpPlatform` does about pictures. Raises as the port says."""

    def attach(self, picture: Picture, *, on_hand_over: Callable[[], None]) -> None:
        """Hand a picture over whole; again is harmless. Raises PictureNotTaken for a definite no."""
        from sync import wire

        if not is_digest(picture.digest):
            raise ValueError("not a digest")
        answer = self._ask(
            "PUT",
            f"/v1/attachments/{picture.digest}",
            picture.body,
            on_hand_over=on_hand_over,
            said_no=dict.fromkeys((400, 413), _not_taken),
            media_type=picture.media_type,
        )
        wire.read_attached(answer, digest=picture.digest)


def _not_taken(_body: bytes) -> Exception:
    return PictureNotTaken()

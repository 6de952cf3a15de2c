"""What store and platform do about pictures: parts of the ports `Store` and `Platform`.

Refuses to know a file: a picture is its bytes and their digest, and has no name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from counter_app.domain.operation import OperationId
from counter_app.domain.photo import Picture


class PictureStore(Protocol):
    """Pictures of visits and operations. Raises StoreTrouble."""

    def pictures(self, visit_id: str) -> Mapping[str, bytes]:
        """The pictures of a visit that is being asked, by digest."""
        ...

    def picture_of(self, operation_id: OperationId) -> Picture | None:
        """The picture an operation needs; None where it needs none, or it is gone or not whole."""
        ...


class PictureDoor(Protocol):
    """Where pictures go. Raises what every method of `Platform` raises."""

    def attach(self, picture: Picture, *, on_hand_over: Callable[[], None]) -> None:
        """Hand over what the platform lacks of a picture, before the operation that names it; again is harmless.
        `on_hand_over` as for `Platform.send`. Raises PictureNotTaken besides, where the platform turns this one down,
        and PictureUnderWay where a part of it got there and stays.
        """
        ...

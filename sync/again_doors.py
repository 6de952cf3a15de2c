"""The platform's door for an answer that did not get here: asked for by GET, which may come twice on its way.

Refuses an answer to anything but what was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.door import Door

if TYPE_CHECKING:
    from counter_app.domain.operation import Answer, OperationId


class AgainDoors(Door):
    """What `sync.client.HttpPlatform` does about answers that were lost: the port `AnswerDoor`."""

    def answer_again(self, operation_id: OperationId) -> Answer | None:
        """The answer to that operation, None where the platform has given none."""
        from sync import wire

        try:
            told = self._ask("GET", f"/v1/operations/{operation_id}", said_no={404: _never})
        except _NeverAnswered:
            return None
        return wire.read_answer(told, operation_id=operation_id)


class _NeverAnswered(Exception):
    """The platform itself says that it has answered no operation of that id."""


def _never(_body: bytes) -> Exception:
    return _NeverAnswered()

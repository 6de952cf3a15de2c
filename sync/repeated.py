"""The answers to a batch, also over a line that sends each call twice and hands back only that the second was a replay.

The first was taken then: each operation's answer is asked for by itself, by calls that may come twice. Refuses to take
such a refusal for a word on the work: what the platform has answered nothing for goes again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from counter_app.answering import AnswerDoor
from counter_app.domain.enrolment_errors import CallRepeated
from counter_app.domain.errors import PlatformTrouble
from counter_app.domain.operation import Answer, Operation
from counter_app.ports import Platform

_log = logging.getLogger(__name__)


def answers_to(
    platform: Platform, batch: Sequence[Operation], *, on_hand_over: Callable[[], None]
) -> tuple[Answer, ...]:
    """As `Platform.send`; raises as it does, also CallRepeated where nothing of the batch was answered."""
    try:
        return platform.send(batch, on_hand_over=on_hand_over)
    except CallRepeated as repeated:
        return _asked_again(platform, batch, repeated)


def _asked_again(platform: AnswerDoor, batch: Sequence[Operation], repeated: CallRepeated) -> tuple[Answer, ...]:
    """What was answered, as far as it can be heard now."""
    found: list[Answer] = []
    try:
        for operation in batch:
            answer = platform.answer_again(operation.id)
            if answer is not None:
                found.append(answer)
    except PlatformTrouble as error:
        if not found:
            raise
        _log.info("the rest is asked for later: %s", error.code)
    if not found:
        raise repeated
    _log.info("the line sends calls twice: %d of %d answers were asked for", len(found), len(batch))
    return tuple(found)

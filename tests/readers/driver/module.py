"""The platform's security module at the edge of the program, hand-written: it computes nothing."""

import math
from dataclasses import replace

from counter_app.devices import Challenge
from counter_app.domain.errors import PlatformTrouble


class Module:
    """The platform's security module at the edge: notes what it was asked, gives what it was told to."""

    def __init__(self, *answers: bytes | PlatformTrouble) -> None:
        self.asked: list[Challenge] = []
        self._answers = list(answers)

    def cryptogram(self, challenge: Challenge, *, within: float = math.inf) -> bytes:
        self.asked.append(replace(challenge, data=bytes(challenge.data)))  # its owner overwrites them
        answer = self._answers.pop(0)
        if isinstance(answer, PlatformTrouble):
            raise answer
        return answer

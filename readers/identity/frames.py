"""Frames of the identity card reader (SAM-V): commands made, answers found in whatever bytes a line brings.

A command is `AA AA AA 96 69`, length (2 bytes, big-endian, counts all after itself), command, parameter, checksum; an
answer has three status bytes and data instead. The checksum is the XOR of everything after the preamble but itself.
Total: any bytes give an answer, a verdict, or a wish for more. Refuses to judge what an answer means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AAAAAA9669")
_SHORTEST = 4  # three status bytes and the checksum
_LONGEST = 4096  # the longest known answer, with fingerprints, has 2,314
_HEAD = len(PREAMBLE) + 2
_KEPT = 1 << 16  # bytes; noise beyond that is let go


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer whose checksum fits. `status`: the three status bytes as a number."""

    status: int
    data: bytes = b""


def checksum(body: bytes) -> int:
    """XOR of all bytes after the preamble, the length included."""
    return reduce(xor, body, 0)


def framed(content: bytes) -> bytes:
    """`content` (without checksum) as it goes over the line."""
    body = (len(content) + 1).to_bytes(2, "big") + content
    return PREAMBLE + body + bytes((checksum(body),))


class Hearing:
    """What the line has brought since the last command. `feed` it, then ask for `answer`."""

    def __init__(self) -> None:
        self._heard = bytearray()
        self.anything = False  # some bytes came, whatever they are
        self.spoilt = False  # something that began like an answer was none: wrong checksum, wrong length, cut off

    def feed(self, data: bytes) -> None:
        """More bytes from the line."""
        self._heard += data
        self.anything = self.anything or bool(data)
        if len(self._heard) > _KEPT and PREAMBLE not in self._heard:
            del self._heard[: -len(PREAMBLE)]

    @property
    def begun(self) -> bool:
        """Whether an answer has begun and is not whole yet, as far as `answer` has looked."""
        return self._heard.startswith(PREAMBLE)

    def whole_inside(self, wanted: Callable[[Answer], bool]) -> bool:
        """Whether a whole answer that is `wanted` has come inside the one that has begun: that one is none then."""
        inner = Hearing()
        inner.feed(bytes(self._heard[1:]))
        while (answer := inner.answer()) is not None:
            if wanted(answer):
                return True
        return False

    def pass_over(self) -> None:
        """What has begun is no answer."""
        if self.begun:
            self._pass_over()

    def answer(self, *, over: bool = False) -> Answer | None:
        """The next whole answer, None when there is none yet. `over`: nothing more will come, so that what has begun
        is cut off.
        """
        while (at := self._heard.find(PREAMBLE)) >= 0:
            del self._heard[:at]
            if len(self._heard) < _HEAD and not over:
                return None
            length = int.from_bytes(self._heard[len(PREAMBLE) : _HEAD], "big")
            if not _SHORTEST <= length <= _LONGEST:
                self._pass_over()
                continue
            if len(self._heard) < _HEAD + length:
                if not over:
                    return None
                self._pass_over()
                continue
            body = bytes(self._heard[len(PREAMBLE) : _HEAD + length])
            if checksum(body):
                self._pass_over()
                continue
            del self._heard[: _HEAD + length]
            return Answer(int.from_bytes(body[2:5], "big"), body[5:-1])
        return None

    def _pass_over(self) -> None:
        """This beginning is no answer; the next may begin inside it."""
        self.spoilt = True
        del self._heard[: len(PREAMBLE)]

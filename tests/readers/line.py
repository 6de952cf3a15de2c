"""A channel to anything that answers bytes with bytes: reading without a reader, each command counted."""

from collections.abc import Callable

MOST_COMMANDS = 20_000


class Line:
    """Counts what is asked, and refuses to be asked for ever."""

    def __init__(self, answer: Callable[[bytes], bytes], *, t1: bool = False) -> None:
        self._answer = answer
        self.t1 = t1
        self.asked = 0

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        self.asked += 1
        assert self.asked <= MOST_COMMANDS, "asked for ever"
        answer = self._answer(command)
        return answer[:-2], answer[-2], answer[-1]

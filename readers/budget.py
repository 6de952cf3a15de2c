"""How long one reading may keep the desk waiting, whoever of its parts is silent: card, PSAM, platform, maker's driver.

Begins with the reading and is handed down to each part, which takes what it may by itself, or what is left. Refuses to
stretch. A card that goes on answering is slow, not silent, and read on; but it uses up the time of those after it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

WITHIN = 9.0  # seconds: a silent part is given up within ten, the start of a command of its own included


class Budget:
    """Seconds from now on, on the monotonic clock. Looked at by the thread that reads and by the one that waits."""

    def __init__(self, seconds: float = math.inf) -> None:
        self.begun = time.monotonic()
        self.until = self.begun + seconds
        self.asked = ""  # the way that computes now, while nothing is asked of the card
        self.back = self.begun  # when it was the card's turn again

    @property
    def left(self) -> float:
        """Seconds, 0 when it is used up."""
        return max(0.0, self.until - time.monotonic())

    def least(self, own: float) -> float:
        """The limit a part has by itself, or what is left."""
        return min(own, self.left)

    @contextmanager
    def asking(self, way: str) -> Iterator[None]:
        """`way` computes: it has a limit of its own, and the card is not silent meanwhile."""
        self.asked = way
        try:
            yield
        finally:
            self.back = time.monotonic()
            self.asked = ""

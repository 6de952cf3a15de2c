"""A courier on a disk of its own that fills up at its worst moments. Prints what each pass came to. Runnable.

Started by `test_no_room.py` where the folder given is a tmpfs with a counter's folder on it. Arguments: the disk, the
platform's address.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from counter_app.domain.errors import StoreTrouble
from counter_app.domain.operation import Answer, Operation
from counter_app.ports import Store
from sync.client import HttpPlatform
from sync.courier import LineCourier
from tests.local_store.full_disk import fill
from tests.parts import counter_folder as parts
from tests.parts.signing import signer


class Filling(HttpPlatform):
    """The line; `after` happens when the answers are here and none of them is written down yet."""

    after: Callable[[], None] | None = None
    answered = 0

    def send(self, batch: Sequence[Operation], *, on_hand_over: Callable[[], None]) -> tuple[Answer, ...]:
        answers = super().send(batch, on_hand_over=on_hand_over)
        self.answered += len(answers)
        if self.after is not None:
            self.after()
        return answers


def main(disk: Path, url: str) -> None:
    """Full before the hand-over; full between the answer and the writing down, twice; then room."""
    ballast = disk / "ballast"
    told: list[object] = []
    line = Filling(lambda: url, version="1.0.0", signer=signer())
    with closing(line), parts.open_store(disk / "data") as store:
        courier = parts.courier(disk / "data", store, line)
        fill(ballast, 0)
        told.append(_passed(courier, store, line))
        ballast.unlink()
        line.after = lambda: fill(ballast, 0)
        told += [_passed(courier, store, line) for _ in range(2)]
        ballast.unlink()
        line.after = None
        told += [_passed(courier, store, line), store.verify_audit().whole]
    sys.stdout.write(json.dumps(told))


def _passed(courier: LineCourier, store: Store, line: Filling) -> list[object]:
    """What it came to, how the rows stand, how many answers have come so far."""
    try:
        said: object = courier.pass_once().accepted
    except StoreTrouble as trouble:
        said = trouble.code
    return [said, sorted({work.state.value for work in store.works()}), line.answered]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

"""The command on a disk of its own that fills up. Prints what each run said as JSON. Runnable.

Started by `test_full_disk.py` where the folder given is a tmpfs of a few megabytes with a practice folder on it.
Arguments:
the disk, the platform's address, and numbers of people.
"""

import json
import os
import sys
from pathlib import Path

from tests.parts.command import Command

LEFT = (0, 32768, 65536, 131072, 163840, 196608, 229376, 262144)


def fill(ballast: Path, leave: int) -> None:
    """Take all the room but `leave` bytes."""
    with ballast.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            os.ftruncate(file.fileno(), max(0, os.fstat(file.fileno()).st_size - leave))


def recorded(counter: Command) -> int:
    """How many reports stand; -1 when that cannot be told."""
    box = counter("outbox")
    return len(box.json["operations"]) if box.status == 0 else -1


def main(disk: str, url: str, *numbers: str) -> None:
    """Report each person lost with that little room; then once more with room."""
    counter = Command(Path(disk) / "data", (f"platform.url={url}",), inside=True)
    ballast, rounds = Path(disk) / "ballast", []
    for number, leave in zip(numbers, LEFT, strict=True):
        fill(ballast, leave)
        full, known = counter.carry_out("temporary-loss", number), recorded(counter)
        again = json.dumps({"holder": {"number": number}})
        words = counter.words("carry-out", "temporary-loss", "--answers", "-", given=again)
        ballast.unlink()
        room = counter.carry_out("temporary-loss", number)
        rounds.append(
            {
                "full": [full.status, json.loads(full.out), known],
                "words": [words.status, words.out, words.err],
                "room": [room.status, json.loads(room.out), recorded(counter)],
            }
        )
    audit = counter("audit", "verify")
    sys.stdout.write(json.dumps({"rounds": rounds, "audit": audit.json, "outbox": counter("outbox").json}))


if __name__ == "__main__":
    main(*sys.argv[1:])

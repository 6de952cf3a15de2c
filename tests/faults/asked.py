"""What `python -m tests.faults` asks of the tests here, by the environment; nothing in an ordinary run.

Refuses to change what is proven: only how often, by which seed, and where the counts go.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "COUNTER_FAULTS"


@dataclass(frozen=True, slots=True)
class Asked:
    """`times` runs or kills, by `seed`, None: the same each time. `file` None: nobody wants the counts."""

    times: int
    seed: int | None = None
    file: Path | None = None

    def tell(self, counts: Mapping[str, int]) -> None:
        """Leave the counts where they are wanted."""
        if self.file is not None:
            self.file.write_text(json.dumps(dict(counts)), encoding="utf-8")


def asked(usual: int) -> Asked:
    """What is asked for, else `usual` times."""
    told = json.loads(os.environ.get(NAME, "{}"))
    return Asked(told["times"], told["seed"], Path(told["file"])) if told else Asked(usual)


def asking(times: int, seed: int, file: Path) -> dict[str, str]:
    """The environment that asks for it."""
    return {NAME: json.dumps({"times": times, "seed": seed, "file": str(file)})}

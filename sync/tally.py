"""What one pass of the courier did so far.

Refuses to plan: what follows from it is the courier's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from counter_app.domain.operation import OperationId


@dataclass(slots=True)
class Tally:
    """What one pass did so far. `overtaken`: something was withdrawn at the very moment it was to go. `under_way`: the
    rest of a picture may go at once. `rested`: how many were put off for the first time and
    let others go now. `woken`: some that were put off are decided at last.
    """

    handed_over: int = 0
    accepted: int = 0
    refused: int = 0
    more: bool = False
    put_off: bool = False
    rested: int = 0
    woken: bool = False
    overtaken: bool = False
    under_way: bool = False
    asked: int = 0
    undecided: set[OperationId] = field(default_factory=set)

    @property
    def moved(self) -> bool:
        """Whether the next pass finds other work in front than this one did."""
        return self.overtaken or self.accepted + self.refused + self.rested > 0

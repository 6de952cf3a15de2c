"""Cards that change hands over the counter: a new one handed over, an old one taken back and cut (收回剪角).

Each procedure says so of its own operations (`Procedure.moved`). Refuses to guess: an old card that nobody recorded as
taken back is not in custody.
"""

from __future__ import annotations

from dataclasses import dataclass

TAKEN_BACK = "old_card_back"
"""Fact of an operation by which an old card stops: "yes" it was taken back and cut, "no" it was not handed in."""
OLD_CARD = "old_card_number"
"""Fact: the number of the card that was taken back; several with a comma between."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Numbers of cards: `given` to the holder ("" for none), `back` from the holder and cut."""

    given: str = ""
    back: tuple[str, ...] = ()


NOTHING_MOVED = Moved()

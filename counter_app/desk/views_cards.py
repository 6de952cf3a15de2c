"""What the window and the command show of the cards a person may mean: frozen values with texts in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class CardChoice:
    """One of several cards in use. `words`: masked number; `about`: its bank and when it was issued; `state` of the
    social-security half; `chosen`: the visit is about this one.
    """

    number: str
    words: str
    about: Text
    state: Text
    chosen: bool

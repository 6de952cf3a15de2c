"""What doctor finds of one part, in the form in which it is told."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.errors import CounterError
from counter_app.domain.text import Text

OK, OFF, TROUBLE = "ok", "off", "trouble"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: `state` "ok", "off" (not set up, by choice) or "trouble". `in_process`: it should stand outside but
    does not.
    """

    part: str
    title: Text
    state: str
    what: Text
    advice: Text | None = None
    in_process: bool = False


def trouble(part: str, title: Text, error: CounterError) -> Finding:
    """A part that says itself what is wrong."""
    return Finding(part, title, TROUBLE, error.message, error.what_next)

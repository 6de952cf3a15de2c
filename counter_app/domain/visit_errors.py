"""What can go wrong with a visit in hand-over. Same rules as `counter_app.domain.errors`: two lines for the clerk."""

from __future__ import annotations

from counter_app.domain.errors import Refused
from counter_app.domain.text import Text


class HeldByAnother(Refused):
    """Another clerk has begun it and nobody has accepted it yet. `clerk`: that one's number."""

    happened = Text("这项办理还在 {clerk} 名下", "This is still the work of {clerk}")
    advice = Text("按 Ctrl+H 打开交接，接手后再办", "Open the hand-over with Ctrl+H and take it over first")

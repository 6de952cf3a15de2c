"""Which papers of a pack's list somebody has to bring, by who acts and by what was answered.

Refuses to list what the answers rule out: no photo to bring where none is brought, no card that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from counter_app.domain.province import Actor, Material, PersonKind

COMPARED = "compared"
"""Among the answers of a submission: "yes" when a clerk submitted at a window, where the page says what that means."""
_NEEDLESS = {
    "photo": ("photo", frozenset(("file", "taken", "none"))),
    "old-card": ("card_handed_in", frozenset(("no", "lost"))),
}
"""Paper -> the answer, and its values with which nobody brings that paper."""


def needed(
    listed: Iterable[Material], *, kind: PersonKind, actor: Actor, answers: Mapping[str, str]
) -> tuple[Material, ...]:
    """The papers for a holder of that kind, when `actor` stands at the window and `answers` were given."""
    return tuple(
        paper for paper in listed if kind in paper.kinds and actor in paper.actors and not _needless(paper.id, answers)
    )


def _needless(paper: str, answers: Mapping[str, str]) -> bool:
    name, without = _NEEDLESS.get(paper, ("", frozenset[str]()))
    return answers.get(name, "") in without

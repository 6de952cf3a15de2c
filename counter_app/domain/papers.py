"""Which papers of a pack's list somebody has to bring: by who acts, what was answered and what the records hold.

Refuses to list what the answers rule out: no photo to bring where none is brought, no card that is not there. A paper
is spared by a pack only (免提交), and only while the platform's own records hold what it would prove.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from counter_app.domain.holder import Person
from counter_app.domain.province import Actor, Material, OnRecord, PersonKind

COMPARED = "compared"
"""Among the answers of a submission: "yes" when a clerk submitted at a window, where the page says what that means."""
_NEEDLESS = {
    "photo": ("photo", frozenset(("file", "taken", "none", "before"))),
    "old-card": ("card_handed_in", frozenset(("no", "lost"))),
}
"""Paper -> the answer, and its values with which nobody brings that paper."""


NOTHING: frozenset[OnRecord] = frozenset()


def on_record(person: Person) -> frozenset[OnRecord]:
    """What the platform has told of a person that a paper would otherwise prove; nothing of one it never told of."""
    if person.as_of is None or not person.holder.name:
        return NOTHING
    return frozenset({OnRecord.POPULATION} | ({OnRecord.DEATH} if person.life == "dead" else set()))


def needed(
    listed: Iterable[Material],
    *,
    kind: PersonKind,
    actor: Actor,
    answers: Mapping[str, str],
    records: frozenset[OnRecord] = NOTHING,
) -> tuple[Material, ...]:
    """The papers for a holder of that kind, when `actor` stands at the window and `answers` were given; without those
    that `records` make needless.
    """
    asked = _asked(listed, kind, actor, answers)
    return tuple(paper for paper in asked if not _held(paper, answers, records))


def spared(
    listed: Iterable[Material],
    *,
    kind: PersonKind,
    actor: Actor,
    answers: Mapping[str, str],
    records: frozenset[OnRecord],
) -> tuple[Material, ...]:
    """The papers that would be asked for, did the records not hold what they prove."""
    return tuple(paper for paper in _asked(listed, kind, actor, answers) if _held(paper, answers, records))


def _asked(
    listed: Iterable[Material], kind: PersonKind, actor: Actor, answers: Mapping[str, str]
) -> tuple[Material, ...]:
    return tuple(
        paper for paper in listed if kind in paper.kinds and actor in paper.actors and not _needless(paper.id, answers)
    )


def _held(paper: Material, answers: Mapping[str, str], records: frozenset[OnRecord]) -> bool:
    """True while the records hold what the paper proves; a death on record proves no other ground."""
    if paper.spared is None or paper.spared.proven_by not in records:
        return False
    return paper.spared.proven_by is not OnRecord.DEATH or answers.get("ground", "death") == "death"


def _needless(paper: str, answers: Mapping[str, str]) -> bool:
    name, without = _NEEDLESS.get(paper, ("", frozenset[str]()))
    return answers.get(name, "") in without

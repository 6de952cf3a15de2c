"""Answers that come in parts: what was decided of an operation first, and what came later. Pure.

Refuses to let a later word change an earlier one on the same half: the first decision and its moment stand.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.operation import Answer, Verdict


def merged(kept: Answer | None, answer: Answer) -> Answer:
    """`answer` together with the halves decided before, without the person.

    Undecided halves are left out. The verdict is the answer's own unless earlier halves turn it: one refused before
    refuses the whole once everything is decided, and one accepted before is not undone.
    """
    before = kept.halves if kept else ()
    known = {half.half for half in before}
    later = tuple(h for h in answer.halves if h.verdict is not Verdict.NOT_NOW and h.half not in known)
    halves = before + later
    verdict = answer.verdict
    if verdict is not Verdict.NOT_NOW and before and answer.halves:
        refused = any(half.verdict is Verdict.REFUSED for half in halves)
        verdict = Verdict.REFUSED if refused else Verdict.ACCEPTED
    return replace(answer, verdict=verdict, halves=halves, person=None)

"""Answers that a clerk could lawfully give, found from what a procedure declares: for tests that know no procedure.

Refuses to know procedures by name; what no choice, filled-in value, example or usual sample answers is left wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from counter_app.domain.procedure import Field, FieldKind
from counter_app.visit import Visit

Pick = Callable[[Sequence[str]], str]
_ROUNDS = 12
_SAMPLES: Mapping[str, tuple[str, ...]] = {
    FieldKind.MOBILE: ("13900009999", "13900008888"),
    FieldKind.NAME: ("余家人", "阿依古丽·买买提"),
    FieldKind.TEXT: ("藏族", "汉族", "其他"),
    "identity": ("439901197001010012",),
}


def first(candidates: Sequence[str]) -> str:
    """The first candidate."""
    return candidates[0]


def candidates(visit: Visit, field: Field) -> tuple[str, ...]:
    """Answers to `field` that are right now; () when none is known."""
    tried = (
        *(c.value for c in field.choices),
        *filter(None, (field.initial, visit.procedure.example.get(field.name, ""))),
        *_SAMPLES.get(field.kind, ()),
        *(() if field.required else ("",)),
    )
    return tuple(value for value in dict.fromkeys(tried) if field.fault(value) is None)


def answered(visit: Visit, pick: Pick = first) -> Visit:
    """The visit with every field answered that is empty or wrong, step by step as far as answers are known."""
    for _ in range(_ROUNDS):
        wrong = visit.missing_anywhere()
        if wrong is None:
            return visit
        step, field = wrong
        known = candidates(visit.at(step), field)
        if not known:
            return visit
        example = visit.procedure.example.get(field.name, "")
        visit = _typed(visit, {field.name: example if pick is first and example in known else pick(known)})
    return visit


def _typed(visit: Visit, answers: Mapping[str, str]) -> Visit:
    kept = visit.typed | dict(answers)
    return replace(visit, record=replace(visit.record, answers=tuple(sorted(kept.items()))))

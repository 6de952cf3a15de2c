"""One person at the desk, in a procedure: step, answers, next, back. Pure; what is kept on disk is a `VisitRecord`.

Refuses to submit: the desk does that. Back keeps answers; an answer to a field that is no longer asked is not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from counter_app.domain.procedure import Answers, Field, FieldKind, Procedure, Situation, Step
from counter_app.domain.receipt import Ticks
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from counter_app.procedures import _consents as consents

_MOST_TICKS = 8  # choices that all stand on a form; of a longer list only what was chosen


@dataclass(frozen=True, slots=True)
class Visit:
    """A record with the procedure and situation it is looked at in."""

    record: VisitRecord
    procedure: Procedure
    situation: Situation

    @property
    def step(self) -> Step:
        return self.procedure.steps[min(self.record.step, len(self.procedure.steps) - 1)]

    @property
    def asked(self) -> tuple[int, ...]:
        """Indices of the steps that ask or confirm something in this situation with these answers; the present one
        too."""
        here, steps = self.procedure.steps.index(self.step), self.procedure.steps
        return tuple(i for i, known in enumerate(self._walked) if i == here or steps[i].confirms or known)

    @property
    def typed(self) -> dict[str, str]:
        """What the clerk has answered, as kept."""
        return dict(self.record.answers)

    @property
    def answers(self) -> dict[str, str]:
        """Answers of all steps with what is filled in for the clerk, for fields that are asked in this situation
        only."""
        typed = self.typed
        return {one.name: typed.get(one.name, one.initial) for fields in self._walked for one in fields}

    @property
    def ticks(self) -> tuple[Ticks, ...]:
        """Every question of every step that has choices, with what is chosen, in order: for the form to sign."""
        known = self.answers
        asked = chain.from_iterable(self._walked)
        return tuple(_ticks(one, known[one.name]) for one in asked if one.choices and one.kind is not FieldKind.PHOTO)

    @property
    def _walked(self) -> tuple[tuple[Field, ...], ...]:
        """The fields of each step. A step knows what stands filled in on those before it as if it had been typed: the
        clerk who agrees to it presses on without touching it.
        """
        known, walked = self.typed, list[tuple[Field, ...]]()
        for step in self.procedure.steps:
            fields = step.fields(self.situation, dict(known))
            for one in fields:
                known.setdefault(one.name, one.initial)
            if step.confirms:
                so_far = {one.name: known[one.name] for one in chain(*walked, fields)}
                fields = (*fields, *consents.fields(self.procedure, self.situation, so_far))
            walked.append(fields)
        return tuple(walked)

    @property
    def shown(self) -> dict[str, str]:
        """The answers as they can be shown: a choice that is none counts as not yet answered."""
        shown = self.answers
        for fields in self._walked:
            for one in fields:
                if one.choices and shown[one.name] not in {c.value for c in one.choices}:
                    shown[one.name] = one.initial
        return shown

    def fields(self) -> tuple[Field, ...]:
        """Fields of the present step."""
        return self._walked[self.procedure.steps.index(self.step)]

    def fault(self, field: Field) -> Text | None:
        """Why the present answer of `field` is wrong, None when it is right."""
        return field.fault(self.answers.get(field.name, ""))

    def missing(self) -> Field | None:
        """The first field of this step that is empty or wrong."""
        return next((f for f in self.fields() if self.fault(f) is not None), None)

    def missing_anywhere(self) -> tuple[int, Field] | None:
        """The first wrong field of any step, with the index of its step."""
        for index, fields in enumerate(self._walked):
            for one in fields:
                if self.fault(one) is not None:
                    return index, one
        return None

    def answered(self, changes: Mapping[str, str]) -> Visit:
        """The same visit with some answers changed. Names that no field of this step has are refused silently by
        `fields`. Consents come last: they are bound to who acts, and to words that hang on the other answers.
        """
        asked = {name for name in changes if name.startswith(consents.PREFIX)}
        said = self._said({name: value for name, value in changes.items() if name not in asked})
        return said._said({name: changes[name] for name in asked}) if asked else said  # noqa: SLF001 - one of our own

    def _said(self, changes: Mapping[str, str]) -> Visit:
        known = {f.name: f for f in self.fields()}
        kept = self.typed | {name: known[name].kept(value) for name, value in changes.items() if name in known}
        return replace(self, record=replace(self.record, answers=tuple(sorted(kept.items()))))

    def forward(self) -> Visit:
        """The next step that asks something; the same one when something is missing here or this is the last."""
        if self.missing() is not None or self.last:
            return self
        return self._at(self._next)

    @property
    def forward_step(self) -> Step:
        """The step that follows this one; the last for the last."""
        return self.procedure.steps[self._next]

    @property
    def _next(self) -> int:
        return next((i for i in self.asked if i > self.record.step), self.record.step)

    def begun(self) -> Visit:
        """The visit at the first step that asks something."""
        asks = self.procedure.steps[0].confirms or self._walked[0]
        return self if asks else self._at(self._next)

    def back(self) -> Visit | None:
        """The step before that asks something, with its answers; None on the first."""
        earlier = [i for i in self.asked if i < self.record.step]
        return self._at(earlier[-1]) if earlier else None

    def at(self, step: int) -> Visit:
        """The visit at step `step` (0-based, clamped)."""
        return self._at(max(0, min(step, len(self.procedure.steps) - 1)))

    @property
    def last(self) -> bool:
        return self.record.step >= len(self.procedure.steps) - 1 or self._next == self.record.step

    def _at(self, step: int) -> Visit:
        return replace(self, record=replace(self.record, step=step))


def _ticks(field: Field, answer: str) -> Ticks:
    offered = [one for one in field.choices if one.refused is None or one.value == answer]
    if len(offered) > _MOST_TICKS:
        offered = [one for one in offered if one.value == answer]
    chosen = tuple(at for at, one in enumerate(offered) if one.value == answer)
    return Ticks(field.label, tuple(one.title for one in offered), chosen)


def submitted_answers(visit: Visit) -> Answers:
    """The answers as they go into the operation: every asked field, empty ones left out."""
    return {name: value for name, value in visit.answers.items() if value}

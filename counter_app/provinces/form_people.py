"""The forms of a pack about people: grounds, papers, who acts for whom, refusals, cards from elsewhere.

Refuses unknown keys. Imported only when a pack is loaded.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from counter_app.domain import province as d
from counter_app.provinces.forms import BasisForm, Strict, Words

EVERY_KIND = tuple(d.PersonKind)
EVERY_ACTOR = tuple(d.Actor)


class PaperName(Words):
    """The name of a paper; `with`: papers one brings along with it. `form`: as original or copy; `where` it is had."""

    brings: tuple[str, ...] = Field(default=(), alias="with")
    form: Words | None = None
    where: Words | None = None


class Names(Strict):
    """What the rules speak of, by id."""

    grounds: dict[str, Words]
    relations: dict[str, Words]
    proofs: dict[str, Words]
    materials: dict[str, PaperName]
    nearby: dict[str, Words] = Field(default_factory=dict)


class Grounded(Strict):
    """A ground somebody may apply on."""

    id: str
    basis: BasisForm


class ActingForm(Strict):
    """One line of who may act for whom. `holder`: only for one who lives, or only for one who died."""

    who: d.Actor
    holder: d.HolderLife | None = None
    kinds: tuple[d.PersonKind, ...] = Field(default=EVERY_KIND, min_length=1)
    relations: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    basis: BasisForm


class MaterialForm(Strict):
    """One paper to bring, for these kinds of holder and when one of these acts."""

    id: str
    kinds: tuple[d.PersonKind, ...] = Field(default=EVERY_KIND, min_length=1)
    actors: tuple[d.Actor, ...] = Field(default=EVERY_ACTOR, min_length=1)
    basis: BasisForm


class RefusalForm(Strict):
    """A reason for which a request may be turned away."""

    code: str = Field(pattern=r"^[A-Z0-9]{2,6}$")
    name: Words
    basis: BasisForm


class RemedyForm(Strict):
    """A way to object to a refusal, and within which time."""

    name: Words
    text: Words
    basis: BasisForm


class AbroadForm(Strict):
    """An agreement with another region. `prefix`: region, two to six digits (GB/T 2260). `served`: "here" its cards
    here, "there" this province's cards at outlets that stand there.
    """

    served: Literal["here", "there"] = "here"
    prefix: str = Field(pattern=r"^[0-9]{2,6}$")
    name: Words
    procedures: tuple[str, ...] = Field(min_length=1)
    basis: BasisForm


class WarningForm(Strict):
    """A sentence shown and printed with these procedures."""

    text: Words
    procedures: tuple[str, ...] = Field(min_length=1)
    basis: BasisForm


class AgentsForm(Strict):
    """`a_day`: for how many people one agent may act in a day before a supervisor is told; 0 for no limit."""

    a_day: int = Field(ge=0, le=1000)
    basis: BasisForm

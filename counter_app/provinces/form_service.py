"""The forms of a pack about serving people: papers the records spare them, the card as their evidence, what an outlet
does besides.

Refuses unknown keys, and any record the platform cannot tell of. Imported only when a pack is loaded.
"""

from __future__ import annotations

import re
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from counter_app.domain import province as d
from counter_app.domain.purposes import PLACES, RestsOn
from counter_app.provinces.forms import BasisForm, Strict, Words

_BRACES = re.compile(r"\{[^{}]*\}?|\}")


class SparedForm(Strict):
    """A paper nobody is asked for while the platform's records hold what it proves (免提交)."""

    material: str
    proven_by: d.OnRecord
    basis: BasisForm


class CardAsIdForm(Strict):
    """Whether the social security card is evidence of who its holder is; `authenticated`: only a chip that passed."""

    accepted: bool
    authenticated: bool = False
    basis: BasisForm


class EntrustmentForm(Strict):
    """Procedures that entrusted clerks of cooperating banks do, besides the bank side of their own bank's cards."""

    procedures: tuple[str, ...] = Field(min_length=1)
    basis: BasisForm


class LimitsForm(Strict):
    """How long (days) and with how much work a counter goes on without the platform; warned of before it stops."""

    warn_days: int = Field(ge=1, le=365)
    days: int = Field(ge=1, le=365)
    warn_count: int = Field(ge=1, le=1_000_000)
    count: int = Field(ge=1, le=1_000_000)
    basis: BasisForm

    @model_validator(mode="after")
    def _warns_first(self) -> Self:
        if self.warn_days > self.days or self.warn_count > self.count:
            raise PydanticCustomError("limits", "a counter is warned before it stops: warn_* must not be more")
        return self


class MirrorForm(Strict):
    """`days`: how long rows of people outside the counter's area are kept after they were heard of last."""

    days: int = Field(ge=1, le=3650)
    basis: BasisForm


class KeptForm(Strict):
    """`days`: how long something stays after it was opened, settled, given or written."""

    days: int = Field(ge=1, le=36_500)
    basis: BasisForm


class WorkKeptForm(KeptForm):
    """Days that settled work stays: longer than any day is reconciled with the platform by itself."""

    days: int = Field(ge=90, le=36_500)


class TrailKeptForm(KeptForm):
    """Days that the facts of the trail stay: network logs are kept for six months at least (网络安全法)."""

    days: int = Field(ge=184, le=36_500)


class RetentionForm(Strict):
    """How long each kind of what is kept of people stays."""

    visits: KeptForm
    work: WorkKeptForm
    cases: KeptForm
    trail: TrailKeptForm


class PurposeForm(Strict):
    """What people are told of one use of their data, and whether they are asked. Its words leave open nothing but
    `PLACES`; `way` for whoever does not agree, where that ends the procedure.
    """

    rests_on: RestsOn
    version: str = Field(pattern=r"^[0-9A-Za-z.-]{1,20}$")
    title: Words
    text: Words
    way: Words | None = None
    basis: tuple[BasisForm, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_all(self) -> Self:
        if self.rests_on is RestsOn.CONSENT and self.way is None:
            raise PydanticCustomError("purpose_way", "whoever does not agree needs a way")
        words = [said for one in (self.title, self.text, self.way) if one for said in (one.zh, one.en)]
        if any(place not in PLACES for said in words for place in _BRACES.findall(said)):
            raise PydanticCustomError("purpose_place", "only {places} is filled in", {"places": ", ".join(PLACES)})
        return self


class NearbyForm(Strict):
    """Social security work that equipped outlets do besides cards (就近办), by id."""

    items: tuple[str, ...] = Field(min_length=1)
    basis: BasisForm

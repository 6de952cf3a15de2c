"""The forms of a pack about serving people: papers the records spare them, the card as their evidence, what an outlet
does besides.

Refuses unknown keys, and any record the platform cannot tell of. Imported only when a pack is loaded.
"""

from __future__ import annotations

from pydantic import Field

from counter_app.domain import province as d
from counter_app.provinces.forms import BasisForm, Strict


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


class NearbyForm(Strict):
    """Social security work that equipped outlets do besides cards (就近办), by id."""

    items: tuple[str, ...] = Field(min_length=1)
    basis: BasisForm

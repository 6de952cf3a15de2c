"""The form of a whole province pack: every key it may have, every rule it must have.

Refuses unknown keys. Imported only when a pack is loaded: the checking library is slow to start.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from counter_app.domain import province as d
from counter_app.domain.card import CardState
from counter_app.domain.four_eyes import Risk
from counter_app.domain.period import CountsFrom
from counter_app.domain.purposes import Purpose
from counter_app.provinces import form_people as people
from counter_app.provinces import form_service as service
from counter_app.provinces import forms as f


class Status(StrEnum):
    """Whether the regulation behind the pack is a draft or in force."""

    DRAFT = "draft"
    IN_FORCE = "in_force"


class Regulation(f.Strict):
    """The regulation that `article` in a basis speaks of."""

    name: f.Words


class ProcedureForm(f.Strict):
    """The rules of one procedure."""

    allowed: bool = True
    offline: d.OfflineRule
    builds_on_waiting: bool
    common_materials: bool = True
    conditions: f.Words
    steps: tuple[f.Words, ...] = Field(min_length=1)
    guide: tuple[f.GuideForm, ...] = Field(min_length=1)
    basis: tuple[f.BasisForm, ...] = Field(min_length=1)
    acting: tuple[people.ActingForm, ...] | None = None
    materials: tuple[people.MaterialForm, ...] = ()
    grounds: tuple[str, ...] = ()
    death_proofs: tuple[str, ...] = ()
    identity: f.IdentityForm
    fee: f.FeeForm
    promise: f.PromiseForm


class TemporaryLoss(f.Strict):
    """`days`: whole days, by the minute, counted from the platform's effect or the counter's acceptance."""

    days: int = Field(ge=1, le=90)
    counts_from: CountsFrom = CountsFrom.EFFECT
    basis: f.BasisForm


class Notices(f.Strict):
    """`days`: how long a case is taken up again by the number of its notice, 0 for ever."""

    days: int = Field(ge=0, le=1000)
    basis: f.BasisForm


class HighRiskForm(f.Strict):
    """Work of high risk: `procedures` in which a second person must agree, `when`, and `why`. () takes the rule of the
    base pack away.
    """

    procedures: tuple[str, ...]
    when: Risk = Risk.ALWAYS
    why: f.Words
    basis: f.BasisForm


class Release(f.Strict):
    """`formal`: whether a formal loss may be released."""

    formal: bool
    basis: f.BasisForm


class PinStates(f.Strict):
    """For each task with the PIN the states of the social-security half (AAZ502, "?" unknown) in which it is done."""

    verify: tuple[CardState, ...]
    change: tuple[CardState, ...]
    reset: tuple[CardState, ...]
    unblock: tuple[CardState, ...]
    basis: f.BasisForm


class Pin(f.Strict):
    """`initial`: PINs that cards are issued with here."""

    typed: bool
    states: PinStates
    initial: tuple[Annotated[str, Field(pattern=r"^[0-9]{6}$")], ...] = ()
    basis: f.BasisForm


class Pack(f.Strict):
    """A pack laid over the base pack."""

    code: str = Field(pattern=r"^[0-9]{6}$")
    name: f.Words
    version: str = Field(min_length=1)
    status: Status
    in_force_from: date | None = None
    hotline: str = Field(min_length=3)
    complaint: f.Words
    longest_wait_seconds: float = Field(gt=0, le=3600)
    regulation: Regulation
    temporary_loss: TemporaryLoss
    release: Release
    pin: Pin
    agents: people.AgentsForm
    notices: Notices
    limits: service.LimitsForm
    mirror: service.MirrorForm
    retention: service.RetentionForm
    purposes: dict[Purpose, service.PurposeForm]
    names: people.Names
    grounds: tuple[people.Grounded, ...] = Field(min_length=1)
    acting: tuple[people.ActingForm, ...] = Field(min_length=1)
    materials: tuple[people.MaterialForm, ...] = Field(min_length=1)
    refusals: tuple[people.RefusalForm, ...] = Field(min_length=1)
    remedies: tuple[people.RemedyForm, ...] = Field(min_length=1)
    given_up: tuple[people.RefusalForm, ...] = Field(min_length=1, max_length=6)
    spared: tuple[service.SparedForm, ...] = ()
    card_as_id: service.CardAsIdForm
    entrustment: service.EntrustmentForm | None = None
    nearby: tuple[service.NearbyForm, ...] = ()
    warnings: tuple[people.WarningForm, ...] = ()
    abroad: tuple[people.AbroadForm, ...] = ()
    channels: tuple[f.ChannelForm, ...] = Field(min_length=1)
    outlets: tuple[f.ChannelForm, ...] = Field(min_length=1)
    calendar: f.CalendarForm
    free: f.FreeForm | None = None
    account_notice: f.BasisForm | None = None
    banks: tuple[f.BankForm, ...] = Field(min_length=1)
    high_risk: dict[Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,39}$")], HighRiskForm] = Field(default_factory=dict)
    procedures: dict[str, ProcedureForm] = Field(min_length=1)

"""The form of a province pack: every key it may have, every rule it must have, and how it becomes domain data.

Refuses unknown keys. Imported only when a pack is loaded: the checking library is slow to start.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from counter_app.domain import province as d
from counter_app.domain.card import CardState
from counter_app.domain.text import Text


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Strict):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def text(self) -> Text:
        return Text(self.zh, self.en)


class _Regulation(_Strict):
    name: _Words
    draft: bool = False


class _Basis(_Strict):
    """`article` of the pack's regulation, or `example = true` where the regulation leaves it open."""

    article: _Words | None = None
    example: bool = False


class _Bank(_Strict):
    code: str = Field(pattern=r"^[0-9A-Z]{3,5}$")
    name: _Words
    phone: str = Field(min_length=3)
    loss: d.BankLoss
    basis: _Basis


class _GuideLine(_Strict):
    heading: _Words
    text: _Words
    icon: str


class _Procedure(_Strict):
    allowed: bool = True
    offline: d.OfflineRule
    guide: tuple[_GuideLine, ...] = Field(min_length=1)
    basis: tuple[_Basis, ...] = Field(min_length=1)


class _TemporaryLoss(_Strict):
    days: int = Field(ge=1, le=90)
    basis: _Basis


class _Release(_Strict):
    formal: bool
    basis: _Basis


class _PinStates(_Strict):
    """For each task with the PIN the states of the social-security half (AAZ502, "?" unknown) in which it is done."""

    verify: tuple[CardState, ...]
    change: tuple[CardState, ...]
    reset: tuple[CardState, ...]
    unblock: tuple[CardState, ...]
    basis: _Basis


class _Pin(_Strict):
    """`initial`: PINs that cards are issued with here."""

    typed: bool
    states: _PinStates
    initial: tuple[Annotated[str, Field(pattern=r"^[0-9]{6}$")], ...] = ()
    basis: _Basis


class Pack(_Strict):
    code: str = Field(pattern=r"^[0-9]{6}$")
    name: _Words
    version: str
    in_force_from: date | None = None
    hotline: str
    complaint: _Words
    longest_wait_seconds: float = Field(gt=0, le=3600)
    regulation: _Regulation
    temporary_loss: _TemporaryLoss
    release: _Release
    pin: _Pin
    banks: tuple[_Bank, ...] = Field(min_length=1)
    procedures: dict[str, _Procedure]


def to_domain(name: str, pack: Pack) -> d.Province:
    """The checked pack as the domain knows it."""

    def basis(b: _Basis) -> d.Basis:
        if b.article is None:
            return d.Basis(text=Text("示例规则，以当地规定为准", "sample rule, local rules prevail"), example=b.example)
        reg = pack.regulation
        words = Text(f"{reg.name.zh}{b.article.zh}", f"{reg.name.en}, {b.article.en}")
        return d.Basis(text=words, draft=reg.draft, example=b.example)

    return d.Province(
        id=name,
        code=pack.code,
        name=pack.name.text(),
        version=pack.version,
        draft=pack.regulation.draft,
        in_force_from=pack.in_force_from,
        hotline=pack.hotline,
        complaint=pack.complaint.text(),
        temporary_loss_days=pack.temporary_loss.days,
        temporary_loss_basis=basis(pack.temporary_loss.basis),
        formal_release=pack.release.formal,
        pin_typed=pack.pin.typed,
        pin_initial=pack.pin.initial,
        pin_states={
            "verify": frozenset(pack.pin.states.verify),
            "change": frozenset(pack.pin.states.change),
            "reset": frozenset(pack.pin.states.reset),
            "unblock": frozenset(pack.pin.states.unblock),
        },
        longest_wait=pack.longest_wait_seconds,
        banks=tuple(d.Bank(b.code, b.name.text(), b.phone, b.loss, basis(b.basis)) for b in pack.banks),
        procedures={
            key: d.ProcedureRules(
                allowed=p.allowed,
                offline=p.offline,
                guide=tuple(d.GuideLine(g.heading.text(), g.text.text(), g.icon) for g in p.guide),
                basis=tuple(basis(b) for b in p.basis),
            )
            for key, p in pack.procedures.items()
        },
    )

"""Reads a province pack over the base pack and checks it.

Refuses a pack with an unknown key, a missing rule or a value of the wrong form: `BadInput` names file, key and reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from counter_app.domain import province as d
from counter_app.domain.errors import BadInput
from counter_app.domain.text import Text, same


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
    settings: dict[str, str] = {}


class _TemporaryLoss(_Strict):
    days: int = Field(ge=1, le=90)
    basis: _Basis


class _Release(_Strict):
    formal: bool
    basis: _Basis


class _Pack(_Strict):
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
    banks: tuple[_Bank, ...] = Field(min_length=1)
    procedures: dict[str, _Procedure]


def available() -> tuple[str, ...]:
    """Names of the packs that ship with the program."""
    here = resources.files(__package__)
    return tuple(sorted(f.name[:-5] for f in here.iterdir() if f.name.endswith(".toml") and f.name != "base.toml"))


def load(name: str, *, folder: Path | None = None) -> d.Province:
    """The pack `name` over the base pack; `folder` holds packs beside those that ship. Raises BadInput."""
    merged = _merged(_read("base", None), _read(name, folder))
    try:
        return _domain(name, _Pack.model_validate(merged))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(what=same(f"{name}.toml {where}"), why=same(first["msg"])) from error


def _read(name: str, folder: Path | None) -> dict[str, Any]:
    file = folder / f"{name}.toml" if folder and (folder / f"{name}.toml").is_file() else None
    source = file or resources.files(__package__).joinpath(f"{name}.toml")
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(available())
        raise BadInput(
            what=same(name), why=Text(f"没有这个规则包，现有 {known}", f"no such pack; there are {known}")
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(what=same(f"{name}.toml"), why=same(str(error))) from error


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `base`: tables are merged, everything else replaced."""
    both = dict(base)
    for key, value in over.items():
        known = both.get(key)
        both[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return both


def _domain(name: str, pack: _Pack) -> d.Province:
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
        longest_wait=pack.longest_wait_seconds,
        banks=tuple(d.Bank(b.code, b.name.text(), b.phone, b.loss, basis(b.basis)) for b in pack.banks),
        procedures={
            key: d.ProcedureRules(
                allowed=p.allowed,
                offline=p.offline,
                guide=tuple(d.GuideLine(g.heading.text(), g.text.text(), g.icon) for g in p.guide),
                basis=tuple(basis(b) for b in p.basis),
                settings=p.settings,
            )
            for key, p in pack.procedures.items()
        },
    )

"""Reads a province pack over the base pack and checks it.

Refuses a pack with an unknown key, a missing rule or a value of the wrong form: `BadInput` names file, key and reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from counter_app.domain import province as d
from counter_app.domain.errors import BadInput
from counter_app.domain.text import Text, same


def available() -> tuple[str, ...]:
    """Names of the packs that ship with the program."""
    here = resources.files(__package__)
    return tuple(sorted(f.name[:-5] for f in here.iterdir() if f.name.endswith(".toml") and f.name != "base.toml"))


def load(name: str, *, folder: Path | None = None) -> d.Province:
    """The pack `name` over the base pack; `folder` holds packs beside those that ship. Raises BadInput."""
    from pydantic import ValidationError

    from counter_app.provinces.meaning import to_domain
    from counter_app.provinces.schema import Pack

    merged = _merged(_parsed("base", resources.files(__package__).joinpath("base.toml")), _read(name, folder))
    try:
        return to_domain(name, Pack.model_validate(merged))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(what=same(f"{name}.toml {where}"), why=same(first["msg"])) from error


def peek(name: str) -> tuple[Text, str]:
    """Name and version of a pack that ships, without checking it: for the first paint. Raises BadInput."""
    raw = _read(name, None)
    return Text(raw["name"]["zh"], raw["name"]["en"]), str(raw["version"])


def _read(name: str, folder: Path | None) -> dict[str, Any]:
    if folder and (folder / f"{name}.toml").is_file():
        return _parsed(name, folder / f"{name}.toml")
    if name not in available():  # a name with slashes in it too, before it reaches a file that is no pack
        known = ", ".join(available())
        raise BadInput(what=same(name), why=Text(f"没有这个规则包，现有 {known}", f"no such pack; there are {known}"))
    return _parsed(name, resources.files(__package__).joinpath(f"{name}.toml"))


def _parsed(name: str, source: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(what=same(f"{name}.toml"), why=same(str(error))) from error


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `base`: tables are merged, everything else replaced; a basis is replaced whole, never half of
    each."""
    both = dict(base)
    for key, value in over.items():
        known = both.get(key)
        mergeable = isinstance(known, dict) and isinstance(value, dict) and key != "basis"
        both[key] = _merged(both[key], value) if mergeable else value
    return both

"""Two texts, base and pack, become the rules of a day: laid over each other, checked, each mistake with its place.

Changes that come later (`[[changes]]`, each with its `from` and its `version`) are checked with the rest and laid over
it from their day on. Refuses everything else with `BadInput`: file, line, key and reason. Files are `pack`'s matter.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from counter_app.domain import province as d
from counter_app.domain.errors import BadInput
from counter_app.domain.text import Text
from counter_app.provinces.places import Path, depth, line_of

_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file of rules, and the name it goes by."""

    file: str
    text: str


def parsed(source: Source) -> dict[str, Any]:
    """The content of a file, the caller's own but for what lies within. Raises BadInput with the line where the file is
    no TOML.
    """
    try:
        return dict(_content(source.text))
    except (ValueError, RecursionError) as error:
        found = _LINE.search(str(error))
        words = Text(f"不是 TOML（{error}）", f"is no TOML ({error})")
        raise told(source.file, int(found[1]) if found else 1, (), words) from error


@lru_cache(maxsize=4)
def _content(text: str) -> Mapping[str, Any]:
    """The base is read with every pack; a pack when it is found, compared with its statement, laid on the base."""
    return tomllib.loads(text)


def told(file: str, line: int, path: Path, why: Text) -> BadInput:
    """The error for a mistake at a place."""
    key = ".".join(str(step) for step in path)
    return BadInput(what=Text(f"{file} 第 {line} 行 {key}".rstrip(), f"{file} line {line} {key}".rstrip()), why=why)


@dataclass(frozen=True, slots=True)
class _Layer:
    """One table of rules: the base, the pack, or one of its changes; `root` is where it stands in its file."""

    source: Source
    rules: Mapping[str, Any]
    root: Path = ()


def understand(
    name: str, *, base: Source, pack: Source, on: date, over: Mapping[str, Any] = MappingProxyType({})
) -> d.Province:
    """The rules of the day `on`. Every later change is checked too. `over` goes over what the file says. Raises
    BadInput.
    """
    own = parsed(pack)
    changes = own.pop("changes", [])
    layers = [_Layer(base, parsed(base)), _Layer(pack, own)]
    last_word = _Layer(pack, over)
    found = _checked(name, [*layers, last_word])
    last = date.min
    for index, start, rules in _changes(pack, changes):
        if start <= last:
            why = Text("各次变更按日期先后写", "changes stand in the order of their dates")
            raise _at(_Layer(pack, {}, ()), ("changes", index, "from"), why)
        last = start
        layers.append(_Layer(pack, rules, ("changes", index)))
        then = _checked(name, [*layers, last_word])
        found = then if start <= on else found
    return found


def _changes(pack: Source, listed: object) -> Iterator[tuple[int, date, Mapping[str, Any]]]:
    whole = _Layer(pack, {}, ())
    if not isinstance(listed, list):
        raise _at(whole, ("changes",), Text("每次变更写作 [[changes]]", "each change is a [[changes]] table"))
    for index, table in enumerate(listed):
        if not isinstance(table, dict):
            raise _at(whole, ("changes", index), Text("应为一张表", "must be a table"))
        start = table.get("from")
        if type(start) is not date:
            why = Text("要写生效日期，如 2027-01-01", "needs the day it takes effect, e.g. 2027-01-01")
            raise _at(whole, ("changes", index, "from"), why)
        if "version" not in table:
            why = Text("变更要有自己的版本号", "a change needs a version of its own")
            raise _at(whole, ("changes", index, "version"), why)
        yield index, start, {key: value for key, value in table.items() if key != "from"}


def _at(layer: _Layer, path: Path, why: Text) -> BadInput:
    whole = (*layer.root, *path)
    return told(layer.source.file, line_of(layer.source.text, whole), whole, why)


def _checked(name: str, layers: list[_Layer]) -> d.Province:
    from pydantic import ValidationError

    from counter_app.provinces.checks import faults
    from counter_app.provinces.meaning import to_domain
    from counter_app.provinces.reasons import reason
    from counter_app.provinces.schema import Pack

    whole: dict[str, Any] = {}
    for layer in layers:
        whole = _merged(whole, layer.rules)
    try:
        pack = Pack.model_validate(whole)
    except ValidationError as error:
        first = error.errors()[0]
        raise _at(_owner(layers, first["loc"]), first["loc"], reason(first)) from error
    for fault in faults(pack):
        raise _at(_owner(layers, fault.path), fault.path, fault.why)
    return to_domain(name, pack)


def _owner(layers: list[_Layer], path: Path) -> _Layer:
    """Which table a key of the merged rules comes from. Lists and bases are replaced whole, so what lies in one belongs
    to whoever wrote it last; a key that is missing belongs where most of the way to it stands.
    """
    ends = (i for i, step in enumerate(path) if isinstance(step, int) or (i and path[i - 1] == "basis"))
    until = next(ends, len(path))
    latest = layers[::-1]
    for layer in latest:
        if depth(layer.rules, path[:until]) == until:
            return layer
    pack_first = sorted(latest, key=lambda layer: layer.source.file == "base.toml")
    return max(pack_first, key=lambda layer: depth(layer.rules, path))


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `base`: tables are merged, everything else replaced; a basis is replaced whole, never half of
    each."""
    both = dict(base)
    for key, value in over.items():
        known = both.get(key)
        mergeable = isinstance(known, dict) and isinstance(value, dict) and key not in ("basis", "account_notice")
        both[key] = _merged(both[key], value) if mergeable else value
    return both


def heading(source: Source, *, on: date) -> tuple[Text, str]:
    """Name and version of a day as the file says them, nothing else checked. Raises BadInput."""
    raw = parsed(source)
    for _index, start, change in _changes(source, raw.get("changes", [])):
        if start <= on:
            raw["version"] = change["version"]
    name, version = raw.get("name"), raw.get("version")
    if not (isinstance(name, dict) and isinstance(name.get("zh"), str) and isinstance(name.get("en"), str)):
        raise told(source.file, 1, ("name",), Text("缺这一项", "is missing"))
    return Text(name["zh"], name["en"]), str(version)

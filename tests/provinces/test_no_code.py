"""What differs from province to province is data: every switch, number and sentence of the base pack can be said anew
by one file, and the rules that come out are other ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import tomlkit

from tests.provinces.samples import LEAST, base_text, read

BASIS = {"article", "regulation", "example"}
"""What a basis is made of: it is replaced whole."""


def leaves(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every switch, number and Chinese sentence that stands in a table and not in a list. No name: it is only a word
    until a rule speaks of it.
    """
    for key, value in table.items():
        if key == "names" or (isinstance(value, Mapping) and set(value) <= BASIS):
            continue
        if isinstance(value, Mapping):
            yield from leaves(value, (*path, key))
        elif isinstance(value, bool | int | float) or key in ("zh", "hotline"):
            yield (*path, key), value


def otherwise(value: object) -> object:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int | float) else f"{value}（另定）"


def said(path: tuple[str, ...], value: object) -> str:
    """A pack that is the least one but for that value."""
    pack: dict[str, Any] = tomllib.loads(LEAST)
    table = pack
    for key in path[:-1]:
        table = table.setdefault(key, {})
    table[path[-1]] = value
    return tomlkit.dumps(pack)


LEAVES = dict(leaves(tomllib.loads(base_text())))


@pytest.mark.parametrize("top", sorted({path[0] for path in LEAVES}))
def test_whatever_the_base_pack_says_a_province_may_say_otherwise(top: str) -> None:
    least = read(LEAST)
    for path, value in LEAVES.items():
        if path[0] == top:
            assert read(said(path, otherwise(value))) != least, path


def test_there_is_much_to_say() -> None:
    """So that the test above is not one of nothing."""
    assert len(LEAVES) > 60
    assert {"procedures", "temporary_loss", "agents", "pin", "release", "card_as_id"} <= {path[0] for path in LEAVES}

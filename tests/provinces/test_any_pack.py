"""Whatever is cut out of a pack or put into it: it loads, or is refused in words with a place. Nothing else happens."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.errors import BadInput
from counter_app.domain.province import Province
from tests.provinces.samples import FULLER, base_text, read, shipped_text

TEXTS = [FULLER, shipped_text("guangdong"), shipped_text("hunan"), shipped_text("chongqing")]
PLACE = re.compile(r"^(sample|base)\.toml line [1-9][0-9]* ?\S*: .")

_plain = st.one_of(
    st.booleans(), st.integers(-(2**40), 2**40), st.floats(), st.text(max_size=8), st.dates(), st.datetimes()
)
_anything = st.recursive(
    _plain,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text("abz-", min_size=1, max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


def _spots(raw: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every key and every item."""
    steps = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    return [way for key, value in steps for way in [(*here, key), *_spots(value, (*here, key))]]


def _home(raw: Any, way: tuple[Any, ...]) -> Any:
    for step in way[:-1]:
        raw = raw[step]
    return raw


def _outcome(text: str, *, base: str | None = None) -> Province | None:
    try:
        return read(text, base=base)
    except BadInput as error:
        said = error.message.en
    assert PLACE.match(said), said
    return None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_pack_with_something_cut_out_or_put_in_loads_or_is_refused_with_its_place(data: st.DataObject) -> None:
    raw = tomllib.loads(data.draw(st.sampled_from(TEXTS)))
    for _ in range(data.draw(st.integers(1, 3))):
        way = data.draw(st.sampled_from(_spots(raw)))
        home, what = _home(raw, way), data.draw(st.sampled_from(["cut", "put", "beside"]))
        if what == "cut":
            del home[way[-1]]
        elif what == "put":
            home[way[-1]] = data.draw(_anything)
        elif isinstance(home, dict):
            home[data.draw(st.text("abz-", min_size=1, max_size=3))] = data.draw(_anything)
        if not _spots(raw):
            break
    _outcome(tomlkit.dumps(raw))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_base_pack_with_something_cut_out_loads_or_is_refused_with_its_place(data: st.DataObject) -> None:
    raw = tomllib.loads(base_text())
    way = data.draw(st.sampled_from(_spots(raw)))
    del _home(raw, way)[way[-1]]
    _outcome(FULLER, base=tomlkit.dumps(raw))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), st.data())
def test_a_torn_file_loads_or_is_refused_with_its_place(text: str, data: st.DataObject) -> None:
    """Letters lost, doubled or changed anywhere: an editor's slip, a copy broken off."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    _outcome(text[:start] + data.draw(st.text(max_size=12)) + text[end:])

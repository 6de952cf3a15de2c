"""Where in a pack's text a key stands: the line, found with the very parser that reads packs.

tomllib tells no lines and tomlkit keeps none for a key, so the text is cut: the first line after which the key is there
is its line. Refuses to guess: a key that stands nowhere is given the line of the table it belongs in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]
_ENDS = ("", "]", "]]", "]]]")  # an array over several lines is closed to see what it holds so far


def depth(raw: object, path: Path) -> int:
    """How many steps of `path` lead somewhere in `raw`."""
    here = raw
    for step, key in enumerate(path):
        if isinstance(key, int):
            if not isinstance(here, Sequence) or isinstance(here, str) or key >= len(here):
                return step
            here = here[key]
        elif isinstance(here, Mapping) and key in here:
            here = here[key]
        else:
            return step
    return len(path)


def _cut(lines: Sequence[str], count: int) -> tuple[int, Mapping[str, Any]]:
    """What the first `count` lines say, or the most before them that can be read: their number and the content."""
    for fewer in range(count, 0, -1):
        text = "\n".join(lines[:fewer])
        for end in _ENDS:
            try:
                return fewer, tomllib.loads(f"{text}\n{end}")
            except tomllib.TOMLDecodeError:
                continue
    return 0, {}


def line_of(text: str, path: Path) -> int:
    """The line (from 1) on which the deepest part of `path` that stands in `text` begins; 1 if none does.

    `text` is a pack that can be read as TOML.
    """
    wanted = path[: depth(tomllib.loads(text), path)]
    lines = text.split("\n")
    low, high = 0, len(lines)
    while wanted and high - low > 1:
        middle = (low + high) // 2
        _read, raw = _cut(lines, middle)
        if depth(raw, wanted) == len(wanted):
            high = middle
        else:
            low = middle
    return high if wanted else 1

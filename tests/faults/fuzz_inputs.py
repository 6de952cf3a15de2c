"""Inputs nobody meant: good ones spoilt at random, and bytes that never were good. A seed makes the same ones again.

Half of what is made of JSON is spoilt as a tree, so that it stays JSON and reaches what judges its members.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

_BYTES = [
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\n",
    b"\r\n",
    b'"',
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b"%",
    b"=",
    b"|",
    b"$",
]
_WORDS = [
    b"null",
    b"NaN",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"\xe2\x80\xae",
    b"\xf0\xa0\xae\xb7",
    b"\xed\xa0\x80",
]
_VALUES: list[Any] = [
    None, True, False, 0, -1, 2**31, 2**63, 2**64, 10**400, 0.5, -0.0, 1e308, float("nan"), float("inf"), "", " ", "0",
    "x" * 5000, "\x00", "\n", "\ud800", "\u202e1", "𠮷", "=1+1", "9999-12-31T23:59:59.999999Z", "0000-00-00",
    "2026-02-30", "2026-11-22T00:00:00Z", "2026-11-22T00:00:00+24:00", "-----BEGIN PUBLIC KEY-----",
    [], {}, [[]], [{}], {"": ""},
]  # fmt: skip
_DEEPEST = 3000


def spoilt(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """One input: a seed changed in a few places, now and then nothing of a seed at all."""
    if dice.random() < 0.05:
        return dice.randbytes(dice.choice((0, 1, 2, 3, 8, 40, 300)))
    seed = dice.choice(seeds)
    if seed.endswith((b"}", b"]")) and dice.random() < 0.5:
        return _spoilt_tree(dice, seed)
    data = bytearray(seed)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        _spoil(dice, data, seeds)
    return bytes(data)


def _spoil(dice: random.Random, data: bytearray, seeds: Sequence[bytes]) -> None:
    at = dice.randrange(len(data) + 1)
    length = min(dice.choice((1, 1, 2, 4, 16, 64)), len(data) - at)
    match dice.randrange(8):
        case 0 if length:
            data[at] ^= 1 << dice.randrange(8)
        case 1 if length:
            data[at] = dice.randrange(256)
        case 2:
            del data[at : at + length]
        case 3:
            data[at:at] = data[at : at + length] * dice.choice((1, 2, 50))
        case 4:
            data[at:at] = dice.choice(_BYTES) * dice.choice((1, 1, 3))
        case 5:
            data[at : at + length] = dice.choice(_WORDS)
        case 6:
            del data[at:]
        case _:
            other = dice.choice(seeds)
            begin = dice.randrange(len(other) + 1)
            data[at : at + length] = other[begin : begin + dice.choice((1, 8, 60))]


def _spoilt_tree(dice: random.Random, seed: bytes) -> bytes:
    tree = json.loads(seed)
    if dice.random() < 0.01:
        deep = dice.choice((100, _DEEPEST))
        return dice.choice((b"[" * deep + b"]" * deep, b'{"a":' * deep + b"1" + b"}" * deep))
    for _ in range(dice.choice((1, 1, 2, 4))):
        tree = _with_one_changed(dice, tree)
    return json.dumps(tree, ensure_ascii=dice.random() < 0.5).encode("utf-8", errors="surrogatepass")


def _with_one_changed(dice: random.Random, tree: Any) -> Any:
    homes = [home for home in _homes(tree) if home]
    if not homes or dice.random() < 0.02:
        return deepcopy(dice.choice(_VALUES))
    home = dice.choice(homes)
    key = dice.choice(list(home)) if isinstance(home, dict) else dice.randrange(len(home))
    how = dice.randrange(5)
    if how == 0:
        del home[key]
    elif how == 1 and isinstance(home, dict):
        home[dice.choice(["", "x", "__proto__", str(key).upper()])] = deepcopy(dice.choice(_VALUES))
    elif how == 1:
        home.extend(home[:1] * dice.choice((1, 60)))
    elif how == 2 and isinstance(home[key], str):
        text = home[key]
        at = dice.randrange(len(text) + 1)
        home[key] = text[:at] + dice.choice(["", "\n", "\x00", "9", "Z", "é", "\u0660", text]) + text[at + 1 :]
    else:
        home[key] = deepcopy(dice.choice(_VALUES))
    return tree


def _homes(tree: Any) -> list[Any]:
    """Every object and list in it."""
    if not isinstance(tree, dict | list):
        return []
    inner = tree.values() if isinstance(tree, dict) else tree
    return [tree, *(home for one in inner for home in _homes(one))]

"""Records of the social security chip: tag (1 byte), length (1 byte), value, one after another (LD/T 32.6).

Total: any bytes give an answer. A record that is cut off is named as torn, never given as a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_FILLERS = (0x00, 0xFF)  # between records; neither is a tag (ISO/IEC 7816-4, 5.2.2.1)


@dataclass(frozen=True, slots=True)
class Records:
    """Values by tag, the first of each kept, and tags whose record was cut off."""

    values: Mapping[int, bytes]
    torn: frozenset[int] = frozenset()


def records(data: bytes) -> Records:
    """Take `data` apart into its records."""
    values: dict[int, bytes] = {}
    torn: set[int] = set()
    at = 0
    while at < len(data):
        tag = data[at]
        if tag in _FILLERS:
            at += 1
            continue
        length = data[at + 1] if at + 1 < len(data) else 1
        value = data[at + 2 : at + 2 + length]
        if len(value) < length:
            torn.add(tag)
            break
        values.setdefault(tag, value)
        at += 2 + length
    return Records(values, frozenset(torn - values.keys()))

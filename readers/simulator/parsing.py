"""Values out of a JSON description, checked. Raises ValueError naming the key, never anything else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import xor

from readers.simulator.mishaps import PULLED, SILENT, checked_plan


def one_of(raw: Mapping[str, object], key: str, choices: tuple[str, ...], *, default: str | None = None) -> str:
    """One of `choices`; left out: `default`, or the first."""
    value = raw.get(key, choices[0] if default is None else default)
    if value not in choices:
        raise ValueError(f"{key}: one of {', '.join(choices)}")
    return str(value)


def several_of(
    raw: Mapping[str, object], key: str, choices: tuple[str, ...], *, default: tuple[str, ...]
) -> frozenset[str]:
    """A list out of `choices`; left out: `default`."""
    value = raw.get(key, default)
    if not isinstance(value, list | tuple) or any(one not in choices for one in value):
        raise ValueError(f"{key}: a list out of {', '.join(choices)}")
    return frozenset(str(one) for one in value)


def hexed(raw: Mapping[str, object], key: str, *, length: int | None = None) -> bytes:
    """Hex digits, `length` bytes of them where given; left out: none."""
    try:
        value = bytes.fromhex(str(raw.get(key) or ""))
    except ValueError as error:
        raise ValueError(f"{key}: hex digits") from error
    if value and length is not None and len(value) != length:
        raise ValueError(f"{key}: {length} bytes")
    return value


def number(raw: Mapping[str, object], key: str, *, default: float = 0, most: float = 1e9) -> float:
    """A number from 0 to `most`."""
    value = raw.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ValueError(f"{key}: a number from 0 on")
    return float(value)


def count(raw: Mapping[str, object], key: str, *, default: int, most: int = 15) -> int:
    """A whole number from 0 to `most`."""
    value = number(raw, key, default=default, most=most)
    if value != int(value):
        raise ValueError(f"{key}: a whole number")
    return int(value)


def flag(raw: Mapping[str, object], key: str, *, default: bool) -> bool:
    """true or false."""
    value = raw.get(key, default)
    if not isinstance(value, bool):
        raise ValueError(f"{key}: true or false")  # noqa: TRY004  every wrong form is one kind of error here
    return value


def mapping(raw: Mapping[str, object], key: str) -> Mapping[str, object]:
    """A JSON object; left out: an empty one."""
    value = raw.get(key) or {}
    if not isinstance(value, Mapping):
        raise ValueError(f"{key}: a JSON object")  # noqa: TRY004  every wrong form is one kind of error here
    return value


def atr_of(protocol: str, history: bytes) -> bytes:
    """An answer to reset with these historical bytes (ISO/IEC 7816-3, 8.2; contactless: PC/SC part 3, 3.1.3.2.3.1)."""
    if len(history) > 15:
        raise ValueError("history: up to 15 bytes")
    if protocol == "T0":
        return bytes((0x3B, 0x60 | len(history), 0x00, 0x00)) + history
    between = bytes((0x80, 0x01)) if protocol == "contactless" else b"\x01"
    body = bytes((0x80 | len(history),)) + between + history
    return b"\x3b" + body + bytes((reduce(xor, body),))


def plans_of(raw: Mapping[str, object]) -> dict[int, str]:
    """What goes wrong, by number of the command: "fail_at", and the older "silent_at" and "pull_at"."""
    plans = {int(number(raw, "silent_at")): SILENT, int(number(raw, "pull_at")): PULLED}
    for step, what in mapping(raw, "fail_at").items():
        if not (step.isascii() and step.isdigit()):
            raise ValueError("fail_at: the number of a command")
        plans[int(step)] = checked_plan(int(step), str(what))
    return {step: what for step, what in plans.items() if step}

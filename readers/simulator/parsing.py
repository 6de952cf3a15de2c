"""Values out of a JSON description, checked. Raises ValueError naming the key, never anything else."""

from __future__ import annotations

from collections.abc import Mapping


def one_of(raw: Mapping[str, object], key: str, choices: tuple[str, ...], *, default: str | None = None) -> str:
    """One of `choices`; left out: `default`, or the first."""
    value = raw.get(key, choices[0] if default is None else default)
    if value not in choices:
        raise ValueError(f"{key}: one of {', '.join(choices)}")
    return str(value)


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

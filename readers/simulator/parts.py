"""Which simulated part a JSON file describes, and where it keeps what it must still know when it is laid on again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from readers.simulator import description, hidden, psam
from readers.simulator.card import SimulatedCard
from readers.simulator.mishaps import Mishaps


class Part(Protocol):
    """Whatever can lie on a virtual reader."""

    mishaps: Mishaps

    @property
    def atr(self) -> bytes: ...

    @property
    def delay(self) -> float: ...

    def reset(self) -> None: ...

    def command(self, apdu: bytes) -> bytes: ...


def part_of(path: Path) -> Part:
    """The card, or the PSAM, of a JSON file; a card writes what it must remember back into it. Raises OSError,
    ValueError.
    """
    raw = json.loads(hidden.read(path))
    if isinstance(raw, dict) and raw.get("kind") == psam.KIND:
        return psam.SimulatedPsam(psam.checked(raw))
    return SimulatedCard(description.checked(raw), keep=keeper(path))


def keeper(path: Path) -> Callable[[Mapping[str, object]], None]:
    """Writes the state of a card into its file, and takes the digits of a described PIN out of it."""

    def keep(state: Mapping[str, object]) -> None:
        with suppress(OSError):  # a card whose file was thrown away, or whose disk is full, goes on as it is
            raw = json.loads(hidden.read(path))
            told = {name: value for name, value in (raw.get("pin") or {}).items() if name != "value"}
            content = {**raw, "pin": told, "state": dict(state)}
            hidden.write(path, json.dumps(content, ensure_ascii=False))

    return keep

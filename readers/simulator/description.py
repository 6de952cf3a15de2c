"""A simulated card as JSON: what the holder's card says, how it answers, and what goes wrong with it.

```
{"kind": "ssc",                       "ssc", "bank" (another application), "blank" (no application)
 "identifier": "4399..", "card_class": "3", "spec_version": "2.0", "issuing_agency": "9156..",
 "issued_on": "2024-05-06", "expires_on": "2034-05-06", "card_number": "B0000...", "number": "4399..", "name": "..",
 "sex": "1", "nation": "01", "birthplace": "439901", "birth_date": "1990-01-02",
 "atr": "3B..",                       left out: an answer to reset with protocol T=0
 "answers": "direct",                 "direct", "61" (GET RESPONSE) or "6C" (again with the right length)
 "name_split": "character",           where a long name goes over into 4E: "character" or "byte"
 "padding": "00",                     of text: "00", "FF" or "20"
 "reads": ["all", "number", "sfi", "tag"],
 "records": {"EF05": ["0110.."], "EF06": []},   raw records instead of those made from the facts
 "delay": 0.0,                        seconds before each answer
 "silent_at": 0, "pull_at": 0}        command (from 1) that is never answered, or that pulls the card
```
Only the facts are needed. Raises ValueError, naming the key, for a description of the wrong form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FACTS = (
    "identifier", "card_class", "spec_version", "issuing_agency", "issued_on", "expires_on", "card_number",
    "number", "name", "sex", "nation", "birthplace", "birth_date",
)  # fmt: skip
_HISTORY = bytes.fromhex("00814E4386990000439900BF7C")
DEFAULT_ATR = bytes((0x3B, 0x60 | len(_HISTORY), 0x00, 0x00)) + _HISTORY
KINDS = ("ssc", "bank", "blank")
ANSWERS = ("direct", "61", "6C")
READS = ("all", "number", "sfi", "tag")


@dataclass(frozen=True, slots=True)
class CardDescription:
    """A checked description. `records` by file name; `facts` by the names of `FACTS`."""

    kind: str
    facts: Mapping[str, str]
    atr: bytes
    answers: str
    name_split: str
    padding: int
    reads: frozenset[str]
    records: Mapping[str, tuple[bytes, ...]]
    delay: float
    silent_at: int
    pull_at: int


def load(path: Path) -> CardDescription:
    """The description in a JSON file. Raises OSError, ValueError."""
    return checked(json.loads(path.read_text(encoding="utf-8")))


def checked(raw: object) -> CardDescription:
    """A description as `CardDescription`. Raises ValueError naming the key that is wrong."""
    if not isinstance(raw, dict):
        raise ValueError("a card is a JSON object")  # noqa: TRY004  every wrong form is one kind of error here
    return CardDescription(
        kind=_one_of(raw, "kind", KINDS),
        facts={name: str(raw.get(name) or "") for name in FACTS},
        atr=_hex(raw, "atr") or DEFAULT_ATR,
        answers=_one_of(raw, "answers", ANSWERS),
        name_split=_one_of(raw, "name_split", ("character", "byte")),
        padding=int(_one_of(raw, "padding", ("00", "FF", "20")), 16),
        reads=_reads(raw.get("reads", READS)),
        records=_records(raw.get("records", {})),
        delay=_number(raw, "delay"),
        silent_at=int(_number(raw, "silent_at")),
        pull_at=int(_number(raw, "pull_at")),
    )


def _one_of(raw: Mapping[str, object], key: str, choices: tuple[str, ...]) -> str:
    value = raw.get(key, choices[0])
    if value not in choices:
        raise ValueError(f"{key}: one of {', '.join(choices)}")
    return str(value)


def _hex(raw: Mapping[str, object], key: str) -> bytes:
    try:
        return bytes.fromhex(str(raw.get(key, "")))
    except ValueError as error:
        raise ValueError(f"{key}: hex digits") from error


def _number(raw: Mapping[str, object], key: str) -> float:
    value = raw.get(key, 0)
    if not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{key}: a number from 0 on")
    return float(value)


def _reads(value: object) -> frozenset[str]:
    if not isinstance(value, list | tuple) or not set(value) <= set(READS):
        raise ValueError(f"reads: a list out of {', '.join(READS)}")
    return frozenset(value)


def _records(value: object) -> dict[str, tuple[bytes, ...]]:
    if not isinstance(value, dict) or not set(value) <= {"EF05", "EF06"}:
        raise ValueError("records: EF05 and EF06 only")
    try:
        return {name: tuple(bytes.fromhex(record) for record in records) for name, records in value.items()}
    except (TypeError, ValueError) as error:
        raise ValueError("records: lists of hex digits") from error

"""A simulated card as JSON: what the holder's card says, how it answers, and what goes wrong with it.

Only the facts are needed; `docs/simulators.md` lists every key with examples. Raises ValueError, naming the key, for a
description of the wrong form. Refuses to know how a card answers: that is `readers.simulator.card`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readers.simulator import hidden, pin, security
from readers.simulator.applications import BankFacts, TransitFacts, bank_of, transit_of
from readers.simulator.parsing import atr_of, hexed, mapping, number, one_of, plans_of, several_of

FACTS = (
    "identifier", "card_class", "spec_version", "issuing_agency", "issued_on", "expires_on", "card_number",
    "number", "name", "sex", "nation", "birthplace", "birth_date",
)  # fmt: skip
DEFAULT_HISTORY = bytes.fromhex("00814E4386990000439900BF7C")
KINDS = ("ssc", "bank", "blank")
ANSWERS = ("direct", "61", "6C")
READS = ("all", "number", "sfi", "tag")
PROTOCOLS = ("T0", "T1", "contactless")
PROTECTIONS = ("none", "refused", "blank")
RULES = ("free", "key", "pin", "both")
TELLS_ALGORITHM = ("no", "nested", "plain")
_FILE = re.compile(r"(DF[0-9A-F]{2}/)?EF[01][0-9A-F]")
_MADE_UP_PRINT, _MADE_UP_PHOTO = bytes(range(64)), bytes(range(255, 127, -1))


@dataclass(frozen=True, slots=True)
class ExtraFile:
    """A file beside EF05 and EF06: records, or else bytes; `read`: who may (`RULES`)."""

    read: str
    records: tuple[bytes, ...] = ()
    binary: bytes = b""


@dataclass(frozen=True, slots=True)
class CardDescription:
    """A checked description. `records` by file name; `facts` by the names of `FACTS`.

    `protects`: which of EF05 and EF06 are read under a key only; `protection`: how the card says so. `plans`: what goes
    wrong, by number of the command.
    """

    kind: str
    facts: Mapping[str, str]
    atr: bytes
    protocol: str
    answers: str
    name_split: str
    padding: int
    dates: str
    reads: frozenset[str]
    records: Mapping[str, tuple[bytes, ...]]
    protection: str
    protects: frozenset[str]
    algorithm: str
    tells_algorithm: str
    files: Mapping[str, ExtraFile]
    pin: pin.PinFacts
    keys: tuple[security.KeyFacts, ...]
    bank: BankFacts | None
    transit: TransitFacts | None
    delay: float
    plans: Mapping[int, str]


def load(path: Path) -> CardDescription:
    """The description in a JSON file. Raises OSError, ValueError."""
    return checked(json.loads(hidden.read(path)))


def checked(raw: object) -> CardDescription:
    """A description as `CardDescription`. Raises ValueError naming the key that is wrong."""
    if not isinstance(raw, dict):
        raise ValueError("a card is a JSON object")  # noqa: TRY004  every wrong form is one kind of error here
    facts = {name: str(raw.get(name) or "") for name in FACTS}
    protocol, state = one_of(raw, "protocol", PROTOCOLS), mapping(raw, "state")
    protection = one_of(raw, "protection", PROTECTIONS, default="refused" if _generation(facts) == "3" else "none")
    return CardDescription(
        kind=one_of(raw, "kind", KINDS),
        facts=facts,
        atr=hexed(raw, "atr") or atr_of(protocol, hexed(raw, "history") or DEFAULT_HISTORY),
        protocol=protocol,
        answers=one_of(raw, "answers", ANSWERS),
        name_split=one_of(raw, "name_split", ("character", "byte")),
        padding=int(one_of(raw, "padding", ("00", "FF", "20")), 16),
        dates=one_of(raw, "dates", ("bcd", "ascii")),
        reads=several_of(raw, "reads", READS, default=READS),
        records=_records(raw.get("records", {})),
        protection=protection,
        protects=several_of(raw, "protects", ("EF05", "EF06"), default=("EF06",)),
        algorithm=one_of(raw, "algorithm", security.ALGORITHMS, default=_algorithm(facts)),
        tells_algorithm=one_of(
            raw, "tells_algorithm", TELLS_ALGORITHM, default="nested" if "algorithm" in raw else "no"
        ),
        files=_files(raw),
        pin=pin.facts_of(mapping(raw, "pin"), state=mapping(state, "pin"), salt=facts["identifier"]),
        keys=security.facts_of(raw.get("keys", ()), state=mapping(state, "keys")),
        bank=bank_of(raw),
        transit=transit_of(raw),
        delay=number(raw, "delay"),
        plans=plans_of(raw),
    )


def _generation(facts: Mapping[str, str]) -> str:
    return facts["spec_version"][:1]


def _algorithm(facts: Mapping[str, str]) -> str:
    """What a card of that generation and identifier computes in, where it does not say."""
    if _generation(facts) == "3":
        return "sm4"
    return "ssf33" if facts["identifier"].startswith("11") else "des"


def _records(value: object) -> dict[str, tuple[bytes, ...]]:
    if not isinstance(value, dict) or not set(value) <= {"EF05", "EF06"}:
        raise ValueError("records: EF05 and EF06 only")
    try:
        return {name: tuple(bytes.fromhex(record) for record in records) for name, records in value.items()}
    except (TypeError, ValueError) as error:
        raise ValueError("records: lists of hex digits") from error


def _files(raw: Mapping[str, object]) -> dict[str, ExtraFile]:
    """Those described, over made-up ones in the places of LD/T 32.3: fingerprint, photo, a free and a PIN's file."""
    made = {
        "EF07": ExtraFile("key", binary=_MADE_UP_PRINT),
        "EF08": ExtraFile("key", binary=_MADE_UP_PHOTO),
        "DF01/EF16": ExtraFile("free", records=(bytes.fromhex("E00430313233"),)),
        "DF04/EF06": ExtraFile("pin", records=(bytes.fromhex("E10430303030"),)),
        "DF07/EF05": ExtraFile("key", records=(bytes.fromhex("E20430303030"),)),
    }
    described = {name: _file(name, mapping(mapping(raw, "files"), name)) for name in mapping(raw, "files")}
    return {**made, **described}


def _file(name: str, raw: Mapping[str, object]) -> ExtraFile:
    records = raw.get("records", ())
    if not _FILE.fullmatch(name) or name in ("EF05", "EF06") or not isinstance(records, list | tuple):
        raise ValueError("files: EF07 or DF01/EF16 and the like, with records or binary")
    try:
        told = tuple(bytes.fromhex(record) for record in records)
    except (TypeError, ValueError) as error:
        raise ValueError("files: records are lists of hex digits") from error
    return ExtraFile(one_of(raw, "read", RULES), told, hexed(raw, "binary"))

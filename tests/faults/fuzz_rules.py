"""What a counter works by: packs, and what the platform signs about them or as reference data.

A signature takes ten times as long to make as words take to read, so the two are tried apart: the words as they are
read once they are believed, and the whole of one good statement, which somebody spoils and which never passes then.
"""

from __future__ import annotations

import base64
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from counter_app import reference
from counter_app.domain import signature
from counter_app.domain.declaration import SignedStatement
from counter_app.domain.errors import Refused
from counter_app.provinces import statement
from counter_app.provinces.keeping import SignedFiles
from counter_app.reference import Shelf
from tests.faults.fuzz import Parser
from tests.provinces.samples import FULLER, read
from tests.provinces.signing import Pen

_Reading = Callable[[SignedStatement], object]
_NO_JSON = (json.JSONDecodeError, UnicodeDecodeError, RecursionError)
_DAY = re.compile(r'"(\d{4}-\d\d-\d\d)"', re.ASCII)


class NotWritten(Refused):
    """What was spoilt is nothing such a file can hold."""


def rules(place: Path) -> Iterator[Parser]:
    """A parser for each. `place` is a folder for what is kept on disk."""
    pen = Pen()
    shelf = Shelf(place, lambda: pen.pem)
    yield Parser("pack", [FULLER.encode()], _pack, also=(UnicodeDecodeError,))
    yield Parser(
        "pack of other rules", [json.dumps(tomllib.loads(FULLER), default=str).encode()], _other_rules, also=_NO_JSON
    )
    ways: dict[str, tuple[str, _Reading, _Reading]] = {
        "statement": (_SAID, statement._declaration, partial(statement.read, key=pen.pem)),  # noqa: SLF001
        "reference": (
            _BANKS,
            partial(reference._told, name="banks"),  # noqa: SLF001
            partial(shelf._read, name="banks"),  # noqa: SLF001
        ),
        "keys of counters": (
            _COUNTERS,
            partial(reference._told, name=reference.KEYS),  # noqa: SLF001
            partial(shelf._read, name=reference.KEYS),  # noqa: SLF001
        ),
    }
    for name, (words, once_believed, whole) in ways.items():
        good = pen.signed(words)
        yield Parser(f"words of {name}", [words.encode()], partial(_words, good, once_believed))
        yield Parser(f"signed {name}", [json.dumps(asdict(good)).encode()], partial(_kept, place, good, whole))


def _pack(data: bytes) -> object:
    return read(data.decode())


def _other_rules(data: bytes) -> object:
    """A pack that is TOML, whatever it says: JSON with another sign between name and value, a line for each table."""
    tree = json.loads(data)
    tables = tree.items() if isinstance(tree, dict) else [("rules", tree)]
    written = "".join(f"{json.dumps(name)} = {json.dumps(value, separators=(', ', ' = '))}\n" for name, value in tables)
    return read(_DAY.sub(r"\1", written))


def _words(good: SignedStatement, once_believed: _Reading, data: bytes) -> object:
    return once_believed(replace(good, statement=data.decode("utf-8", errors="replace")))


def _kept(place: Path, good: SignedStatement, whole: _Reading, data: bytes) -> object:
    files = SignedFiles(place, lambda why: NotWritten())
    files.file("kept").write_bytes(data)
    found = files.signed("kept")
    assert found is not None
    taken = whole(found)
    assert found.statement == good.statement, "other words passed for the signed ones"
    return taken


_SAID = (
    '{"type": "ssc-pack-statement/1", "pack": "hunan", "version": "2026.4", "digest": "' + "0" * 64 + '", "status": '
    '"in_force", "in_force_from": "2026-11-01", "signed_at": "2026-11-20T08:00:00.000000Z"}'
)
_BANKS = (
    '{"type": "ssc-reference/1", "name": "banks", "version": 1, "signed_at": "2026-11-22T08:22:04.960026Z", "items": '
    '[{"code": "B01", "name": {"zh": "示例银行一", "en": "Sample Bank B01"}}]}'
)
_COUNTERS = json.dumps(
    {
        "type": "ssc-reference/1",
        "name": reference.KEYS,
        "version": 1,
        "signed_at": "2026-11-22T08:22:04.960026Z",
        "items": [
            {
                "key_id": "0" * 16,
                "public_key": base64.b64encode(signature.new_pair()[1]).decode("ascii"),
                "counter": "C1",
                "outlet": "439901",
                "window": "01",
                "valid_from": "2026-11-22T08:00:00Z",
                "valid_until": "2027-11-22T08:00:00Z",
                "revoked_at": ended,
            }
            for ended in (None, "2026-12-01T08:00:00Z")
        ],
    }
)

"""Every event that the program puts on record has words, and `docs/audit.md` tells of none otherwise."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from counter_app.domain.audit_events import EVENTS, SORTS, words_of
from counter_app.settings import KEYS

ROOT = Path(__file__).parents[2]
SOURCES = ("counter_app", "local_store", "sync")
_EVENT = re.compile(r"[a-z]+\.[a-z_]+")
_WRITERS = {"entry", "_entry", "_note", "note_looked", "AuditEntry"}
_FILES = re.compile(r".*\.(db|json|key|lock|log|toml|yaml|pdf|xlsx|csv|new|old|part|wal|tmp)")
NOT_EVENTS = {key.name for key in KEYS} | {"audit.id", "case.number", "operations.id"}
"""Settings and columns that look like events."""


@cache
def _trees() -> tuple[ast.Module, ...]:
    files = (file for folder in SOURCES for file in sorted((ROOT / folder).rglob("*.py")))
    return tuple(
        ast.parse(file.read_text(encoding="utf-8"))
        for file in files
        if file.name != "audit_events.py" and "migrations" not in file.parts
    )


def _words(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _EVENT.fullmatch(node.value)
    }


def _written(tree: ast.AST) -> set[str]:
    """What is given to whatever writes an entry."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _WRITERS:
                found |= {word for one in node.args for word in _words(one)}
    return found


def test_every_event_has_words() -> None:
    """Whatever is written, and whatever begins as events do."""
    beginnings = {code.partition(".")[0] for code in EVENTS}
    said: set[str] = set()
    for tree in _trees():
        said |= _written(tree) | {word for word in _words(tree) if word.partition(".")[0] in beginnings}
    unknown = {word for word in said - EVENTS.keys() - NOT_EVENTS if not _FILES.fullmatch(word)}
    assert unknown == set(), "give each a row in counter_app/domain/audit_events.py"


def test_the_documentation_tells_of_events_as_the_program_does() -> None:
    text = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `([a-z._]+)` \| (.+?) \|$", text, re.MULTILINE))
    assert len(rows) > 50
    assert rows - {(code, words.en) for code, (_sort, words) in EVENTS.items()} == set()
    assert all(f"### {SORTS[sort].en}" in text for sort, _words in EVENTS.values())


def test_a_code_nobody_knows_is_shown_as_it_is() -> None:
    assert words_of("newer.event").zh == "newer.event"
    assert all(words.zh and words.en for _sort, words in EVENTS.values())

"""A full disk, one that only reads and one that fails, for every write of the store: told in words, nothing half
written, and the same write goes through once it can, without the store being opened anew.

The disk is real: a tmpfs of a few megabytes in a mount namespace of the test's own.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import local_store
from tests.local_store.test_disk_full import on_own_mounts
from tests.local_store.writes import NOT_THE_STORES, WRITES

SCRIPT = 'mount -t tmpfs -o size=8m tmpfs "$1"; exec "$2" -m tests.local_store.every_write "$3" "$1"'


def _writing() -> set[str]:
    """Every function of the package that opens a writing transaction."""
    return {
        function.name
        for file in Path(local_store.__path__[0]).glob("*.py")
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and any(_opens(node) for node in ast.walk(function))
    }


def _opens(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "writing"


def test_no_write_is_forgotten() -> None:
    assert _writing() == set(WRITES) | NOT_THE_STORES


def _told(disk: Path, how: str) -> list[dict[str, Any]]:
    told = json.loads(on_own_mounts(SCRIPT, str(disk), sys.executable, how))
    assert told["whole"] is True
    besides = set() if how == "failing" else {"secrets.put"}
    assert {one["name"] for one in told["told"]} == set(WRITES) | besides
    return list(told["told"])


@pytest.mark.parametrize(
    ("how", "code"), [("full", "DiskFull"), ("read-only", "ReadOnly"), ("failing", "StoreTrouble")]
)
def test_what_is_not_written_is_told_and_written_once_it_can_be(tmp_path: Path, how: str, code: str) -> None:
    for one in _told(tmp_path, how):
        said = one["said"]
        if one["leave"] == 0:
            assert said != ["written"], one
        if said != ["written"]:
            assert one["untouched"], one
            assert said[0] == code or one["name"] == "secrets.put", one
            assert all(said), "in both languages, with what to do"
        assert one["again"] == ["written"], one
        assert one["changed"], "a write that writes nothing proves nothing"

"""Floors of the figures: short, of their own, importing nothing of the project."""

import ast
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
FLOORS = sorted(p for p in (HOME / "benchmarks" / "floors").glob("*.py") if p.name != "__init__.py")
OURS = {p.name for p in HOME.iterdir() if (p / "__init__.py").exists()}


def test_there_are_floors_and_packages_to_keep_apart() -> None:
    assert {"window.py", "record.py", "apdus.py", "id_line.py", "receipt.py", "drain.py"} <= {p.name for p in FLOORS}
    assert {"counter_app", "ui", "readers", "local_store", "sync", "printing", "practice", "benchmarks"} <= OURS


@pytest.mark.parametrize("floor", FLOORS, ids=lambda p: p.name)
def test_a_floor_is_short_and_imports_nothing_of_the_project(floor: Path) -> None:
    source = floor.read_text(encoding="utf-8")
    named = [n for node in ast.walk(ast.parse(source)) for n in _imported(node)]
    assert named
    assert not OURS & set(named)
    assert len(source.splitlines()) < 60


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").split(".")[0]]
    return []

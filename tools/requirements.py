"""Prints what the five regulations ask, row by row, and the test that proves each or the work it waits for.

The rows stand in tests/requirements.toml. Refuses to claim: a row that names a test which is not there ends with
status 1.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LAWS = {
    "HN": "Hunan (draft)",
    "HI": "Hainan, in force 2020-01-01",
    "GD": "Guangdong, in force 2024-11-01",
    "CQ": "Chongqing, in force 2025-01-01",
    "GX": "Guangxi (draft)",
}
STATES = {"proven": "■", "in part": "◧", "open": "□"}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing an article asks. `proof`: tests by node id; `open`: what is still to be built, "" for nothing."""

    law: str
    article: str
    asks: str
    proof: tuple[str, ...]
    open: str

    @property
    def state(self) -> str:
        """`proven` by tests, `in part` where something is left, `open` where nothing proves it."""
        if not self.proof:
            return "open"
        return "in part" if self.open else "proven"


def rows(root: Path) -> tuple[Row, ...]:
    """Every row, in the order of the file."""
    text = (root / "tests" / "requirements.toml").read_text(encoding="utf-8")
    return tuple(
        Row(one["law"], one["article"], one["asks"], tuple(one.get("proof", ())), one.get("open", ""))
        for one in tomllib.loads(text)["row"]
    )


def tests_of(file: Path) -> frozenset[str]:
    """Names of the tests a file defines; none for a file that is not there."""
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_"))


def faults(root: Path, listed: Sequence[Row]) -> Iterator[str]:
    """Rows that say nothing, and tests that are named and not there."""
    known: dict[str, frozenset[str]] = {}
    for row in listed:
        place = f"{row.law} {row.article}"
        if not row.proof and not row.open:
            yield f"{place}: neither proven nor open"
        for node in row.proof:
            file, _, name = node.partition("::")
            if file not in known:
                known[file] = tests_of(root / file)
            if name not in known[file]:
                yield f"{place}: there is no test {node}"


def shown(listed: Sequence[Row]) -> Iterator[str]:
    """The table as lines of text."""
    counted: Mapping[str, int] = Counter(row.state for row in listed)
    for law, title in LAWS.items():
        yield f"\n{law}  {title}"
        for row in (one for one in listed if one.law == law):
            yield f"{STATES[row.state]} {row.article:<8} {row.state:<8} {row.asks}"
            yield from (f"      test  {node}" for node in row.proof)
            if row.open:
                yield f"      open  {row.open}"
    states = ", ".join(f"{STATES[state]} {state} {counted.get(state, 0)}" for state in STATES)
    yield f"\n{len(listed)} rows: {states}"


def main(root: Path) -> int:
    """Print the table; exit status 1 when a row claims what no test proves."""
    listed = rows(root)
    print("\n".join(shown(listed)))
    wrong = list(faults(root, listed))
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))

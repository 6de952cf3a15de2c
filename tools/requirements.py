"""Prints what the five regulations ask, row by row, and the tests that prove each or the work it waits for, by name.

The rows stand in tests/requirements.toml. Refuses to claim: a row that names a test which is not there, or is open
for no work by name, ends with status 1.
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
    "HN": "湖南（草案） Hunan (draft)",
    "HI": "海南，2020-01-01 起施行 Hainan, in force 2020-01-01",
    "GD": "广东，2024-11-01 起施行 Guangdong, in force 2024-11-01",
    "CQ": "重庆，2025-01-01 起施行 Chongqing, in force 2025-01-01",
    "GX": "广西（草案） Guangxi (draft)",
}
STATES = {"proven": ("■", "已证明"), "in part": ("◧", "部分"), "open": ("□", "未做")}


@dataclass(frozen=True, slots=True)
class Work:
    """Something still to be built, by name in both languages."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing an article asks. `proof`: tests by node id; `open`: ids of works it still waits for, () for none."""

    law: str
    article: str
    asks: str
    proof: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def state(self) -> str:
        """`proven` by tests, `in part` where something is left, `open` where nothing proves it."""
        if not self.proof:
            return "open"
        return "in part" if self.open else "proven"

    @property
    def place(self) -> str:
        """Regulation and article."""
        return f"{self.law} {self.article}"


@dataclass(frozen=True, slots=True)
class Table:
    """Every row, and every work that any of them waits for, both in the order of the file."""

    rows: tuple[Row, ...]
    works: tuple[Work, ...]


def table(root: Path) -> Table:
    """The table as it stands in the file."""
    found = tomllib.loads((root / "tests" / "requirements.toml").read_text(encoding="utf-8"))
    return Table(
        tuple(
            Row(one["law"], one["article"], one["asks"], tuple(one.get("proof", ())), tuple(one.get("open", ())))
            for one in found["row"]
        ),
        tuple(Work(one["id"], one["zh"], one["en"]) for one in found["work"]),
    )


def tests_of(file: Path) -> frozenset[str]:
    """Names of the tests a file defines; none for a file that is not there."""
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_"))


def faults(root: Path, known: Table) -> Iterator[str]:
    """Rows that say nothing, tests and works that are named and not there, works that nothing waits for."""
    tests: dict[str, frozenset[str]] = {}
    names = {work.id for work in known.works}
    for row in known.rows:
        if not row.proof and not row.open:
            yield f"{row.place}: neither proven nor open"
        yield from (f"{row.place}: there is no work {name}" for name in row.open if name not in names)
        for node in row.proof:
            file, _, name = node.partition("::")
            if file not in tests:
                tests[file] = tests_of(root / file)
            if name not in tests[file]:
                yield f"{row.place}: there is no test {node}"
    waited_for = {name for row in known.rows for name in row.open}
    yield from (f"{name}: nothing waits for this work" for name in sorted(names - waited_for))


def shown(known: Table) -> Iterator[str]:
    """The table as lines of text: the rows by regulation, what is left by name, the count."""
    works = {work.id: work for work in known.works}
    for law, title in LAWS.items():
        yield f"\n{law}  {title}"
        for row in (one for one in known.rows if one.law == law):
            mark, word = STATES[row.state]
            yield f"{mark} {row.article}  {word} {row.state}: {row.asks}"
            yield from (f"      test  {node}" for node in row.proof)
            yield from (f"      open  {works[name].zh} / {works[name].en}" for name in row.open if name in works)
    yield "\n留给以后的工作 Left for later work"
    for work in known.works:
        rows = [row.place for row in known.rows if work.id in row.open]
        yield f"□ {work.zh} / {work.en}"
        yield f"      {len(rows)}: {', '.join(rows)}"
    counted: Mapping[str, int] = Counter(row.state for row in known.rows)
    states = ", ".join(f"{mark} {word} {state} {counted.get(state, 0)}" for state, (mark, word) in STATES.items())
    yield f"\n{len(known.rows)} 条 rows: {states}"


def main(root: Path) -> int:
    """Print the table; exit status 1 when a row claims what no test proves."""
    known = table(root)
    print("\n".join(shown(known)))
    wrong: Sequence[str] = list(faults(root, known))
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))

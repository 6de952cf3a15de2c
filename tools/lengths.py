"""Fails when a file, a function or a line has grown too long, or a module does not say what it is for.

Lines are counted in characters, not in columns: a Chinese sentence may be as long as an English one.
Refuses to judge anything else; style is ruff's matter.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_STOP, FILE_LOOK, FUNCTION_STOP, LINE_STOP = 400, 300, 50, 120


def python_files(root: Path) -> list[Path]:
    """Every Python file that git knows or would take, so that .venv and caches stay out."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.py"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
    return [root / name for name in sorted(set(names)) if name and (root / name).is_file()]


def faults_of(name: str, source: str) -> Iterator[str]:
    """The faults of one file, each as `name:line: words`."""
    lines = source.splitlines()
    if len(lines) > FILE_STOP:
        yield f"{name}:1: {len(lines)} lines, {FILE_STOP} at most"
    for number, line in enumerate(lines, start=1):
        if len(line) > LINE_STOP:
            yield f"{name}:{number}: {len(line)} characters, {LINE_STOP} at most"
    tree = ast.parse(source, filename=name)
    if not ast.get_docstring(tree):
        yield f"{name}:1: no docstring that says what the module is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_STOP:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, {FUNCTION_STOP} at most"


def main(root: Path) -> int:
    """Print what is too long (exit status 1) and what is getting long (no fault yet)."""
    faults: list[str] = []
    for path in python_files(root):
        source, name = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
        faults.extend(faults_of(name, source))
        if FILE_LOOK < len(source.splitlines()) <= FILE_STOP:
            print(f"{name}: {len(source.splitlines())} lines, look hard")
    print("\n".join(faults) if faults else "lengths: nothing too long")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))

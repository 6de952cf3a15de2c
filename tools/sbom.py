"""Writes what the program is made of, as CycloneDX (ECMA-424) JSON: every package of requirements.lock with its hashes.

Read from the lock alone, so that it says the same on every machine; those that only tests need are among them. Refuses
to name where a package comes from, and to write a list that lacks one of the lock.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

FILE = Path("out") / "sbom.cdx.json"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pinned(lock: str) -> dict[tuple[str, str], frozenset[str]]:
    """Name and version of each package of a lock -> its hashes (SHA-256, hex)."""
    starts = [*_PINNED.finditer(lock)]
    ends = [*(found.start() for found in starts[1:]), len(lock)]
    return {
        (found[1].lower(), found[2]): frozenset(_HASH.findall(lock[found.start() : end]))
        for found, end in zip(starts, ends, strict=True)
    }


def listed(bom: dict[str, Any]) -> dict[tuple[str, str], frozenset[str]]:
    """The same of a written list."""
    return {
        (one["name"].lower(), one["version"]): frozenset(
            each["content"]
            for reference in one.get("externalReferences", [])
            for each in reference.get("hashes", [])
            if each["alg"] == "SHA-256"
        )
        for one in bom["components"]
    }


def write(root: Path, file: Path) -> dict[str, Any]:
    """Write the list of the project at `root` into `file`. Raises CalledProcessError, ValueError for a list that lacks
    something.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = root / "requirements.lock"
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", str(lock), "--short-PURLs"]
    command += ["--index-url", "index", "--pyproject", str(root / "pyproject.toml"), "--output-reproducible"]
    subprocess.run([*command, "--of", "JSON", "--output-file", str(file)], check=True)
    bom: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    make_sure(bom, lock.read_text(encoding="utf-8"))
    return bom


def make_sure(bom: dict[str, Any], lock: str) -> None:
    """Raises ValueError that names what the list has otherwise than the lock."""
    here, there = listed(bom), pinned(lock)
    if here != there:
        names = sorted({name for (name, _version), _hashes in here.items() ^ there.items()})
        raise ValueError(f"the list is not what the lock holds: {', '.join(names)}")


def main(root: Path) -> int:
    """Write it and say where."""
    bom = write(root, root / FILE)
    print(f"{FILE}: {len(bom['components'])} packages, CycloneDX {bom['specVersion']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))

"""Fails when a file names a package registry's host or a place on one particular machine.

Where packages come from is each site's own matter, and a path under somebody's home works nowhere else.
Refuses to guess at secrets; it knows these two kinds of leak only.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# Put together here, so that this file does not name them either.
_HOSTS = [
    r"\.".join(parts)
    for parts in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("deb", "debian", "org"),
        ("registry", "npmjs", "org"),
        ("mirrors?", r"[a-z0-9.-]+", "(?:cn|com)"),
    )
]
_HOST = re.compile("|".join(_HOSTS), re.IGNORECASE)
_PLACE = re.compile(r"(?<![\w./~{}<>-])/(?:home|root|work|Users)/|\b[A-Z]:\\{1,2}Users\\")
_FAULTS = ((_HOST, "names a package registry's host"), (_PLACE, "names a place on one machine"))


def tracked_files(root: Path) -> list[Path]:
    """Every file that git knows or would take."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
    return [root / name for name in sorted(set(names)) if name and (root / name).is_file()]


def faults_of(name: str, text: str) -> Iterator[str]:
    """The faults of one text, each as `name:line: words`."""
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, words in _FAULTS:
            if pattern.search(line):
                yield f"{name}:{number}: {words}"


def main(root: Path) -> int:
    """Print each leak; exit status 1 when there is one. Files that are not UTF-8 text are pictures and fonts."""
    faults: list[str] = []
    for path in tracked_files(root):
        content = path.read_bytes()
        if b"\0" not in content:
            faults.extend(faults_of(path.relative_to(root).as_posix(), content.decode("utf-8", errors="replace")))
    print("\n".join(faults) if faults else "leaks: none")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))

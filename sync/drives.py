"""Which sticks are in: removable drives that are mounted and can be written to.

Refuses to mount anything and to write: it reads what the system says. A system it does not know has none.
"""

from __future__ import annotations

import os
import re
import string
import sys
from pathlib import Path

from counter_app.by_hand import Drive

MOUNTS, BLOCKS = Path("/proc/self/mountinfo"), Path("/sys/class/block")
_DESKTOPS = ("/media/", "/run/media/")  # where desktops mount what somebody has put in
_REMOVABLE = 2  # GetDriveTypeW: DRIVE_REMOVABLE


def drives(*, mounts: Path = MOUNTS, blocks: Path = BLOCKS) -> tuple[Drive, ...]:
    """By name. `mounts`: proc_pid_mountinfo(5), `blocks`: the block devices of sysfs; neither is read on Windows."""
    if sys.platform == "win32":
        return _windows()
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ()  # no such list: macOS and others
    found = {point: Drive(point, point.name) for line in lines if (point := _stick(line, blocks)) is not None}
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.path)))


def _stick(line: str, blocks: Path) -> Path | None:
    """Where a stick of that line stands, None for any other mount."""
    fields, _, rest = line.partition(" - ")
    parts, source = fields.split(" "), rest.split(" ")[1:2]
    if len(parts) < 6 or not source:
        return None
    point = _plain(parts[4])
    if not point.startswith(_DESKTOPS) and not _is_removable(Path(_plain(source[0])), blocks):
        return None
    return Path(point) if os.access(point, os.W_OK) else None


def _plain(escaped: str) -> str:
    """Blanks and backslashes stand there as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), escaped)


def _is_removable(device: Path, blocks: Path) -> bool:
    """Whether the disk, or the disk a partition is on, says that it can be taken out."""
    if not device.is_absolute():
        return False
    here = (blocks / device.name).resolve()
    for disk in (here, here.parent):
        try:
            return (disk / "removable").read_text(encoding="ascii").strip() == "1"
        except OSError:
            continue
    return False


if sys.platform == "win32":

    def _windows() -> tuple[Drive, ...]:
        import ctypes

        roots = (Path(f"{letter}:\\") for letter in string.ascii_uppercase)
        kind = ctypes.windll.kernel32.GetDriveTypeW
        return tuple(Drive(one, one.drive) for one in roots if kind(str(one)) == _REMOVABLE and os.access(one, os.W_OK))

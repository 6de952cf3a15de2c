"""What was measured on: cores, processor, versions. Refuses names of machines, users and folders."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def describe() -> dict[str, str]:
    """The machine in words."""
    return {
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "processor": _processor(),
        "memory": _memory(),
        "load": " ".join(f"{part:.1f}" for part in os.getloadavg()) if hasattr(os, "getloadavg") else "",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "qt": _qt(),
        "sqlcipher": _sqlcipher(),
    }


def _line(path: str, name: str) -> str:
    file = Path(path)
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _processor() -> str:
    return _line("/proc/cpuinfo", "model name") or platform.processor()


def _memory() -> str:
    words = _line("/proc/meminfo", "MemTotal").split()
    return f"{int(words[0]) / 1024 / 1024:.1f} GiB" if words else ""


def _qt() -> str:
    from PySide6 import QtCore

    return QtCore.qVersion()


def _sqlcipher() -> str:
    from sqlcipher3 import dbapi2

    with_key = dbapi2.connect(":memory:")
    try:
        row = with_key.execute("PRAGMA cipher_version").fetchone()
        return str(row[0]) if row else ""
    finally:
        with_key.close()

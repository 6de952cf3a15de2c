"""Files of rules that are kept: written whole or not at all, and on the disk when that returns.

Refuses to judge what is kept.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from counter_app.domain.disk import disk_trouble


def keep_whole(path: Path, text: str) -> None:
    """Replace a file by `text` (UTF-8), its folder made where there is none. Several writers may do so at once. Raises
    StoreTrouble.
    """
    with disk_trouble(at=path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".new", delete=False) as fresh:
            fresh.write(text)
            fresh.flush()
            os.fsync(fresh.fileno())
        Path(fresh.name).replace(path)

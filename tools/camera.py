"""Takes pictures of a virtual screen, by Qt on the same screen: nothing else need be installed.

Refuses large files: a picture has 256 colours at most.
"""

from __future__ import annotations

import os
from pathlib import Path

COLOURS = 256


class Camera:
    """Eyes on the screen `display`; pictures go into `folder`."""

    def __init__(self, display: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb")
        from PySide6.QtGui import QGuiApplication

        self._application = QGuiApplication(["tour"])
        self.taken: list[Path] = []

    def take(self, name: str) -> None:
        """Save what stands on the screen as `name`.png, in few colours and so in few bytes."""
        from PIL import Image

        path = self._folder / f"{name}.png"
        self._application.primaryScreen().grabWindow(0).save(str(path))
        with Image.open(path) as whole:
            few = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
        self.taken.append(path)
        print(f"{path}  {path.stat().st_size // 1024} KB", flush=True)

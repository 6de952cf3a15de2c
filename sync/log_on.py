"""What runs when somebody logs on: an entry of the desktop (XDG autostart) or of the Run key of Windows, one a folder.

Refuses to know what it runs. The entry holds a path and settings, never a name or a number of anybody.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_ENTRY = """[Desktop Entry]
Type=Application
Name=Social security card counter: send waiting work
Name[zh_CN]=社会保障卡柜台：送出等待的业务
Exec={line}
Path={home}
Terminal=false
NoDisplay=true
"""
_SPECIAL = str.maketrans({'"': '\\\\"', "`": "\\\\`", "$": "\\\\$", "\\": "\\\\\\\\", "%": "%%"})


def install(folder: Path, line: Sequence[str], *, home: Path) -> None:
    """Run `line` at each log-on, in the folder `home`; again is harmless. Raises OSError."""
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            winreg.SetValueEx(key, _name(folder), 0, winreg.REG_SZ, subprocess.list2cmdline(line))
        return
    entry = entry_of(folder)
    entry.parent.mkdir(parents=True, exist_ok=True)
    words = " ".join(f'"{part.translate(_SPECIAL)}"' for part in line)
    entry.write_text(_ENTRY.format(line=words, home=home), encoding="utf-8")


def remove(folder: Path) -> None:
    """Run nothing at log-on for this folder any more; where nothing was, nothing happens. Raises OSError."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, _name(folder))
        except FileNotFoundError:
            return
        return
    entry_of(folder).unlink(missing_ok=True)


def entry_of(folder: Path) -> Path:
    """The file of the desktop's autostart (XDG Autostart Specification 0.5) for a data folder."""
    configured = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(configured) if configured else Path.home() / ".config"
    return base / "autostart" / f"{_name(folder)}.desktop"


def _name(folder: Path) -> str:
    return "counter-courier-" + hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:12]

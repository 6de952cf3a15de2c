"""Keeping the window out of screenshots and screen sharing, where the system can: Windows alone.

X11 and Wayland give a program no way to forbid it: `keep_out` says so, and the documents do. Refuses to claim more than
the system has answered.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

WDA_MONITOR, WDA_EXCLUDEFROMCAPTURE = 0x01, 0x11
"""winuser.h: the window is black in a capture; the window is not in it (Windows 10 version 2004 and later)."""

Affinity = Callable[[int, int], bool]
_LOG = logging.getLogger(__name__)


def affinity_here() -> Affinity | None:
    """SetWindowDisplayAffinity of this system; None where there is nothing like it."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        call = ctypes.WinDLL("user32", use_last_error=True).SetWindowDisplayAffinity
        call.argtypes, call.restype = (wintypes.HWND, wintypes.DWORD), wintypes.BOOL
        return lambda window, how: bool(call(window, how))
    return None


def keep_out(window: int, affinity: Affinity | None) -> bool:
    """Whether the system keeps the window of that handle out of captures from now on; an older Windows shows it
    black.
    """
    kept = affinity is not None and any(affinity(window, how) for how in (WDA_EXCLUDEFROMCAPTURE, WDA_MONITOR))
    if not kept:
        _LOG.info("this system does not keep the window out of screenshots")
    return kept

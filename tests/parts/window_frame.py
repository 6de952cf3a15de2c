"""Closes a window as the cross in its frame does: the message WM_DELETE_WINDOW (ICCCM 4.2.8.1), sent by this process.

There is no window manager on a virtual screen, and xdotool of Debian 12 cannot send it. Refuses to kill the client.
"""

import ctypes
import ctypes.util

_CLIENT_MESSAGE = 33  # X.h


class _Message(ctypes.Structure):
    """XClientMessageEvent with format 32, padded to the size of XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("pad", ctypes.c_long * 24),
    )


def close_window(display: str, window: int) -> None:
    """Ask the window of this X id to close."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    opened = x11.XOpenDisplay(display.encode())
    if not opened:
        raise AssertionError(f"no screen {display}")
    line = ctypes.c_void_p(opened)
    try:
        protocols, delete = (
            ctypes.c_ulong(x11.XInternAtom(line, n, 0)) for n in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
        )
        message = _Message(type=_CLIENT_MESSAGE, window=window, message_type=protocols, format=32)
        message.data[0] = delete.value
        x11.XSendEvent(line, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    finally:
        x11.XCloseDisplay(line)

"""The serial line to the identity card reader, over pyserial: bytes out, bytes in, and what can go wrong with a port.

Refuses to wait longer than it is told, and to know what the bytes mean.
"""

from __future__ import annotations

import errno
import os
import sys
from types import TracebackType
from typing import Protocol, Self

import serial

from counter_app.domain.text import Text, same
from readers.identity.troubles import IdPortHeld, NoIdReader

if sys.platform == "win32":
    _FAULTS: tuple[type[Exception], ...] = (OSError, ValueError, TypeError)
else:
    import termios

    _FAULTS = (OSError, ValueError, TypeError, termios.error)  # the last is no OSError, and pyserial lets some through

_WRITES_WITHIN = 1.0  # seconds


class Line(Protocol):
    """What the conversation needs of a line. Every method raises NoIdReader when the reader has gone."""

    def write(self, data: bytes) -> None: ...

    def read(self, seconds: float) -> bytes:
        """What came, as soon as something does; b"" when nothing did for so long."""
        ...


class SerialLine:
    """An open serial port, 8N1, held by this program alone. Closed by `close` or at the end of a `with`."""

    def __init__(self, port: str, *, baud: int) -> None:
        """Raises NoIdReader when the port is not there, held by another program, or not to be opened."""
        self.port = port
        try:
            # A port that another program reads gives each of the two half of a frame.
            self._serial = serial.Serial(port, baud, timeout=0, write_timeout=_WRITES_WITHIN, exclusive=True)
        except _FAULTS as error:  # SerialException is an OSError; ValueError: a speed it does not know
            raise trouble_of(port, error) from error

    def write(self, data: bytes) -> None:
        try:
            self._serial.write(data)
        except _FAULTS as error:
            raise _gone(self.port) from error

    def read(self, seconds: float) -> bytes:
        try:
            self._serial.timeout = max(seconds, 0.0)
            return bytes(self._serial.read(1)) + bytes(self._serial.read(self._serial.in_waiting))
        except _FAULTS as error:  # TypeError: pyserial on a port that was closed meanwhile
            raise _gone(self.port) from error

    def close(self) -> None:
        """Let the port go. Twice is harmless."""
        try:
            self._serial.close()
        except _FAULTS as error:
            raise _gone(self.port) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _gone(port: str) -> NoIdReader:
    return NoIdReader(
        why=Text(f"串口 {port} 断开了", f"the serial port {port} went away"),
        how=Text("插好读卡器的线再放证件", "Plug its cable in, then put the document on again"),
    )


def trouble_of(port: str, error: Exception) -> NoIdReader:
    """Why a port could not be opened, in words for the clerk. `error`: what pyserial raised."""
    number = _number(error)
    if number in (errno.ENOENT, errno.ENODEV, errno.ENXIO) or (number is None and not _there(port)):
        return missing(port)
    if number in (errno.EACCES, errno.EPERM) and os.name == "posix":
        return NoIdReader(
            why=Text(f"没有权限打开串口 {port}", f"no permission to open the serial port {port}"),
            how=Text("请管理员把本用户加入 dialout 组", "Have the administrator add this user to the group dialout"),
        )
    if number in (errno.EBUSY, errno.EAGAIN, errno.EACCES):  # Windows says EACCES of a port that is held
        return IdPortHeld(
            why=Text(f"串口 {port} 被别的程序占用", f"another program holds the serial port {port}"),
            how=Text("关闭别的读身份证的程序", "Close the other program that reads identity cards"),
        )
    return NoIdReader(
        why=Text(f"串口 {port} 打不开", f"the serial port {port} cannot be opened"),
        how=Text("核对 readers.id 和 readers.id_baud", "Check readers.id and readers.id_baud"),
    )


def missing(port: str) -> NoIdReader:
    """There is no port of that name."""
    return NoIdReader(
        why=Text(f"没有串口 {port}", f"there is no serial port {port}"),
        how=Text("插好读卡器，或改 readers.id", "Plug the reader in, or change readers.id"),
    )


def _number(error: Exception) -> int | None:
    """The system's error number; pyserial keeps it, or the error it came from does."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and isinstance(inner.errno, int):
            return inner.errno
        inner = inner.__cause__ or inner.__context__
    # On Windows pyserial keeps of the system's error its words only.
    told = {"FileNotFoundError": errno.ENOENT, "PermissionError": errno.EBUSY}
    return next((number for name, number in told.items() if name in str(error)), None)


def _there(port: str) -> bool:
    return os.name != "posix" or os.path.lexists(port)


def nothing_set() -> NoIdReader:
    """Switched off by settings."""
    return NoIdReader(
        why=Text("设置为不用", "switched off by settings"),
        how=same("counter settings --set readers.id=auto"),
    )

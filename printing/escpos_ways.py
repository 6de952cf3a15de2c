"""What carries bytes to a receipt printer and its answers back: a TCP connection, a serial line, a device file.

Every step has its time: a printer that takes nothing for `patience` seconds is told as stuck, never waited for without
end. Refuses to know a command. All of it raises OSError (TimeoutError among them) when the way is gone.

Serial lines go through pyserial on every system. A device file is read and written without waiting on POSIX; Windows
has no such reading of a device path, so there it is written only and its printer must be set mute. Both branches for
Windows (COM ports, `\\\\.\\` paths) are written from the documentation and not yet tried on a Windows machine.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import stat
import sys
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Protocol

from counter_app.domain.printer_address import Kind, Roll

CONNECTING = 3.0  # seconds
_PIECE = 512  # bytes that are handed on at a time


class Way(Protocol):
    """An open way to a printer."""

    def send(self, data: bytes) -> None:
        """All of it, however slowly it is taken. Raises OSError."""

    def hear(self, seconds: float) -> bytes:
        """What has come, waiting at most that long for the first byte; b"" for nothing. Raises OSError."""

    def close(self) -> None:
        """Let go of it; may be called twice."""


def open_way(roll: Roll, *, patience: float) -> Way:
    """Raises OSError with the system's reason."""
    if roll.kind is Kind.TCP:
        return _Connection(roll, patience=patience)
    if roll.kind is Kind.SERIAL:
        return _Serial(roll, patience=patience)
    return _WrittenOnly(roll) if sys.platform == "win32" else _Device(roll, patience=patience)


class _Ready(ABC):
    """Something the system tells when it can be written and read: a connection, a device file of POSIX."""

    def __init__(self, number: int, *, patience: float) -> None:
        self._number = number
        self._patience = patience

    def send(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            _, ready, _ = select.select((), (self._number,), (), self._patience)
            if not ready:
                raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
            with suppress(BlockingIOError):
                rest = rest[self._write(rest[:_PIECE]) :]

    def hear(self, seconds: float) -> bytes:
        ready, _, _ = select.select((self._number,), (), (), max(0.0, seconds))
        if not ready:
            return b""
        try:
            said = self._read()
        except BlockingIOError:
            return b""
        if not said:
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        return said

    def close(self) -> None:
        if self._number >= 0:
            self._number = -1
            self._let_go()

    @abstractmethod
    def _write(self, data: memoryview) -> int: ...

    @abstractmethod
    def _read(self) -> bytes: ...

    @abstractmethod
    def _let_go(self) -> None: ...


class _Connection(_Ready):
    """TCP, port 9100 as printers have it."""

    def __init__(self, roll: Roll, *, patience: float) -> None:
        self._line = socket.create_connection((roll.at, roll.port), timeout=CONNECTING)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # questions are three bytes long
        self._line.setblocking(False)
        super().__init__(self._line.fileno(), patience=patience)

    def _write(self, data: memoryview) -> int:
        return self._line.send(data)

    def _read(self) -> bytes:
        return self._line.recv(_PIECE)

    def _let_go(self) -> None:
        self._line.close()


class _Device(_Ready):
    """A device file, /dev/usb/lp0."""

    def __init__(self, roll: Roll, *, patience: float) -> None:
        way = os.O_WRONLY if roll.mute else os.O_RDWR
        # Without waiting: the driver of a printer that is switched off would hold the program until it is on again.
        number = os.open(roll.at, way | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        if stat.S_ISREG(os.fstat(number).st_mode):  # a slip in the settings writes into no file of this disk
            os.close(number)
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), roll.at)
        self._file = number
        super().__init__(number, patience=patience)

    def _write(self, data: memoryview) -> int:
        return os.write(self._number, data)

    def _read(self) -> bytes:
        return os.read(self._number, _PIECE)

    def _let_go(self) -> None:
        os.close(self._file)


class _Serial:
    """A serial line: 8 bits, no parity, one stop bit, as receipt printers leave the factory."""

    def __init__(self, roll: Roll, *, patience: float) -> None:
        import serial

        self._line = serial.Serial(roll.at, baudrate=roll.baud, timeout=0, write_timeout=patience, exclusive=True)
        self._line.reset_input_buffer()

    def send(self, data: bytes) -> None:
        import serial

        try:
            for at in range(0, len(data), _PIECE):
                self._line.write(data[at : at + _PIECE])
        except serial.SerialTimeoutException as error:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT)) from error

    def hear(self, seconds: float) -> bytes:
        self._line.timeout = max(0.0, seconds)
        first: bytes = self._line.read(1)
        return first + self._line.read(self._line.in_waiting) if first else b""

    def close(self) -> None:
        self._line.close()


class _WrittenOnly:
    """A device path of Windows (`\\\\.\\LPT1`, the path of a USB printer): nothing can be heard from it."""

    def __init__(self, roll: Roll) -> None:
        if not roll.mute:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), roll.at)
        self._file = open(roll.at, "wb", buffering=0)  # noqa: SIM115, PTH123  # open until `close`; a Path eats \\.\

    def send(self, data: bytes) -> None:
        for at in range(0, len(data), _PIECE):
            self._file.write(data[at : at + _PIECE])

    def hear(self, seconds: float) -> bytes:  # noqa: ARG002  # nothing can come
        return b""

    def close(self) -> None:
        self._file.close()

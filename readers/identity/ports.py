"""Which serial port the identity card reader hangs on, as settings say: a name, "auto", "off" or "usb".

"auto" asks each USB serial adapter of this machine once whether a SAM-V answers there, and remembers which did: it is
asked first the next time. A port that is no USB adapter is never written to unless it is named, and one that gave no
answer is left alone until it was unplugged: nobody knows what hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from counter_app.domain.errors import CardTrouble
from counter_app.domain.text import Text
from readers.identity.line import SerialLine, nothing_set
from readers.identity.sam import EXCHANGE, Sam
from readers.identity.troubles import IdPortHeld, NoIdReader

AUTO, OFF, USB = "auto", "off", "usb"
ListPorts = Callable[[], tuple[str, ...]]


class PortOpener:
    """Opens the line that settings mean, anew each time. `list_ports`: the USB serial adapters of this machine;
    `exchange`: seconds for one command.
    """

    def __init__(
        self, wanted: str, *, baud: int, list_ports: ListPorts | None = None, exchange: float = EXCHANGE
    ) -> None:
        self._exchange = exchange
        self._wanted = wanted
        self._baud = baud
        self._list_ports = list_ports or usb_adapters
        self._strangers: set[str] = set()  # adapters behind which something else hangs, or nothing
        self.port = "" if wanted in (AUTO, OFF, USB) else wanted

    @contextmanager
    def __call__(self) -> Iterator[Sam]:
        """The reader on its open port. Raises NoIdReader."""
        with self._open() as line:
            yield Sam(line, exchange=self._exchange)

    def _open(self) -> SerialLine:
        if self._wanted == OFF:
            raise nothing_set()
        if self._wanted == USB:
            raise _no_usb()
        if self._wanted != AUTO:
            return SerialLine(self._wanted, baud=self._baud)
        return self._found()

    def _found(self) -> SerialLine:
        names, held = self._list_ports(), None
        self._strangers &= set(names)  # whatever was unplugged may be another device when it comes back
        for name in sorted(set(names) - self._strangers, key=lambda each: (each != self.port, each)):
            try:
                line = SerialLine(name, baud=self._baud)
            except IdPortHeld as error:
                held = error
                continue
            except NoIdReader:
                continue
            if _is_sam(line):
                self.port = name
                return line
            line.close()
            if name != self.port:
                self._strangers.add(name)
        raise held or _none_found()


def _is_sam(line: SerialLine) -> bool:
    try:
        return Sam(line).answers()
    except CardTrouble:
        return False


def usb_adapters() -> tuple[str, ...]:
    """Names of the serial ports that are USB adapters."""
    from serial.tools.list_ports import comports

    return tuple(sorted(port.device for port in comports() if port.vid is not None))


def _none_found() -> NoIdReader:
    return NoIdReader(
        why=Text("没有找到", "none found"),
        how=Text("插好读卡器，或用 readers.id 指定串口", "Plug it in, or name its serial port in readers.id"),
    )


def _no_usb() -> NoIdReader:
    return NoIdReader(
        why=Text("本版不能直连 USB 读卡器", "this version cannot speak to a USB reader directly"),
        how=Text("把读卡器接到串口，用 readers.id 指定", "Connect it to a serial port and name that in readers.id"),
    )

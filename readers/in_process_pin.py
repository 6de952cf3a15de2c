"""The PIN of the simulated card inside this program: the line and the reader that `readers.desk_pin` works with.

For practice only. It has no keys, and the card writes its tries back into its file, as it does on a real reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readers.in_process_card import InProcessCard
from readers.key_pad import Features


class InProcessPinReader:
    """The card is a file; each opening is as if it had just been laid on."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @contextmanager
    def open(self, _where: str = "", /) -> Iterator[_PinLine]:
        """The card that lies there. Raises NoCard, CardDamaged."""
        yield _PinLine(self._file)

    def features(self, _where: str = "", /) -> Features:
        """No keys."""
        return Features({})


class _PinLine(InProcessCard):
    """The simulated card as `readers.pin.PinLine`."""

    def transmit_secret(self, command: bytearray) -> tuple[bytes, int, int]:
        try:
            return self.transmit(bytes(command))
        finally:
            command[:] = bytes(len(command))

    def control(self, code: int, data: bytes) -> None:
        """A simulated reader knows no control code."""
        del code, data

    def close_when_left(self) -> None:
        """Each opening is a new laying-on: nothing stays open."""

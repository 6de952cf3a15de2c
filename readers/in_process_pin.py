"""The PIN of the simulated card inside this program: the line and the reader that `readers.desk_pin` works with.

For practice only. It has no keys, and the card writes its tries back into its file, as it does on a real reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.domain.errors import CardDamaged, CardTakenAway, NoCard, ReaderSilent
from counter_app.domain.text import Text
from readers.key_pad import Features
from readers.simulator.card import Pulled, Silent, SimulatedCard
from readers.simulator.description import load
from readers.simulator.parts import keeper


class InProcessPinReader:
    """The card is a file; each opening is as if it had just been laid on."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @contextmanager
    def open(self) -> Iterator[_PinLine]:
        """The card that lies there. Raises NoCard, CardDamaged."""
        try:
            card = SimulatedCard(load(self._file), keep=keeper(self._file))
        except FileNotFoundError as error:
            raise NoCard from error
        except (OSError, ValueError) as error:
            raise CardDamaged(what=Text("练习卡文件", "the practice card's file")) from error
        yield _PinLine(card)

    def features(self) -> Features:
        """No keys."""
        return Features({})


class _PinLine:
    """The simulated card as `readers.pin.PinLine`."""

    t1 = False

    def __init__(self, card: SimulatedCard) -> None:
        self._card = card

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        try:
            answer = self._card.command(command)
        except Pulled as error:
            raise CardTakenAway from error
        except Silent as error:
            raise ReaderSilent from error
        return answer[:-2], answer[-2], answer[-1]

    def transmit_secret(self, command: bytearray) -> tuple[bytes, int, int]:
        try:
            return self.transmit(bytes(command))
        finally:
            command[:] = bytes(len(command))

    def control(self, code: int, data: bytes) -> bytes | None:
        """A simulated reader knows no control code."""
        del code, data

    def atr(self) -> str:
        return self._card.atr.hex().upper()

"""The simulated card whose file lies in the data folder, as a line to speak to: no reader, no service, no process.

For practice only, on machines with no virtual PC/SC reader. The card remembers its tries in its file; a mishap planned
for the next reading ("next" in the file) is used up by it, and a card that is pulled is gone with its file.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path

from counter_app.domain.errors import CardDamaged, CardTakenAway, NoCard, ReaderSilent
from counter_app.domain.text import Text
from readers.simulator import hidden
from readers.simulator.card import SimulatedCard
from readers.simulator.description import checked
from readers.simulator.mishaps import Pulled, Silent
from readers.simulator.parts import keeper

_NEXT = "next"
_NOT_ANOTHER_CARD = ("state", "pin", _NEXT)  # keys a card's file may change in while the card lies there


class InProcessCard:
    """The card in a file, as `readers.apdu.Channel`: as if it had just been laid on."""

    t1 = False

    def __init__(self, file: Path) -> None:
        """Raises NoCard, CardDamaged."""
        self._file = file
        try:
            self._card = SimulatedCard(checked(_taken_from(file)), keep=keeper(file))
        except FileNotFoundError as error:
            raise NoCard from error
        except (OSError, ValueError) as error:
            raise CardDamaged(what=Text("练习卡文件", "the practice card's file")) from error

    def atr(self) -> str:
        """Answer to reset (hex)."""
        return self._card.atr.hex().upper()

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        """One exchange. Raises CardTakenAway, ReaderSilent where a mishap wants so."""
        try:
            answer = self._card.command(command)
        except Pulled as error:
            self._file.unlink(missing_ok=True)
            raise CardTakenAway from error
        except Silent as error:
            raise ReaderSilent from error
        if self._card.delay:
            threading.Event().wait(self._card.delay)
        return answer[:-2], answer[-2], answer[-1]


def which_card(file: Path) -> str | None:
    """What tells the card in a file from the next one; None when none lies there."""
    try:
        text = hidden.read(file)
    except OSError:
        return None
    except ValueError:
        return ""  # a card all the same, which cannot be read
    try:
        content = json.loads(text)
    except ValueError:
        return text
    if not isinstance(content, dict):
        return text
    return json.dumps({name: value for name, value in content.items() if name not in _NOT_ANOTHER_CARD})


def _taken_from(file: Path) -> object:
    """The description in a file, with what was planned for the next reading, which it then no longer holds."""
    raw = json.loads(hidden.read(file))
    planned = raw.pop(_NEXT, None) if isinstance(raw, dict) else None
    if not planned:
        return raw
    hidden.write(file, json.dumps(raw, ensure_ascii=False))
    return {**raw, **planned} if isinstance(planned, dict) else raw

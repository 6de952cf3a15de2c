"""One slot of the virtual reader and what a practice folder has laid there: held by a small process of its own, so that
it lies there after whoever put it has ended.

What lies there is kept in the data folder. Refuses to touch what another folder or program has laid into the slot.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from counter_app.domain.errors import CardTrouble
from counter_app.domain.text import Text, same
from practice.service import STARTED_WITHIN, card_on, virtual_port, wait_for
from readers.simulator import hidden
from readers.simulator.control import say

_NOTICED_WITHIN = 3.0  # seconds; pcscd looks at its readers every 0.4


class VirtualReaderHeld(CardTrouble):
    """Another program has put a card on the virtual reader, or holds its port."""

    happened = Text("虚拟读卡器被别的程序占用", "Another program holds the virtual reader")
    advice = Text("结束占用 {port} 端口的程序再放卡", "End the program that holds port {port}, then put the card on")


class CardNotPut(CardTrouble):
    """The card's process could not start. `why` is its own word."""

    happened = Text("练习卡没有放上：{why}", "The practice card was not put on: {why}")


@dataclass(frozen=True, slots=True)
class Slot:
    """`name`: of the files in the data folder ("card", "psam"). `number`: of the slot, from 0."""

    folder: Path
    name: str
    number: int = 0

    @property
    def file(self) -> Path:
        """The description of what lies there, with the state that its process writes back."""
        return self.folder / f"{self.name}.json"

    @property
    def port(self) -> int:
        return virtual_port() + self.number

    def hold(self, description: Mapping[str, object], reader: str) -> None:
        """Lay it on; returns when `reader` (its PC/SC name) has noticed.

        Raises VirtualReaderHeld, CardNotPut, OSError.
        """
        write(self.file, description)
        if not wait_for(lambda: not card_on(reader) or None, seconds=1.0):
            raise VirtualReaderHeld(port=self.port)
        command = [sys.executable, "-m", "readers.simulator", str(self.file), "--port", str(virtual_port())]
        command += ["--slot", str(self.number), "--control", str(self._control), "--detach"]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=STARTED_WITHIN, check=False
        )
        if done.returncode:
            raise CardNotPut(
                why=same(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else str(done.returncode))
            )
        if not wait_for(lambda: self._has_lain(reader) or None, seconds=_NOTICED_WITHIN):
            self.say("quit")
            raise VirtualReaderHeld(port=self.port)

    def _has_lain(self, reader: str) -> bool:
        """Whether the reader has it, or has had it: a card that is pulled by plan may be gone already."""
        status = self.status()
        return status == "pulled" or (status == "lying" and card_on(reader))

    def lift(self, reader: str) -> dict[str, object]:
        """Take it away; returns when `reader` has noticed, with what its description had come to be.

        Harmless when nothing of this folder lies there: {}.
        """
        if self.say("quit"):
            wait_for(lambda: self.status() is None or None, seconds=_NOTICED_WITHIN)
            wait_for(lambda: not card_on(reader) or None, seconds=_NOTICED_WITHIN)
        self._control.unlink(missing_ok=True)
        left = content_of(self.file)
        self.file.unlink(missing_ok=True)
        return left

    def status(self) -> str | None:
        """ "lying", "pulled" or "away"; None when no process of this folder holds it."""
        return self.say("status")

    def say(self, word: str) -> str | None:
        """A word to the process (`readers.simulator.mishaps`); its answer, None when there is none."""
        return say(self._control, word)

    @property
    def _control(self) -> Path:
        return self.folder / f"{self.name}.control"


def write(path: Path, content: Mapping[str, object]) -> None:
    """The whole file or the old one, under the key of the practice province. Raises OSError."""
    hidden.make_key(path.parent)
    hidden.write(path, json.dumps(content, ensure_ascii=False))


def content_of(path: Path) -> dict[str, object]:
    """The JSON object in a file, {} when there is none."""
    try:
        content = json.loads(hidden.read(path))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}

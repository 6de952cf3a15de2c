"""Keys and mouse on a virtual screen, as X events from outside the program. Refuses the person's own screen."""

import os
import subprocess
from dataclasses import dataclass

from tests.parts.atspi import Node
from tests.parts.processes import program, wait_until


@dataclass(frozen=True, slots=True)
class Hands:
    """Two hands at the screen `display`. `actions` of a clerk are counted by the test, one a call."""

    display: str

    def key(self, *names: str) -> None:
        """Press keys one after the other; names as X has them: Return, Tab, F5, ctrl+k."""
        self._do("key", "--delay", "15", *names)

    def write(self, words: str) -> None:
        """Type words into whatever has the keyboard."""
        self._do("type", "--delay", "15", words)

    def click(self, thing: Node | tuple[int, int]) -> None:
        """One click with the left button in the middle of a thing, or at a point."""
        x, y = thing.box.middle if isinstance(thing, Node) else thing
        self._do("mousemove", str(x), str(y), "click", "1")

    def rest(self) -> None:
        """Leave the mouse in the corner, where nothing lies under it."""
        self._do("mousemove", "0", "0")

    def take_window(self, title: str, *, seconds: float = 15.0) -> str:
        """The window whose title holds these words, given the keyboard (there is no window manager here)."""

        def found() -> str | None:
            ids = self._do("search", "--onlyvisible", "--name", title, check=False).split()
            return ids[-1] if ids else None

        window = wait_until(found, seconds=seconds, what=f"a window named {title!r}")
        self._do("windowfocus", "--sync", window)
        return window

    def _do(self, *words: str, check: bool = True) -> str:
        command = [program("xdotool", package="xdotool"), *words]
        env = {**os.environ, "DISPLAY": self.display}
        answer = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=30)
        if check and answer.returncode != 0:
            raise AssertionError(f"xdotool {' '.join(words)}: {answer.stderr}")
        return answer.stdout

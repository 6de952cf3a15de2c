"""A clerk at the window: the program as a process of its own, two hands that are counted, and eyes on what it tells.

Refuses to reach into the program: it sends X events and reads the accessibility tree, nothing else.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.parts.atspi import Node, Reader, screen_reader
from tests.parts.keys import Hands
from tests.parts.processes import begin, end, wait_until
from tests.parts.window_frame import close_window

TITLE, TITLE_EN = "社会保障卡柜台", "Social security card counter"
SEARCH = {TITLE: "查找", TITLE_EN: "Search"}
SETTLED = 0.26  # seconds: a step hears no Enter in its first 250 ms


class WindowGone(AssertionError):
    """The program ended while the clerk looked at it."""


@dataclass(slots=True)
class Clerk:
    """Somebody who works at one window. `actions`: every key and click that was sent, in order."""

    process: subprocess.Popen[bytes]
    log: Path
    hands: Hands
    eyes: Reader
    title: str = TITLE
    actions: list[str] = field(default_factory=list)

    def key(self, *names: str) -> None:
        """Press keys one after the other; each is an action."""
        self.actions.extend(names)
        self.hands.key(*names)

    def write(self, words: str) -> None:
        """Type words where the keyboard is."""
        self.actions.extend("." * len(words))
        self.hands.write(words)

    def write_chinese(self, words: str, *, field: str) -> None:
        """The same for Chinese: xdotool binds each character to a spare key for a moment, and a window that has not yet
        heard of the new binding loses the character. So it is looked at and, like a slip of the hand, typed again.
        """
        for _ in range(5):
            self.write(words)
            try:
                self.eyes.wait_for(role="text", name=field, text=words, seconds=1.5)
            except AssertionError:
                self.key("ctrl+a", "BackSpace")
            else:
                return
        raise AssertionError(f"{words!r} could not be typed:\n{self.page()}")

    def click(self, name: str, *, role: str | None = None) -> None:
        """One click on the thing of this name, as soon as it shows."""
        self.actions.append(f"click {name}")
        self.hands.click(self.sees(name, role=role))

    def sees(self, words: str, *, role: str | None = None, seconds: float = 10.0) -> Node:
        """What has these words in its name, awaited. Raises WindowGone when the program ends instead."""

        def found() -> Node | None:
            if self.process.poll() is not None:
                told = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise WindowGone(f"the window ended with {self.process.returncode}:\n{told}")
            return self.eyes.find(role=role, name=words)

        try:
            return wait_until(found, seconds=seconds, what=f"{words!r}")
        except WindowGone:
            raise
        except AssertionError as late:
            raise AssertionError(f"{late}; there was:\n{self.page()}") from late

    def reads(self, words: str, *, seconds: float = 10.0) -> Node:
        """The same on a page that has just come, read for as long as it takes before it hears an Enter."""
        node = self.sees(words, seconds=seconds)
        self.wait_for_enter()
        return node

    def wait_for_enter(self) -> None:
        """Until a page that has just come hears an Enter."""
        seen = time.monotonic()
        wait_until(lambda: time.monotonic() - seen > SETTLED, what="the clerk to have read it")

    def looks(self, words: str) -> bool:
        """Whether these words show now."""
        return self.eyes.find(name=words) is not None

    def page(self) -> str:
        """Everything with words that shows now, as one text."""
        return "\n".join(f"{node.role}: {node.says}" for node in self.eyes.tree() if node.says)

    def chosen(self, words: str) -> None:
        """Until the choice of this name is the chosen one."""

        def holds(tree: Sequence[Node]) -> bool:
            return any(node.name == words and "checked" in node.states for node in tree)

        self.eyes.wait_that(holds, what=f"{words!r} to be chosen")

    def has_focus(self, words: str, *, seconds: float = 10.0) -> None:
        """Until the thing of this name has the keyboard."""

        def holds(tree: Sequence[Node]) -> bool:
            return any("focused" in node.states and words in node.says for node in tree)

        self.eyes.wait_that(holds, what=f"the focus on {words!r}", seconds=seconds)

    def strip(self) -> str:
        """What the line slot of the strip tells: the button that stands lowest at the left."""
        buttons = [n for n in self.eyes.tree() if n.role.endswith("button") and n.box.x < 20 and n.box.y > 700]
        return buttons[-1].name if buttons else ""

    def strip_says(self, words: str, *, seconds: float = 10.0) -> str:
        """The line slot's words, awaited until they hold these."""
        try:
            return wait_until(lambda: said if words in (said := self.strip()) else None, seconds=seconds, what=words)
        except AssertionError as late:
            raise AssertionError(f"{late} in the strip: {self.strip()!r}; there was:\n{self.page()}") from late

    def sign_in(self) -> None:
        """Enter on the sign-in page, once the data are open; where they stay shut, what each thread of it does."""
        try:
            self.eyes.wait_for(role="text", text="0317", seconds=30)
        except AssertionError as late:
            raise AssertionError(f"{late}\n{self._threads()}") from late
        self.key("Return")

    def _threads(self) -> str:
        """What the program is doing, as Python's fault handler tells it; that ends the program."""
        self.process.send_signal(signal.SIGABRT)
        self.process.wait(10)
        return self.log.read_text(encoding="utf-8", errors="replace")[-6000:]

    def find(self, number: str) -> None:
        """Type a whole number into the search, and Enter."""
        self.sees(SEARCH[self.title], role="text")
        self.write(number)
        self.key("Return")

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def close(self) -> None:
        """Close the window as its frame would, and wait until the program has ended."""
        close_window(self.hands.display, int(self.hands.take_window(self.title)))
        self.process.wait(20)


@contextmanager
def at_window(
    env: Mapping[str, str], folder: Path, *sets: str, heartbeat: Path | None = None, title: str = TITLE
) -> Iterator[Clerk]:
    """The program as `make run` starts it, on a data folder, and a clerk before it; ended when it has not ended by
    itself."""
    words = folder.with_name(f"{folder.name}.log")
    command = [sys.executable, "-m", "counter_app", "--data", str(folder)]
    command += [part for one in sets for part in ("--set", one)]
    beat = {"COUNTER_HEARTBEAT": str(heartbeat)} if heartbeat else {}
    process = begin(command, log=words, env={**env, **beat, "PYTHONFAULTHANDLER": "1"})
    hands = Hands(env["DISPLAY"])
    try:
        with screen_reader(env, program="counter") as eyes:
            hands.take_window(title, seconds=30)
            yield Clerk(process, words, hands, eyes, title)
    finally:
        end(process)

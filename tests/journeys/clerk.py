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
from tests.parts.processes import begin, end, must_live, wait_until
from tests.parts.window_frame import close_window

TITLE = "社会保障卡柜台"
SETTLED = 0.26  # seconds: a step hears no Enter in its first 250 ms


@dataclass(slots=True)
class Clerk:
    """Somebody who works at one window. `actions`: every key and click that was sent, in order."""

    process: subprocess.Popen[bytes]
    folder: Path
    log: Path
    hands: Hands
    eyes: Reader
    actions: list[str] = field(default_factory=list)

    def key(self, *names: str) -> None:
        """Press keys one after the other; each is an action."""
        self.actions.extend(names)
        self.hands.key(*names)

    def write(self, words: str) -> None:
        """Type words where the keyboard is."""
        self.actions.extend("." * len(words))
        self.hands.write(words)

    def click(self, name: str, *, role: str | None = None) -> None:
        """One click on the thing of this name, as soon as it shows."""
        self.actions.append(f"click {name}")
        self.hands.click(self.sees(name, role=role))

    def sees(self, words: str, *, role: str | None = None, seconds: float = 10.0) -> Node:
        """What has these words in its name, awaited."""
        must_live(self.process, log=self.log, name="the window")
        return self.eyes.wait_for(role=role, name=words, seconds=seconds)

    def reads(self, words: str, *, seconds: float = 10.0) -> Node:
        """The same on a page that has just come, read for as long as it takes before it hears an Enter."""
        node, seen = self.sees(words, seconds=seconds), time.monotonic()
        wait_until(lambda: time.monotonic() - seen > SETTLED, what="the clerk to have read it")
        return node

    def looks(self, words: str) -> bool:
        """Whether these words show now."""
        return self.eyes.find(name=words) is not None

    def page(self) -> str:
        """Everything that shows now, as one text."""
        return self.eyes.told()

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
        return wait_until(
            lambda: said if words in (said := self.strip()) else None,
            seconds=seconds,
            what=f"the strip to say {words!r}",
        )

    def sign_in(self) -> None:
        """Enter on the sign-in page, once the data are open."""
        self.sees("练习工号", seconds=30)
        self.key("Return")

    def find(self, number: str) -> None:
        """Type a whole number into the search, and Enter."""
        self.sees("查找", role="text")
        self.write(number)
        self.key("Return")

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def close(self) -> None:
        """Close the window as its frame would, and wait until the program has ended."""
        close_window(self.hands.display, int(self.hands.take_window(TITLE)))
        self.process.wait(20)


@contextmanager
def at_window(
    env: Mapping[str, str], folder: Path, *sets: str, heartbeat: Path | None = None, log: Path | None = None
) -> Iterator[Clerk]:
    """The program as `make run` starts it, on a data folder, and a clerk before it; ended when it has not ended by itself."""
    words = log or folder.with_name(f"{folder.name}.log")
    command = [sys.executable, "-m", "counter_app", "--data", str(folder)]
    command += [part for one in sets for part in ("--set", one)]
    beat = {"COUNTER_HEARTBEAT": str(heartbeat)} if heartbeat else {}
    process = begin(command, log=words, env={**env, **beat})
    hands = Hands(env["DISPLAY"])
    try:
        with screen_reader(env, program="counter") as eyes:
            hands.take_window(TITLE, seconds=30)
            yield Clerk(process, folder, words, hands, eyes)
    finally:
        end(process)

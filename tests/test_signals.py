"""Qt signals survive a day's work: some builds of PySide6 abort after a few hundred emits, seen with 6.12 on Python
3.11.

A process of its own sends them, because an abort would take the whole test run along.
"""

import subprocess
import sys

EMITS = 100_000
_PROGRAM = f"""
from PySide6.QtCore import QCoreApplication, QObject, Signal
class Sender(QObject):
    told = Signal(bool, object)
app, sender, heard = QCoreApplication([]), Sender(), []
sender.told.connect(lambda flag, thing: heard.append((flag, thing["n"])))
for n in range({EMITS}):
    sender.told.emit(n % 2 == 0, {{"n": n}})
assert heard == [(n % 2 == 0, n) for n in range({EMITS})]
print("all heard")
"""


def test_a_hundred_thousand_signals_are_heard() -> None:
    answer = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False, timeout=100)
    assert (answer.returncode, answer.stdout) == (0, "all heard\n"), answer.stderr[-2000:]

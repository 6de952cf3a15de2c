"""A busy day at a counter, as a program of its own: `python -m tests.parts.busy_day FOLDER NUMBER NUMBER`.

Works at the desk for one person, leaves another's visit half-way, and shows that one at a window until it is killed, or
three minutes have passed. Says one line when it does.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.desk.views import OutcomeView
from counter_app.log import kept_log
from counter_app.wiring import Counter, open_counter
from ui.app import Front
from ui.faults import FaultHook
from ui.pages.procedure import ProcedurePage
from ui.pages.sign_in import SignInPage

PATIENCE_MS = 180_000
_log = logging.getLogger(__name__)


def main(folder: Path, numbers: list[str]) -> None:
    """Comes back when nobody has killed it."""
    counter = open_counter(folder, ["readers.ssc=off", "readers.id=off"])
    with kept_log(counter.folder):
        at_window(counter, at_desk(counter, *numbers), numbers[1])


def at_desk(counter: Counter, first: str, second: str) -> str:
    """A loss report, its receipt on paper, a search by name, and somebody else's visit left half-way."""
    desk = counter.desk()
    desk.sign_in("0317")
    view = desk.open_number(first)
    desk.begin(view.visit_id, "temporary-loss")
    desk.answer(view.visit_id, {"scope": "both"})
    while not isinstance(outcome := desk.forward(view.visit_id), OutcomeView):
        pass
    assert desk.receipt_pdf(outcome.work.operation.id).startswith(b"%PDF")
    desk.end(view.visit_id)
    name = view.person.holder.name
    desk.search(name)
    other = desk.open_number(second)
    desk.begin(other.visit_id, "formal-loss")
    desk.answer(other.visit_id, {"mobile": "13900001234"})
    try:
        _fault(name, first)
    except RuntimeError:
        _log.exception("could not do it for %s (%s)", name, first)
    return name


def at_window(counter: Counter, name: str, number: str) -> None:
    """A window with the visit that was left half-way, and a fault of the program whose words tell who."""
    application = QApplication([])
    application.setStyle("Fusion")
    front = Front(application, counter.parts())
    FaultHook(front.fault).install()
    front.window.show()
    steps = QTimer()

    def look() -> None:
        page = front.window.page
        if isinstance(page, ProcedurePage):
            steps.stop()
            front.window.grab()
            QTimer.singleShot(0, lambda: _fault(name, number))
            QTimer.singleShot(0, lambda: print("on the screen", flush=True))  # noqa: T201
        elif isinstance(page, SignInPage) and front.serving.desk is not None and page.takes_enter():
            QTest.keyClick(QApplication.focusWidget() or front.window, Qt.Key.Key_Return)

    steps.timeout.connect(look)
    steps.start(50)
    QTimer.singleShot(PATIENCE_MS, application.quit)
    front.serving.start()
    application.exec()


def _fault(name: str, number: str) -> None:
    raise RuntimeError(f"{name} {number}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

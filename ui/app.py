"""The window as a program: one QApplication, one look at a time, the lanes, and an orderly end.

Refuses to open store, reader or platform before the first page has been painted.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from functools import partial
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QToolTip

from counter_app.domain.text import Language, Text
from counter_app.settings import Settings
from ui.backing_up import BackingUp
from ui.faults import FaultHook
from ui.first_paint import FirstPaint
from ui.heartbeat import Heartbeat
from ui.lanes import Lanes
from ui.look import Look
from ui.parts import Parts
from ui.repairing import Repairing
from ui.serving import Serving
from ui.sweeping import Sweeper
from ui.window import Window

_LOG = logging.getLogger(__name__)
HEARTBEAT = "COUNTER_HEARTBEAT"
LEAVING_S = 2.0  # that the platform may take to hear that the clerk has left
SWITCH_S = 0.0001  # a lane busy with Python lets the window have its turn ten times sooner than by default


class Front(QObject):
    """The window in front and what it stands on; builds another one when the look changes."""

    def __init__(self, application: QApplication, parts: Parts, *, lanes: Lanes | None = None) -> None:
        super().__init__()
        self._application, self._parts = application, parts
        self._settings: Settings = parts.settings
        self._translators: list[QTranslator] = []
        self._sweeper = Sweeper()
        self._guard: QObject | None = None
        self.lanes = lanes if lanes is not None else Lanes()
        self.serving = Serving(parts, self.lanes)
        self.serving.opened.connect(self._guard_screen)
        self.backing_up = BackingUp(self.serving)
        self.repairing = Repairing(self.serving, lambda: self.window)
        self.window = self._build()

    def _build(self) -> Window:
        look = Look.of(self._settings)
        self._speak(look.language)
        self._application.setPalette(look.palette)
        self._application.setFont(look.font("body"))
        QToolTip.setPalette(look.palette)
        QToolTip.setFont(look.font("note"))
        window = Window(look, self.serving)
        window.look_wanted.connect(self.change_look)
        return window

    def _guard_screen(self) -> None:
        """From here on there are people to be seen: their numbers stay out of clipboard and captures."""
        if self._settings["screen.clipboard"] == "off" and self._guard is None:
            from ui.clipboard import ClipboardGuard

            self._guard = ClipboardGuard(self)
        if self._settings["screen.capture"] == "off":
            from ui.capture import affinity_here, keep_out

            keep_out(int(self.window.winId()), affinity_here())

    def _speak(self, language: Language) -> None:
        self._fall_silent()
        if language is Language.EN:
            self._learn(str(files("ui") / "translations" / "counter_en.qm"))
        else:  # Qt's own words, as in the dialog that asks where to save
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._learn(str(Path(folder) / "qtbase_zh_CN.qm"))

    def _fall_silent(self) -> None:
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = []

    def _learn(self, path: str) -> None:
        translator = QTranslator(self)
        if not translator.load(path):
            _LOG.warning("a translation of the window is missing (%s): run tools/set-up.sh", Path(path).name)
        self._application.installTranslator(translator)
        self._translators.append(translator)

    def change_look(self, name: str, value: str) -> None:
        """Keep a setting of the look and draw the window anew with it, at the same place."""
        self._settings = self._settings.with_values({name: value})
        self.lanes.desk.run(partial(self._parts.keep_setting, name, value), lambda _none: None, self.serving.tell)
        before = self.window
        place = before.geometry()
        self.window = self._build()
        self.window.setGeometry(place)
        self.window.show()
        if self.serving.desk is not None:
            self._guard_screen()
        before.retire()

    def fault(self, number: str) -> None:
        """A fault of the program, told calmly; the visit is kept."""
        self.serving.stumble()
        bold = Text("出了点问题，您的办理还在", "Something went wrong; the visit is kept")
        more = Text(f"请再试一次；参考号 {number}", f"Try once more; reference {number}")
        self.window.say(bold, more)

    def close(self) -> None:
        """Sign out, end reader and lanes; the next window says everything in its own language."""
        self.serving.duty.close(LEAVING_S)
        self.serving.card.stop()
        self.serving.papers.stop()
        self.backing_up.stop()
        self.lanes.close()
        self._sweeper.stop()
        self._fall_silent()


def leave_no_image() -> None:
    """A crash must not write this process to a disk: people are in its memory, and the PIN that is being typed."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(parts: Parts) -> int:
    """Open the window and serve until it is closed; the exit status."""
    leave_no_image()
    if sys.stderr is not None:
        faulthandler.enable()
    sys.setswitchinterval(SWITCH_S)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("a window needs a QApplication")
    application.setStyle("Fusion")
    application.setApplicationName("counter")
    front = Front(application, parts)
    hook = FaultHook(front.fault)
    hook.install()
    heartbeat = Heartbeat(Path(os.environ[HEARTBEAT])) if os.environ.get(HEARTBEAT) else None
    painted = FirstPaint(front.window)
    painted.came.connect(front.serving.start)
    painted.came.connect(front.window.shelf.prepare)
    front.window.show()
    front.window.raise_()
    front.window.windowHandle().installEventFilter(front.serving.warming)
    front.window.activateWindow()  # where no window manager runs, nobody else hands it the keyboard
    front.window.page.focus_first()
    status = application.exec()
    if heartbeat is not None:
        heartbeat.stop()
    front.close()
    hook.remove()
    return status

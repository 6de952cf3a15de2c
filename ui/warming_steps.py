"""What the pages load of Qt and of the core, in pieces of a few milliseconds, so that no first page waits for it.

Refuses to build a page: it only meets what pages are made of.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6 import QtWidgets

_HEAVY = (
    "counter_app.domain.projection",
    "counter_app.domain.procedure",
    "ui.widgets.fields",
    "ui.widgets.person_head",
)
# The first scroll area makes PySide look through every kind of widget Qt has, 20 ms at once; so they are met in groups.
_KINDS = (
    ("QTabWidget", "QMdiArea", "QMainWindow", "QLCDNumber"),
    ("QTextEdit", "QPlainTextEdit", "QGraphicsView", "QCalendarWidget"),
    ("QListView", "QHeaderView", "QTreeView", "QTableView", "QColumnView"),
    ("QDockWidget", "QDialogButtonBox", "QWizard"),
    ("QMessageBox", "QErrorMessage", "QInputDialog", "QFontDialog", "QColorDialog", "QProgressDialog", "QFileDialog"),
    ("QComboBox", "QFontComboBox", "QDateTimeEdit", "QSlider", "QDial", "QToolButton", "QSplashScreen"),
)


def _meet(kinds_of_widget: tuple[str, ...]) -> None:
    for name in kinds_of_widget:
        getattr(QtWidgets, name)


def _wake_scrolling() -> None:
    area = QtWidgets.QScrollArea()
    area.viewport()
    area.deleteLater()


FIRST_STEPS: tuple[Callable[[], object], ...] = (
    *(partial(import_module, name) for name in _HEAVY),
    *(partial(_meet, kinds_of_widget) for kinds_of_widget in _KINDS),
    _wake_scrolling,
)
"""For the first page after signing in."""

PAPER_STEPS: tuple[Callable[[], object], ...] = tuple(
    partial(import_module, name) for name in ("PySide6.QtPdf", "PySide6.QtPdfWidgets", "ui.pages.preview")
)
"""For the first paper that is looked at."""

"""Whole numbers stay out of the clipboard: whatever this program puts there, by key, menu, mouse or drag, is masked.

It changes what was put there before anybody can ask for it: on X11 and Windows another program gets it through this
program's event loop, which has not gone on by then. Refuses to touch what another program put there.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication

from counter_app.domain.masking import without_whole_numbers


class ClipboardGuard(QObject):
    """Stands over the clipboard, and over the selection (X11: what was marked last), while it lives."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._copied)
        self._clipboard.selectionChanged.connect(self._marked)

    def _copied(self) -> None:
        if self._clipboard.ownsClipboard():
            self._mask(QClipboard.Mode.Clipboard)

    def _marked(self) -> None:
        if self._clipboard.ownsSelection():
            self._mask(QClipboard.Mode.Selection)

    def _mask(self, mode: QClipboard.Mode) -> None:
        text = self._clipboard.text(mode)
        masked = without_whole_numbers(text)
        if masked != text:
            self._clipboard.setText(masked, mode)

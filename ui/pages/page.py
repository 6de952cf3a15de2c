"""What every page is: a widget that knows when it was drawn, where the focus belongs, and what Enter and Esc mean on
it.

A step accepts Enter 250 ms after it is drawn at the earliest, so that a doubled or held Enter counts once. After a
page of the holder's it hears no key until no key has come for a while: what the holder types too much is nobody's wish.
"""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.look import Look

PATIENCE = 0.25
QUIET = 1.5  # seconds without a key after a page of the holder's, until keys count again


class Page(QWidget):
    """Base of the pages. `patient` pages let no Enter through in their first 250 ms; where `digits_choose`, number keys
    pick what is drawn. An `alone` page stands without rail and top bar: it is turned to the holder, or `covers` what
    the window shows while nobody works at it.
    """

    patient = False
    alone = False
    covers = False
    digits_choose = False

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.drawn_at = monotonic()
        self._quiet_until = 0.0

    def mark_drawn(self) -> None:
        """A new step stands on the page: its patience begins."""
        self.drawn_at = monotonic()

    def hush(self) -> None:
        """The keyboard was the holder's until now."""
        self._quiet_until = monotonic() + QUIET

    @property
    def hushed(self) -> bool:
        """Whether a key pressed now may still be the holder's."""
        return monotonic() < self._quiet_until

    def takes_enter(self) -> bool:
        """True when an Enter pressed now may count."""
        return not self.hushed and (not self.patient or monotonic() - self.drawn_at >= PATIENCE)

    def enter(self) -> bool:
        """Enter was pressed and the page may want it. True: it was used."""
        return False

    def escape(self) -> bool:
        """Esc was pressed. True: it was used."""
        return False

    def print_it(self) -> None:
        """Ctrl+P. Most pages have nothing to print."""

    def preview(self) -> None:
        """Ctrl+U: look at the paper of what is in front. Most pages have none."""

    def digit(self, number: int) -> bool:
        """A number key was pressed outside a text field. True: it was used."""
        return number < 0

    def focus_first(self) -> None:
        """Put the focus where it belongs when the page comes."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.look.colour("paper"))

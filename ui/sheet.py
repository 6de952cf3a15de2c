"""The style sheet of the few things Qt itself draws (text fields, scroll bars, tool tips), made from the named tokens.

Refuses to hold a hex value or a length of its own: it asks the `Look`. Everything else draws itself from the same tokens.
"""

from __future__ import annotations

from ui.look import Look

_SHEET = """
QLineEdit {{ background: transparent; border: none; color: {ink}; font-size: {input}px;
  placeholder-text-color: {ink2}; padding: 0;
  selection-background-color: {brand}; selection-color: {onbrand}; }}
QLineEdit[face="body"] {{ font-size: {body}px; }}
QScrollArea, QScrollArea > QWidget > QWidget#inside {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {edge}; border-radius: {round}px; min-height: {grip}px; margin: 0 {gap}px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; height: 0; }}
QToolTip {{ background: {surface}; color: {ink}; border: {one}px solid {edge}; padding: {four}px; font-size: {note}px; }}
"""


def sheet(look: Look) -> str:
    """The style sheet for one look."""
    lengths = {"input": 16, "body": 14, "note": 13, "bar": 10, "round": 3, "grip": 32, "gap": 2, "four": 4}
    return _SHEET.format(one=1, **{name: look.px(value) for name, value in lengths.items()}, **look.hex)

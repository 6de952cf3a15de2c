"""Fields of a procedure: a line of text with its check, choice tiles, segments. Labels above, the note's line always
kept free.

Refuses to judge an answer: faults and ticks come with the view, typed answers go out by `answered`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from counter_app.desk.views import FieldView
from counter_app.domain.procedure import Choice, FieldKind
from ui.look import Look
from ui.sheet import line_sheet
from ui.widgets.box import Box, Column, KeyCap, column, row
from ui.widgets.pressable import Pressable
from ui.widgets.words import Sign, Words

TILES = 3  # side by side
LINE = 720  # px of a screen that segments side by side may take
_ICONS = {FieldKind.MOBILE: "phone", FieldKind.NAME: "user", FieldKind.TEXT: "edit", FieldKind.IDENTITY: "id"}


class Entry(Box):
    """The frame of a text field: icon, text, and the sign of a check at its right end."""

    def __init__(self, look: Look, *, name: str, icon: str = "", height: int = 40) -> None:
        super().__init__(look, fill="surface", border="edge", radius=6)
        self.setFixedHeight(look.px(height))
        layout = row(self, look, margins=(11, 1, 10, 1), gap=8)
        if icon:
            layout.addWidget(Sign(look, icon, tone="ink2", size=18))
        self.line = QLineEdit(self)
        self.line.setFrame(False)
        self.line.setFont(look.font("input"))
        self.line.setStyleSheet(line_sheet(look, face="input"))
        self.line.setAccessibleName(name)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout.addWidget(self.line, 1)
        self._sign = Sign(look, size=20)
        layout.addWidget(self._sign)
        self.setFocusProxy(self.line)

    def show_check(self, *, fault: bool, good: bool) -> None:
        """Stop border and triangle, a tick, or neither."""
        self.tint("surface", "stop" if fault else "edge")
        self._sign.show_icon("alert-triangle" if fault else "circle-check" if good else "", "stop" if fault else "ok")


class Note(QWidget):
    """The line under a field: kept free always, so that a fault moves nothing."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._sign = Sign(look, size=15)
        self.words = Words(look, face="note", tone="ink2", wrap=True)
        layout = row(self, look, margins=(1, 0, 0, 0), gap=5)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.words, 1)
        self.setMinimumHeight(look.px(20))

    def show_note(self, words: str, *, fault: bool) -> None:
        """A plain note, or a bold reason with its triangle."""
        self._sign.setVisible(fault)
        self._sign.show_icon("alert-triangle" if fault else "", "stop")
        self.words.face("notebold" if fault else "note")
        self.words.tone("stop" if fault else "ink2")
        self.words.setText(words)


class FieldBox(QWidget):
    """Label, the way to answer, and the note below. Base of the three kinds."""

    answered = Signal(str, str)

    def __init__(self, look: Look, view: FieldView) -> None:
        super().__init__()
        self.look, self.view = look, view
        self.layout_ = column(self, look, gap=5)
        self.layout_.addWidget(Words(look, look.say(view.field.label), face="bodybold"))

    def finish(self) -> None:
        """Close the box with its note line."""
        self.note = Note(self.look)
        self.layout_.addWidget(self.note)

    def show_view(self, view: FieldView, *, told: bool) -> None:
        """Draw a new state of the same field; a fault is told only once the clerk has been there (`told`)."""
        self.view = view
        fault = view.fault if told else None
        words = fault if fault is not None else view.field.note
        self.note.show_note(self.look.say(words), fault=fault is not None)

    def focus_here(self) -> None:
        """Put the keyboard into this field."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class LineField(FieldBox):
    """One line of text: a name, a mobile number, words."""

    def __init__(self, look: Look, view: FieldView) -> None:
        super().__init__(look, view)
        self.entry = Entry(look, name=look.say(view.field.label), icon=_ICONS.get(view.field.kind, "edit"))
        self.layout_.addWidget(self.entry)
        self.finish()
        self.entry.line.setText(view.value)
        self.entry.line.textEdited.connect(lambda words: self.answered.emit(self.view.field.name, words))
        self.setFocusProxy(self.entry.line)
        self.show_view(view, told=False)

    def show_view(self, view: FieldView, *, told: bool) -> None:
        arrived = view.field.read and not self.view.field.read  # a document was laid on: it goes over what is typed
        super().show_view(view, told=told)
        line = self.entry.line
        line.setAccessibleDescription(self.note.words.text())
        self.entry.show_check(fault=told and view.fault is not None, good=view.good)
        if (arrived or not line.hasFocus()) and line.text() != view.value:
            line.setText(view.value)


class Radio(QWidget):
    """The round mark of a choice."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self.on = look, False
        self.setFixedSize(look.px(20), look.px(20))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("brand" if self.on else "edge"), look.px(2) if self.on else 1.4))
        painter.setBrush(look.colour("surface"))
        ring = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawEllipse(ring)
        if self.on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("brand"))
            inset = look.px(4)
            painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))


class ChoiceTile(Pressable):
    """One choice with a sentence: radio, name, note, number key. One that cannot be chosen says why."""

    def __init__(self, look: Look, choice: Choice, number: int) -> None:
        title, note = look.say(choice.title), look.say(choice.refused or choice.note)
        super().__init__(look, kind="plain", name=title)
        self.setAccessibleDescription(note)
        self.setCheckable(True)
        self.choice, self.number = choice, number
        self.by_enter = True
        layout = row(self, look, margins=(13, 10, 10, 10), gap=9)
        self._radio = Radio(look)
        if choice.refused is None:
            layout.addWidget(self._radio, 0, Qt.AlignmentFlag.AlignTop)
        else:
            layout.addWidget(Sign(look, "lock", tone="ink2", size=20), 0, Qt.AlignmentFlag.AlignTop)
        text_host = Column(look, gap=2)
        text = text_host.body
        host = text_host
        text.addWidget(Words(look, title, face="section", tone="ink" if choice.refused is None else "ink2", wrap=True))
        if note:
            text.addWidget(Words(look, note, face="note", tone="ink2", wrap=True))
        text.addStretch(1)
        host.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addWidget(host, 1)
        layout.addWidget(KeyCap(look, str(number)), 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(look.px(70))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def choose(self, on: bool) -> None:
        """Draw as chosen or not."""
        self.setChecked(on)
        self._radio.on = on
        self._radio.update()
        self.paint_as("chosen" if on else "plain", border=2 if on else 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(150), super().minimumSizeHint().height())


class Segment(Pressable):
    """One short word of a segmented choice; the chosen one has a tick."""

    def __init__(self, look: Look, choice: Choice, number: int) -> None:
        super().__init__(look, kind="quiet", name=look.say(choice.title))
        self.setAccessibleDescription(look.say(choice.refused or choice.note))
        self.setCheckable(True)
        self.choice, self.number = choice, number
        self.by_enter = True
        layout = row(self, look, margins=(13, 0, 13, 0), gap=6)
        self._tick = Sign(look, "check", tone="brand", size=16)
        self._words = Words(look, look.say(choice.title))
        layout.addWidget(self._tick)
        layout.addWidget(self._words)
        self.setFixedHeight(look.px(32))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def choose(self, on: bool) -> None:
        """Draw as chosen or not."""
        self.setChecked(on)
        self._tick.setVisible(on)
        self._words.face("bodybold" if on else "body")
        self._words.tone("brand" if on else "ink")
        self.paint_as("chosen" if on else "quiet", border=2 if on else 1)


_Option = ChoiceTile | Segment


class ChoiceField(FieldBox):
    """Choices as tiles or segments. `first` is the number key of its first choice, `line` the px segments may take side
    by side.
    """

    def __init__(self, look: Look, view: FieldView, *, first: int = 1, line: int = LINE) -> None:
        super().__init__(look, view)
        tiles = view.field.kind is FieldKind.TILES
        host = QWidget() if tiles else Box(look, fill="surface", border="edge", radius=8)
        margin, gap = (0, 12) if tiles else (3, 3)
        lines = column(host, look, margins=(margin, margin, margin, margin), gap=gap)
        self.options: list[_Option] = []
        for number, choice in enumerate(view.field.choices, start=first):
            option = ChoiceTile(look, choice, number) if tiles else Segment(look, choice, number)
            option.clicked.connect(
                lambda _on=False, value=choice.value: self.answered.emit(self.view.field.name, value)
            )
            self.options.append(option)
        laid = _in_tiles(look, self.options) if tiles else _in_lines(self.options, line)
        for some in laid:
            beside = row(None, look, gap=gap)
            lines.addLayout(beside)
            for option in some:
                beside.addWidget(option, 1 if tiles else 0)  # tiles of one width, whatever they say
            if len(some) < len(laid[0]):
                beside.addStretch(len(laid[0]) - len(some))
        self.place(host, wide=tiles)
        self.finish()
        self.show_view(view, told=False)

    def place(self, choices: QWidget, *, wide: bool) -> None:
        """Put the choices under the label."""
        if wide:
            self.layout_.addWidget(choices)
        else:
            self.layout_.addWidget(choices, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: FieldView, *, told: bool) -> None:
        super().show_view(view, told=told)
        for option in self.options:
            option.choose(option.choice.value == view.value)
        answered = any(option.isChecked() for option in self.options)
        self.note.setVisible(not answered or bool(self.note.words.text()))  # a choice made has no fault to come

    def focus_here(self) -> None:
        chosen = next((o for o in self.options if o.choice.value == self.view.value), self.options[0])
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)


def _in_tiles(look: Look, options: Sequence[_Option]) -> Sequence[Sequence[_Option]]:
    """Three tiles side by side, four where there are just four; of more than three only two when letters are large."""
    many = len(options)
    most = 2 if look.large and many > TILES else max(TILES, many if many == TILES + 1 else 0)
    return [options[at : at + most] for at in range(0, many, most)]


def _in_lines(options: Sequence[_Option], most: int) -> Sequence[Sequence[_Option]]:
    """Segments in lines of at most so many px: LINE fits the panel of the smallest screen."""
    lines: list[list[_Option]] = [[]]
    width = 0
    for option in options:
        wide = option.sizeHint().width()
        if lines[-1] and width + wide > most:
            lines.append([])
            width = 0
        lines[-1].append(option)
        width += wide
    return lines


def field_box(look: Look, view: FieldView, *, first: int, line: int = LINE) -> FieldBox:
    """The right kind of box for a field; `first` is the next free number key, `line` as in `ChoiceField`."""
    if view.field.kind in (FieldKind.TILES, FieldKind.SEGMENTS):
        return ChoiceField(look, view, first=first, line=line)
    return LineField(look, view)

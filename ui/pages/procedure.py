"""The procedure page: draws any `VisitView`. Visit bar, one panel with one question group, guide, footer.

Refuses to know which procedure it draws. The main button is never dead: with something missing it goes to that field.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from counter_app.desk.views import FieldView, VisitView
from counter_app.domain.procedure import FieldKind
from counter_app.domain.text import Text
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, Column, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.confirm_rows import ConfirmRows
from ui.widgets.consent_field import ConsentField
from ui.widgets.fields import ChoiceField, ChoiceTile, FieldBox, Segment, field_box
from ui.widgets.guide import GuideBox
from ui.widgets.notice import BannerBox
from ui.widgets.person_head import VisitBar
from ui.widgets.picture_field import PictureField
from ui.widgets.portrait import Portrait
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Sign, Words

PORTRAIT = 130  # px at 100 %: 26 mm, as large as on the card
_CHOSEN = (FieldKind.TILES, FieldKind.SEGMENTS, FieldKind.CONSENT)
HALF, HALF_LARGE = 400, 270  # px at 100 % that a field may take to stand beside another


class ProcedurePage(Page):
    """`answered(name, value)`, `went_on`, `went_back`, `turned_away`: it cannot be done today. `picture_wanted`: to be
    chosen; `picture_brought(path)`. `previewed(kind, key)`: look at the form that is signed before it is submitted.
    """

    patient = True
    digits_choose = True
    answered = Signal(str, str)
    went_on = Signal()
    went_back = Signal()
    turned_away = Signal()
    picture_wanted = Signal()
    picture_brought = Signal(str)
    previewed = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view: VisitView | None = None
        self.fields: dict[str, FieldBox] = {}
        self._told: set[str] = set()
        self._sent = False
        body = column(self, look)
        self._bar = VisitBar(look)
        body.addWidget(self._bar)
        middle = row(None, look, margins=(24, 16, 24, 16), gap=16)
        middle.addWidget(self._panel(), 1)
        self._guide = GuideBox(look)
        middle.addWidget(self._guide)
        body.addLayout(middle, 1)
        body.addWidget(self._foot())

    def _panel(self) -> QWidget:
        look = self.look
        panel = Box(look)
        frame = column(panel, look, margins=(4, 6, 4, 6))
        area = ScrollColumn(look, margins=(20, 12, 20, 10), gap=0)
        self._area = area
        frame.addWidget(area)
        body = area.body
        self._question = Words(look, face="title", wrap=True)
        self._hint = Words(look, tone="ink2", wrap=True)
        body.addWidget(self._question)
        body.addWidget(self._hint)
        body.addSpacing(look.px(14))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(16))
        self._grid.setVerticalSpacing(look.px(8))
        body.addLayout(self._grid)
        body.addSpacing(look.px(10))
        shown = row(None, look, gap=16)
        self._confirm = ConfirmRows(look)
        shown.addWidget(self._confirm, 1)
        self._portrait = Portrait(look, width=PORTRAIT)
        shown.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(shown)
        self.form_key = KeyButton(look, self.tr("签字登记表"), kind="link", key="Ctrl U", icon="signature", height=32)
        self.form_key.clicked.connect(self.preview)
        body.addWidget(self.form_key, 0, Qt.AlignmentFlag.AlignLeft)
        self._warnings_host = Column(look, gap=6)
        self._warnings = self._warnings_host.body
        self._warnings.setContentsMargins(0, look.px(8), 0, 0)
        body.addWidget(self._warnings_host)
        body.addSpacing(look.px(8))
        self._banner = BannerBox(look)
        body.addWidget(self._banner)
        body.addStretch(1)
        return panel

    def _foot(self) -> Footer:
        look = self.look
        self._footer = Footer(look)
        back = KeyButton(look, self.tr("上一步"), key="Esc", icon="arrow-left", height=40)
        back.clicked.connect(self.went_back)
        self._footer.left.addWidget(back)
        away = KeyButton(look, self.tr("今天办不成"), kind="quiet", key="Ctrl N", icon="file-off", height=40)
        away.clicked.connect(self.turned_away)
        self._footer.left.addWidget(away)
        self.main = KeyButton(look, "", kind="main", key="Enter", height=40)
        self.main.clicked.connect(self._go_on)
        self._footer.right.addWidget(self.main)
        return self._footer

    def show_visit(self, view: VisitView) -> None:
        """Draw the view: a new step from the start, the same step in place."""
        before, self.view = self.view, view
        self._sent = False
        same = before is not None and _place(before) == _place(view)
        self._bar.show_visit(view, current=view.current, name=self._typed_name(view))
        self._question.setText(self.look.say(view.question))
        self._hint.setText(self.look.say(view.hint))
        if same:
            for one in view.fields:
                self.fields[one.field.name].show_view(one, told=one.field.name in self._told)
        else:
            self._told = set()
            self._build_fields(view)
            self.mark_drawn()
        self._confirm.setVisible(bool(view.confirm))
        self.form_key.setVisible(bool(view.confirm))
        self._portrait.setVisible(view.portrait is not None)
        self._portrait.show_picture(view.portrait)
        if view.confirm:
            self._confirm.show_rows(view.confirm, narrow=bool(view.fields))
        self._show_warnings(view)
        self._guide.show_guide(view.guide, view.basis)
        self.main.say(self.look.say(view.next_label))
        self._show_missing(view)
        if not same:
            if before is None or (before.visit_id, before.current) != (view.visit_id, view.current):
                self._area.verticalScrollBar().setValue(0)
            self.focus_first()

    def preview(self) -> None:
        """Ctrl+U: the form as it stands, once everything is asked."""
        if self.view is not None and self.view.confirm:
            self.previewed.emit("form-draft", self.view.visit_id)

    def _typed_name(self, view: VisitView) -> str:
        return next((f.value for f in view.fields if f.field.kind is FieldKind.NAME), "")

    def _build_fields(self, view: VisitView) -> None:
        empty(self._grid)
        self.fields = {}
        line, place, first = 0, 0, 1
        for one in view.fields:
            box = _box(self.look, one, first=first)
            box.answered.connect(self._answered)
            if isinstance(box, PictureField):
                box.wanted.connect(self.picture_wanted)
                box.brought.connect(self.picture_brought)
            wide = one.field.kind in (FieldKind.TILES, FieldKind.CONSENT) or box.sizeHint().width() > self.look.px(
                HALF_LARGE if self.look.large else HALF
            )
            if isinstance(box, ChoiceField):
                first += len(box.options)
            if wide and place:
                line, place = line + 1, 0
            self._grid.addWidget(box, line, place, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            line, place = (line + 1, 0) if wide or place else (line, 1)
            self.fields[one.field.name] = box
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        appear(self._grid)

    def _show_warnings(self, view: VisitView) -> None:
        empty(self._warnings)
        for words in view.warnings if view.confirm else ():
            line = row(None, self.look, gap=8)
            line.addWidget(Sign(self.look, "alert-triangle", tone="stop", size=18), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Words(self.look, self.look.say(words), face="bodybold", tone="stop", wrap=True), 1)
            self._warnings.addLayout(line)
        for words in view.reminders if view.confirm else ():
            line = row(None, self.look, gap=8)
            line.addWidget(Sign(self.look, "info-circle", tone="ink2", size=18), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Words(self.look, self.look.say(words), tone="ink2", wrap=True), 1)
            self._warnings.addLayout(line)
        for notice in view.notices:
            bold, foot = self.look.say(notice.title), self.look.say(notice.foot)
            said = self.tr("{title}：{text}（{foot}）").format(title=bold, text=self.look.say(notice.text), foot=foot)
            self._warnings.addWidget(Words(self.look, said, face="note", tone="ink2", wrap=True))
        appear(self._warnings)
        self._warnings_host.setVisible(bool(self._warnings.count()))
        banner = view.banner
        self._banner.setVisible(banner is not None)
        if banner is not None:
            icon = "cloud-off" if banner.kind == "wait" else "alert-triangle"
            self._banner.show_banner(
                self.look.say(banner.bold), self.look.say(banner.plain), kind=banner.kind, icon=icon
            )

    def _show_missing(self, view: VisitView) -> None:
        wrong = [f for f in view.fields if f.fault is not None and f.field.name in self._told]
        if wrong:
            label = self.look.say(wrong[0].field.label)
            self._footer.say(self.tr("还有 {count} 处要改：{label}").format(count=len(wrong), label=label), fault=True)
        elif view.missing is not None:
            missing = next((f for f in view.fields if f.field.name == view.missing), None)
            label = self.look.say(missing.field.label) if missing else ""
            self._footer.say(self.tr("还要填：{label}").format(label=label))
        else:
            self._footer.say("")

    def _answered(self, name: str, value: str) -> None:
        field = self._field(name)
        if field is not None and field.field.kind in _CHOSEN:
            self._told.add(name)
        self.answered.emit(name, value)

    def _field(self, name: str) -> FieldView | None:
        return next((f for f in self.view.fields if f.field.name == name), None) if self.view else None

    def _go_on(self) -> None:
        """To the first wrong field, else to the next step, once."""
        if self.view is None or self._sent:
            return
        self._told |= set(self.fields)
        for one in self.view.fields:
            self.fields[one.field.name].show_view(one, told=True)
        self._show_missing(self.view)
        if self.view.missing is not None and self.view.missing in self.fields:
            self.went_on.emit()
            self.fields[self.view.missing].focus_here()
            return
        self._sent = True
        self.went_on.emit()

    def allow_again(self) -> None:
        """The last going-on came to nothing: the main button works again, the first wrong field has the focus."""
        self._sent = False
        if self.view is not None and self.view.missing in self.fields:
            self.fields[self.view.missing].focus_here()

    def refuse_picture(self, why: Text, how: Text) -> None:
        """The file that was brought will not do."""
        for box in self.fields.values():
            if isinstance(box, PictureField):
                box.say_refused(why, how)
                self._area.ensureWidgetVisible(box)

    def enter(self) -> bool:
        focus = QApplication.focusWidget()
        if isinstance(focus, (ChoiceTile, Segment)) and focus.by_enter and not focus.isChecked():
            focus.click()
            return True
        if isinstance(focus, KeyButton) and focus is not self.main:
            return False
        self._go_on()
        return True

    def escape(self) -> bool:
        self.went_back.emit()
        return True

    def digit(self, number: int) -> bool:
        options = [o for box in self.fields.values() if isinstance(box, ChoiceField) for o in box.options]
        chosen = next((o for o in options if o.number == number), None)
        if chosen is None:
            return False
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        chosen.click()
        return True

    def focus_first(self) -> None:
        missing = self.view.missing if self.view is not None else None
        if missing is not None and missing in self.fields:
            self.fields[missing].focus_here()
        else:
            self.main.setFocus(Qt.FocusReason.OtherFocusReason)


def _box(look: Look, view: FieldView, *, first: int) -> FieldBox:
    if view.field.kind is FieldKind.CONSENT:
        return ConsentField(look, view, first=first)
    return PictureField(look, view) if view.field.kind is FieldKind.PHOTO else field_box(look, view, first=first)


def _place(view: VisitView) -> tuple[str, int, tuple[object, ...]]:
    return view.visit_id, view.current, tuple((f.field.name, f.field.choices, f.field.label) for f in view.fields)

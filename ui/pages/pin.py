"""The page of the chip's PIN: how it stands, what has just been done, and what can be done with it now.

Refuses to take a PIN: that is a page of its own, turned to the holder. Before a reset or an unblock the clerk says how
the identity was checked, where no document proved it. A number key goes to a task and never begins it: a scanner types
numbers too, fast or slow, and ends with Enter. Which document was seen has no number at all.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.desk.pin_records import CHANGE, VERIFY, procedure_of
from counter_app.desk.views import Action, PinTask, PinView
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity
from counter_app.domain.text import Text
from ui.look import Look
from ui.pages.page import Page
from ui.pages.pin_actor import ActorBox
from ui.widgets.box import Box, Column, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.notice import BannerBox
from ui.widgets.person_head import Mark
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.tiles import ActionTile, GreyedRow
from ui.widgets.words import Line, Sign, Words

_SIGNS = {"plain": ("password", "ink"), "wait": ("alert-triangle", "wait"), "stop": ("lock", "stop")}
_NO_HINT = Text("", "")


class PinPage(Page):
    """`chosen(task, how the identity was checked)`, `answered(name, value)` about who acts, `asked` for the tries left,
    `advised(words, more)`, `left`.
    `printed(number)`, `saved(number)`, `previewed(kind, key)`: the receipt for what was done last is wanted on paper,
    as a file, or on the screen.
    """

    patient = True
    digits_choose = True
    chosen = Signal(str, str)
    answered = Signal(str, str)
    asked = Signal()
    advised = Signal(str, str)
    left = Signal()
    printed = Signal(str)
    saved = Signal(str)
    previewed = Signal(str, str)

    def __init__(self, look: Look, *, printer_set: bool = False) -> None:
        super().__init__(look)
        self._printer_set = printer_set
        self._kept = ("", "")  # visit, and number of the receipt for what was done last in it
        self.view: PinView | None = None
        self.proving: PinTask | None = None
        self.tiles: list[ActionTile] = []
        self.greyed: list[GreyedRow] = []
        body = column(self, look, margins=(24, 17, 24, 12), gap=14)
        body.addWidget(self._head())
        columns = row(None, look, gap=24)
        left = ScrollColumn(look, gap=14)
        left.body.addWidget(self._state_box())
        self.banner = BannerBox(look)
        left.body.addWidget(self.banner)
        left.body.addWidget(self._receipt_box())
        self.actor = ActorBox(look)
        self.actor.answered.connect(self.answered)
        left.body.addWidget(self.actor)
        self._rule = Words(look, face="note", tone="ink2", wrap=True)
        left.body.addWidget(self._rule)
        left.body.addStretch(1)
        columns.addWidget(left, 1)
        area = ScrollColumn(look, margins=(4, 0, 4, 4), gap=8)
        area.setFixedWidth(look.px(400) if not look.large else look.px(352))
        self._tasks = area.body
        columns.addWidget(area)
        body.addLayout(columns, 1)

    def _head(self) -> QWidget:
        look = self.look
        box = Box(look)
        line = row(box, look, margins=(16, 10, 12, 10), gap=12)
        self._mark = Mark(look)
        line.addWidget(self._mark)
        words = Column(look, gap=1)
        self._who = Words(look, face="title")
        self._facts = Words(look, face="note", tone="ink2")
        words.body.addWidget(self._who)
        words.body.addWidget(self._facts)
        line.addWidget(words, 1)
        self.back = KeyButton(look, self.tr("返回"), key="Esc")
        self.back.clicked.connect(self.escape)
        line.addWidget(self.back)
        return box

    def _state_box(self) -> QWidget:
        look = self.look
        box = Box(look)
        lines = column(box, look, margins=(20, 16, 20, 16), gap=12)
        lines.addWidget(Words(look, self.tr("卡内密码"), face="section"))
        line = row(None, look, gap=10)
        self._sign = Sign(look, size=28)
        self._state = Words(look, face="title", wrap=True)
        line.addWidget(self._sign)
        line.addWidget(self._state, 1)
        self.ask_button = KeyButton(look, self.tr("查询"), icon="refresh")
        self.ask_button.clicked.connect(self.asked)
        lines.addLayout(line)
        if look.large:  # beside each other they would need more than half of a narrow window
            lines.addWidget(self.ask_button)
        else:
            line.addWidget(self.ask_button)
        lines.addWidget(Words(look, self.tr("查询不占次数；密码不留在本机"), face="note", tone="ink2", wrap=True))
        return box

    def _receipt_box(self) -> QWidget:
        """The receipt for what has just been done: its number, and paper where there is a printer."""
        look = self.look
        self._receipt = Box(look)
        line = row(self._receipt, look, margins=(16, 10, 12, 10), gap=10)
        self._number = Words(look, wrap=True)
        line.addWidget(self._number, 1)
        words, icon = (self.tr("打印回执"), "printer") if self._printer_set else (self.tr("存为 PDF"), "download")
        self.paper_button = KeyButton(look, words, icon=icon)
        self.paper_button.clicked.connect(self._paper)
        line.addWidget(self.paper_button)
        self._receipt.hide()
        return self._receipt

    def preview(self) -> None:
        if self._kept[1]:
            self.previewed.emit("receipt", self._kept[1])

    def _paper(self) -> None:
        (self.printed if self._printer_set else self.saved).emit(self._kept[1])

    def _show_receipt(self, view: PinView) -> None:
        """It stays while the visit is open, also when the card is taken away."""
        if view.receipt or self._kept[0] != view.visit_id:
            self._kept = (view.visit_id, view.receipt)
        number = self._kept[1]
        self._receipt.setVisible(bool(number))
        self._number.setText(self.tr("回执 {number}").format(number=number) if number else "")

    def show_pin(self, view: PinView, *, trouble: tuple[Text, Text] | None = None) -> None:
        """Draw the page; `trouble`: what has just gone wrong, and what to do."""
        same = self.view is not None and self.view.visit_id == view.visit_id
        look, holder, card = self.look, view.person.holder, view.view.card
        self._mark.show_mark(view.mark)
        self._who.setText(mask_name(holder.name) or self.tr("姓名待填"))
        number = mask_card(card.number) if card is not None else self.tr("由平台查找")
        self._facts.setText(f"{mask_identity(holder.number)}   {self.tr('卡号')} {number}")
        icon, tone = _SIGNS[view.row.kind]
        self._sign.show_icon(icon, tone)
        self._state.tone(tone)
        self._state.setText(look.say(view.row.words))
        self.ask_button.setVisible(view.row.refused is None)
        self._show_banner(view, trouble)
        self._show_receipt(view)
        self.actor.show_fields(view.visit_id, view.acting)
        had, asked = self._focused_task(), self.proving is not None
        self.view, self.proving = view, None
        self._show_tasks(view)
        if had is not None:  # the tile that had it is another one now
            self._give_focus(had)
        if not same or asked:
            self.mark_drawn()

    def _focused_task(self) -> str | None:
        """The task whose tile or row has the keyboard; "" for none that stays, None while it is with something that
        stays as it is: a button of this page, the search, or the page itself.
        """
        focus = QApplication.focusWidget()
        if not self.isVisible() or (focus is not None and focus not in (*self.tiles, *self.greyed)):
            return None
        return focus.action.procedure if isinstance(focus, (ActionTile, GreyedRow)) else ""

    def _give_focus(self, task: str) -> None:
        """To the tile of this task; if it went, to nothing that an Enter would begin."""
        tile = next((tile for tile in self.tiles if tile.action.procedure == task), None)
        (tile or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_banner(self, view: PinView, trouble: tuple[Text, Text] | None) -> None:
        look, banner = self.look, self.banner
        banner.setVisible(True)
        if trouble is not None:
            banner.show_banner(look.say(trouble[0]), look.say(trouble[1]), kind="stop", icon="alert-circle")
        elif view.done is not None:
            banner.show_banner(look.say(view.done), self.tr("请持卡人收好卡"), kind="ok", icon="circle-check")
        elif view.row.refused is not None:
            advice = look.say(view.row.advice) if view.row.advice else ""
            banner.show_banner(look.say(view.row.refused), advice, kind="wait", icon="alert-triangle")
        elif view.notice is not None:
            banner.show_banner(look.say(view.notice), "", kind="wait", icon="alert-triangle")
        else:
            banner.hide()
        typed = any(task.entries for task in view.tasks)
        keys = any(task.on_keys for task in view.tasks)
        self._rule.setText(
            self.tr("密码由持卡人在密码键盘上输入")
            if keys
            else self.tr("没有密码键盘：本省许可持卡人在屏上自己输入，柜员请回避")
            if typed
            else ""
        )

    # --- what can be done ----------------------------------------------------------------------------------------

    def _show_tasks(self, view: PinView) -> None:
        empty(self._tasks)
        lawful = [task for task in view.tasks if task.lawful]
        greyed = [task for task in view.tasks if not task.lawful]
        self._heading(self.tr("现在可办"), len(lawful))
        numbers = {task.id: str(number) for number, task in enumerate(lawful, start=1)}
        self.tiles = [self._tile(task, numbers[task.id], first=index == 0) for index, task in enumerate(lawful)]
        self.greyed = []
        if greyed:
            self._tasks.addSpacing(self.look.px(6))
            self._heading(self.tr("暂不可办"), len(greyed))
            self._add_greyed(greyed)
        self._tasks.addStretch(1)
        appear(self._tasks)

    def _tile(self, task: PinTask, key: str, *, first: bool) -> ActionTile:
        action = Action(task.id, task.title, _hint(task), key, task.icon)
        tile = ActionTile(self.look, action, first=first)
        tile.clicked.connect(lambda _on=False, what=task: self._choose(what))
        self._tasks.addWidget(tile)
        return tile

    def _add_greyed(self, greyed: list[PinTask]) -> None:
        box = Box(self.look, fill="", radius=8)
        lines = column(box, self.look)
        for index, task in enumerate(greyed):
            if index:
                lines.addWidget(Line(self.look))
            action = Action(task.id, task.title, task.hint, "", task.icon, task.refused, task.advice)
            line = GreyedRow(self.look, action)
            line.clicked.connect(
                lambda _on=False, row_=line: self.advised.emit(row_.accessibleName(), row_.accessibleDescription())
            )
            self.greyed.append(line)
            lines.addWidget(line)
        self._tasks.addWidget(box)

    def _heading(self, words: str, count: int) -> None:
        line = row(None, self.look)
        line.addWidget(Words(self.look, words, face="section"), 1)
        line.addWidget(Words(self.look, self.tr("{count} 项").format(count=count), face="note", tone="ink2"))
        self._tasks.addLayout(line)

    @property
    def guide(self) -> str:
        """The procedure whose guide is wanted here: that of the task with the keyboard, else of the change."""
        task = self._focused_task() or (self.proving.id if self.proving is not None else "")
        return procedure_of(task if task and task != VERIFY else CHANGE)

    def tell_actor(self) -> None:
        """It is not said yet who acts: back to that question."""
        if self.proving is not None and self.view is not None:
            self.show_pin(self.view)
        self.actor.tell()

    def _choose(self, task: PinTask) -> None:
        if task.ask_actor and self.actor.unsaid:
            self.actor.tell()
        elif task.ask_proof:
            self._ask_proof(task)
        else:
            self.chosen.emit(task.id, "")

    def _ask_proof(self, task: PinTask) -> None:
        """How was it checked who this is? Nothing is chosen in advance."""
        view = self.view
        if view is None:
            return
        self.proving = task
        empty(self._tasks)
        self._tasks.addWidget(Words(self.look, self.look.say(task.title), face="section"))
        question = self.tr("怎样核实了来办的人？没有核实不能办")
        self._tasks.addWidget(Words(self.look, question, wrap=True))
        self.tiles, self.greyed = [], []
        for name, words in view.proofs:
            tile = ActionTile(self.look, Action(name, words, _NO_HINT, "", "id"), first=False)
            tile.clicked.connect(lambda _on=False, what=task.id, seen=name: self.chosen.emit(what, seen))
            self.tiles.append(tile)
            self._tasks.addWidget(tile)
        note = self.tr("把身份证放上身份证读卡器，就不用选")
        self._tasks.addWidget(Words(self.look, note, face="note", tone="ink2", wrap=True))
        self._tasks.addStretch(1)
        appear(self._tasks)
        self.mark_drawn()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys ----------------------------------------------------------------------------------------------------

    def digit(self, number: int) -> bool:
        """To a task by its number; Enter begins it. The question which document was seen knows no numbers."""
        if self._quieter() and self.proving is None and 0 < number <= len(self.tiles):
            self.tiles[number - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def enter(self) -> bool:
        """Enter is for what has the focus, and for nothing while nothing has it."""
        return self.actor.enter() or not any(
            part.hasFocus() for part in (*self.tiles, *self.greyed, self.back, self.ask_button, self.paper_button)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._quieter()
        super().keyPressEvent(event)

    def _quieter(self) -> bool:
        """A key came: an Enter close behind it is a scanner's, or the holder's. Whether the keyboard is the clerk's."""
        if self.hushed:
            self.hush()
            return False
        self.mark_drawn()
        return True

    def escape(self) -> bool:
        """Back from the question to the tasks, from the tasks to the person."""
        if self.proving is not None and self.view is not None:
            self.show_pin(self.view)
            self.focus_first()
        else:
            self.left.emit()
        return True

    def focus_first(self) -> None:
        """The first task; after a page of the holder's, and beside the question, nothing that an Enter would begin."""
        first = self.tiles[0] if self.tiles and self.proving is None and not self.hushed else None
        (first or (self if self.hushed or self.proving else self.back)).setFocus(Qt.FocusReason.OtherFocusReason)


def _hint(task: PinTask) -> Text:
    """The sentence of a tile, with the papers to be compared first."""
    if task.papers is None:
        return task.hint
    papers = Text(f"办理即确认已核对{task.papers.zh}", f"Doing it says that these were checked: {task.papers.en}")
    return Text(f"{task.hint.zh}；{papers.zh}", f"{task.hint.en}. {papers.en}")

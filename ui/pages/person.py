"""The person page: who, the card as two halves, what waits, history; at the right what can lawfully be done now.

Refuses to hide an action: an unlawful one is greyed and says why. The likeliest lawful one has the focus.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from counter_app.desk.pin_records import TITLES
from counter_app.desk.views import Action, PersonView
from counter_app.domain.making import CardOrder, MakingState
from counter_app.domain.moments import local
from counter_app.domain.operation import Work, WorkState
from counter_app.domain.settlement import REFUSED_WORDS, known_of
from counter_app.domain.text import Text
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.action_sheet import ActionSheet
from ui.widgets.box import Box, Column, column, row
from ui.widgets.card_choice import CardChoiceBox
from ui.widgets.clearing import appear, empty
from ui.widgets.halves import CardHalves
from ui.widgets.notice import BannerBox
from ui.widgets.person_head import PersonHeader
from ui.widgets.scroll import ScrollColumn
from ui.widgets.tiles import ActionTile, GreyedRow
from ui.widgets.words import Line, Words
from ui.widgets.work_rows import HistoryRow

PIN = "card-pin"
SHEETS = 4  # offers whose tiles are kept

ACTIONS_LEAST, ACTIONS_LEAST_ENGLISH, HALVES_LEAST = 225, 245, 485  # px at 100 %


class PersonPage(Page):
    """`begun(procedure)`, `advised(words)` a greyed row was pressed, `ended`, `reprinted(operation id)`,
    `went(page)`, `settled`: the differing name on the document is that of this person. `pin_opened`, `pin_asked`: the
    page of the chip's PIN is wanted, or the tries that are left. `card_chosen(number)`: of several cards in use.
    `previewed(kind, key)`: the receipt of something done before is to be looked at.
    """

    patient = True
    begun = Signal(str)
    advised = Signal(str, str)
    ended = Signal()
    reprinted = Signal(str)
    went = Signal(str)
    settled = Signal()
    pin_opened = Signal()
    pin_asked = Signal()
    card_chosen = Signal(str)
    previewed = Signal(str, str)

    def __init__(self, look: Look, *, printer_set: bool) -> None:
        super().__init__(look)
        self._printer_set = printer_set
        self.view: PersonView | None = None
        self._sheet: ActionSheet | None = None
        self._sheets: dict[tuple[Action, ...], ActionSheet] = {}  # the one shown last stands last
        self._drawn_history: tuple[date, tuple[Work, ...]] | None = None
        body = column(self, look, margins=(24, 17, 24, 12), gap=0)
        self.header = PersonHeader(look)
        self.header.ended.connect(self.ended)
        body.addWidget(self.header)
        body.addSpacing(look.px(16))
        columns = row(None, look, gap=24)
        left = ScrollColumn(look, gap=16)
        self.halves = CardHalves(look)
        self.halves.pin_asked.connect(self.pin_asked)
        self.halves.pin_opened.connect(self.pin_opened)
        left.body.addWidget(self.halves)
        self._functions = Words(look, face="note", tone="ink2", wrap=True)
        left.body.addWidget(self._functions)
        self._banner = BannerBox(look, button=self.tr("重打回执") if printer_set else "")
        self._banner.pressed.connect(self._reprint)
        self._refused = BannerBox(look, button=self.tr("去处理"))
        self._refused.pressed.connect(lambda: self.went.emit("waiting"))
        self._notice, self._order = BannerBox(look), BannerBox(look)
        self._glyphs = BannerBox(look)
        self._asked = BannerBox(look, button=self.tr("是同一人"))
        self._asked.pressed.connect(self.settled)
        self._choice = CardChoiceBox(look)
        self._choice.chosen.connect(self.card_chosen)
        left.body.insertWidget(0, self._choice)
        left.body.insertWidget(0, self._glyphs)
        left.body.insertWidget(0, self._asked)  # a question is not to be looked for below the fold
        left.body.addWidget(self._notice)
        left.body.addWidget(self._order)
        left.body.addWidget(self._refused)
        left.body.addWidget(self._banner)
        left.body.addWidget(self._history_box())
        self._nearby = Words(look, face="note", tone="ink2", wrap=True)
        left.body.addWidget(self._nearby)
        left.body.addStretch(1)
        columns.addWidget(left, 1)
        columns.addWidget(self._actions_column())
        body.addLayout(columns, 1)

    def _history_box(self) -> QWidget:
        look = self.look
        box = Box(look)
        lines = column(box, look, margins=(0, 12, 0, 6), gap=0)
        head = row(None, look, margins=(20, 0, 20, 2))
        head.addWidget(Words(look, self.tr("此前办理"), face="section"), 1)
        self._count = Words(look, face="note", tone="ink2")
        head.addWidget(self._count)
        lines.addLayout(head)
        self._history_host = Column(look)
        self._history = self._history_host.body
        lines.addWidget(self._history_host)
        return box

    def _actions_column(self) -> QWidget:
        look = self.look
        self._area = ScrollColumn(look, margins=(4, 0, 4, 4))
        self._share_width()
        return self._area

    def _share_width(self) -> None:
        """On a narrow screen the actions give way: both halves of the card always show."""
        look = self.look
        widest = look.px(392 if look.large else 392 + 8)
        least = look.px(ACTIONS_LEAST if look.chinese else ACTIONS_LEAST_ENGLISH)
        self._area.setFixedWidth(min(widest, max(least, self.width() - look.px(HALVES_LEAST))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def show_person(self, view: PersonView) -> None:
        """Draw the person, in place when it is the same one."""
        now = datetime.now(UTC)
        same = self.view is not None and self.view.visit_id == view.visit_id
        changed = self.view is None or _offers(self.view) != _offers(view)  # tiles know no person: kept where they are
        self.view = view
        self.header.show_person(view, now=now)
        self.halves.show_person(view, now=now)
        self._choice.show_choices(view.choices)
        self._show_banners(view)
        self._show_history(view, now)
        self._show_functions(view)
        self._show_nearby(view)
        if changed:
            focused = self._focused_action() if same else ""
            self._show_actions(view)
            if same and focused:
                self._focus_action(focused)
        if not same:
            self.mark_drawn()
            if self._sheet is not None:
                self._sheet.show_less()

    def show_more(self) -> None:
        """Ctrl+O: what has no F-key."""
        if self._sheet is not None:
            self._sheet.show_more()

    def _title(self, view: PersonView, work: Work) -> str:
        titles = {a.procedure: a.title for a in view.actions} | dict(TITLES)
        title = titles.get(work.operation.procedure)
        return self.look.say(title) if title else work.operation.procedure

    def _show_banners(self, view: PersonView) -> None:
        waiting = [w for w in view.unsettled if w.state is not WorkState.REFUSED]
        refused = [w for w in view.unsettled if w.state is WorkState.REFUSED]
        self._show_order(view.person.order)
        self._show_undrawn(view.person.holder.name)
        self._banner.setVisible(bool(waiting))
        self._refused.setVisible(bool(refused))
        self._notice.setVisible(view.notice is not None)
        asked = view.document.asked if view.document is not None else None
        self._asked.setVisible(asked is not None)
        if asked is not None:
            bold = self.tr("证件姓名与记录不同，是同一人吗？")
            plain = self.tr("{names}。不是本人请按 Esc 结束").format(names=self.look.say(asked))
            self._asked.show_banner(bold, plain, kind="stop", icon="alert-circle")
        if view.notice is not None:
            self._notice.show_banner(self.look.say(view.notice), "", kind="wait", icon="alert-triangle")
        if waiting:
            work = waiting[-1]
            title, clock = self._title(view, work), self.look.clock(work.operation.accepted_at)
            bold = self.tr("{title}已存本机，等待送达平台").format(title=title)
            if work.operation.urgent:
                plain = self.tr("{clock} 受理，恢复联网后最先送出；平台收到后生效").format(clock=clock)
            else:
                plain = self.tr("{clock} 受理，平台确认后生效").format(clock=clock)
            self._banner.show_banner(bold, plain, kind="wait", icon="clock")
        if refused:
            stands = self.look.say(REFUSED_WORDS[known_of(refused[-1])])
            bold = self.tr("{title}：{stands}").format(title=self._title(view, refused[-1]), stands=stands)
            self._refused.show_banner(bold, self._reason(refused[-1]), kind="stop", icon="alert-circle")

    def _show_undrawn(self, name: str) -> None:
        """Before anything is printed: a name with characters that neither screen nor paper can draw."""
        codes = self.look.undrawn(name)
        self._glyphs.setVisible(bool(codes))
        if codes:
            bold = self.tr("姓名有 {count} 个字没有字形：{codes}").format(count=len(codes), codes=" ".join(codes))
            plain = self.tr("屏幕和纸上都写它的编码，记录不受影响。请与证件核对这个字")
            self._glyphs.show_banner(bold, plain, kind="wait", icon="alert-triangle")

    def _show_order(self, order: CardOrder | None) -> None:
        """The card that is being made, and what it waits for."""
        self._order.setVisible(order is not None)
        if order is None:
            return
        look, failed = self.look, order.state is MakingState.FAILED
        bold = self.tr("新卡{state}，{bank}").format(state=look.say(order.state.words), bank=order.bank_name)
        day = look.day(order.promised_on) if order.promised_on is not None else ""
        plain = {
            MakingState.READY: self.tr("本人或登记的代办人来领，按 F3 领卡启用"),
            MakingState.FAILED: self.tr("{reason}。按 Ctrl+O 恢复制卡").format(
                reason=look.say(order.reason) if order.reason else self.tr("平台没有写明原因")
            ),
        }.get(order.state, self.tr("承诺 {day}前制好").format(day=day) if day else "")
        self._order.show_banner(
            bold, plain, kind="stop" if failed else "wait", icon="alert-circle" if failed else "clock"
        )

    def _reason(self, work: Work) -> str:
        answer = work.answer
        reasons = [h.reason for h in answer.halves if h.reason is not None] if answer else []
        reason = (answer.reason if answer else None) or (reasons[0] if reasons else None)
        return self.look.say(reason) if reason is not None else self.tr("平台没有写明原因")

    def _show_history(self, view: PersonView, now: datetime) -> None:
        known: dict[str, Work] = {w.operation.id: w for w in (*reversed(view.unsettled), *view.history)}
        works = list(known.values())
        drawn = (local(now).date(), tuple(works))
        if drawn == self._drawn_history:
            return
        self._drawn_history = drawn
        empty(self._history)
        most = 1 if self.look.large else 4
        for index, work in enumerate(works[:most]):
            if index:
                line = row(None, self.look, margins=(20, 0, 20, 0))
                line.addWidget(Line(self.look))
                self._history.addLayout(line)
            line_of = HistoryRow(self.look, work, self._title(view, work), now=now)
            line_of.clicked.connect(partial(self._preview_work, work.operation.id))
            self._history.addWidget(line_of)
        if not works:
            nothing = row(None, self.look, margins=(20, 6, 20, 8))
            nothing.addWidget(Words(self.look, self.tr("本窗口没有办过"), tone="ink2"))
            self._history.addLayout(nothing)
        appear(self._history)
        shown = self.tr("最近 {shown} 件，共 {count} 件").format(shown=min(most, len(works)), count=len(works))
        self._count.setText(shown if len(works) > most else "")

    def _show_functions(self, view: PersonView) -> None:
        """Identity, payments received, paying: whether each works by the platform's last word."""
        say = self.look.say
        self._functions.setText("\u3000".join(f"{say(name)} {say(how)}" for name, how in view.functions))
        self._functions.setVisible(bool(view.functions))

    def _show_nearby(self, view: PersonView) -> None:
        """What this outlet does besides cards (就近办)."""
        named = self.tr("、").join(self.look.say(one) for one in view.nearby)
        self._nearby.setText(self.tr("本网点就近办：{work}").format(work=named))
        self._nearby.setVisible(bool(named))

    def _show_actions(self, view: PersonView) -> None:
        """The sheet of what this person is offered; of those last shown a few are kept, for people like them."""
        offer = _offers(view)
        if self._sheet is not None:
            self._sheet.hide()
        self._sheet = self._sheets.pop(offer, None) or self._new_sheet(offer)
        self._sheets[offer] = self._sheet
        self._sheet.show()
        while len(self._sheets) > SHEETS:
            self._sheets.pop(next(iter(self._sheets))).deleteLater()

    def _new_sheet(self, offer: tuple[Action, ...]) -> ActionSheet:
        sheet = ActionSheet(self.look, offer)
        sheet.begun.connect(self._begin)
        sheet.advised.connect(self.advised)
        self._area.body.addWidget(sheet)
        return sheet

    def _begin(self, name: str) -> None:
        if name == PIN:
            self.pin_opened.emit()
        else:
            self.begun.emit(name)

    @property
    def tiles(self) -> list[ActionTile]:
        """The lawful actions, likeliest first."""
        return self._sheet.tiles if self._sheet is not None else []

    @property
    def greyed(self) -> list[GreyedRow]:
        """What is not lawful now."""
        return self._sheet.greyed if self._sheet is not None else []

    @property
    def _offered(self) -> list[ActionTile | GreyedRow]:
        return self._sheet.offered if self._sheet is not None else []

    def _focused_action(self) -> str:
        return next((t.action.procedure for t in self._offered if t.hasFocus()), "")

    def _focus_action(self, procedure: str) -> None:
        same = next((t for t in self._offered if t.action.procedure == procedure), None)
        if same is not None:
            same.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_key(self, key: str) -> None:
        """An F-key: begin the lawful action that has it, or read why a greyed one is not lawful now."""
        part = next((t for t in self._offered if t.action.key == key), None)
        if part is not None:
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)
            part.click()

    def _reprint(self) -> None:
        waiting = [w for w in self.view.unsettled if w.state is not WorkState.REFUSED] if self.view else []
        if waiting:
            self.reprinted.emit(waiting[-1].operation.id)

    def preview(self) -> None:
        """Of the line of history that has the focus, else of what was done last."""
        if self.view is not None:
            works = (*self.view.unsettled[-1:], *self.view.history)
            chosen = self.focusWidget()
            if isinstance(chosen, HistoryRow):
                self._preview_work(chosen.operation_id)
            elif works:
                self._preview_work(works[0].operation.id)

    def _preview_work(self, operation_id: str, _on: bool = False) -> None:
        self.previewed.emit("receipt", operation_id)

    def enter(self) -> bool:
        """Enter with the focus nowhere in particular begins the likeliest lawful action."""
        if isinstance(self.focusWidget(), HistoryRow):
            return False
        if self.tiles and not any(w.hasFocus() for w in (*self._offered, self.header.end)):
            self.tiles[0].click()
            return True
        return False

    def escape(self) -> bool:
        self.ended.emit()
        return True

    def focus_first(self) -> None:
        first: QWidget = next(iter((*self._choice.to_choose, *self.tiles)), self.header.end)
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _offers(view: PersonView) -> tuple[Action, ...]:
    """What the page offers: the procedures, and the PIN of the chip where this counter has a way to it."""
    if view.pin is None:
        return view.actions
    title, hint = Text("卡内密码", "Card PIN"), Text("核验、修改、重置、解锁", "Verify, change, reset, unblock")
    return (*view.actions, Action(PIN, title, hint, "F8", "password", view.pin.refused, view.pin.advice))

"""Home: place a card. Below it who was just served and what can be begun without a card; at the right today and what
waits.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from counter_app.desk.pin_records import TITLES
from counter_app.desk.views import HomeView
from counter_app.domain.moments import local
from counter_app.domain.names import mask_name
from counter_app.domain.operation import Work
from counter_app.domain.settlement import Known, known_of
from ui.look import Look
from ui.pages.page import Page
from ui.standing import ReaderState, Standing
from ui.states import work_chip
from ui.widgets.box import Box, Chip, Column, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.notice import BannerBox
from ui.widgets.place_card import PlaceCard
from ui.widgets.pressable import KeyButton, Pressable
from ui.widgets.tiles import ListRow, ShortTile
from ui.widgets.words import Line, Sign, Words

COLUMNS = 3
TILES = 6  # two rows: the procedures with the first F-keys; the others are begun by their key or with the person open
ROOM_FOR_RECENT = 560
SERVED_NAME = 144  # px at 100 % for the name of somebody just served, so that three tiles are of one width


class _Served(Pressable):
    """Somebody just served: masked name, when, what, how it stands."""

    def __init__(self, look: Look, work: Work, title: str) -> None:
        kind, icon, word = work_chip(work)
        said = f"{title}，{look.say(word)}" if look.chinese else f"{title}, {look.say(word).lower()}"
        name = mask_name(work.operation.holder_name)
        super().__init__(look, kind="soft", name=f"{name} {said}")
        body = column(self, look, margins=(14, 8, 12, 8), gap=2)
        top = row(None, look)
        who = Words(look, face="bodybold")
        who.say_within(name, most=look.px(SERVED_NAME))
        top.addWidget(who, 1)
        top.addWidget(Words(look, look.clock(work.operation.accepted_at), face="note", tone="ink2"))
        body.addLayout(top)
        low = row(None, look, gap=5)
        tone = {"plain": "ink2"}.get(kind, kind)
        low.addWidget(Sign(look, icon, tone=tone, size=16))
        low.addWidget(Words(look, said, face="note", tone=tone), 1)
        body.addLayout(low)
        self.setFixedHeight(look.px(60))


class HomePage(Page):
    """`begun(procedure)`: chosen before the person is found. `opened(number)`: somebody just served. `went(page)`:
    elsewhere.
    """

    begun = Signal(str)
    opened = Signal(str)
    went = Signal(str)
    search_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        layout = row(self, look, margins=(24, 20, 24, 20), gap=16)
        main = Box(look)
        body = column(main, look, margins=(27, 20, 27, 24), gap=0)
        self.unread = BannerBox(look)
        self.unread.hide()
        body.addWidget(self.unread)
        body.addStretch(2)
        body.addLayout(self._hero())
        body.addStretch(3)
        self._recent_host = QWidget()
        recent = column(self._recent_host, look, gap=0)
        recent.addWidget(Line(look))
        recent.addSpacing(look.px(16))
        recent.addLayout(self._heading(self.tr("刚才办过"), self.tr("重打回执或接着办")))
        recent.addSpacing(look.px(8))
        self._recent = QHBoxLayout()
        self._recent.setSpacing(look.px(8))
        recent.addLayout(self._recent)
        recent.addSpacing(look.px(18))
        body.addWidget(self._recent_host)
        body.addLayout(self._heading(self.tr("没有带卡和证"), self.tr("先选业务，再按号码、卡号或姓名查找")))
        body.addSpacing(look.px(10))
        self._tiles = QGridLayout()
        self._tiles.setSpacing(look.px(8))
        body.addLayout(self._tiles)
        layout.addWidget(main, 774)
        layout.addWidget(self._side(), 456)
        self._procedures: tuple[str, ...] = ()
        self._any_recent = False

    def _hero(self) -> QHBoxLayout:
        look = self.look
        hero = row(None, look, gap=38)
        hero.addStretch(1)
        self._card = PlaceCard(look)
        hero.addWidget(self._card)
        lines_host = Column(look, gap=0)
        lines = lines_host.body
        self._place = Words(look, self.tr("请放社保卡"), face="hero")
        lines.addWidget(self._place)
        lines.addSpacing(look.px(12))
        lines.addWidget(Words(look, self.tr("放上即读，自动打开办理页。"), face="input", tone="ink2"))
        lines.addSpacing(look.px(24))
        self._reader, self._id_reader = Chip(look), Chip(look)
        chips = row(None, look, gap=10)
        chips.addWidget(self._reader)
        chips.addWidget(self._id_reader)
        chips.addStretch(1)
        lines.addLayout(chips)
        hero.addWidget(lines_host)
        hero.addStretch(1)
        return hero

    def _heading(self, bold: str, plain: str) -> QHBoxLayout:
        line = row(None, self.look, gap=10)
        line.addWidget(Words(self.look, bold, face="section"))
        line.addWidget(Words(self.look, plain, face="note", tone="ink2"))
        line.addStretch(1)
        return line

    def _side(self) -> QWidget:
        look = self.look
        side = QWidget()
        body = column(side, look, gap=13)
        today = Box(look)
        lines = column(today, look, margins=(20, 16, 20, 14), gap=2)
        top = row(None, look)
        top.addWidget(Words(look, self.tr("今天"), face="section"), 1)
        self._date = Words(look, face="note", tone="ink2")
        top.addWidget(self._date)
        lines.addLayout(top)
        lines.addSpacing(look.px(8))
        self._figures = row(None, look, gap=24)
        self._done = self._figure(self.tr("今天受理"))
        self._figures.addWidget(Line(look, upright=True, length=52))
        self._unsent = self._figure(self.tr("等待送达"))
        lines.addLayout(self._figures)
        body.addWidget(today)
        waits = Box(look)
        self._waits = column(waits, look, margins=(20, 14, 20, 10), gap=0)
        body.addWidget(waits)
        body.addStretch(1)
        return side

    def _figure(self, label: str) -> Words:
        host = QWidget()
        lines = column(host, self.look, gap=0)
        figure = Words(self.look, "0", face="figure")
        lines.addWidget(figure)
        lines.addWidget(Words(self.look, label))
        self._figures.addWidget(host, 1)
        return figure

    def show_home(self, view: HomeView) -> None:
        """Draw the day."""
        look = self.look
        today = local(view.moment).date()
        self._date.setText(
            f"{look.day(today)} {look.weekday(today)}" if look.chinese else f"{look.weekday(today)} {look.day(today)}"
        )
        self._done.setText(str(view.done_today))
        self._unsent.setText(str(view.waiting.unsent))
        self._show_waiting(view)
        self._show_recent(view)
        if tuple(a.procedure for a in view.procedures) != self._procedures:
            self._procedures = tuple(a.procedure for a in view.procedures)
            empty(self._tiles)
            for index, action in enumerate(view.procedures[:TILES]):
                tile = ShortTile(look, action)
                tile.clicked.connect(lambda _on=False, name=action.procedure: self.begun.emit(name))
                self._tiles.addWidget(tile, index // COLUMNS, index % COLUMNS)

    def _show_waiting(self, view: HomeView) -> None:
        look = self.look
        empty(self._waits)
        top = row(None, look)
        top.addWidget(Words(look, self.tr("等待与例外"), face="section"), 1)
        go = KeyButton(look, self.tr("查看"), kind="link", height=24)
        go.clicked.connect(lambda: self.went.emit("waiting"))
        top.addWidget(go)
        self._waits.addLayout(top)
        self._waits.addSpacing(look.px(6))
        titles = self._titles(view)
        if view.refused:
            first = view.refused[0].operation
            unclear = any(known_of(work) is not Known.NOT_DONE for work in view.refused)
            said = self.tr("{count} 件例外，须处理") if unclear else self.tr("{count} 件被退回，须处理")
            bold = said.format(count=len(view.refused))
            plain = ("·" if look.chinese else ", ").join(
                (mask_name(first.holder_name), titles.get(first.procedure, ""))
            )
            self._add_wait(
                ListRow(look, "alert-circle", bold, plain, kind="stop", end=self.tr("处理"), end_note="Alt 2")
            )
        if view.waiting.unsent:
            bold = self.tr("{count} 件等待送达平台").format(count=view.waiting.unsent)
            since = self.tr("自 {clock}").format(clock=look.clock(view.waiting.oldest)) if view.waiting.oldest else ""
            plain = self.tr("已安全存于本机，恢复后自动送")
            self._add_wait(ListRow(look, "clock", bold, plain, kind="wait", end=since, end_note=self.tr("挂失优先")))
        if not view.refused and not view.waiting.unsent:
            nothing = ListRow(
                look, "circle-check", self.tr("没有等待和例外"), self.tr("受理的业务平台都有答复"), kind="ok"
            )
            self._add_wait(nothing)
        appear(self._waits)

    def _titles(self, view: HomeView) -> dict[str, str]:
        """What each kind of work is called, the tasks with the PIN too."""
        known = {a.procedure: a.title for a in view.procedures} | dict(TITLES)
        return {name: self.look.say(title) for name, title in known.items()}

    def _add_wait(self, line: ListRow) -> None:
        line.clicked.connect(lambda: self.went.emit("waiting"))
        self._waits.addWidget(line)

    def _show_recent(self, view: HomeView) -> None:
        empty(self._recent)
        titles = self._titles(view)
        for work in view.recent[:COLUMNS]:
            tile = _Served(self.look, work, titles.get(work.operation.procedure, ""))
            tile.clicked.connect(lambda _on=False, number=work.operation.holder_number: self.opened.emit(number))
            self._recent.addWidget(tile, 1)
        for _ in range(COLUMNS - len(view.recent[:COLUMNS])):
            self._recent.addStretch(1)
        appear(self._recent)
        self._any_recent = bool(view.recent)
        self._yield_room()

    def show_standing(self, standing: Standing) -> None:
        """Draw how the readers stand."""
        on_it = standing.reader in (ReaderState.CARD, ReaderState.OTHER)
        ready = standing.reader is ReaderState.EMPTY
        if on_it:
            words, kind, icon = self.tr("读卡器上有卡"), "ok", "circle-check"
        elif ready:
            words, kind, icon = self.tr("社保卡读卡器 就绪"), "ok", "circle-check"
        elif standing.reader is ReaderState.STARTING:
            words, kind, icon = self.tr("正在找读卡器"), "plain", "circle-dashed"
        else:
            words, kind, icon = self.tr("没有读卡器，请按号码查找"), "wait", "alert-triangle"
        if standing.reader is ReaderState.UNREAD:
            words, kind, icon = self.tr("卡没读出"), "wait", "alert-triangle"
        self._reader.show_state(words, kind=kind, icon=icon)
        self._card.show_card(on_it)
        self.unread.setVisible(standing.unread is not None)
        if standing.unread is not None:
            why, advice = (self.look.say(part) for part in standing.unread)
            self.unread.show_banner(why, advice, kind="wait", icon="alert-triangle")
        self._show_id_reader(standing.id_reader)

    def _show_id_reader(self, state: ReaderState | None) -> None:
        """Both can be laid on where this counter reads identity documents too."""
        there = state not in (None, ReaderState.STARTING, ReaderState.NONE, ReaderState.TROUBLE)
        self._place.setText(self.tr("请放社保卡或身份证") if there else self.tr("请放社保卡"))
        self._id_reader.setVisible(state is not None)
        if there:
            self._id_reader.show_state(self.tr("身份证读卡器 就绪"), kind="ok", icon="circle-check")
        else:
            self._id_reader.show_state(self.tr("没有身份证读卡器"), kind="wait", icon="alert-triangle")

    def _yield_room(self) -> None:
        """With less height the page drops 刚才办过, never what can be done."""
        self._recent_host.setVisible(self._any_recent and self.height() >= self.look.px(ROOM_FOR_RECENT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._yield_room()

    def focus_first(self) -> None:
        self.search_wanted.emit()

"""The card as two halves: one panel, a dashed line in the middle, each half with name, state, one chip and its facts.

Refuses to merge the halves or to show a waiting change without saying that it waits.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from counter_app.desk.views import PersonView, PinRow
from counter_app.domain.card import STATE_NAMES, BankState, Half
from counter_app.domain.moments import local
from counter_app.domain.numbers import mask_card
from counter_app.domain.projection import CardView, HalfView
from counter_app.domain.settlement import REFUSED_WORDS, known_of
from counter_app.domain.text import Text, same
from ui.look import Look
from ui.states import appearance
from ui.widgets.box import Box, Chip, column, row
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Line, Sign, Words

_HEAD_ICONS = {Half.SSC: "shield-check", Half.BANK: "building-bank"}
_CLASSES = {
    "I": Text("一类户", "class I"),
    "II": Text("二类户", "class II"),
    "III": Text("三类户", "class III"),
}
_LINKED = 2  # the fact that has a link: the chip's PIN
_LOST = frozenset({"2", "4", "temporary-loss", "formal-loss"})


class HalfPanel(QWidget):
    """One half: head, state, chip, facts."""

    def __init__(self, look: Look, half: Half, facts: int) -> None:
        super().__init__()
        self.look, self.half = look, half
        body = column(self, look, margins=(20, 16, 16, 14), gap=0)
        head = row(None, look, gap=8)
        head.addWidget(Sign(look, _HEAD_ICONS[half], size=20))
        head.addWidget(Words(look, look.say(half.words), face="bodybold"), 1)
        body.addLayout(head)
        body.addSpacing(look.px(14))
        body.addLayout(self._state_line())
        body.addSpacing(look.px(11))
        self.chip = Chip(look)
        body.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        body.addSpacing(look.px(11))
        self._facts = self._fact_grid(facts)
        self.link = KeyButton(look, kind="link", height=22)
        self.link.hide()
        self._grid.addWidget(self.link, _LINKED, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        body.addLayout(self._grid)
        body.addStretch(1)

    def _state_line(self) -> QHBoxLayout:
        line = row(None, self.look, gap=8)
        self._sign = Sign(self.look, size=28)
        wide = self.look.large and not self.look.chinese
        self._state = Words(self.look, face="person" if wide else "title", wrap=wide)
        line.addWidget(self._sign)
        line.addWidget(self._state, 1)
        return line

    def _fact_grid(self, count: int) -> list[tuple[Words, Words]]:
        look = self.look
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(16))
        self._grid.setVerticalSpacing(look.px(3))
        self._grid.setColumnMinimumWidth(0, look.px(56))
        self._grid.setColumnStretch(1, 1)
        facts = []
        for index in range(count):
            label = Words(look, face="note", tone="ink2")
            label.setContentsMargins(0, 1, 0, 0)
            value = Words(look, wrap=True)
            self._grid.addWidget(label, index, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, index, 1)
            facts.append((label, value))
        return facts

    def fact(self, index: int) -> str:
        """The value of a fact, as it stands."""
        return self._facts[index][1].text()

    def show_link(self, words: str, *, name: str) -> None:
        """A link at the end of the third fact; "" for none. `name` is what a screen reader says."""
        self.link.setVisible(bool(words))
        self.link.say(words)
        self.link.setAccessibleName(name)

    def show_half(self, view: HalfView, chip: tuple[str, str, str], facts: tuple[tuple[str, str], ...]) -> None:
        """Draw the half: its state, its chip (kind, icon, words) and its facts (label, value)."""
        icon, tone = appearance(view.shown)
        name = self.look.say(STATE_NAMES[view.shown])
        self._sign.show_icon(icon, tone)
        self._state.tone(tone)
        self._state.setText(name)
        kind, chip_icon, words = chip
        self.chip.show_state(words, kind=kind, icon=chip_icon)
        for (label, value), (name_of, fact) in zip(self._facts, facts, strict=True):
            label.setText(name_of)
            value.setText(fact)
        self.setAccessibleName(" ".join((self.look.say(self.half.words), name, words)))

    def show_none(self, words: str, heard: str) -> None:
        """There is no card: nothing is said of one."""
        self._sign.show_icon("circle-dashed", "ink2")
        self._state.tone("ink2")
        self._state.setText(words)
        self.chip.show_state(heard, kind="plain", icon="cloud-check")
        for label, value in self._facts:
            label.setText("")
            value.setText("")
        self.setAccessibleName(" ".join((self.look.say(self.half.words), words, heard)))


class CardHalves(Box):
    """Both halves side by side. `pin_asked`: how many tries are left; `pin_opened`: the page of the PIN is wanted."""

    pin_asked = Signal()
    pin_opened = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        layout = row(self, look, gap=0)
        self.ssc, self.bank = HalfPanel(look, Half.SSC, 4), HalfPanel(look, Half.BANK, 4)
        self._pin_known = False
        self.ssc.link.clicked.connect(self._follow_link)
        layout.addWidget(self.ssc, 1)
        layout.addWidget(Line(look, upright=True, tone="edge", dashed=True))
        layout.addWidget(self.bank, 1)

    def show_person(self, view: PersonView, *, now: datetime) -> None:
        """Draw both halves of the person's card."""
        self.ssc.show_half(view.view.ssc, self._chip(view, view.view.ssc, now), self._ssc_facts(view, now))
        self._show_pin_link(view.pin)
        self.bank.show_half(view.view.bank, self._chip(view, view.view.bank, now), self._bank_facts(view, now))
        if not view.person.cards and view.person.as_of is not None:  # the platform has said that there is none
            heard = self.look.when(view.person.as_of, now=now)
            for panel in (self.ssc, self.bank):
                panel.show_none(self.tr("名下没有卡"), self.tr("平台数据 {moment}").format(moment=heard))

    def _chip(self, view: PersonView, half: HalfView, now: datetime) -> tuple[str, str, str]:
        if half.waiting is not None:
            clock = self.look.when(half.waiting.operation.accepted_at, now=now).removeprefix("今天 ")
            if self.look.large:  # since when stands in the banner
                return "wait", "clock", self.tr("等待平台确认")
            return "wait", "clock", self.tr("等待平台确认·{clock} 本机受理").format(clock=clock)
        if half.refused is not None:
            stands = self.look.say(REFUSED_WORDS[known_of(half.refused)])
            return "stop", "alert-circle", self.tr("{stands}，须处理").format(stands=stands)
        if half.half is Half.BANK and view.separate_bank is not None and _only_ssc_lost(view.view):
            return "stop", "alert-triangle", self.tr("银行账户未挂失，须另行告知")
        if half.due_lapsed(now):
            return "wait", "clock", self.tr("应已到期，等平台消息")
        heard = half.as_of is not None
        words = self.tr("平台已确认") if heard else self.tr("还没有平台数据")
        return "plain", "cloud-check" if heard else "cloud-off", words

    @property
    def pin_words(self) -> str:
        """What stands in the row of the chip's PIN."""
        return self.ssc.fact(_LINKED)

    def _follow_link(self) -> None:
        (self.pin_opened if self._pin_known else self.pin_asked).emit()

    def _show_pin_link(self, pin: PinRow | None) -> None:
        self._pin_known = pin is not None and pin.asked
        if pin is None or pin.refused is not None:
            self.ssc.show_link("", name="")
        elif self._pin_known:
            self.ssc.show_link(self.tr("办理"), name=self.tr("办理卡内密码"))
        else:
            self.ssc.show_link(self.tr("查询"), name=self.tr("查询卡内密码还可试几次"))

    def _ssc_facts(self, person: PersonView, now: datetime) -> tuple[tuple[str, str], ...]:
        view, card = person.view, person.view.card
        number = mask_card(card.number) if card else self.tr("由平台查找")
        until = self.look.until(card.expires_on) if card and card.expires_on else self.tr("未记载")
        if card and card.expires_on and card.expires_on < local(now).date():
            until = self.tr("{until}，已过期").format(until=until)
        return (
            (self.tr("卡号"), number),
            (self.tr("有效期"), until),
            (self.tr("卡内密码"), self.look.say(person.pin.words) if person.pin else self.tr("未查询")),
            (self.tr("状态时间"), self._as_of(view.ssc, now)),
        )

    def _bank_facts(self, view: PersonView, now: datetime) -> tuple[tuple[str, str], ...]:
        account = view.view.card.bank if view.view.card else None
        tail = self.tr("尾号 {tail}").format(tail=account.tail) if account else self.tr("未知")
        if account and account.account_class:
            kind = self.look.say(_CLASSES.get(account.account_class, same(account.account_class)))
            tail = self.tr("{tail}，{kind}").format(tail=tail, kind=kind)
        name = account.bank_name if account else self.tr("未知")
        handed_on = self.tr("须向银行另报") if view.separate_bank is not None else self.tr("由平台转告银行")
        if account is None or account.state is BankState.UNKNOWN:
            handed_on = self.tr("未知")
        return (
            (self.tr("银行"), name),
            (self.tr("账号"), tail),
            (self.tr("挂失"), handed_on),
            (self.tr("数据时间"), self._as_of(view.view.bank, now)),
        )

    def _as_of(self, half: HalfView, now: datetime) -> str:
        return self.look.when(half.as_of, now=now) if half.as_of else self.tr("未知")


def _only_ssc_lost(view: CardView) -> bool:
    return view.ssc.shown.value in _LOST and view.bank.shown is BankState.NORMAL

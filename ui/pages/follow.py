"""Follow-up: losses that lapse today, cards being made or ready, work that is due, what a supervisor must see. One key
leads to what is lawful.

Refuses to say that a loss has lapsed before the platform has: its minute may have passed, then that is what is said.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal

from counter_app.desk.views import DueWork, FollowView, Lapse, MadeCard
from counter_app.desk.views_supervisor import Abandoned, ManyActs, NotMet, OddNotice
from counter_app.domain.case import CaseKind
from counter_app.domain.making import MakingState
from counter_app.domain.moments import local
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.pressable import Pressable
from ui.widgets.scroll import ScrollColumn
from ui.widgets.tiles import ListRow
from ui.widgets.words import Line, Words

SHOWN = 3  # receipts of one agent
MAKE_FORMAL, HAND_OVER, RESUME = "formal-loss", "activation", "resume-making"
_MADE_LOOK = {
    MakingState.READY: ("package", "ok"),
    MakingState.FAILED: ("alert-circle", "stop"),
    MakingState.REVIEWING: ("clock", "wait"),
    MakingState.MAKING: ("clock", "wait"),
    MakingState.UNKNOWN: ("circle-dashed", "brand"),
}


class FollowPage(Page):
    """`wanted(number, procedure)`: open the person and begin it where it is lawful; "" only opens. `asked(operation
    id)`: show it among what waits. `acknowledged(operation id)`: the clerk has seen that an agent acts for many.
    `previewed(kind, key)`: the paper of the row that has the focus is to be looked at.
    """

    wanted = Signal(str, str)
    asked = Signal(str)
    acknowledged = Signal(str)
    previewed = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._rows: list[Pressable] = []
        self._papers: dict[Pressable, str] = {}
        body = column(self, look, margins=(24, 18, 24, 16), gap=16)
        top = row(None, look, gap=12)
        top.addWidget(Words(look, self.tr("跟进"), face="title"))
        self._counts = Words(look, tone="ink2")
        top.addWidget(self._counts, 1)
        body.addLayout(top)
        area = ScrollColumn(look, gap=16)
        self._groups = area.body
        body.addWidget(area, 1)

    def show_following(self, view: FollowView) -> None:
        """Draw all lists, those that are empty with what that means."""
        empty(self._groups)
        self._rows, self._papers = [], {}
        ready = sum(one.order.state is MakingState.READY for one in view.cards)
        late = sum(one.overdue for one in view.cards) + sum(one.overdue for one in view.due)
        many = sum(not one.seen_by for one in view.supervised.many) + len(view.supervised.odd)
        self._counts.setText(
            self.tr("今天到期 {lapses}　待领 {ready}　超期 {late}　需主管留意 {many}").format(
                lapses=len(view.lapses), ready=ready, late=late, many=many
            )
        )
        titles = {name: self.look.say(title) for name, title in view.titles}
        self._group(
            self.tr("今天到期的临时挂失"),
            self.tr("到期自动恢复使用；卡还没找到的，转为正式挂失"),
            [self._lapse(one) for one in view.lapses],
            self.tr("今天没有到期的临时挂失"),
        )
        self._group(
            self.tr("制卡与待领"),
            self.tr("制好的卡只交给本人或登记的代办人"),
            [self._made(one) for one in view.cards],
            self.tr("没有在制和待领的卡"),
        )
        self._group(
            self.tr("到承诺时限的业务"),
            self.tr("按工作日计"),
            [self._due(one, titles.get(one.work.operation.procedure, "")) for one in view.due],
            self.tr("没有超期和将到期的业务"),
        )
        self._supervised(view)
        self._groups.addStretch(1)
        appear(self._groups)

    def _supervised(self, view: FollowView) -> None:
        """Last, so that Enter on a page that has just come never acknowledges anything."""
        seen = view.supervised
        pressed = self.tr("同一代办人一天内超过上限；按下即以当前柜员的名义知悉，留痕")
        told = self.tr("同一代办人一天内超过上限；由主管知悉")
        self._group(
            self.tr("需主管留意"),
            pressed if seen.acknowledges else told,
            [self._many(one, acknowledges=seen.acknowledges) for one in seen.many],
            self.tr("今天没有代办超限"),
        )
        self._group(
            self.tr("今天没有办成的"),
            self.tr("不予办理、本人放弃都有理由代码"),
            [self._not_met(one) for one in seen.not_met] + [self._abandoned(one) for one in seen.abandoned],
            self.tr("今天没有不予办理和放弃的"),
        )
        self._group(
            self.tr("要核对的告知单"),
            self.tr("两个窗口都接着办了的，和号码与平台上另一张相同的"),
            [self._odd(one) for one in seen.odd],
            self.tr("今天没有要核对的告知单"),
        )

    def _group(self, title: str, note: str, lines: list[ListRow], nothing: str) -> None:
        look = self.look
        panel = Box(look)
        body = column(panel, look, margins=(20, 12, 20, 12), gap=4)
        head = row(None, look, gap=10)
        head.addWidget(Words(look, title, face="section"))
        head.addWidget(Words(look, note, face="note", tone="ink2", wrap=True), 1)
        body.addLayout(head)
        for index, line in enumerate(lines):
            if index:
                body.addWidget(Line(look))
            body.addWidget(line)
            if line.can_be_pressed:
                self._rows.append(line)
        if not lines:
            body.addWidget(Words(look, nothing, tone="ink2"))
        self._groups.addWidget(panel)

    def _lapse(self, one: Lapse) -> ListRow:
        clock = self.look.clock(one.until)
        bold = self._who(one.person.holder.name, one.card.number)
        if one.heard:
            plain, kind, end = self.tr("{clock} 到期，到期自动恢复使用"), "wait", self.tr("转正式挂失")
        else:
            plain, kind, end = self.tr("{clock} 已到期，等平台消息"), "brand", self.tr("打开")
        which = [self.look.say(half.words) for half in one.halves] if len(one.halves) == 1 else []
        said = self._joined([*which, plain.format(clock=clock)])
        line = ListRow(self.look, "player-pause", bold, said, kind=kind, end=end)
        procedure = MAKE_FORMAL if one.heard else ""
        line.clicked.connect(partial(self._want, one.person.holder.number, procedure))
        return line

    def _made(self, one: MadeCard) -> ListRow:
        order, look = one.order, self.look
        icon, kind = _MADE_LOOK.get(order.state, ("circle-dashed", "brand"))
        end, procedure = {
            MakingState.READY: (self.tr("领卡启用"), HAND_OVER),
            MakingState.FAILED: (self.tr("恢复制卡"), RESUME),
        }.get(order.state, (self.tr("打开"), ""))
        said = [look.say(order.state.words), order.bank_name]
        if order.reason is not None and order.state is MakingState.FAILED:
            said.append(look.say(order.reason))
        if order.promised_on is not None and order.state is not MakingState.READY:
            said.append(self.tr("承诺 {day}前制好").format(day=look.day(order.promised_on)))
        if one.overdue:
            kind = "stop"
            said.append(self.tr("已超期"))
        bold = self._who(one.person.holder.name, order.card_number)
        line = ListRow(look, icon, bold, self._joined(said), kind=kind, end=end)
        line.clicked.connect(partial(self._want, one.person.holder.number, procedure))
        return line

    def _due(self, one: DueWork, title: str) -> ListRow:
        look, work = self.look, one.work
        accepted = look.day(local(work.operation.accepted_at).date())
        words = self.tr("{accepted} 受理，承诺 {due}前办结").format(accepted=accepted, due=look.day(one.due_on))
        bold = self._joined([mask_name(work.operation.holder_name), title])
        end = self.tr("超期") if one.overdue else self.tr("将到期")
        line = ListRow(look, "calendar-due", bold, words, kind="stop" if one.overdue else "wait", end=end)
        line.clicked.connect(lambda _on=False: self.asked.emit(work.operation.id))
        self._papers[line] = work.operation.id
        return line

    def _many(self, one: ManyActs, *, acknowledges: bool) -> ListRow:
        look = self.look
        words = self.tr("{clock} 起超限：代办 {people} 人，上限 {limit} 人")
        said = [words.format(clock=look.clock(one.since), people=one.people, limit=one.limit)]
        said += [f"{receipt} {look.say(title)}" for receipt, title in one.works[:SHOWN]]
        if len(one.works) > SHOWN:
            said.append(self.tr("共 {count} 件").format(count=len(one.works)))
        bold = self._joined([mask_name(one.name), mask_identity(one.agent)])
        done = bool(one.seen_by)
        open_ = self.tr("知悉") if acknowledges else self.tr("待主管知悉")
        end = self.tr("{clerk} 已知悉").format(clerk=one.seen_by) if done else open_
        note = look.clock(one.seen_at) if one.seen_at is not None else ""
        kind = "ok" if done else "stop"
        line = ListRow(look, "alert-triangle", bold, self._joined(said), kind=kind, end=end, end_note=note)
        if done or not acknowledges:
            line.only_tell()
        else:
            line.clicked.connect(lambda _on=False: self.acknowledged.emit(one.last))
        return line

    def _not_met(self, one: NotMet) -> ListRow:
        look, case = self.look, one.on_way.case
        what = {
            CaseKind.MISSING: self.tr("缺 {count} 项材料").format(count=len(case.missing)),
            CaseKind.REFUSED: self.tr("不予办理"),
            CaseKind.GIVEN_UP: self.tr("本人放弃"),
        }[case.kind]
        sent = self.tr("已送平台") if one.on_way.sent else self.tr("等待送平台")
        why = " ".join(part for part in (case.reason, look.say(one.reason)) if part)
        plain = self._joined([look.clock(case.made_at), why, case.number, sent])
        bold = self._joined([mask_name(case.holder_name), look.say(one.title)])
        kind = "stop" if case.kind is CaseKind.REFUSED else "brand"
        line = ListRow(look, "file-off", bold, plain, kind=kind, end=what)
        self._papers[line] = case.number
        line.clicked.connect(partial(self._want, case.holder_number, ""))
        return line

    def _abandoned(self, one: Abandoned) -> ListRow:
        look = self.look
        why = " ".join(part for part in (one.code, look.say(one.reason)) if part)
        plain = self._joined([look.clock(one.at), why, self.tr("经办 {clerk}").format(clerk=one.clerk)])
        line = ListRow(look, "circle-minus", look.say(one.title), plain, end=self.tr("中途放弃"))
        line.only_tell()
        return line

    def _odd(self, one: OddNotice) -> ListRow:
        look = self.look
        bold = self._joined([mask_name(one.name) if one.name else "", look.say(one.title)]) or one.number
        plain = self._joined([look.clock(one.at), one.number])
        end = self.tr("两处接着办") if one.twice else self.tr("号码重复")
        line = ListRow(look, "alert-triangle", bold, plain, kind="stop", end=end)
        if one.holder:
            line.clicked.connect(partial(self._want, one.holder, ""))
        else:
            line.only_tell()
        return line

    def _want(self, number: str, procedure: str, _on: bool = False) -> None:
        self.wanted.emit(number, procedure)

    def _who(self, name: str, card: str) -> str:
        return f"{mask_name(name)}　{mask_card(card)}" if card else mask_name(name)

    def _joined(self, parts: list[str]) -> str:
        return ("，" if self.look.chinese else ", ").join(part for part in parts if part)

    def preview(self) -> None:
        """Of work that is due, its receipt; of who was turned away, the sheet."""
        key = next((paper for line, paper in self._papers.items() if line.hasFocus()), "")
        if key:
            self.previewed.emit("receipt", key)

    def focus_first(self) -> None:
        (self._rows[0] if self._rows else self).setFocus(Qt.FocusReason.OtherFocusReason)

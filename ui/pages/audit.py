"""The audit trail for whoever may read it: what is looked for, what was found, masked, and how the chain stands.

Refuses to show a whole number: those go only into a file, with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial

from PySide6.QtCore import Qt, Signal

from counter_app.desk.auditing import AuditLine, AuditView
from counter_app.domain import sign_in_errors
from counter_app.domain.audit_events import EVENTS, Sort
from counter_app.domain.errors import CounterError
from counter_app.domain.moments import local
from counter_app.domain.text import Text
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.fields import Entry
from ui.widgets.picks import ONE, Pick
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.tiles import ListRow
from ui.widgets.words import Line, Words

_ICONS = {
    Sort.LOOK: "eye",
    Sort.WORK: "file-text",
    Sort.PIN: "lock",
    Sort.PAPER: "printer",
    Sort.AGREED: "users",
    Sort.SIGN_IN: "user-check",
    Sort.SETTING: "settings",
    Sort.PLATFORM: "cloud",
    Sort.CARRIED: "usb",
    Sort.TRAIL: "history",
}
_LOCKED = {
    "asked": Text("柜员锁定", "by the clerk"),
    "idle": Text("久未操作", "left alone"),
    "over": Text("登录到时", "the sign-in was over"),
}
_REFUSED = ("clerk.sign_in_refused", "second.refused")


class Days(IntEnum):
    """How far back is looked; ALL: from the beginning."""

    TODAY = 1
    WEEK = 7
    MONTH = 31
    ALL = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the fields. `about`: number of a receipt, notice or person. `before`: go on after that entry."""

    days: Days
    clerk: str = ""
    about: str = ""
    why: str = ""
    before: int | None = None


class AuditPage(Page):
    """`searched(Asked)`, `exported(Asked, bool)` (True: whole numbers), `verified()`."""

    digits_choose = True
    searched = Signal(object)
    exported = Signal(object, bool)
    verified = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._days, self._last = Days.TODAY, Asked(Days.TODAY)
        self._more: KeyButton | None = None
        body = column(self, look, margins=(24, 18, 24, 16), gap=12)
        top = row(None, look, gap=12)
        top.addWidget(Words(look, self.tr("审计记录"), face="title"))
        self._stands = Words(look, tone="ink2", wrap=True)
        top.addWidget(self._stands, 1)
        verify = KeyButton(look, self.tr("核对审计链"), icon="shield-check")
        verify.clicked.connect(self.verified)
        top.addWidget(verify)
        body.addLayout(top)
        body.addWidget(self._asking())
        self._area = ScrollColumn(look, gap=12)
        body.addWidget(self._area, 1)
        self._say(self.tr("选好条件后查询；每次查询也记入审计"))

    def _asking(self) -> Box:
        look = self.look
        panel = Box(look)
        body = column(panel, look, margins=(20, 14, 20, 14), gap=10)
        days = row(None, look, gap=10)
        names = (self.tr("今天"), self.tr("近 7 天"), self.tr("近 31 天"), self.tr("全部"))
        self.picks = [
            Pick(look, str(int(day)), words, number=n, signs=ONE)
            for n, (day, words) in enumerate(zip(Days, names, strict=True), 1)
        ]
        for day, pick in zip(Days, self.picks, strict=True):
            pick.clicked.connect(partial(self._pick, day))
            days.addWidget(pick, 1)
        body.addLayout(days)
        fields = row(None, look, gap=10)
        self.clerk = self._field(self.tr("工号"), "user", 40)
        self.about = self._field(self.tr("回执号、告知书号或证件号码"), "search", 40)
        self.why = self._field(self.tr("导出理由"), "edit", 200)
        for entry, stretch in ((self.clerk, 1), (self.about, 2), (self.why, 2)):
            fields.addWidget(entry, stretch)
        body.addLayout(fields)
        foot = row(None, look, gap=10)
        foot.addStretch(1)
        for words, whole in ((self.tr("导出（遮盖）"), False), (self.tr("导出完整号码"), True)):
            button = KeyButton(look, words, icon="file-export", kind="careful" if whole else "plain")
            button.clicked.connect(partial(self._export, whole))
            foot.addWidget(button)
        find = KeyButton(look, self.tr("查询"), kind="main", icon="search", key="Enter")
        find.clicked.connect(self._search)
        foot.addWidget(find)
        body.addLayout(foot)
        self._pick(Days.TODAY)
        return panel

    def _field(self, name: str, icon: str, longest: int) -> Entry:
        entry = Entry(self.look, name=name, icon=icon)
        entry.line.setPlaceholderText(name)
        entry.line.setMaxLength(longest)
        return entry

    def show_trail(self, view: AuditView) -> None:
        """What was found: below what stands there where it goes on, else alone."""
        if view.asked.before is None:
            empty(self._area.body)
        elif self._more is not None:
            self._more.deleteLater()
        self._more = None
        if not view.lines and view.asked.before is None:
            self._say(self.tr("没有符合条件的记录"))
            return
        self._area.body.addWidget(self._rows(view.lines))
        if view.more:
            more = KeyButton(self.look, self.tr("再往前"), icon="chevron-down")
            more.clicked.connect(partial(self._go_on, view.lines[-1].id))
            self._area.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
            self._more = more
        self._area.body.addStretch(1)
        appear(self._area.body)

    def show_chain(self, said: Sequence[Text]) -> None:
        """How the chain stands, in words."""
        self._stands.setText("　".join(self.look.say(one) for one in said))

    def _say(self, words: str) -> None:
        empty(self._area.body)
        self._area.body.addWidget(Words(self.look, words, tone="ink2"))
        self._area.body.addStretch(1)
        appear(self._area.body)

    def _rows(self, lines: Sequence[AuditLine]) -> Box:
        panel = Box(self.look)
        body = column(panel, self.look, margins=(20, 8, 20, 8), gap=2)
        for index, one in enumerate(lines):
            if index:
                body.addWidget(Line(self.look))
            body.addWidget(self._row(one))
        return panel

    def _row(self, one: AuditLine) -> ListRow:
        sort = EVENTS[one.code][0] if one.code in EVENTS else Sort.SETTING
        bold = f"{one.clerk}　{self.look.say(one.what)}" if one.clerk else self.look.say(one.what)
        parts = [one.person, one.receipt or one.subject, self._why(one)]
        plain = "　".join(part for part in parts if part)
        when, where = f"{local(one.at):%m-%d %H:%M}", f"{one.place} #{one.serial}"
        line = ListRow(self.look, _ICONS[sort], bold, plain, end=when, end_note=where)
        line.only_tell()
        return line

    def _why(self, one: AuditLine) -> str:
        """A reason the program noted, in words where it has some; else as it was noted."""
        if one.code == "window.locked" and one.why in _LOCKED:
            return self.look.say(_LOCKED[one.why])
        refused = getattr(sign_in_errors, one.why, None) if one.code in _REFUSED else None
        if isinstance(refused, type) and issubclass(refused, CounterError) and "{" not in refused.happened.zh:
            return self.look.say(refused.happened)
        return one.why

    def _pick(self, day: Days) -> None:
        self._days = day
        for one, pick in zip(Days, self.picks, strict=True):
            pick.tick(one is day)

    def _asked(self) -> Asked:
        clerk, about, why = (entry.line.text().strip() for entry in (self.clerk, self.about, self.why))
        return Asked(self._days, clerk, about, why)

    def _search(self) -> None:
        self._last = self._asked()
        self.searched.emit(self._last)

    def _go_on(self, before: int) -> None:
        self.searched.emit(replace(self._last, before=before))

    def _export(self, whole: bool) -> None:
        self.exported.emit(self._asked(), whole)

    def enter(self) -> bool:
        """Searches, wherever the focus is but on a button."""
        if not any(entry.line.hasFocus() for entry in (self.clerk, self.about, self.why)):
            return False
        self._search()
        return True

    def digit(self, number: int) -> bool:
        """Picks how far back."""
        if not 1 <= number <= len(self.picks):
            return False
        self._pick([*Days][number - 1])
        return True

    def focus_first(self) -> None:
        """Into what is looked for."""
        self.about.line.setFocus(Qt.FocusReason.OtherFocusReason)

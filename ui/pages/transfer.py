"""Offline files: work that goes round on a stick. Three steps at the left, what the one in front does and what came of
it at the right.

Refuses to hand anything over before a key is pressed on the page that says how many go, where to, and what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from counter_app.by_hand import Drive, Exported, Ready, Taken
from ui.look import Look
from ui.pages.page import Page
from ui.sticking import Imported, StickView, Task
from ui.widgets.box import Box, KeyCap, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.notice import BannerBox
from ui.widgets.pressable import KeyButton, Pressable
from ui.widgets.scroll import ScrollColumn
from ui.widgets.tiles import two_lines
from ui.widgets.words import Line, Sign, Words

STEPS_WIDE, STEPS_WIDE_LARGE = 360, 300  # px at 100 %
NAME_MOST = 16  # characters of a stick's name on its key


class TransferPage(Page):
    """`chosen(Task)`: another step. `exported(folder)`: take out now. `asked(Task)`: ask for the file or folder of a
    step. `resaved`: ask where answers go that found no room. `left`: back to what waits.
    """

    digits_choose = True
    chosen = Signal(object)
    exported = Signal(object)
    asked = Signal(object)
    resaved = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.main: KeyButton | None = None
        self.steps: dict[Task, _Step] = {}
        body = column(self, look, margins=(24, 18, 24, 16), gap=16)
        top = row(None, look, gap=12)
        top.addWidget(Words(look, self.tr("离线文件"), face="title"))
        top.addWidget(Words(look, self.tr("没有网时，用 U 盘带到有网的网点"), tone="ink2"), 1)
        self._back = KeyButton(look, self.tr("回到等待"), icon="arrow-left", key="Esc")
        self._back.clicked.connect(self.left)
        top.addWidget(self._back)
        body.addLayout(top)
        middle = row(None, look, gap=16)
        middle.addWidget(self._left())
        right = Box(look)
        frame = column(right, look, margins=(4, 4, 4, 4))
        area = ScrollColumn(look, margins=(20, 14, 20, 14))
        frame.addWidget(area, 1)
        self._detail = area.body
        frame.addWidget(Line(look))
        self._foot = row(None, look, margins=(20, 12, 20, 12), gap=10)
        frame.addLayout(self._foot)
        middle.addWidget(right, 1)
        body.addLayout(middle, 1)

    def _left(self) -> Box:
        look = self.look
        box = Box(look)
        box.setFixedWidth(look.px(STEPS_WIDE_LARGE if look.large else STEPS_WIDE))
        frame = column(box, look, margins=(4, 4, 4, 4))
        area = ScrollColumn(look, margins=(8, 8, 8, 8), gap=8)
        frame.addWidget(area)
        steps = area.body
        said = {
            Task.EXPORT: ("file-export", self.tr("导出离线文件"), self.tr("没有网的网点：把等着的业务带出去")),
            Task.IMPORT: ("file-import", self.tr("导入离线文件"), self.tr("有网的网点：替别处交给省平台")),
            Task.TAKE: ("inbox", self.tr("取回答复文件"), self.tr("原来的网点：把答复收进本机")),
        }
        for number, (task, (icon, title, hint)) in enumerate(said.items(), start=1):
            step = _Step(look, icon, title, hint, str(number))
            step.clicked.connect(partial(self._choose, task))
            self.steps[task] = step
            steps.addWidget(step)
        steps.addStretch(1)
        sealed = self.tr("文件是封好的，只有省平台能打开；交两次也不会办两次")
        foot = row(None, look, margins=(4, 4, 4, 4), gap=7)
        foot.addWidget(Sign(look, "shield-check", tone="ok", size=18), 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(Words(look, sealed, face="note", wrap=True), 1)
        steps.addLayout(foot)
        return box

    def show_stick(self, view: StickView) -> None:
        """Draw the step in front: what came of it, else what it does and the keys that do it."""
        had_focus = self.isVisible() and (self.main is None or self.main.hasFocus())
        empty(self._detail)
        empty(self._foot)
        self.main = None
        for task, step in self.steps.items():
            step.show_chosen(task is view.task)
        self._detail.addWidget(Words(self.look, self._titles(view.task), face="section"))
        self._detail.addSpacing(self.look.px(12))
        if view.busy:
            self._banner(*self._busy_words(view.task), kind="wait", icon="hourglass")
        elif view.done is not None:
            self._show_done(view.done)
        else:
            if view.trouble is not None:
                bold, plain = (self.look.say(one) for one in view.trouble)
                self._banner(bold, plain, kind="stop", icon="alert-triangle")
            self._show_task(view)
        self._detail.addStretch(1)
        self._foot.addStretch(1)
        appear(self._detail)
        appear(self._foot)
        if had_focus:
            self.focus_first()

    def _titles(self, task: Task) -> str:
        return self.steps[task].accessibleName()

    def _show_task(self, view: StickView) -> None:
        if view.task is Task.EXPORT:
            self._show_export(view.ready, view.drives)
        elif view.task is Task.IMPORT:
            self._show_import(online=view.online)
        else:
            self._show_take()

    def _show_export(self, ready: Ready | None, drives: tuple[Drive, ...]) -> None:
        if ready is None:
            self._detail.addWidget(Words(self.look, self.tr("正在看有多少要带走"), tone="ink2"))
            return
        left = self.tr("留下 {count} 件：排在被退回的后面，或照片不在本机，或一个文件装不下").format(count=ready.left)
        if not ready.operations:
            self._say(self.tr("带走什么"), self.tr("没有等着送出的业务，不用导出"), left if ready.left else "")
            self._add_main(self.tr("回到等待"), self.left.emit)
            return
        again = self.tr("其中 {count} 件以前导出过，再带一次不会办两次").format(count=ready.again)
        count = self.tr("{count} 件业务，照片 {pictures} 张").format(count=ready.operations, pictures=ready.pictures)
        lines = [words for words, said in ((again, ready.again), (left, ready.left)) if said]
        self._say(self.tr("带走什么"), count, *lines)
        self._say(
            self.tr("导出以后"),
            self.tr("业务仍存在本机等待，省平台答复前不算办成"),
            self.tr("不能再撤回；恢复联网后照常送，不会办两次"),
        )
        self._say(
            self.tr("告诉对方网点"),
            self.tr("在「等待」页按「离线文件」，选「导入」"),
            self.tr("导入后 U 盘上多一个答复文件，请一起带回来，在这里取回"),
        )
        where = self.tr("插着的 U 盘：{names}").format(names=self.tr("、").join(one.name for one in drives))
        self._say(self.tr("存到哪里"), where if drives else self.tr("没有插着的 U 盘，可以选文件夹"))
        for number, drive in enumerate(drives):
            words = self.tr("导出到 {name}").format(name=_short(drive.name))
            export = partial(self.exported.emit, drive.path)
            if number:
                self._detail.addWidget(self._key(words, export, icon="usb"), 0, Qt.AlignmentFlag.AlignLeft)
                self._detail.addSpacing(self.look.px(8))
            else:
                self._add(words, export, icon="usb")
        other = self.tr("别的文件夹…") if drives else self.tr("选文件夹并导出…")
        self._add(other, partial(self.asked.emit, Task.EXPORT), icon="folder")

    def _show_import(self, *, online: bool) -> None:
        if not online:
            now = self.tr("现在没有连上省平台，导入要在有网的窗口办")
            self._banner(now, "", kind="wait", icon="cloud-off")
        self._say(
            self.tr("做什么"),
            self.tr("把别的网点带来的离线文件交给省平台"),
            self.tr("本机只转交，看不到里面是谁的业务"),
        )
        self._say(
            self.tr("导入以后"),
            self.tr("答复存成文件，放在离线文件旁边"),
            self.tr("随 U 盘带回原来的网点，在那里取回；再导入一次不会办两次"),
        )
        self._add(self.tr("选离线文件并导入…"), partial(self.asked.emit, Task.IMPORT), icon="file-import")

    def _show_take(self) -> None:
        self._say(
            self.tr("做什么"),
            self.tr("把有网的网点带回来的答复收进本机"),
            self.tr("只收给本机的、省平台签过名的答复"),
        )
        self._say(
            self.tr("取回以后"),
            self.tr("确认的就此办成，退回的列入例外，等您处理"),
            self.tr("再取一次，或之后又联了网，都不会办两次"),
        )
        self._add(self.tr("选答复文件并取回…"), partial(self.asked.emit, Task.TAKE), icon="inbox")

    def _show_done(self, done: Exported | Imported | Taken) -> None:
        if isinstance(done, Exported):
            self._show_exported(done)
        elif isinstance(done, Imported):
            self._show_imported(done)
        else:
            self._show_taken(done)

    def _show_exported(self, done: Exported) -> None:
        said = self.tr("已导出 {count} 件，第 {serial} 号文件").format(count=done.operations, serial=done.serial)
        self._banner(said, str(done.path), kind="wait", icon="file-export")
        left = self.tr("还有 {count} 件不在文件里，仍在本机等待").format(count=done.left)
        self._say(
            self.tr("接下来"),
            self.tr("弹出 U 盘，带到有网的网点导入"),
            self.tr("导入后把旁边的答复文件带回来，在这里按 3 取回"),
            *((left,) if done.left else ()),
        )
        self._add_main(self.tr("回到等待"), self.left.emit)

    def _show_imported(self, done: Imported) -> None:
        came = done.came
        said = self.tr("省平台已答复：确认 {accepted}，退回 {refused}").format(
            accepted=came.accepted, refused=came.refused
        )
        put_off = self.tr("暂缓 {put_off}，没有受理 {left}").format(put_off=came.put_off, left=came.left)
        self._banner(said, put_off if came.put_off or came.left else "", kind="wait", icon="file-import")
        if came.known:
            known = self.tr("其中 {count} 件省平台早已办过，没有办第二次").format(count=came.known)
            self._say(self.tr("重复的"), known)
        if done.answers is None:
            why = self.look.say(done.trouble.message) if done.trouble is not None else ""
            self._banner(self.tr("答复没有存成"), why, kind="stop", icon="alert-triangle")
            self._say(self.tr("接下来"), self.tr("换个位置存答复；业务不会办两次"))
            self._add(self.tr("另存答复…"), self.resaved.emit, icon="folder")
            return
        self._say(self.tr("答复文件"), done.answers.name, str(done.answers.parent))
        self._say(self.tr("接下来"), self.tr("弹出 U 盘，答复文件随 U 盘带回原来的网点，在那里取回"))
        self._add_main(self.tr("回到等待"), self.left.emit)
        self._add(self.tr("再导入一个…"), partial(self.asked.emit, Task.IMPORT), icon="file-import")

    def _show_taken(self, done: Taken) -> None:
        said = self.tr("第 {serial} 号文件的答复已取回").format(serial=done.serial)
        counts = self.tr("确认 {accepted}，退回 {refused}，暂缓 {put_off}，早已答复 {before}").format(
            accepted=done.accepted, refused=done.refused, put_off=done.put_off, before=done.before
        )
        self._banner(said, counts, kind="stop" if done.refused else "ok", icon="inbox")
        if done.refused:
            self._say(self.tr("接下来"), self.tr("{count} 件被退回，列入例外，等您处理").format(count=done.refused))
        if done.put_off:
            later = self.tr("暂缓的 {count} 件仍在本机等待，下次带出或联网后再送").format(count=done.put_off)
            self._say(self.tr("暂缓的"), later)
        if done.older:
            again = self.tr("{count} 件对账后已重送，这是重送之前的答复，没有采用").format(count=done.older)
            self._say(self.tr("重送的"), again, self.tr("等联网或下一个文件的答复"))
        if done.unread:
            odd = self.tr("{count} 条读不懂，没有采用").format(count=done.unread)
            self._say(self.tr("读不懂的"), odd, self.tr("请导入的网点另给一份"))
        self._add_main(self.tr("去处理") if done.refused else self.tr("回到等待"), self.left.emit)
        self._add(self.tr("再取一个…"), partial(self.asked.emit, Task.TAKE), icon="inbox")

    def _busy_words(self, task: Task) -> tuple[str, str]:
        said = {
            Task.EXPORT: self.tr("正在导出"),
            Task.IMPORT: self.tr("正在交给省平台，线路慢时要几分钟"),
            Task.TAKE: self.tr("正在取回答复"),
        }
        return said[task], self.tr("先不要拔 U 盘；可以去别的页面，办完会说")

    def _say(self, heading: str, bold: str, *plain: str) -> None:
        look = self.look
        self._detail.addWidget(Words(look, heading, face="note", tone="ink2"))
        self._detail.addWidget(Words(look, bold, face="bodybold", wrap=True))
        for words in plain:
            if words:
                self._detail.addWidget(Words(look, words, tone="ink2", wrap=True))
        self._detail.addSpacing(look.px(14))

    def _banner(self, bold: str, plain: str, *, kind: str, icon: str) -> None:
        banner = BannerBox(self.look)
        banner.show_banner(bold, plain, kind=kind, icon=icon)
        self._detail.addWidget(banner)
        self._detail.addSpacing(self.look.px(14))

    def _add_main(self, words: str, what: Callable[[], None]) -> None:
        self._add(words, what, icon="arrow-left")

    def _add(self, words: str, what: Callable[[], None], *, icon: str) -> None:
        """A key at the foot; the first one is the main one."""
        key = self._key(words, what, icon=icon, main=self.main is None)
        self._foot.addWidget(key)
        self.main = self.main or key

    def _key(self, words: str, what: Callable[[], None], *, icon: str, main: bool = False) -> KeyButton:
        kind, cap = ("main", "Enter") if main else ("plain", "")
        key = KeyButton(self.look, words, kind=kind, icon=icon, key=cap, height=40)
        key.clicked.connect(lambda _on=False: what())
        return key

    def _choose(self, task: Task, _pressed: bool = False) -> None:
        self.chosen.emit(task)

    def digit(self, number: int) -> bool:
        """1 to 3: the steps."""
        if not 1 <= number <= len(Task):
            return False
        self.chosen.emit(list(Task)[number - 1])
        return True

    def escape(self) -> bool:
        """Back to what waits."""
        self.left.emit()
        return True

    def focus_first(self) -> None:
        """On the key that does what the step in front is for."""
        (self.main or self._back).setFocus(Qt.FocusReason.OtherFocusReason)


class _Step(Pressable):
    """One of the three, with its number key; a tick where it is in front."""

    def __init__(self, look: Look, icon: str, title: str, hint: str, number: str) -> None:
        super().__init__(look, kind="tile", name=title)
        self._hint = hint
        layout = row(self, look, margins=(13, 10, 10, 10), gap=11)
        layout.addWidget(Sign(look, icon, size=20))
        layout.addWidget(two_lines(look, title, hint, face="bodybold"), 1)
        layout.addWidget(KeyCap(look, number))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_chosen(self, chosen: bool) -> None:
        """Draw it as the one in front, or not."""
        self.paint_as("chosen" if chosen else "tile", border=2 if chosen else 1)
        self.setAccessibleDescription(f"{self._hint} ✓" if chosen else self._hint)


def _short(name: str) -> str:
    return name if len(name) <= NAME_MOST else f"{name[: NAME_MOST - 1]}…"

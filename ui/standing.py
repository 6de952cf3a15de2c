"""How things stand round the window, for the strip and the opening check: line, waiting work, reader, printer, who,
where.

Refuses to guess: what nobody has told yet is drawn as not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from counter_app.desk.views import Place, Session
from counter_app.domain.operation import Waiting
from counter_app.domain.text import Text
from counter_app.ports import Line, LineKind


class ReaderState(StrEnum):
    """What is known of a reader. OTHER: what lies there is not of the person of the open visit."""

    STARTING = "starting"
    NONE = "none"
    EMPTY = "empty"
    CARD = "card"
    UNREAD = "unread"
    OTHER = "other"
    TROUBLE = "trouble"


class StoreState(StrEnum):
    """Whether the data of this counter is open."""

    OPENING = "opening"
    WHOLE = "whole"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class PapersStanding:
    """Papers on their way: how many wait or print, how many failed and want a clerk; `why` the first one does not come
    out, or the printer would not print. `known`: a printer or the rows have been asked.
    """

    waiting: int = 0
    failed: int = 0
    why: Text | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the frames show that is no page's business. `id_reader` None: this counter has none. `unread`: why the
    card that lies there could not be read, and what to do. `clock_trouble`: likewise of this machine's clock.
    `approvals`: how many wait for the word of whoever is on duty.
    """

    place: Place
    line: Line | None = None
    waiting: Waiting = field(default_factory=Waiting)
    reader: ReaderState = ReaderState.STARTING
    reader_in_process: bool = False
    unread: tuple[Text, Text] | None = None
    id_reader: ReaderState | None = None
    printer_set: bool = False
    papers: PapersStanding = field(default_factory=PapersStanding)
    session: Session | None = None
    store: StoreState = StoreState.OPENING
    store_words: Text | None = None
    clock_trouble: Text | None = None
    approvals: int = 0


LINE_WORDS: dict[LineKind, Text] = {
    LineKind.UNTRIED: Text("正在连省平台", "Reaching the platform"),
    LineKind.ONLINE: Text("在线", "Online"),
    LineKind.NO_NETWORK: Text("无网络", "No network"),
    LineKind.NO_PLATFORM: Text("有网络，未连上平台", "Network, but no platform"),
    LineKind.NOT_NOW: Text("平台暂不受理", "Platform says not now"),
}


READER_IN_PROCESS = Text("模拟卡在程序内", "card simulated here")


SHORT_LINE_WORDS: dict[LineKind, Text] = {  # beside two counts
    LineKind.NO_NETWORK: Text("无网络", "no network"),
    LineKind.NO_PLATFORM: Text("未连上平台", "no platform"),
    LineKind.NOT_NOW: Text("暂不受理", "not now"),
}
FEW = 100


@dataclass(frozen=True, slots=True)
class LineLook:
    """What the line slot shows: kind of ground, icon, bold words, plain words under them."""

    kind: str
    icon: str
    bold: Text
    plain: Text | None


def line_look(standing: Standing, *, clock: str) -> LineLook:
    """The line slot. "Nothing waits" is said only when nothing waits and nothing was turned down; `clock`: since
    when.
    """
    line, waiting = standing.line, standing.waiting
    counts = _counts(waiting)
    if line is None or line.kind is LineKind.UNTRIED:
        return LineLook("plain", "cloud", Text("在连平台", "Connecting"), counts)
    if line.kind is LineKind.ONLINE:
        if counts is None:
            return LineLook("ok", "cloud-check", Text("在线", "Online"), Text("无等待", "nothing waiting"))
        return LineLook("wait", "cloud-up", Text("在线", "Online"), counts)
    bold = Text(f"离线 自 {clock}", f"Offline since {clock}")
    return LineLook("wait", "cloud-off", bold, counts)


def _counts(waiting: Waiting) -> Text | None:
    if waiting.unsent and waiting.refused:  # both in one line: short
        zh_both = f"等待 {waiting.unsent}·例外 {waiting.refused}"
        return Text(zh_both, f"{waiting.unsent} wait, {waiting.refused} to settle")
    if waiting.unsent:
        words = "件等待送达" if waiting.unsent < FEW else "件等待"
        return Text(f"{waiting.unsent} {words}", f"{waiting.unsent} waiting")
    if waiting.refused:
        return Text(f"{waiting.refused} 件例外", f"{waiting.refused} to settle")
    return None

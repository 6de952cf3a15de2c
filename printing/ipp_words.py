"""What a printer says of itself in keywords (RFC 8011 5.4.12, PWG 5100.9), in words for a counter: what is wrong, what
to do, and that papers go on by themselves then.

Refuses to repeat what holds nothing up: toner that runs low is no reason to wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from counter_app.domain.text import Text, same
from printing.ipp import many

STOPPED = 5  # printer-state

_WORDS: tuple[tuple[tuple[str, ...], Text], ...] = (
    (("media-empty", "media-needed"), Text("缺纸：加纸后自动继续", "Out of paper: put some in, it goes on by itself")),
    (("media-jam",), Text("卡纸：取出卡住的纸，自动继续", "Paper jam: take the paper out, it goes on by itself")),
    (
        ("cover-open", "door-open", "interlock-open", "input-tray-missing", "output-tray-missing"),
        Text("打印机的盖子或纸盒没有关好：关好后自动继续", "A cover or tray is open: close it, it goes on by itself"),
    ),
    (
        ("toner-empty", "marker-supply-empty", "marker-supply-missing", "developer-empty", "opc-life-over"),
        Text("没有碳粉或墨水：换好后自动继续", "No toner or ink: replace it, it goes on by itself"),
    ),
    (
        ("marker-waste-full", "output-area-full", "spool-area-full"),
        Text(
            "打印机的废粉盒、出纸盘或存储满了：清空后自动继续",
            "A container or tray is full: empty it, it goes on by itself",
        ),
    ),
    (
        ("offline", "connecting-to-device", "timed-out", "shutdown"),
        Text(
            "打印服务连不上打印机：看是否开机、线是否插好，连上后自动继续",
            "The print service cannot reach the printer: look whether it is on and connected, it goes on by itself",
        ),
    ),
    (
        ("fuser-over-temp", "fuser-under-temp", "opc-near-eol", "cutter-error", "motor-failure"),
        Text("打印机故障：看打印机面板", "The printer has a fault: look at its panel"),
    ),
)
_PAUSED = Text(
    "打印队列停了{said}：请管理员恢复（cupsenable），恢复后自动继续",
    "The print queue is stopped{said}: an administrator starts it again (cupsenable), papers go on by themselves",
)


def why_waiting(printer: Mapping[str, Any]) -> Text | None:
    """Of the printer's attributes: why a paper would wait, None where it would not."""
    reasons = [str(one) for one in many(printer.get("printer-state-reasons"))]
    found = first_of(reasons)
    if printer.get("printer-state") == STOPPED and (found is None or "paused" in reasons):
        said = found or same(str(printer.get("printer-state-message", "") or ""))
        return _PAUSED.format(said=Text(f"（{said.zh}）", f" ({said.en})") if said.zh else same(""))
    return found


def first_of(reasons: Iterable[str]) -> Text | None:
    """The words for the gravest of these keywords."""
    known = {_base(one) for one in reasons}
    return next((words for keywords, words in _WORDS if known & set(keywords)), None)


def _base(reason: str) -> str:
    """Without its weight: a report of a print service that it cannot reach its printer is as bad as an error."""
    return reason.removesuffix("-error").removesuffix("-warning").removesuffix("-report")

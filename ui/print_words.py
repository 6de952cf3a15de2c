"""How the printing of a paper stands, as chip and reason. Refuses to say 已打印 before the printer has."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.moments import say_clock
from counter_app.domain.print_job import NONE_SET, PrintJob, PrintState, Role
from counter_app.domain.text import Text, same
from ui.standing import Standing

_SLOT = 14  # characters


ON_ITS_WAY = Text("在送打印机", "On its way to the printer")
_MORE = Text("点击看等着打印的纸（Ctrl+R）", "Click for the papers that wait (Ctrl+R)")


@dataclass(frozen=True, slots=True)
class PrinterLook:
    """What the strip shows of the printer: shape, tone, words, fewer words, and a hint."""

    shape: str
    tone: str
    words: Text
    short: Text
    hint: Text = _MORE


def printer_look(standing: Standing) -> PrinterLook:
    """The gravest first: a paper that failed, one that waits, a printer that would not print."""
    papers = standing.papers
    why, hint = papers.why, _MORE
    if why is not None:
        hint = Text(f"{why.zh}\n{_MORE.zh}", f"{why.en}\n{_MORE.en}")
    if papers.failed:
        words = Text(f"{papers.failed} 份没打成", f"{papers.failed} not printed")
        return PrinterLook("alert-triangle", "stop", words, words, hint)
    if papers.waiting and why is not None:
        counted, reason = Text(f"{papers.waiting} 份在等", f"{papers.waiting} waiting"), in_short(why)
        return PrinterLook(
            "alert-triangle",
            "wait",
            Text(f"{reason.zh}·{counted.zh}", f"{reason.en}, {counted.en}"),
            counted,
            hint,
        )
    return _at_work(papers.waiting) if papers.waiting else _at_rest(standing, hint)


def _at_work(waiting: int) -> PrinterLook:
    words = Text(f"在打印 {waiting} 份", f"{waiting} printing")
    return PrinterLook("circle-dashed", "ink", words, Text("在打印", "printing"))


def _at_rest(standing: Standing, hint: Text) -> PrinterLook:
    """Nothing is on its way."""
    papers = standing.papers
    if not standing.printer_set:
        words = Text("未设打印机", "no printer set")
        return PrinterLook("circle-dashed", "ink", words, words, same(""))
    if papers.why is not None:
        reason = in_short(papers.why)
        return PrinterLook("alert-triangle", "wait", reason, reason, hint)
    if not papers.known:
        words = Text("已设", "set")
        return PrinterLook("circle-dashed", "ink", words, words)
    words = Text("就绪", "ready")
    return PrinterLook("circle-check", "ok", words, words)


def in_short(why: Text) -> Text:
    """What is wrong, without what to do about it: no more than a slot of the strip holds."""
    zh, en = why.zh.partition("：")[0].partition("（")[0], why.en.partition(":")[0].partition(" (")[0]
    return Text(zh if len(zh) <= _SLOT else f"{zh[:_SLOT]}…", en if len(en) <= 2 * _SLOT else f"{en[: 2 * _SLOT]}…")


def job_chip(job: PrintJob | None, *, can_print: bool) -> tuple[str, str, Text]:
    """Kind, icon and words of the chip of a paper's newest job."""
    if job is None:
        if can_print:
            return "plain", "printer", Text("未打印", "Not printed")
        return "plain", "printer-off", Text("未设打印机", "No printer set")
    if job.state is PrintState.DONE:
        clock = say_clock(job.changed_at)
        return "ok", "printer", Text(f"已打印 {clock}", f"Printed {clock}")
    if job.state is PrintState.FAILED:
        if job.closed:
            return "plain", "printer", Text("未打印，已了结", "Not printed, closed")
        said = (
            Text("可能已出纸，请看一眼", "May have come out: look") if job.unsure else Text("没有打成", "Not printed")
        )
        return "stop", "alert-triangle", said
    waits = job.reason is not None
    words = Text("排队等打印", "Queued") if job.state is PrintState.QUEUED else Text("在打印", "Printing")
    return ("wait", "clock", words) if waits else ("plain", "printer", words)


def job_reason(job: PrintJob | None, role: Role, *, can_print: bool) -> Text | None:
    """Why it waits or failed; where there is no printer, how to set one."""
    if not can_print:
        return NONE_SET[role].advice
    return job.reason if job is not None and job.state is not PrintState.DONE else None

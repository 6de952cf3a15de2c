"""How the printing of a paper stands, as chip and reason. Refuses to say 已打印 before the printer has."""

from __future__ import annotations

from counter_app.domain.errors import NoPagePrinter, NoPrinter
from counter_app.domain.moments import say_clock
from counter_app.domain.print_job import PrintJob, PrintState, Role
from counter_app.domain.text import Text

_NONE_SET = {Role.RECEIPT: NoPrinter, Role.FORM: NoPagePrinter}


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
        return _NONE_SET[role].advice
    return job.reason if job is not None and job.state is not PrintState.DONE else None

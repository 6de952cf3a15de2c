"""What doctor tells of papers that are stuck on their way to a printer. Refuses to print, and to drop any."""

from __future__ import annotations

from counter_app.commands.findings import OK, TROUBLE, Finding, trouble
from counter_app.domain.errors import CounterError
from counter_app.domain.print_job import PrintState
from counter_app.domain.text import Text
from counter_app.wiring import Counter

_TITLE = Text("等着打印的纸", "Papers on their way")
_NONE = Text("没有", "none")
_STUCK = Text("{waiting} 份在等，{failed} 份没打成{why}", "{waiting} wait, {failed} were not printed{why}")
_LOOK = Text(
    "在窗口按 Ctrl+R，或 counter print-jobs：重打、已出纸，或不打了",
    "Ctrl+R at the window, or counter print-jobs: again, it is here, or not any more",
)


def papers_row(counter: Counter) -> Finding:
    """How many wait or failed, and why the first does."""
    try:
        jobs = counter.store().print_jobs()
    except CounterError as error:
        return trouble("papers", _TITLE, error)
    if not jobs:
        return Finding("papers", _TITLE, OK, _NONE)
    failed = sum(job.state is PrintState.FAILED for job in jobs)
    reason = next((job.reason for job in jobs if job.reason is not None), None)
    why = Text(f"：{reason.zh}", f": {reason.en}") if reason is not None else Text("", "")
    return Finding("papers", _TITLE, TROUBLE, _STUCK.format(waiting=len(jobs) - failed, failed=failed, why=why), _LOOK)

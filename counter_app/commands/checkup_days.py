"""What doctor tells of days that were never found equal with the platform.

Refuses to compare anything: it tells what was kept.
"""

from __future__ import annotations

from counter_app.commands.findings import OK, TROUBLE, Finding, trouble
from counter_app.desk.reconciling import LOOKED_BACK, days
from counter_app.domain.errors import CounterError
from counter_app.domain.moments import local
from counter_app.domain.text import Text
from counter_app.wiring import Counter

_DAYS = Text("对账", "Reconciliation")


def days_row(counter: Counter) -> Finding:
    """Earlier days with work that are not equal; trouble once one lies before the days that are looked back on."""
    try:
        today = local(counter.onward.now()).date()
        left = [one.day for one in days(counter.store(), today)[1:] if one.open]
    except CounterError as error:
        return trouble("reconciled", _DAYS, error)
    if not left:
        return Finding("reconciled", _DAYS, OK, Text("以前的日子都已对平", "every earlier day is equal"))
    count, first = len(left), min(left)
    words = Text(f"还有 {count} 天没有对平，最早 {first}", f"{count} days are not equal yet, the first {first}")
    if first >= today - LOOKED_BACK:
        return Finding("reconciled", _DAYS, OK, words)
    advice = Text(f"逐天对账：counter reconcile --day {first}", f"Compare them: counter reconcile --day {first}")
    return Finding("reconciled", _DAYS, TROUBLE, words, advice)

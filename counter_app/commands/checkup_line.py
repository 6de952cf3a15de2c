"""What doctor tells of this counter's clock, of how long it has gone on without the platform, and of how long it waits
between two tries.

Refuses to set a clock and to ask the platform a second time: it tells what the last greeting found.
"""

from __future__ import annotations

from counter_app.commands.findings import OK, TROUBLE, Finding, trouble
from counter_app.desk.standing_words import said_of
from counter_app.domain.alone import alone, refusal, warning
from counter_app.domain.errors import CounterError
from counter_app.domain.moments import say_full
from counter_app.domain.text import Text
from counter_app.wiring import Counter

_CLOCK, _ALONE = Text("本机时钟", "Clock"), Text("没有省平台的时间", "Without the platform")
_PACE = Text("断线后再试", "Trying again")
SHORTEST = 60.0  # seconds; docs/faults.md shows what less does to a province whose line comes back
_SET = Text("请管理员校准系统时间，并打开自动校时", "Have the system's time set right, and kept right by itself")


def line_rows(counter: Counter) -> tuple[Finding, ...]:
    """Clock and limits of the pack; one row of trouble where the store or the rules cannot be read."""
    try:
        return _clock(counter), _alone(counter)
    except CounterError as error:
        return (trouble("clock", _CLOCK, error),)


def _clock(counter: Counter) -> Finding:
    offset = counter.store().contact().offset
    wrong = said_of(counter.onward.set_back(), offset)
    if wrong is not None:
        return Finding("clock", _CLOCK, TROUBLE, wrong, _SET)
    if offset is None:
        return Finding("clock", _CLOCK, OK, Text("还没有和省平台比对过", "never compared with the platform yet"))
    seconds = round(abs(offset))
    words = Text(f"与省平台相差 {seconds} 秒", f"{seconds} seconds from the platform's")
    return Finding("clock", _CLOCK, OK, words)


def _alone(counter: Counter) -> Finding:
    known, limits = counter.store().contact(), counter.rules().province.limits
    now = counter.onward.machine.now()
    heard = known.heard_by(now)
    how = alone(heard, known.unsent, now=now)
    told = warning(how, limits)
    if told is not None:
        no = refusal(how, limits)
        advice = (
            no.what_next if no is not None else Text("尽快恢复线路，把等待的送出", "Mend the line, send what waits")
        )
        return Finding("alone", _ALONE, TROUBLE, told, advice)
    since = (
        Text("上次联系", "last heard")
        if known.offset is not None
        else Text("还没有联系过，建立于", "never heard, made")
    )
    when = say_full(heard)
    words = Text(f"{since.zh} {when}，等待 {known.unsent} 件", f"{since.en} {when}, {known.unsent} waiting")
    return Finding("alone", _ALONE, OK, words)


def pace_row(counter: Counter) -> Finding:
    """How long it waits at most between two tries without a line."""
    try:
        seconds = counter.longest_wait()
    except CounterError as error:
        return trouble("pace", _PACE, error)
    words = Text(f"最多每 {seconds:g} 秒试一次", f"after {seconds:g} seconds at the latest")
    if counter.practice or seconds >= SHORTEST:
        return Finding("pace", _PACE, OK, words)
    advice = Text(
        "全省线路恢复时会同时涌向平台：把规则包的 longest_wait_seconds 设为 300",
        "All counters would come back at once: set longest_wait_seconds of the rule pack to 300",
    )
    return Finding("pace", _PACE, TROUBLE, words, advice)

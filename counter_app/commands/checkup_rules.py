"""What doctor tells of the province's rules: pack, version, whether they are in force, since when, by whose word.

Refuses to fetch anything: what the platform has signed is told as the courier found it.
"""

from __future__ import annotations

from datetime import timedelta

from counter_app.commands.findings import OFF, OK, TROUBLE, Finding, trouble
from counter_app.domain.errors import CounterError
from counter_app.domain.moments import today_in_china
from counter_app.domain.text import Text
from counter_app.provinces import Loaded, RulesNotInForce, must_be_signed
from counter_app.provinces.statement import StatementRefused
from counter_app.wiring import Counter

_TITLE = Text("省级规则包", "Province rule pack")
_AHEAD = timedelta(days=14)
_BY_FILE = Text("规则包所写", "as the pack says")


def rules_row(counter: Counter) -> Finding:
    """The rules in use; what is wrong with a newer file that is not, or with what the platform has signed."""
    try:
        loaded = counter.rules()
    except CounterError as error:
        return trouble("rules", _TITLE, error)
    name, fault, doubt = standing(loaded), loaded.fault, loaded.word.doubt
    if fault is not None:
        words = Text(
            f"沿用 {name.zh}；新文件有错，{fault.message.zh}",
            f"{name.en} stays in use; the newer file is wrong: {fault.message.en}",
        )
        return Finding("rules", _TITLE, TROUBLE, words, fault.what_next)
    if doubt is None:
        return _unsigned(counter, loaded) or Finding("rules", _TITLE, OK, name)
    words = Text(
        f"{name.zh}；省平台签署的不采用：{doubt.zh}",
        f"{name.en}; what the platform signed is not taken: {doubt.en}",
    )
    return Finding("rules", _TITLE, TROUBLE, words, StatementRefused.advice)


def _unsigned(counter: Counter, loaded: Loaded) -> Finding | None:
    """A file of its own that a real counter refuses to work by."""
    try:
        if not counter.practice:
            must_be_signed(loaded)
    except RulesNotInForce as error:
        return trouble("rules", _TITLE, error)
    return None


def calendar_row(counter: Counter) -> tuple[Finding, ...]:
    """Until when days of rest are known: nothing where the rules cannot be read, or do not say."""
    title = Text("放假安排", "Holidays")
    try:
        until = counter.rules().province.calendar.published_until
    except CounterError:  # told in the row of the rules
        return ()
    if until is None:
        return ()
    words = Text(
        f"已公布到 {until}；以后的期限暂按法定节假日推算",
        f"published until {until}; later days are counted by the law's own holidays so far",
    )
    if today_in_china() + _AHEAD <= until:
        return (Finding("calendar", title, OK, words),)
    advice = Text("新一年的放假安排公布后，换用写进了它的规则包", "Use a pack that has the new year's, once published")
    return (Finding("calendar", title, OFF, words, advice),)


def standing(loaded: Loaded) -> Text:
    """Pack and version, whether they are in force, since (or from) when, and who says so."""
    pack, said = loaded.province, loaded.word.said
    name = Text(f"{pack.name.zh} {pack.version}", f"{pack.name.en} {pack.version}")
    if pack.draft:
        name = Text(f"{name.zh}（草案）", f"{name.en} (draft)")
    by, since = said.words if said is not None else _BY_FILE, pack.in_force_from
    if since is None:
        return Text(f"{name.zh}，{by.zh}", f"{name.en}, {by.en}")
    return Text(f"{name.zh}，{since} 起施行（{by.zh}）", f"{name.en}, in force from {since} ({by.en})")

"""What doctor tells of the platform's news: whose rows this counter keeps, how fresh they are, which reference data.

Refuses to fetch anything: it tells what the courier found.
"""

from __future__ import annotations

from counter_app.commands.findings import OFF, OK, TROUBLE, Finding, trouble
from counter_app.domain.errors import CounterError
from counter_app.domain.moments import say_full
from counter_app.domain.text import Text
from counter_app.feed import FeedPlace, ScopeRefused, words_of
from counter_app.feed_wiring import shelf
from counter_app.reference import KEYS, NAMES, ReferenceRefused, Standing
from counter_app.wiring import Counter

_FEED, _REFERENCE = Text("本机名单", "People kept here"), Text("基础数据", "Reference data")
_TITLES = {
    "banks": Text("银行", "banks"),
    "outlets": Text("网点", "outlets"),
    KEYS: Text("各柜台公钥", "keys of counters"),
}


def news_rows(counter: Counter) -> tuple[Finding, ...]:
    """One row for the people, one for the reference data: what is wrong with one says nothing of the other."""
    return _people(counter), _reference(counter)


def _people(counter: Counter) -> Finding:
    try:
        return _kept(counter.store().feed())
    except CounterError as error:
        return trouble("feed", _FEED, error)


def _kept(place: FeedPlace | None) -> Finding:
    if place is None:
        advice = Text("登记后，连上省平台时自动取", "It comes by itself once the counter is enrolled and has a line")
        return Finding("feed", _FEED, OFF, Text("还没有取过", "nothing was fetched yet"), advice)
    if place.trouble is not None:
        why = ScopeRefused(why=place.trouble)
        return Finding("feed", _FEED, TROUBLE, why.message, why.what_next)
    area = words_of(place.scope)
    when = say_full(place.heard_at) if place.heard_at is not None else "—"
    if place.next is not None:
        words = Text(
            f"{area.zh}，正在取，已有 {place.rows} 人", f"{area.en}, being fetched, {place.rows} people so far"
        )
        return Finding("feed", _FEED, OFF, words)
    return Finding(
        "feed", _FEED, OK, Text(f"{area.zh}，{place.rows} 人，{when}", f"{area.en}, {place.rows} people, {when}")
    )


def _reference(counter: Counter) -> Finding:
    try:
        return _in_use([shelf(counter).standing(name) for name in NAMES])
    except CounterError as error:
        return trouble("reference", _REFERENCE, error)


def _in_use(standings: list[Standing]) -> Finding:
    said = [_version(one) for one in standings]
    words = Text("；".join(one.zh for one in said), "; ".join(one.en for one in said))
    if any(one.doubt is not None for one in standings):
        return Finding("reference", _REFERENCE, TROUBLE, words, ReferenceRefused.advice)
    known = all(one.document is not None for one in standings if one.name != KEYS)  # before 1.7 there are none
    return Finding("reference", _REFERENCE, OK if known else OFF, words)


def _version(one: Standing) -> Text:
    title, document = _TITLES[one.name], one.document
    if document is None:
        words = Text(f"{title.zh}未取到", f"no {title.en} yet")
    else:
        day, entries = say_full(document.signed_at), len(document.items) + len(document.keys)
        words = Text(
            f"{title.zh}第 {document.version} 版（{day} 签署，{entries} 条）",
            f"{title.en} version {document.version} (signed {day}, {entries} entries)",
        )
    if one.doubt is None:
        return words
    return Text(f"{words.zh}；收到的不采用：{one.doubt.zh}", f"{words.en}; what came is not taken: {one.doubt.en}")

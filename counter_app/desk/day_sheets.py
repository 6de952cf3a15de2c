"""The day-end report and the custody list as papers: the counts of `day_ending` in words, masked.

Refuses to call a day sound that is not: what differs is said first.
"""

from __future__ import annotations

from datetime import date, datetime

from counter_app.desk import day_ending
from counter_app.desk.given_papers import frame
from counter_app.desk.station import Station
from counter_app.domain.day_end import Check, Count, DayEnd, Standing, Tally, standing_of
from counter_app.domain.errors import NotFound
from counter_app.domain.form_papers import Balance, Bar, CustodyList, CutCard, DayEndSheet, Frame, SheetTable
from counter_app.domain.moments import local, say_clock
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card
from counter_app.domain.numerals import capital, capital_money
from counter_app.domain.receipt import Row
from counter_app.domain.series import Series
from counter_app.domain.text import Text, same

DAY_END = Text("日终报表", "Day-end report")
CUSTODY = Text("收回并剪角卡片移交清单", "List of cards taken back and cut")
BETWEEN = ".."
STANDINGS = {
    Standing.CONFIRMED: Text("平台已确认", "Confirmed"),
    Standing.WAITING: Text("等待平台", "Waiting"),
    Standing.SETTLED: Text("退回已处理", "Turned down, settled"),
    Standing.WITHDRAWN: Text("撤回", "Withdrawn"),
    Standing.REFUSED: Text("退回未处理", "Turned down, open"),
}
COUNTS = {
    Count.ANSWERS: Text("平台应答", "Answers"),
    Count.RECEIPTS: Text("回执号", "Receipts"),
    Count.TRAIL: Text("审计记录", "Trail"),
    Count.CARDS: Text("领用新卡", "New cards"),
}
_ALL, _NONE = Text("办理", "All"), Text("没有", "None")


def key_of_day(_station: Station, key: str) -> str:
    """A day, 2026-11-22. Raises NotFound."""
    return _day(key).isoformat()


def key_of_span(_station: Station, key: str) -> str:
    """One day, or two with .. between. Raises NotFound."""
    first, last = _span(key)
    return f"{first.isoformat()}{BETWEEN}{last.isoformat()}"


def _span(key: str) -> tuple[date, date]:
    first, _between, last = key.partition(BETWEEN)
    return _day(first), _day(last or first)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said.strip())
    except ValueError as error:
        raise NotFound(what=Text(f"日期 {said}", f"The day {said}")) from error


def report(station: Station, key: str) -> DayEndSheet:
    """The end of that day as it stands now. Raises NotFound, BadInput."""
    end = day_ending.of_day(station, _day(key))
    clerk = station.session.clerk if station.session is not None else ""
    rules = (rule for one in end.kinds if (rule := station.province.procedures.get(one.name)) is not None)
    basis = dict.fromkeys(one.words for rule in rules for one in rule.basis if not one.example)
    number = f"{end.book.outlet}-{end.book.window}-{end.book.day:%y%m%d}"
    return sheet(end, frame(station, DAY_END, at=end.at, clerk=clerk, number=number, basis=tuple(basis)))


def sheet(end: DayEnd, titled: Frame) -> DayEndSheet:
    """What the counts of a day are in words."""
    return DayEndSheet(
        frame=titled,
        verdict=verdict(end),
        balances=(_here(end), *(_balance(end, check) for check in end.checks)),
        bars=tuple(_bar(one) for one in end.kinds),
        tables=(*_tables(end), *_open(end)),
        rows=_rows(end),
    )


def verdict(end: DayEnd) -> Text:
    """What the day comes to, in a sentence."""
    waiting = end.all_of(Standing.WAITING)
    zh = [f"{COUNTS[one.count].zh}不相等" for one in end.checks if not one.equal]
    en = [f"{COUNTS[one.count].en.lower()} differ" for one in end.checks if not one.equal]
    for series, name in ((end.successors, ("接替回执号", "successors")), (end.notices, ("告知书号", "notices"))):
        if not series.whole:
            zh.append(f"{name[0]}不连续")
            en.append(f"{name[1]} not in series")
    first = Text("逐项相等", "All counts are equal") if end.balanced else Text("；".join(zh), "; ".join(en))
    if not waiting:
        return first
    return Text(f"暂定：{waiting} 件等待平台；{first.zh}", f"Provisional: {waiting} wait for the platform; {first.en}")


def _here(end: DayEnd) -> Balance:
    zh = "，".join(f"{one.name} 办 {one.all}" for one in end.clerks) or _NONE.zh
    en = ", ".join(f"{one.name}: {one.all}" for one in end.clerks) or _NONE.en
    return Balance(Text("本机办理", "Recorded here"), end.works, Text(zh, en), equal=True)


def _balance(end: DayEnd, check: Check) -> Balance:
    words = {
        Count.ANSWERS: _answers(end),
        Count.RECEIPTS: say_series(end.receipts),
        Count.TRAIL: Text("与办理一致", "as recorded") if check.equal else _differs(check),
        Count.CARDS: Text("无重复", "none twice") if check.equal else _differs(check),
    }[check.count]
    return Balance(COUNTS[check.count], check.found, words, equal=check.equal)


def _differs(check: Check) -> Text:
    more = check.differs < 0
    return Text(
        f"{'多' if more else '差'} {abs(check.differs)}", f"{abs(check.differs)} {'more' if more else 'missing'}"
    )


def _answers(end: DayEnd) -> Text:
    parts = [(STANDINGS[one], end.all_of(one)) for one in Standing if one is not Standing.CONFIRMED]
    told = [(name, count) for name, count in parts if count]
    return Text(
        "，".join(f"{name.zh} {count}" for name, count in told) or "全部应答",
        ", ".join(f"{name.en.lower()} {count}" for name, count in told) or "all answered",
    )


def say_series(series: Series) -> Text:
    """First to last, and whether a number is missing."""
    if not series.count and not series.odd:
        return _NONE
    first, last = (one.split("-")[3] if one else "—" for one in (series.first, series.last))
    zh, en = [f"{first} 至 {last}"], [f"{first} to {last}"]
    for hole in series.holes:
        span = f"{hole.first:04}" if hole.count == 1 else f"{hole.first:04}–{hole.last:04}"
        zh.append(f"{'恢复数据跳过' if hole.explained else '缺'} {span}")
        en.append(f"{'passed over by a restore' if hole.explained else 'missing'} {span}")
    if series.twice:
        zh.append(f"重号 {len(series.twice)}")
        en.append(f"{len(series.twice)} twice")
    if series.odd:
        zh.append(f"不合号 {len(series.odd)}")
        en.append(f"{len(series.odd)} of another form")
    if not series.missing:
        zh.append("缺号 0")
        en.append("0 missing")
    return Text("，".join(zh), ", ".join(en))


def _bar(tally: Tally) -> Bar:
    done = tally.all - tally.of(Standing.WAITING) - tally.of(Standing.REFUSED)
    name = day_ending.titles().get(tally.name, same(tally.name))
    return Bar(name, done, tally.of(Standing.WAITING), tally.of(Standing.REFUSED))


def _tables(end: DayEnd) -> tuple[SheetTable, ...]:
    names = day_ending.titles()
    figures = frozenset(range(1, len(Standing) + 2))
    columns = (_ALL, *STANDINGS.values())
    return (
        SheetTable(
            Text("各类业务", "By task"),
            (Text("业务", "Task"), *columns),
            _lines([(names.get(one.name, same(one.name)), one) for one in end.kinds]),
            figures=figures,
            nothing=_NONE,
        ),
        SheetTable(
            Text("各经办", "By clerk"),
            (Text("工号", "Clerk"), *columns),
            _lines([(same(one.name), one) for one in end.clerks]),
            figures=figures,
            nothing=_NONE,
        ),
    )


def _lines(tallies: list[tuple[Text, Tally]]) -> tuple[tuple[Text, ...], ...]:
    return tuple(
        (name, *(same(str(count)) for count in (one.all, *(one.of(standing) for standing in Standing))))
        for name, one in tallies
    )


def _open(end: DayEnd) -> tuple[SheetTable, ...]:
    """What nobody has explained, one by one; nothing where there is nothing."""
    if not end.open:
        return ()
    names = day_ending.titles()
    rows = tuple(
        (
            same(one.receipt_number),
            names.get(one.operation.procedure, same(one.operation.procedure)),
            same(mask_name(one.operation.holder_name)),
            one.answer.reason if one.answer is not None and one.answer.reason is not None else same("—"),
        )
        for one in end.open
    )
    columns = (Text("回执号", "Receipt"), Text("业务", "Task"), Text("持卡人", "Holder"), Text("平台说", "Why"))
    return (SheetTable(Text("退回没有处理的", "Turned down and open"), columns, rows),)


def _rows(end: DayEnd) -> tuple[Row, ...]:
    told, yuan = end.told, f"{end.fen / 100:.2f}"
    given, back = len(end.given), len(end.back)
    void = "，".join(number.split("-")[3] for number in end.void)
    return (
        Row(Text("作废回执", "Void receipts"), same(f"{len(end.void)}（{void}）") if void else same("0")),
        Row(Text("接替回执", "Successors"), say_series(end.successors)),
        Row(Text("告知书", "Notices"), say_series(end.notices)),
        Row(Text("补打", "Reprints"), same(str(told.reprints))),
        Row(Text("没打成的", "Prints that failed"), same(str(told.failed_prints))),
        Row(Text("交出新卡", "Cards handed over"), Text(f"{given} 张（{capital(given)}张）", str(given))),
        Row(Text("收回剪角", "Cards cut"), Text(f"{back} 张（{capital(back)}张）", str(back))),
        Row(Text("收费", "Fees"), Text(f"{yuan} 元（{capital_money(end.fen)}）", f"{yuan} yuan")),
        Row(Text("审计链", "Trail"), Text(f"第 {told.length} 条，链头 {told.link}", f"{told.length}: {told.link}")),
    )


def custody(station: Station, key: str) -> CustodyList:
    """Cards taken back at this window from day to day. Raises NotFound, BadInput."""
    first, last = _span(key)
    cards = day_ending.taken_back(station, first, last)
    names, clerk = day_ending.titles(), station.session.clerk if station.session is not None else ""
    count = len(cards)
    return CustodyList(
        frame=frame(station, CUSTODY, at=station.moment(), clerk=clerk),
        span=Text(f"{first} 至 {last}", f"{first} to {last}") if first != last else same(first.isoformat()),
        cards=tuple(
            CutCard(
                at=_when(one.operation.accepted_at),
                card=mask_card(card),
                holder=mask_name(one.operation.holder_name),
                why=names.get(one.operation.procedure, same(one.operation.procedure)),
                receipt=one.receipt_number,
                clerk=one.operation.clerk,
                standing=STANDINGS[standing_of(one)],
            )
            for card, one in cards
        ),
        total=Text(f"合计 {count} 张（大写：{capital(count)}张）", f"{count} cards in all"),
    )


def _when(moment: datetime) -> Text:
    there = local(moment)
    return Text(f"{there.month}月{there.day}日 {say_clock(moment)}", f"{there.day} {there:%b} {say_clock(moment)}")

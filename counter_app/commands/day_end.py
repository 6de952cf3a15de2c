"""`counter day-end`: how a day at this window stands, on the terminal, as a file, on paper. `counter cut-cards`: the
list of cards taken back and cut.

Refuses to close a day; status 1 says that the counts do not come to the same. Names nobody.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from counter_app.commands.papers import Staying, pressed, staying
from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk, say_no, write_file
from counter_app.desk.day_ending import titles
from counter_app.desk.day_sheets import BETWEEN, COUNTS, STANDINGS, say_series, verdict
from counter_app.desk.desk import Desk
from counter_app.desk.paper_kinds import FILE
from counter_app.domain.day_end import DayEnd, Standing, Tally
from counter_app.domain.moments import today_in_china
from counter_app.domain.print_job import PrintState
from counter_app.domain.text import Text, same
from counter_app.rights import Right

_TOTAL, _ALL = Text("合计", "Total"), Text("办理", "All")
Pdf = Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="写成 PDF / write it as PDF")]
Printed = Annotated[bool, typer.Option("--print", help="送 A4 打印机 / to the printer for A4")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("day-end", help="日终报表 / how a day at this window stands")(day_end)
    app.command("cut-cards", help="收回并剪角卡片移交清单 / the list of cards taken back and cut")(cut_cards)


def day_end(
    day: Annotated[
        str,
        typer.Option("--date", metavar="DAY", help="哪一天，如 2026-11-21；缺省为今天 / which day, today if not said"),
    ] = "",
    pdf: Pdf = None,
    print_it: Printed = False,
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Operations, answers, receipt numbers, trail and cards of a day beside each other."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "day-end", Right.RECONCILE, clerk=clerk) as desk,
    ):
        wanted = _day(day)
        end = desk.day_end(wanted)
        paper = _papers(
            desk, "day-end", wanted.isoformat(), pdf=pdf, print_it=staying(counter, talk) if print_it else None
        )
        _tell(talk, end, paper)
        if not end.balanced:
            say_no()


def cut_cards(
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="从哪天；缺省为今天 / from that day")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="到哪天；缺省为今天 / to that day")] = "",
    pdf: Pdf = None,
    print_it: Printed = False,
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Write or print the list; it says how many cards are on it."""
    if pdf is None and not print_it:
        raise typer.BadParameter("--pdf / --print")
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "cut-cards", Right.RECONCILE, clerk=clerk) as desk,
    ):
        key = f"{_day(first)}{BETWEEN}{_day(last)}"
        paper = _papers(desk, "custody", key, pdf=pdf, print_it=staying(counter, talk) if print_it else None)
        talk.give({"span": key, **paper}, *_said(paper))


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said) if said else today_in_china()
    except ValueError as error:
        raise UsedWrongly(why=Text("日期写作 2026-01-31", "a day is written 2026-01-31")) from error


def _papers(desk: Desk, kind: str, key: str, *, pdf: Path | None, print_it: Staying | None) -> dict[str, Any]:
    """What became of it as a file, and on paper: how its job ended, or stood when patience ended."""
    told: dict[str, Any] = {}
    if pdf is not None:
        made = desk.paper_document(kind, key, way=FILE).pdf
        write_file(pdf, lambda path: path.write_bytes(made))
        told["pdf"] = str(pdf)
    if print_it is not None:
        told["print"] = pressed(desk, desk.print_paper(kind, key), **print_it).state.value
    return told


_PRINTS = {
    PrintState.QUEUED.value: Text("排队等打印机", "waits for the printer"),
    PrintState.PRINTING.value: Text("打印机在打", "the printer has it"),
    PrintState.DONE.value: Text("已打好", "printed"),
    PrintState.FAILED.value: Text("没打成，用窗口的打印列表处理", "failed; see the list of prints at the window"),
}


def _said(paper: dict[str, Any]) -> tuple[Text, ...]:
    lines = [Text(f"已写入 {paper['pdf']}", f"Written to {paper['pdf']}")] if "pdf" in paper else []
    if "print" in paper:
        state = _PRINTS[paper["print"]]
        lines.append(Text(f"打印：{state.zh}", f"Print: {state.en}"))
    return tuple(lines)


def _tell(talk: Talk, end: DayEnd, paper: dict[str, Any]) -> None:
    said = verdict(end)
    answer = {
        "day": end.book.day.isoformat(),
        "outlet": end.book.outlet,
        "window": end.book.window,
        "balanced": end.balanced,
        "provisional": end.provisional,
        "works": end.works,
        "counts": {
            one.count.value: {
                "found": one.found,
                "explained": one.explained,
                "differs": one.differs,
                "equal": one.equal,
            }
            for one in end.checks
        },
        "kinds": [_tally(one) for one in end.kinds],
        "clerks": [_tally(one) for one in end.clerks],
        "receipts": {"first": end.receipts.first, "last": end.receipts.last, "missing": end.receipts.missing},
        "void": list(end.void),
        "open": [one.receipt_number for one in end.open],
        "cards": {"given": len(end.given), "back": len(end.back)},
        "reprints": end.told.reprints,
        "failed_prints": end.told.failed_prints,
        "fees_fen": end.fen,
        "trail": {"length": end.told.length, "link": end.told.link},
        **paper,
    }
    head = Text(f"{end.book.day} {said.zh}", f"{end.book.day}: {said.en}")
    series = say_series(end.receipts)
    talk.give(answer, head, Text(f"回执号：{series.zh}", f"Receipts: {series.en}"), *_said(paper))
    talk.table(_counts(talk, end))
    names = titles()
    talk.table(_table(talk, Text("业务", "Task"), end.kinds, names))
    talk.table(_table(talk, Text("工号", "Clerk"), end.clerks, {}))


def _tally(one: Tally) -> dict[str, Any]:
    return {"name": one.name, "all": one.all, **{standing.value: one.of(standing) for standing in Standing}}


def _counts(talk: Talk, end: DayEnd) -> list[list[str]]:
    heading = (
        Text("核对", "Count"),
        Text("应有", "Wanted"),
        Text("实有", "Found"),
        Text("已说明", "Explained"),
        same(""),
    )
    lines = [[words.say(talk.language) for words in heading]]
    for one in end.checks:
        verdict_of = Text("相等", "equal") if one.equal else Text("不相等", "NOT equal")
        figures = [str(count) for count in (one.wanted, one.found, one.explained)]
        lines.append([COUNTS[one.count].say(talk.language), *figures, verdict_of.say(talk.language)])
    return lines


def _table(talk: Talk, name: Text, tallies: tuple[Tally, ...], names: dict[str, Text]) -> list[list[str]]:
    if not tallies:
        return []
    heading = [words.say(talk.language) for words in (name, _ALL, *STANDINGS.values())]
    rows = [
        [
            names.get(one.name, same(one.name)).say(talk.language),
            str(one.all),
            *(str(one.of(standing)) for standing in Standing),
        ]
        for one in tallies
    ]
    sums = [sum(one.all for one in tallies), *(sum(one.of(standing) for one in tallies) for standing in Standing)]
    return [heading, *rows, [_TOTAL.say(talk.language), *(str(count) for count in sums)]]

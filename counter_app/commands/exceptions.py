"""`counter exceptions`, `counter settle`: what the platform turned down, and one step about it.

Refuses to show names and numbers of people, and to do anything anew: that asks the holder, at a window.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk, write_file
from counter_app.desk.desk import Desk
from counter_app.desk.views import WaitingView
from counter_app.desk.views_exceptions import ExceptionView
from counter_app.domain.moments import say_full
from counter_app.domain.operation import Work
from counter_app.domain.settlement import CHOICES, Way, code_of
from counter_app.domain.text import Text, same
from counter_app.rights import Right

STDIN = "-"
_TAKEN_HERE = tuple(way.value for way in Way if way is not Way.REDO)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("exceptions", help="被平台退回、要人处理的业务 / what the platform turned down")(exceptions)
    app.command("settle", help="处理一笔被退回的业务 / take a step about refused work")(settle)


def exceptions(clerk: Clerk = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Each refused operation with both courses of events and the lawful ways on."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "exceptions", Right.SERVE, clerk=clerk) as desk,
    ):
        view = desk.waiting()
        told = {one.operation_id: one for one in view.exceptions}
        rows = [(work, told[work.operation.id]) for work in view.refused]
        count = len(rows)
        talk.give(
            {"exceptions": [_row(work, one, talk) for work, one in rows]},
            Text(f"{count} 件被退回，要人处理", f"{count} refused, to be settled"),
        )
        _table(rows, view, talk)


def settle(
    receipt: Annotated[
        str, typer.Argument(metavar="RECEIPT", help="回执号或业务编号 / receipt number or operation id")
    ],
    way: Annotated[
        str, typer.Option("--way", metavar="WAY", help=f"怎样处理：{'、'.join(_TAKEN_HERE)} / one of these")
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORDS", help="理由，- 为标准输入 / why, - for standard input")
    ],
    choice: Annotated[
        str,
        typer.Option(
            "--choice",
            metavar="CODE",
            help="转给谁 supervisor、platform；接通没有 reached、not-reached / to whom, or whether reached",
        ),
    ] = "",
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="接替回执存成 PDF / the successor as PDF")
    ] = None,
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """One step about a refused operation; where it ends it, the receipt's successor has its number."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        _must_be_known(way, choice)
        with at_desk(counter, "settle", Right.SERVE, clerk=clerk) as desk:
            why = sys.stdin.readline() if reason == STDIN else reason
            known = desk.receipt(receipt)
            number = desk.settle(known.operation_id, way, why, choice)
            if number and pdf is not None:
                write_file(pdf, lambda path: _save(desk, number, path))
        answer = {"operation": known.operation_id, "receipt": known.number, "way": way, "successor": number or None}
        gone = Text(f"已处理，接替回执 {number}", f"Settled; the successor is {number}")
        stays = Text("已记下，这一笔仍待处理", "Noted; it still has to be settled")
        talk.give(answer, gone if number else stays)


def _save(desk: Desk, number: str, path: Path) -> None:
    path.write_bytes(desk.receipt_pdf(number))


def _must_be_known(way: str, choice: str) -> None:
    """Raises UsedWrongly for a way or choice there is not, or one the way does not ask for."""
    if way not in _TAKEN_HERE:
        named = "、".join(_TAKEN_HERE)
        raise UsedWrongly(
            why=Text(f"--way 是 {named} 之一；重办要在窗口上办", f"--way is one of {named}; begin anew at a window")
        )
    choices = CHOICES.get(Way(way), {})
    if choice not in (choices or ("",)):
        named = "、".join(choices) or Text("没有选项", "nothing").zh
        raise UsedWrongly(why=Text(f"{way} 的 --choice 是 {named}", f"--choice of {way} is one of {list(choices)}"))


def _row(work: Work, told: ExceptionView, talk: Talk) -> dict[str, Any]:
    say = talk.language
    return {
        "id": work.operation.id,
        "receipt": work.receipt_number,
        "procedure": work.operation.procedure,
        "code": code_of(work) or None,
        "since": work.since.isoformat(),
        "means": [one.say(say) for one in told.means],
        "next": told.following.say(say),
        "ways": [one.id for one in told.ways],
        "behind": list(told.behind),
        "escalated": told.escalated.say(say) if told.escalated is not None else None,
        "course": [{"at": one.at.isoformat(), "here": one.here, "words": one.words.say(say)} for one in told.course],
    }


def _table(rows: list[tuple[Work, ExceptionView]], view: WaitingView, talk: Talk) -> None:
    titles, say = dict(view.titles), talk.language
    heading = (
        Text("回执号", "Receipt"),
        Text("业务", "Procedure"),
        Text("编码", "Code"),
        Text("退回时间", "Since"),
        Text("意味着", "It means"),
        Text("可以", "Ways"),
        Text("后面等着", "Behind it"),
    )
    lines = [
        (
            work.receipt_number,
            titles.get(work.operation.procedure, same(work.operation.procedure)).say(say),
            code_of(work),
            say_full(work.since),
            told.means[0].say(say),
            " ".join(one.id for one in told.ways),
            str(len(told.behind)),
        )
        for work, told in rows
    ]
    talk.table([[one.say(say) for one in heading], *lines] if lines else [])

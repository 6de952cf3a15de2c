"""`counter retention show|run`: how long what is kept of people stays, and erasing what is past its time.

Refuses to name anybody: counts only.
"""

from __future__ import annotations

import typer

from counter_app.commands.signed_in import Clerk, by_whom
from counter_app.commands.talk import Data, Json, Sets, counter_and_talk
from counter_app.domain.keeping import KIND_NAMES, Erased
from counter_app.domain.text import Text
from counter_app.retention_wiring import retention
from counter_app.rights import Right

NOBODY_KNOWS = Text(
    "还没有连上过省平台，不知道确切日期，不删除",
    "The platform was never heard: nobody knows the day, nothing is erased",
)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    part = typer.Typer(help="个人信息保存期限 / how long what is kept of people stays", no_args_is_help=True)
    part.command("show", help="各类保存多久，有多少已到期 / how long each kind stays, how much is past its time")(show)
    part.command("run", help="删除已到期的 / erase what is past its time")(run)
    app.add_typer(part, name="retention")


def show(clerk: Clerk = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Each kind with its days and basis, and how many rows are past their time."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        by_whom(counter, "retention show", None, clerk=clerk),
    ):
        keeping = retention(counter)
        due, known = keeping.due().counts(), keeping.before() is not None
        kept = counter.rules().province.kept_for
        rows = [
            {
                "kind": one.kind.value,
                "days": one.days,
                "due": due[one.kind.value],
                "basis": one.basis.words.say(talk.language),
            }
            for one in kept
        ]
        talk.give({"known": known, "kinds": rows}, *(() if known else (NOBODY_KNOWS,)))
        heading = Text("内容", "What"), Text("天数", "Days"), Text("已到期", "Past its time"), Text("依据", "Basis")
        lines = [
            [
                KIND_NAMES[one.kind].say(talk.language),
                str(one.days),
                str(due[one.kind.value]),
                one.basis.words.say(talk.language),
            ]
            for one in kept
        ]
        talk.table([[word.say(talk.language) for word in heading], *lines])


def run(clerk: Clerk = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Erase what is past its time, as the courier does once a day."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        by_whom(counter, "retention run", Right.SETTINGS, clerk=clerk) as session,
    ):
        keeping = retention(counter)
        known = keeping.before() is not None
        gone = keeping.run(clerk=session.clerk)
        talk.give({"known": known, "erased": gone.counts()}, _said(gone) if known else NOBODY_KNOWS)


def _said(gone: Erased) -> Text:
    counts = gone.counts()
    zh = "，".join(f"{name.zh} {counts[kind.value]}" for kind, name in KIND_NAMES.items())
    en = "; ".join(f"{name.en}: {counts[kind.value]}" for kind, name in KIND_NAMES.items())
    return Text(f"已删除：{zh}", f"Erased: {en}")

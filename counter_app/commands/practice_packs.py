"""`counter practice pack`: what the practice platform signs about this counter's rule pack.

Refuses to touch anything but the practice platform: the folder must be a practice folder.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from counter_app.commands.talk import Data, Json, Sets, UsedWrongly, counter_and_talk
from counter_app.domain.declaration import Declaration
from counter_app.domain.moments import today_in_china
from counter_app.domain.text import Text, same

Word = Annotated[
    str,
    typer.Argument(
        metavar="in-force|draft|nothing",
        help="签署为已施行、签署为草案、不再公布 / sign that it is in force, or a draft; publish nothing any more",
    ),
]
Since = Annotated[
    str, typer.Argument(metavar="[YYYY-MM-DD]", help="施行日期，默认今天 / in force from, today unless said")
]


def pack(word: Word, since: Since = "", data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Have the practice platform sign what it says of the pack in use; counters hear of it with their next pass."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        counter.must_be_practice()
        if word not in ("in-force", "draft", "nothing") or (since and word != "in-force"):
            why = Text("应为 in-force [日期]、draft 或 nothing", "say in-force [DATE], draft or nothing")
            raise UsedWrongly(why=why)
        if word == "nothing":
            counter.trainer().take_back(counter.settings["province"])
            talk.give({"pack": counter.settings["province"]}, Text("练习平台不再公布", "Nothing is published any more"))
            return
        said = counter.rules_in_use.declaration(since=_day(since) if word == "in-force" else None)
        counter.trainer().declare(said)
        day = said.in_force_from.isoformat() if said.in_force_from else None
        told = {"pack": said.pack, "version": said.version, "digest": said.digest, "in_force_from": day}
        talk.give(told, _words(said), same("counter sync"))


def _words(said: Declaration) -> Text:
    which = f"{said.pack} {said.version}"
    if said.in_force_from is None:
        return Text(f"练习平台已签署：{which} 是草案", f"The practice platform has signed: {which} is a draft")
    return Text(
        f"练习平台已签署：{which} 自 {said.in_force_from} 起施行",
        f"The practice platform has signed: {which} is in force from {said.in_force_from}",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else today_in_china()
    except ValueError as error:
        raise UsedWrongly(why=Text("日期写作 2027-01-01", "write the date as 2027-01-01")) from error

"""`counter data-copy`: a copy of what is kept here of a person, for that person, as a file asked for by name.

Refuses the number as an argument: it would stand in the shell's history and in the list of processes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, UsedWrongly, counter_and_talk, write_file
from counter_app.domain.identity_check import seen_by_clerk
from counter_app.domain.text import Text
from counter_app.rights import Right

_WAYS = tuple(way for way, _words in seen_by_clerk())


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("data-copy", help="给本人一份本机保存的信息（PDF） / a copy of what is kept of a person")(data_copy)


def data_copy(
    pdf: Annotated[Path, typer.Option("--pdf", metavar="FILE", help="写到哪个文件 / the file to write")],
    seen: Annotated[
        str,
        typer.Option(
            "--seen",
            metavar="WAY",
            help="看过本人什么证件：card-seen、other-seen / which document of the holder was seen",
        ),
    ] = "",
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """The holder's number is asked for, or read from standard input. Who the holder is must have been checked."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "data-copy", Right.COPY_OF_DATA, clerk=clerk) as desk,
    ):
        if seen not in _WAYS:
            why = Text("用 --seen 说明看过本人什么证件：", "say with --seen which document of the holder was seen: ")
            raise UsedWrongly(why=Text(why.zh + "、".join(_WAYS), why.en + ", ".join(_WAYS)))
        visit = desk.open_number(_number(talk.language.value)).visit_id
        try:
            copy = desk.data_copy_pdf(visit, seen=seen)
        finally:
            desk.end(visit)
        write_file(pdf, lambda path: _write(path, copy))
        talk.give({"pdf": str(pdf)}, Text(f"已写入 {pdf}，交给本人", f"Written to {pdf}; give it to the holder"))


def _number(language: str) -> str:
    """Raises UsedWrongly."""
    if sys.stdin.isatty():
        asked = Text("证件号码：", "Identity number: ")
        sys.stderr.write(asked.zh if language == "zh" else asked.en)
        sys.stderr.flush()
    number = sys.stdin.readline().strip()
    if not number:
        raise UsedWrongly(why=Text("没有证件号码", "No identity number"))
    return number


def _write(path: Path, copy: bytes) -> None:
    """For whoever runs the command alone."""
    path.touch(mode=0o600)
    path.write_bytes(copy)

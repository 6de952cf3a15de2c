"""`counter data-copy`: a copy of what is kept here of a person, for that person, as a file asked for by name. The
procedure of that name is carried out, so that there is a receipt; for somebody who acts for another `carry-out` asks.

Refuses the number as an argument: it would stand in the shell's history and in the list of processes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, UsedWrongly, counter_and_talk, write_file
from counter_app.commands.work import send_once, wrong_answer
from counter_app.desk.desk import Desk
from counter_app.desk.views import VisitView
from counter_app.domain.identity_check import HOLDER_SAYS, seen_by_clerk
from counter_app.domain.text import Text
from counter_app.procedures.data_copy import PROCEDURE
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
    receipt: Annotated[
        str,
        typer.Option(
            "--receipt",
            metavar="NUMBER",
            help="今天已申请的：回执号（代办、近亲属用 carry-out 申请） / receipt of a request made today",
        ),
    ] = "",
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Ask for it as the procedure does, for the holder alone, and write it; or write what was asked for today. The
    holder's number is asked for, or read from standard input.
    """
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "data-copy", Right.COPY_OF_DATA, clerk=clerk) as desk,
    ):
        counter.courier().pass_once()
        number = receipt or _asked_for(desk, seen, talk.language.value)
        copy = desk.document_pdf(number)
        write_file(pdf, lambda path: path.write_bytes(copy))
        send_once(counter)
        said = Text(f"已写入 {pdf}，交给申请人，回执 {number}", f"Written to {pdf}; hand it over, receipt {number}")
        talk.give({"pdf": str(pdf), "receipt": number}, said)


def _asked_for(desk: Desk, seen: str, language: str) -> str:
    """The number of the receipt of a request by the holder. Raises UsedWrongly, Refused."""
    if seen not in _WAYS:
        why = Text("用 --seen 说明看过本人什么证件：", "say with --seen which document of the holder was seen: ")
        raise UsedWrongly(why=Text(why.zh + "、".join(_WAYS), why.en + ", ".join(_WAYS)))
    visit = desk.open_number(_number(language)).visit_id
    try:
        page = desk.begin(visit, PROCEDURE.id)
        if any(one.field.name == HOLDER_SAYS for one in page.fields):
            page = desk.answer(visit, {HOLDER_SAYS: seen})
        done = desk.forward(visit)
        if isinstance(done, VisitView):  # somebody else must act, or a document must be read here
            if done.missing is not None:
                wrong_answer(done)
            raise UsedWrongly(why=Text("用 carry-out data-copy 申请", "ask for it by carry-out data-copy"))
        return done.receipt.number
    finally:
        desk.end(visit)


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

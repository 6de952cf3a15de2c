"""`counter form`: the form to sign of an operation, as a file for a printer of A4.

Refuses a visit that is not submitted: that one is made at the window it stands on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counter_app.commands.signed_in import Clerk, at_desk
from counter_app.commands.talk import Data, Json, Sets, counter_and_talk, write_file
from counter_app.desk.desk import Desk
from counter_app.desk.paper_kinds import FILE
from counter_app.domain.text import Text
from counter_app.rights import Right


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("form", help="存签字登记表（PDF） / the form to sign, as PDF")(form)


def form(
    key: Annotated[str, typer.Argument(metavar="ID", help="回执号或业务编号 / receipt number or operation id")],
    pdf: Annotated[Path, typer.Option("--pdf", metavar="FILE", help="写到哪个文件 / the file to write")],
    bilingual: Annotated[bool, typer.Option("--bilingual", help="每行中文下加英文 / English on a second line")] = False,
    clerk: Clerk = "",
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Write the form of one operation; on record, because it names a person whole."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "form", Right.SERVE, clerk=clerk) as desk,
    ):
        write_file(pdf, lambda path: _write(desk, key.encode(errors="replace").decode(), path, bilingual=bilingual))
        said = Text(f"已写入 {pdf}，打印后请持卡人签字", f"Written to {pdf}; print it and have it signed")
        talk.give({"pdf": str(pdf)}, said)


def _write(desk: Desk, key: str, path: Path, *, bilingual: bool) -> None:
    path.write_bytes(desk.paper_document("form", key, way=FILE, bilingual=bilingual).pdf)

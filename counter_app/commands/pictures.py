"""Pictures of `counter carry-out`: files named on the command line, for the fields that ask for one.

Refuses to read a file before it is known that the rest of the line is well formed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from counter_app.commands.talk import UsedWrongly
from counter_app.desk.card_photo import read_file
from counter_app.desk.desk import Desk
from counter_app.desk.views import VisitView
from counter_app.domain.procedure import FieldKind
from counter_app.domain.text import Text

Attach = Annotated[
    list[str] | None,
    typer.Option("--attach", metavar="FIELD=FILE", help="照片文件，如 picture=a.jpg / a picture for a field"),
]


def pictures_of(pairs: Sequence[str]) -> Mapping[str, bytes]:
    """What stands in the files, by the field it is for; each pair is FIELD=FILE. Raises UsedWrongly, BadPicture."""
    parted = [pair.partition("=") for pair in pairs]
    if not all(name and file for name, _, file in parted) or len({name for name, _, _ in parted}) < len(parted):
        raise UsedWrongly(
            why=Text("--attach 要写成 字段=文件，每个字段一次", "--attach wants FIELD=FILE, each field once")
        )
    return {name: read_file(Path(file)) for name, _, file in parted}


def attached(desk: Desk, page: VisitView, pictures: Mapping[str, bytes]) -> tuple[VisitView, set[str]]:
    """The page with the pictures it asks for, and the fields they were for. Raises BadPicture."""
    asked = {one.field.name for one in page.fields if one.field.kind is FieldKind.PHOTO} & set(pictures)
    for name in asked:
        page = desk.attach(page.visit_id, pictures[name])
    return page, asked
